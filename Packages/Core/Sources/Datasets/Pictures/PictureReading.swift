import Files

/// How picture files become the examples of a tool.
public struct PictureReading {
    /// The conversion of the pixels.
    public enum Kind: Sendable, Equatable {
        /// Light on dark, as in classic sets of characters; whether pictures are inverted is decided once for a set.
        case ink
        case gray
        case color
    }

    public var kind: Kind
    /// The width and height of an example, in pixels.
    public var side: Int
    /// Whether test pictures are needed: a set without them then holds out some.
    public var needsTest = true
    /// Whether prepared pictures are kept in the user's cache folder, and looked for there.
    public var usesCache = true
    public var environment: [String: String] = [:]
    /// Called now and then with the number of files read so far and the number of all files.
    public var progress: ((_ done: Int, _ all: Int) -> Void)?

    public init(_ kind: Kind, side: Int) { (self.kind, self.side) = (kind, side) }

    var isInk: Bool { kind == .ink }

    /// How files of this kind are prepared.
    ///
    /// - Parameter isInverting: whether pictures of ink are dark on light.
    func preparation(isInverting: Bool) -> PicturePreparation {
        switch kind {
        case .ink: .ink(side: side, inverting: isInverting)
        case .gray: .gray(side: side)
        case .color: .color(side: side)
        }
    }

    func reader(_ tree: FileTree, isInverting: Bool) -> PictureReader {
        PictureReader(
            preparation(isInverting: isInverting),
            cache: usesCache ? PictureCache(of: tree.root, environment: environment) : nil, progress: progress)
    }
}
