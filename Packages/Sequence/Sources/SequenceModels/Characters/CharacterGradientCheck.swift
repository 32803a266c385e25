import Core

/// Analytic against numerical gradients of a character model's loss, in float64: ‖a − n‖ / (‖a‖ + ‖n‖) for each
/// parameter, n being central differences.
public struct CharacterGradientCheck: Sendable {
    /// One parameter's result.
    public struct Entry: Sendable {
        public let parameter: String
        public let error: Double
        /// How many of the parameter's numbers were moved, of how many.
        public let checked: Int
        public let count: Int
    }

    public let cell: RecurrentCell
    public let hidden: Int
    public let length: Int
    /// Parameters with more numbers are checked at so many of them, drawn at random.
    public var entriesPerParameter = 60
    public var step = 1e-4

    public init(_ cell: RecurrentCell, hidden: Int, length: Int) {
        self.cell = cell
        self.hidden = hidden
        self.length = length
    }

    /// Checks a fresh model, with initial state zero, on the beginning of a text repeated as needed.
    public func run(on text: CharacterText, seed: UInt64) -> [Entry] {
        var random = RandomStream(seed: seed, name: .gradientCheck)
        let model = CharacterModel(cell, symbols: text.vocabulary.count, hidden: hidden, random: &random)
        model.convert(to: .float64)
        let symbols = (0...length).map { Int32(text.symbols[$0 % text.symbols.count]) }
        let (inputs, labels) = (
            Tensor(Array(symbols.dropLast()), shape: [length, 1]), Tensor(Array(symbols.dropFirst()))
        )
        let loss = { softmaxCrossEntropy(model(inputs).logits, labels) * Double(length) }
        let analytic = valueAndGradients(of: model, in: .training(), loss).gradients.tensors
        return zip(model.parameters, analytic).map { named, gradient in
            let value = named.parameter.value
            let places =
                value.count <= entriesPerParameter
                ? Array(0..<Int32(value.count))
                : Array(random.permutation(of: value.count).prefix(entriesPerParameter))
            let (numbers, slopes) = (value.doubles, gradient.doubles)
            let numeric = places.map { place in
                let ends = [step, -step].map { offset in
                    var moved = numbers
                    moved[Int(place)] += offset
                    named.parameter.assign(Tensor(moved, shape: value.shape))
                    return loss().item
                }
                return (ends[0] - ends[1]) / (2 * step)
            }
            named.parameter.assign(value)
            return Entry(
                parameter: named.name, error: relativeError(places.map { slopes[Int($0)] }, numeric),
                checked: places.count, count: value.count)
        }
    }
}

extension StreamName {
    /// The weights whose gradients are checked.
    static let gradientCheck = StreamName("check-gradients")
}
