import Dispatch
import Synchronization

/// Reads many picture files on all cores and makes them ready for a model, with the help of a cache.
public struct PictureReader {
    public let preparation: PicturePreparation
    /// Where prepared pictures are kept; nil where everything is to be read anew.
    public let cache: PictureCache?
    /// Told now and then how many files of how many have been looked at.
    public let progress: ((_ done: Int, _ all: Int) -> Void)?

    public init(
        _ preparation: PicturePreparation, cache: PictureCache? = nil,
        progress: ((_ done: Int, _ all: Int) -> Void)? = nil
    ) {
        self.preparation = preparation
        self.cache = cache
        self.progress = progress
    }

    /// What became of the files.
    public struct Result: Sendable {
        /// The prepared pictures of the files that could be read, one after the other.
        public let pixels: [UInt8]
        /// Which of the files these are, in order.
        public let kept: [Int]
        /// The digests of their contents.
        public let digests: [ContentDigest]
        /// What was wrong with the others, in order.
        public let failures: [FileError]
        /// How many pictures had to be decoded; the others came from the cache.
        public let decoded: Int
    }

    /// Files between two reports of progress.
    private static let stretch = 256

    /// Reads `files`; those that are no pictures are told of in the result.
    public func read(_ files: [String]) -> Result {
        let size = preparation.exampleShape.elementCount
        let stamps = files.map { FileStamp($0) }
        let names = files.map { cache?.name(of: $0) ?? $0 }
        let stored = cache?.load(preparation) ?? PictureCache.Contents()
        var pixels = [UInt8](repeating: 0, count: files.count * size)
        var digests = [ContentDigest?](repeating: nil, count: files.count)
        var pending: [Int] = []
        for (index, name) in names.enumerated() {
            guard let place = stored.place(of: name, stamp: stamps[index]) else {
                pending.append(index)
                continue
            }
            digests[index] = stored.digests[place]
            stored.copy(place, size: size, to: &pixels, at: index)
        }
        let outcome = readAnew(pending, of: files, stored, into: &pixels)
        for (index, digest) in outcome.digests { digests[index] = digest }

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
            files: kept.map { names[$0] }, stamps: kept.map { stamps[$0] }, digests: kept.compactMap { digests[$0] },
            pixels: pixels)
        if !outcome.digests.isEmpty || stored.files.count != kept.count { cache?.save(contents, preparation) }
        return Result(
            pixels: pixels, kept: kept, digests: contents.digests,
            failures: outcome.failures.sorted { $0.index < $1.index }.map(\.error), decoded: outcome.decoded)
    }

    private struct Outcome {
        var digests: [(index: Int, digest: ContentDigest)] = []
        var failures: [(index: Int, error: FileError)] = []
        var decoded = 0
    }

    /// Reads the files with the numbers `pending`; one whose contents the cache knows under another name or date is
    /// not decoded.
    private func readAnew(
        _ pending: [Int], of files: [String], _ stored: PictureCache.Contents, into pixels: inout [UInt8]
    ) -> Outcome {
        let size = preparation.exampleShape.elementCount
        let preparation = preparation
        let outcome = Mutex(Outcome())
        pixels.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let buffer = buffer
            for start in stride(from: 0, to: pending.count, by: Self.stretch) {
                let part = pending[start..<min(start + Self.stretch, pending.count)]
                DispatchQueue.concurrentPerform(iterations: part.count) { offset in
                    let index = part[part.startIndex + offset]
                    do throws(FileError) {
                        let bytes = try WholeFile.read(files[index])
                        let digest = ContentDigest(bytes)
                        let known = stored.place(of: digest)
                        let picture: ArraySlice<UInt8>
                        if let known {
                            picture = stored.picture(known, size: size)
                        } else {
                            picture = try preparation.pixels(of: bytes, file: files[index])[...]
                        }
                        _ = UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size])
                            .update(fromContentsOf: picture)
                        outcome.withLock {
                            $0.digests.append((index, digest))
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
