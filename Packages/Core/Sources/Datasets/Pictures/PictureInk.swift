import Dispatch
import Files
import Synchronization

/// Whether the pictures of a set are light on dark or dark on light, which is decided once for the whole set, so that
/// all pictures are treated equally.
public struct PictureInk: Equatable, Sendable {
    /// The maximum number of pictures to examine.
    static let sample = 200

    /// The number of examined pictures.
    public let count: Int
    /// The number of them with a light frame.
    public let light: Int

    /// Whether most are dark on light.
    public var isDarkOnLight: Bool { 2 * light > count }

    /// Examines some of the files, evenly spaced; those that cannot be read and those with a transparent background do
    /// not count.
    init(of files: [BytePath], in tree: FileTree) {
        let chosen =
            files.count <= Self.sample ? files : (0..<Self.sample).map { files[$0 * files.count / Self.sample] }
        let counts = Mutex((count: 0, light: 0))
        // Dispatch as in `PictureReader`: decoding waits for files, which the engine's threads should not.
        DispatchQueue.concurrentPerform(iterations: chosen.count) { index in
            let file = chosen[index]
            guard let bytes = try? tree.read(file),
                let decoded = try? Picture.decoded(
                    bytes, file: tree.place(of: file), .init(isGray: true, smallestSide: 32)), decoded.ground == nil
            else { return }
            let isLight = decoded.picture.hasLightFrame
            counts.withLock {
                $0.count += 1
                if isLight { $0.light += 1 }
            }
        }
        (count, light) = counts.withLock { $0 }
    }
}
