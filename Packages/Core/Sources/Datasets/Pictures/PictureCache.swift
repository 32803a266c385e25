import Files
import FoundationEssentials

/// Stores prepared pictures in the user's cache folder, so that a second start need not decode them.
///
/// A file whose path, size and date are the same is not even opened; one that was copied, renamed or touched is
/// recognized by its contents. A cache that is damaged or cannot be written only costs time.
public struct PictureCache: Sendable {
    /// The file with the pictures of one folder or archive.
    private let stem: String

    /// The cache of the pictures in `folder`, or in the archive of this path; nil where the user has no cache folder.
    ///
    /// - Parameters:
    ///   - folder: path of the folder or archive.
    ///   - environment: `XDG_CACHE_HOME`, otherwise `HOME`, names the user's cache folder.
    public init?(of folder: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard let cache = CacheFolder.path(environment) else { return nil }
        let absolute = URL(filePath: folder).standardized.path
        stem = "\(cache)/kumiki/pictures/\(ContentDigest(Array(absolute.utf8)))"
    }

    /// Prepared pictures and the files that they were made from.
    struct Contents {
        /// From the folder's or archive's root on.
        private(set) var files: [BytePath] = []
        private(set) var stamps: [FileStamp?] = []
        private(set) var digests: [ContentDigest] = []
        /// The pictures whose transparent background was made black.
        private(set) var isOnBlack: [Bool] = []
        private(set) var pixels: [UInt8] = []
        private var placesByFile: [BytePath: Int] = [:]
        private var placesByDigest: [ContentDigest: Int] = [:]

        init() {}

        init(
            files: [BytePath], stamps: [FileStamp?], digests: [ContentDigest], isOnBlack: [Bool], pixels: [UInt8]
        ) {
            (self.files, self.stamps, self.digests) = (files, stamps, digests)
            (self.isOnBlack, self.pixels) = (isOnBlack, pixels)
        }

        /// An index of places, which is not needed for writing.
        fileprivate mutating func index() {
            placesByFile = Dictionary(zip(files, files.indices)) { $1 }
            placesByDigest = Dictionary(zip(digests, digests.indices)) { first, _ in first }
        }

        func place(of file: BytePath, stamp: FileStamp?) -> Int? {
            guard let stamp, let place = placesByFile[file], stamps[place] == stamp else { return nil }
            return place
        }

        func place(of digest: ContentDigest) -> Int? { placesByDigest[digest] }

        func picture(_ place: Int, size: Int) -> ArraySlice<UInt8> { pixels[place * size..<(place + 1) * size] }

        func copy(_ place: Int, size: Int, to target: inout [UInt8], at index: Int) {
            target.withUnsafeMutableBytes { target in
                pixels.withUnsafeBytes { source in
                    let part = UnsafeRawBufferPointer(rebasing: source[place * size..<(place + 1) * size])
                    UnsafeMutableRawBufferPointer(rebasing: target[index * size..<(index + 1) * size])
                        .copyMemory(from: part)
                }
            }
        }
    }

    private func file(_ preparation: PicturePreparation) -> String {
        "\(stem)-\(preparation.name)-\(preparation.side).safetensors"
    }

    private static let version = "2"

    /// The stored contents; empty where there is no cache or it is damaged.
    func load(_ preparation: PicturePreparation) -> Contents {
        let file = file(preparation)
        let size = preparation.exampleShape.elementCount
        guard let stored = try? Safetensors.read(file), stored.metadata["version"] == Self.version,
            let numbers = try? stored.tensor("files", from: file).elements(as: Int64.self),
            let names = try? stored.tensor("names", from: file), let pixels = try? stored.tensor("pixels", from: file),
            let grounds = try? stored.tensor("grounds", from: file).elements(as: UInt8.self),
            numbers.count == 4 * grounds.count, pixels.shape == [grounds.count, size], pixels.elementType == .uint8,
            stored.metadata["digest"] == ContentDigest(pixels.bytes).description
        else { return Contents() }
        let files = names.bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { BytePath(bytes: Array($0)) }
        guard files.count == grounds.count else { return Contents() }
        var contents = Contents(
            files: files,
            stamps: files.indices.map { FileStamp(size: numbers[4 * $0], modified: numbers[4 * $0 + 1]) },
            digests: files.indices.map {
                ContentDigest(
                    low: UInt64(bitPattern: numbers[4 * $0 + 2]), high: UInt64(bitPattern: numbers[4 * $0 + 3]))
            }, isOnBlack: grounds.map { $0 != 0 }, pixels: pixels.bytes)
        contents.index()
        return contents
    }

    /// Replaces the stored contents with `contents`; does nothing where the user's cache folder cannot be written.
    func save(_ contents: Contents, _ preparation: PicturePreparation) {
        let count = contents.files.count
        var names: [UInt8] = []
        var numbers: [Int64] = []
        for (index, file) in contents.files.enumerated() {
            names += file.bytes + [0]
            let (stamp, digest) = (contents.stamps[index], contents.digests[index])
            numbers += [stamp?.size ?? -1, stamp?.modified ?? -1]
            numbers += [Int64(bitPattern: digest.low), Int64(bitPattern: digest.high)]
        }
        let stored = Safetensors(
            tensors: [
                "files": FileArray(numbers, shape: [count, 4]), "names": FileArray(names, shape: [names.count]),
                "grounds": FileArray(contents.isOnBlack.map { UInt8($0 ? 1 : 0) }, shape: [count]),
                "pixels": FileArray(
                    contents.pixels, shape: [count, preparation.exampleShape.elementCount]),
            ],
            metadata: ["version": Self.version, "digest": ContentDigest(contents.pixels).description])
        let file = file(preparation)
        guard let slash = file.lastIndex(of: "/") else { return }
        do {
            try AtomicFile.createFolder(String(file[..<slash]))
            try stored.write(to: file)
        } catch {
            // The cache is optional; a read-only or full one is not an error.
        }
    }
}
