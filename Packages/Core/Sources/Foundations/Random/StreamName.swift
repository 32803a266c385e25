/// The name of a random stream: two streams of one seed draw different numbers if their names differ.
///
/// Packages add the names of their own streams as constants, so that no two of them share one by mistake.
public struct StreamName: Hashable, Sendable {
    /// The name, which determines the stream's key and its name in checkpoints.
    public let text: String

    public init(_ text: String) { self.text = text }

    /// The initial weights.
    public static let initialization = StreamName("init")
    /// The units that dropout leaves out.
    public static let dropout = StreamName("dropout")
    /// Examples set aside for testing.
    public static let split = StreamName("split")
    /// Examples set aside for validation.
    public static let validation = StreamName("validation")
    /// Points drawn as examples.
    public static let points = StreamName("points")

    /// The order of an epoch's examples.
    public static func shuffle(epoch: Int) -> StreamName { StreamName("shuffle.\(epoch)") }
    /// An epoch's changes of pictures.
    public static func augmentation(epoch: Int) -> StreamName { StreamName("augment.\(epoch)") }
}
