import Dispatch
import Figures
import Files
import Foundations
import Synchronization

/// Fits pictures into a number of bytes: the largest ones get smaller first.
package enum PictureBudget {
    /// Pictures that get smaller side by side: one number on every machine, so that pages are the same.
    private static let batch = 8

    /// A picture as a page has it.
    package enum Picture: Sendable {
        /// The file's bytes.
        case whole([UInt8])
        /// Fewer pixels.
        case smaller([UInt8])
        /// Not in the page, for a reason.
        case absent(String)

        var count: Int {
            switch self {
            case .whole(let bytes), .smaller(let bytes): bytes.count
            case .absent: 0
            }
        }
    }

    /// The pictures of figures, in order.
    ///
    /// - Parameters:
    ///   - figures: in the order of the page.
    ///   - share: bytes of the page, in which a byte of a picture takes four thirds.
    package static func fitted(_ figures: [PageFigure], into share: Int) -> [Picture] {
        let most = share * 3 / 4
        var pictures = figures.map { figure -> Picture in
            guard FileStamp(figure.file) != nil else { return .absent("The picture comes at the end of the training") }
            guard let bytes = try? WholeFile.read(figure.file, limit: 64 << 20), PNGFacts(bytes) != nil else {
                return .absent("This picture cannot be read")
            }
            return .whole(bytes)
        }
        var sum = pictures.reduce(0) { $0 + $1.count }
        let largest = pictures.indices.sorted { pictures[$0].count > pictures[$1].count }
        for start in stride(from: 0, to: largest.count, by: batch) where sum > most {
            let places = largest[start..<min(start + batch, largest.count)]
            for (index, picture) in halved(places.map { ($0, pictures[$0], figures[$0].file) }) {
                sum += picture.count - pictures[index].count
                pictures[index] = picture
            }
        }
        // What is still too much is in its file alone; the last pictures of the page first.
        for index in pictures.indices.reversed() where sum > most && pictures[index].count > 20_000 {
            sum -= pictures[index].count
            pictures[index] = Picture.absent("This picture is too large for the page")
        }
        return pictures
    }

    /// Pictures with half the width and height, made side by side.
    private static func halved(_ pictures: [(Int, Picture, String)]) -> [(Int, Picture)] {
        let results = Mutex<[(Int, Picture)]>([])
        // Dispatch, as where pictures are read. A server's threads make pages, too, and OpenMP would keep a pool for each.
        DispatchQueue.concurrentPerform(iterations: pictures.count) { place in
            let (index, picture, file) = pictures[place]
            guard case .whole(let bytes) = picture else { return }
            let small = halved(bytes, file)
            results.withLock { $0.append((index, small)) }
        }
        return results.withLock { $0 }
    }

    /// A picture with half the pixels each way. A live page is made again and again of mostly the same pictures, so what
    /// was made for a file is kept while the file stays as it is.
    private static func halved(_ bytes: [UInt8], _ file: String) -> Picture {
        let stamp = FileStamp(file)
        if let known = smaller.withLock({ $0[file] }), known.stamp == stamp { return known.picture }
        let picture = reduced(bytes, file)
        smaller.withLock { smaller in
            if smaller.count >= mostKept { smaller = [:] }
            smaller[file] = (stamp, picture)
        }
        return picture
    }

    /// By the files of the pictures.
    private static let smaller = Mutex<[String: (stamp: FileStamp?, picture: Picture)]>([:])
    private static let mostKept = 200

    private static func reduced(_ bytes: [UInt8], _ file: String) -> Picture {
        guard let picture = try? Files.Picture(png: bytes, file: file), picture.width > 1, picture.height > 1,
            let small = try? picture.resized(width: (picture.width + 1) / 2, height: (picture.height + 1) / 2)
                .png(for: file)
        else { return .absent("This picture cannot be read") }
        return small.count < bytes.count ? .smaller(small) : .whole(bytes)
    }
}

extension PictureBudget.Picture {
    /// The element that shows it, or says why it is absent.
    package func image(of figure: PageFigure) -> HTML {
        switch self {
        case .whole(let bytes), .smaller(let bytes):
            let size: HTML = PNGFacts(bytes).map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? .empty
            return "<img alt=\"\(figure.title)\"\(size) src=\"\(png: bytes)\">"
        case .absent(let reason):
            return "<p class=\"notice\">\(reason): <code>\(figure.file)</code></p>"
        }
    }

    /// Whether it is more than twice as wide as high.
    package var isBroad: Bool {
        switch self {
        case .whole(let bytes), .smaller(let bytes): PNGFacts(bytes).map { $0.width > 2 * $0.height } ?? false
        case .absent: false
        }
    }
}
