import Core

/// A network for slices as `--model` names it.
public struct SliceModelEntry: Sendable {
    public let name: String
    public let summary: String
    /// How many convolutional layers it can have.
    public let layers: ClosedRange<Int>
    /// How many it usually has.
    public let usualLayers: Int
    /// The smallest height and width of pictures, in pixels, for a number of convolutional layers.
    public let smallestSide: @Sendable (_ layers: Int) -> Int
    /// Makes the network for pictures of a shape (C × H × W) and a number of classes.
    public let make:
        @Sendable (
            _ input: Shape, _ classes: Int, _ layers: Int, _ dropout: Double, _ random: inout RandomStream
        ) -> any ImageClassifier

    /// - Parameters:
    ///   - name: what `--model` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - layers: how many convolutional layers it can have; by default their number is no choice.
    ///   - usualLayers: how many it usually has; nil for the fewest.
    ///   - smallestSide: the smallest height and width of pictures, in pixels, for a number of layers.
    ///   - make: the network for a shape of pictures, a number of classes, of layers, and a dropout rate; its initial
    ///     weights come from the stream.
    public init(
        name: String, summary: String, layers: ClosedRange<Int> = 1...1, usualLayers: Int? = nil,
        smallestSide: @escaping @Sendable (_ layers: Int) -> Int = { _ in 1 },
        make:
            @escaping @Sendable (
                _ input: Shape, _ classes: Int, _ layers: Int, _ dropout: Double, _ random: inout RandomStream
            ) -> any ImageClassifier
    ) {
        (self.name, self.summary, self.layers) = (name, summary, layers)
        (self.usualLayers, self.smallestSide, self.make) = (usualLayers ?? layers.lowerBound, smallestSide, make)
    }

    /// The network of `mri-train`.
    public static let mri = SliceModelEntry(
        name: "mri", summary: "convolutions in pairs, each followed by max pooling, and three linear layers",
        layers: MRINet.layers, usualLayers: 4, smallestSide: MRINet.smallestSide
    ) { input, classes, layers, dropout, random in
        MRINet(
            input: input, classes: classes, layers: layers, dropout: dropout, linearDropout: dropout, random: &random)
    }

    /// The networks that Kumiki knows, the default first.
    public static let all = [mri]
}
