import Dispatch
import Engine
import Files
import Synchronization

/// Reads many picture files on all cores and prepares them for a model, with the help of a cache.
public struct PictureReader {
    public var preparation: PicturePreparation
    /// The cache of prepared pictures; nil to read everything again.
    public let cache: PictureCache?
    /// Called now and then with the number of files read so far and the number of all files.
    public let progress: ((_ done: Int, _ all: Int) -> Void)?

    public init(
        _ preparation: PicturePreparation, cache: PictureCache? = nil,
        progress: ((_ done: Int, _ all: Int) -> Void)? = nil
    ) {
        self.preparation = preparation
        self.cache = cache
        self.progress = progress
    }

    /// The result of reading the files.
    public struct Result: Sendable {
        /// The prepared pictures of the files that could be read, one after the other.
        public let pixels: [UInt8]
        /// The numbers of these files, in order.
        public let kept: [Int]
        /// The digests of their contents.
        public let digests: [ContentDigest]
        /// The errors of the others, in order.
        public let failures: [FileError]
        /// The files with light strokes on a transparent background, which was made black.
        public let laidOnBlack: [Int]
        /// The number of pictures that were decoded; the others came from the cache.
        public let decoded: Int
    }

    /// Files between two reports of progress.
    private static let stretch = 256

    /// Reads `files` of a tree; the result lists those that are not pictures.
    public func read(_ files: [BytePath], in tree: FileTree) -> Result {
        let size = preparation.exampleShape.elementCount
        let stamps = files.map { tree.stamp($0) }
        let stored = cache?.load(preparation) ?? PictureCache.Contents()
        var pixels = [UInt8](repeating: 0, count: files.count * size)
        var digests = [ContentDigest?](repeating: nil, count: files.count)
        var isOnBlack = [Bool](repeating: false, count: files.count)
        var pending: [Int] = []
        for (index, file) in files.enumerated() {
            guard let place = stored.place(of: file, stamp: stamps[index]) else {
                pending.append(index)
                continue
            }
            (digests[index], isOnBlack[index]) = (stored.digests[place], stored.isOnBlack[place])
            stored.copy(place, size: size, to: &pixels, at: index)
        }
        let outcome = readAnew(pending, of: files, in: tree, stored, into: &pixels)
        for (index, digest) in outcome.digests { digests[index] = digest }
        for index in outcome.isOnBlack { isOnBlack[index] = true }

        let kept = files.indices.filter { digests[$0] != nil }
        if kept.count < files.count {
            // Close the gaps.
            for (place, index) in kept.enumerated() where place < index {
                pixels.replaceSubrange(
                    place * size..<(place + 1) * size, with: Array(pixels[index * size..<(index + 1) * size]))
            }
            pixels.removeLast((files.count - kept.count) * size)
        }
        let contents = PictureCache.Contents(
            files: kept.map { files[$0] }, stamps: kept.map { stamps[$0] }, digests: kept.compactMap { digests[$0] },
            isOnBlack: kept.map { isOnBlack[$0] }, pixels: pixels)
        if !outcome.digests.isEmpty || stored.files.count != kept.count { cache?.save(contents, preparation) }
        return Result(
            pixels: pixels, kept: kept, digests: contents.digests,
            failures: outcome.failures.sorted { $0.index < $1.index }.map(\.error),
            laidOnBlack: kept.filter { isOnBlack[$0] }, decoded: outcome.decoded)
    }

    private struct Outcome {
        var digests: [(index: Int, digest: ContentDigest)] = []
        var failures: [(index: Int, error: FileError)] = []
        var isOnBlack: [Int] = []
        var decoded = 0
    }

    /// Reads the files with the numbers `pending`; one whose contents are in the cache under another name or date is
    /// not decoded.
    private func readAnew(
        _ pending: [Int], of files: [BytePath], in tree: FileTree, _ stored: PictureCache.Contents,
        into pixels: inout [UInt8]
    ) -> Outcome {
        let size = preparation.exampleShape.elementCount
        let preparation = preparation
        let outcome = Mutex(Outcome())
        pixels.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            let places = ParallelOutput(start)
            for start in stride(from: 0, to: pending.count, by: Self.stretch) {
                let part = pending[start..<min(start + Self.stretch, pending.count)]
                DispatchQueue.concurrentPerform(iterations: part.count) { offset in
                    let index = part[part.startIndex + offset]
                    do throws(FileError) {
                        let bytes = try tree.read(files[index])
                        let digest = ContentDigest(bytes)
                        let known = stored.place(of: digest)
                        let picture: ArraySlice<UInt8>
                        let isOnBlack: Bool
                        if let known {
                            (picture, isOnBlack) = (stored.picture(known, size: size), stored.isOnBlack[known])
                        } else {
                            let prepared = try preparation.prepared(bytes, file: tree.place(of: files[index]))
                            (picture, isOnBlack) = (prepared.pixels[...], prepared.ground == .black)
                        }
                        _ = UnsafeMutableBufferPointer(start: places + index * size, count: size)
                            .update(fromContentsOf: picture)
                        outcome.withLock {
                            $0.digests.append((index, digest))
                            if isOnBlack { $0.isOnBlack.append(index) }
                            if known == nil { $0.decoded += 1 }
                        }
                    } catch {
                        outcome.withLock { $0.failures.append((index, error)) }
                    }
                }
                progress?(part.endIndex, pending.count)
            }
        }
        return outcome.withLock { $0 }
    }
}
