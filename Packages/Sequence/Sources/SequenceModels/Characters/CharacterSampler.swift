import Core

/// Writes text with a character model, one character at a time; it can write several texts at once.
public struct CharacterSampler {
    /// How the next character is chosen.
    public enum Choice: Sendable, Equatable {
        /// The most probable one.
        case greedy
        /// Randomly, from softmax(logits / temperature).
        case temperature(Double)
    }

    private let model: CharacterModel
    private let choice: Choice
    private let table: Tensor
    /// Windowed models read the latest characters again each time; nil where the state is carried.
    private let window: Int?
    private var state: RecurrentState?
    private var random: [RandomStream]
    /// What the model has read of each text: for windowed models the latest characters, otherwise those not yet fed.
    private var pending: [[Int32]]

    /// - Parameters:
    ///   - model: predicts the next character.
    ///   - prompt: one symbol or more.
    ///   - choice: how the next character is chosen.
    ///   - window: the length of a windowed model's windows; nil for a streaming model.
    ///   - count: the number of texts; each draws from its own random stream.
    ///   - seed: what the random choices are drawn by.
    ///   - step: the step of a training after which the texts are written, so that the texts of other steps draw other
    ///     random numbers; nil without a training.
    public init(
        _ model: CharacterModel, prompt: [UInt16], choice: Choice, window: Int? = nil, count: Int = 1, seed: UInt64,
        step: Int? = nil
    ) {
        Contract.require(!prompt.isEmpty && count > 0, "CharacterSampler", "an empty prompt or no texts")
        self.model = model
        self.choice = choice
        self.window = window
        table = model.inputTable
        random = (0..<count).map { number in
            RandomStream(seed: seed, name: step.map { .sample(number, step: $0) } ?? .sample(number))
        }
        pending = Array(repeating: prompt.map(Int32.init), count: count)
    }

    /// The next symbol of each text.
    public mutating func next() -> [UInt16] {
        if let window { pending = pending.map { Array($0.suffix(window)) } }
        let (rows, length) = (pending.count, pending[0].count)
        var inputs: [Int32] = []
        for step in 0..<length { for row in pending { inputs.append(row[step]) } }
        let symbols = Tensor(inputs, shape: [length, rows])
        let logits: Tensor
        if window == nil {
            let (all, after) = model(symbols, from: state, table: table)
            state = after
            logits = length == 1 ? all : all.sliced(((length - 1) * rows)..<(length * rows))
        } else {
            logits = model.last(symbols, table: table)
        }
        let chosen = choose(logits)
        for row in 0..<rows {
            pending[row] = window == nil ? [Int32(chosen[row])] : pending[row] + [Int32(chosen[row])]
        }
        return chosen
    }

    private func likeliest(_ logits: Tensor) -> [UInt16] { logits.argmax().map { UInt16($0) } }

    private mutating func choose(_ logits: Tensor) -> [UInt16] {
        guard case .temperature(let temperature) = choice else { return likeliest(logits) }
        let scaled = logits * (1 / temperature)
        // If the temperature is so low that quotients overflow, the most probable symbol has probability 1.
        guard scaled.scalars(Float.self).allSatisfy(\.isFinite) else { return likeliest(logits) }
        let width = logits.shape[1]
        let chances = scaled.softmax().scalars(Float.self)
        return random.indices.map { row in
            // If rounding leaves a rest, it belongs to the last symbol with a probability above 0.
            var rest = random[row].uniform()
            var chosen = 0
            for symbol in 0..<width where chances[row * width + symbol] > 0 {
                chosen = symbol
                rest -= Double(chances[row * width + symbol])
                if rest < 0 { break }
            }
            return UInt16(chosen)
        }
    }
}

extension StreamName {
    /// The random choices of one of several texts.
    static func sample(_ number: Int) -> StreamName { StreamName("sample.\(number)") }
    /// The random choices of one of several texts that are written after a step of a training.
    static func sample(_ number: Int, step: Int) -> StreamName { StreamName("sample.\(number).step.\(step)") }
}
