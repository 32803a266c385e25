import Engine

/// A network as a table: its layers in the order in which they compute, with their outputs and their numbers of
/// parameters.
///
/// ```swift
/// var random = RandomStream(seed: 0, name: .initialization)
/// let conv1 = Conv2D(1, 8, kernelSize: 3, padding: 1, random: &random)
/// let fc1 = Linear(8 * 14 * 14, 10, random: &random)
///
/// var architecture = Architecture(input: [1, 28, 28])
/// architecture.add("conv1", conv1, activation: "ReLU")
/// architecture.add(MaxPool2D(2))
/// architecture.add(Flatten())
/// architecture.add("fc1", fc1)
/// ```
public struct Architecture: Equatable, Sendable {
    /// A layer.
    public struct Row: Equatable, Sendable {
        /// The prefix of its parameters' names, such as "conv1"; empty where it has none.
        public let name: String
        /// In the field's terms, such as "convolution 3×3, padding 1".
        public let summary: String
        /// The function of its outputs, such as "ReLU"; empty where there is none.
        public let activation: String
        /// The shape of its output without the batch's axis, such as "16×28×28".
        public let output: String
        /// The number of values that training changes.
        public let parameters: Int
    }

    /// A chain of layers from one input: most networks have one, a Transformer has an encoder and a decoder.
    public struct Part: Equatable, Sendable {
        /// Its name where there are several; empty otherwise.
        public let title: String
        /// The shape and the kind of the input: "1×28×28 pixels".
        public let input: String
        /// The layers in order.
        public fileprivate(set) var rows: [Row] = []
    }

    /// At least one.
    public private(set) var parts: [Part]
    /// The shape of the latest output; the input's before there is a layer.
    public private(set) var output: Shape

    /// A network without layers.
    ///
    /// - Parameters:
    ///   - title: of the first part, where there are several.
    ///   - input: the shape of the input, without the batch's axis.
    ///   - unit: the kind of the input's numbers, such as "pixels".
    public init(_ title: String = "", input: Shape, _ unit: String = "") {
        (parts, output) = ([], input)
        begin(title, input: input, unit)
    }

    /// Begins another part of the network, with its own input.
    public mutating func begin(_ title: String, input: Shape, _ unit: String = "") {
        parts.append(Part(title: title, input: Self.text(input) + (unit.isEmpty ? "" : " \(unit)")))
        output = input
    }

    /// Adds a layer; its output's shape follows from the shape of its input.
    ///
    /// - Parameters:
    ///   - name: the prefix of its parameters' names.
    ///   - layer: computes its output from that of the layer before.
    ///   - activation: the function of its outputs, in words; empty where there is none.
    public mutating func add(_ name: String, _ layer: some DescribedLayer, activation: String = "") {
        guard let summary = layer.summary else { return }
        add(
            name, summary, activation: activation, output: layer.outputShape(of: output),
            parameters: layer.parameterCount)
    }

    /// Adds a layer without parameters.
    public mutating func add(_ layer: some DescribedLayer) { add("", layer) }

    /// Adds a row that is not a single layer, or a layer with a known output.
    ///
    /// - Parameters:
    ///   - name: as its parameters' names begin; empty where it has none.
    ///   - summary: what it is in the field's words, such as "convolution 3×3".
    ///   - activation: the function of its outputs, in words; empty where there is none.
    ///   - output: the shape of its output, without the batch's axis.
    ///   - parameters: how many numbers training changes.
    public mutating func add(
        _ name: String, _ summary: String, activation: String = "", output: Shape, parameters: Int = 0
    ) {
        parts[parts.count - 1].rows.append(
            Row(
                name: name, summary: summary, activation: activation, output: Self.text(output),
                parameters: parameters))
        self.output = output
    }

    /// The total number of values that training changes.
    public var parameterCount: Int { parts.reduce(0) { $1.rows.reduce($0) { $0 + $1.parameters } } }

    /// "16×28×28"; "1" for a single number.
    private static func text(_ shape: Shape) -> String {
        shape.isEmpty ? "1" : shape.map(String.init).joined(separator: "×")
    }
}

extension Architecture {
    /// The default for any model: its parameters, grouped by the layer in their names.
    public init(listing model: some Module) {
        self.init(input: [])
        parts = [Part(title: "", input: "")]
        var layers: [(name: String, shapes: [String], count: Int)] = []
        for named in model.trainedParameters {
            var path = named.name.split(separator: ".").map(String.init)
            let last = path.removeLast()
            let name = path.joined(separator: ".")
            if layers.last?.name != name || layers.isEmpty { layers.append((name, [], 0)) }
            layers[layers.count - 1].shapes.append("\(last) \(Self.text(named.parameter.shape))")
            layers[layers.count - 1].count += named.parameter.count
        }
        parts[0].rows = layers.map {
            Row(
                name: $0.name, summary: $0.shapes.joined(separator: ", "), activation: "", output: "",
                parameters: $0.count)
        }
    }
}
