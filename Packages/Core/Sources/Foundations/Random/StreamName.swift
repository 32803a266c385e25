/// The name of a random stream: two streams of one seed draw different numbers if their names differ.
///
/// Packages add the names of their own streams as constants, so that no two of them share one by mistake.
public struct StreamName: Hashable, Sendable {
    /// What the stream's key is made of, and what checkpoints call it.
    public let text: String

    public init(_ text: String) { self.text = text }

    /// The first weights.
    public static let initialization = StreamName("init")
    /// The units that dropout leaves out.
    public static let dropout = StreamName("dropout")
    /// Examples set aside to test on.
    public static let split = StreamName("split")
    /// Examples set aside to choose the best epoch by.
    public static let validation = StreamName("validation")
    /// Points drawn as examples.
    public static let points = StreamName("points")

    /// The order of an epoch's examples.
    public static func shuffle(epoch: Int) -> StreamName { StreamName("shuffle.\(epoch)") }
    /// An epoch's changes of pictures.
    public static func augmentation(epoch: Int) -> StreamName { StreamName("augment.\(epoch)") }
}
