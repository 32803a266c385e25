import Engine

/// A network as a table: its layers in the order in which they compute, with their outputs and how many numbers each learns.
///
/// ```swift
/// var architecture = Architecture(input: [1, 28, 28])
/// architecture.add("conv1", conv1, activation: "ReLU")
/// architecture.add(MaxPool2D(2))
/// architecture.add(Flatten())
/// architecture.add("fc1", fc1)
/// ```
public struct Architecture: Equatable, Sendable {
    /// A layer.
    public struct Row: Equatable, Sendable {
        /// As the names of its parameters begin, such as "conv1"; empty where it has none.
        public let name: String
        /// In the field's words, such as "convolution 3×3, padding 1".
        public let summary: String
        /// The function of its outputs, such as "ReLU"; empty where there is none.
        public let activation: String
        /// The shape of its output without the batch's axis, such as "16×28×28".
        public let output: String
        /// How many numbers training changes.
        public let parameters: Int
    }

    /// A chain of layers from one input: most networks are one, a Transformer is an encoder and a decoder.
    public struct Part: Equatable, Sendable {
        /// What it is called where there are several; empty otherwise.
        public let title: String
        /// The shape of what enters, and what it is: "1×28×28 pixels".
        public let input: String
        /// The layers in order.
        public fileprivate(set) var rows: [Row] = []
    }

    /// At least one.
    public private(set) var parts: [Part]
    /// The shape of the latest output; the input's before there is a layer.
    public private(set) var output: Shape

    /// A network without layers so far.
    ///
    /// - Parameters:
    ///   - title: of the first part, where there are several.
    ///   - input: the shape of what enters, without the batch's axis.
    ///   - unit: what the input's numbers are, such as "pixels".
    public init(_ title: String = "", input: Shape, _ unit: String = "") {
        (parts, output) = ([], input)
        begin(title, input: input, unit)
    }

    /// Begins another part of the network, with an input of its own.
    public mutating func begin(_ title: String, input: Shape, _ unit: String = "") {
        parts.append(Part(title: title, input: Self.text(input) + (unit.isEmpty ? "" : " \(unit)")))
        output = input
    }

    /// Adds a layer; its output's shape follows from the shape of what it is given.
    ///
    /// - Parameters:
    ///   - name: as its parameters' names begin.
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

    /// Adds what is no single layer, or one whose output is known otherwise.
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

    /// How many numbers training changes, in all.
    public var parameterCount: Int { parts.reduce(0) { $1.rows.reduce($0) { $0 + $1.parameters } } }

    /// "16×28×28"; "1" of a single number.
    private static func text(_ shape: Shape) -> String {
        shape.isEmpty ? "1" : shape.map(String.init).joined(separator: "×")
    }
}

extension Architecture {
    /// What is known of any model: its parameters, by the layer that their names begin with.
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
