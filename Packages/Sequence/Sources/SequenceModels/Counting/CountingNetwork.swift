import Core

/// One recurrent layer that reads symbols, and a softmax that predicts the next one.
///
/// Every string begins from a state of zeros.
public struct CountingNetwork: Module {
    public let language: CountingLanguage
    public let cell: CellChoice
    let recurrent: Recurrent
    let output: Linear

    /// Initial weights are uniform in ±0.03: plain networks learn to count far more often from weights near zero than
    /// from the usual ±1/√H.
    ///
    /// - Parameters:
    ///   - language: one input and one output for each of its symbols.
    ///   - cell: plain, LSTM, GRU or one's own.
    ///   - hidden: H, the units of the recurrent layer.
    ///   - forgetBias: the initial bias of an LSTM's forget gates, so that they are open at first (Gers,
    ///     Schmidhuber, Cummins 2000).
    ///   - initializer: of all weights and biases.
    ///   - random: what `initializer` draws from.
    public init(
        _ language: CountingLanguage, cell: CellChoice, hidden: Int, forgetBias: Double = 0,
        initializer: Initializer = .uniform(in: -0.03..<0.03), random: inout RandomStream
    ) {
        self.language = language
        self.cell = cell
        let symbols = language.symbols.count
        recurrent = Recurrent(
            cell, inputs: symbols, width: hidden, initializer: initializer, biasInitializer: initializer,
            random: &random)
        output = Linear(hidden, symbols, initializer: initializer, biasInitializer: initializer, random: &random)
        guard cell.kind == .lstm, forgetBias != 0 else { return }
        // The gates are in the order i f g o.
        for named in recurrent.parameters where named.name == "bias_ih_l0" {
            var numbers = named.parameter.value.scalars(Float.self)
            for unit in hidden..<(2 * hidden) { numbers[unit] += Float(forgetBias) }
            named.parameter.assign(Tensor(numbers))
        }
    }

    /// H, the units of the recurrent layer.
    public var width: Int { recurrent.width }

    public var parameters: [NamedParameter] {
        ("recurrent", recurrent)
        ("output", output)
    }

    /// The mean cross entropy of the next symbol over all positions of all strings of a batch.
    ///
    /// - Shapes: inputs T × B and labels B as `CountingStrings` gives them.
    public func loss(_ batch: Batch) -> Tensor {
        let rows = batch.count
        let strings = batch.labels.scalars(Int32.self).map { language.string(Int($0)) }
        // Row t B + b of the states is position t of string b; positions after a string's end are left out.
        var (places, next): ([Int32], [Int32]) = ([], [])
        for (number, string) in strings.enumerated() {
            places += string.symbols.indices.map { Int32($0 * rows + number) }
            next += string.next
        }
        let hidden = recurrent(symbols: batch.inputs).output.reshaped(to: [-1, width])
        return softmaxCrossEntropy(output(hidden.gathering(Tensor(places))), Tensor(next))
    }

    /// The network's states and predictions along a string.
    public func reading(_ string: CountingString) -> CountingReading {
        let inputs = Tensor(string.symbols, shape: [string.count, 1])
        let (top, _, layers) = recurrent(symbols: inputs)
        let probabilities = output(top.reshaped(to: [-1, width])).softmax()
        func rows(_ tensor: Tensor?) -> [[Double]] {
            guard let tensor else { return [] }
            let (numbers, size) = (tensor.doubles, tensor.count / string.count)
            return (0..<string.count).map { Array(numbers[($0 * size)..<(($0 + 1) * size)]) }
        }
        let gates = cell.kind == .rnn ? [] : rows(layers.first?.gates)
        return CountingReading(
            string: string, hidden: rows(top), cells: rows(layers.first?.cells), gates: gates,
            probabilities: rows(probabilities))
    }
}
