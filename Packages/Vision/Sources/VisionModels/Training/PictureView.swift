import Core

/// How a trained classifier sees a picture file: prepared as its training pictures were.
public struct PictureView: Sendable {
    /// A picture as the model sees it.
    public struct Seen: Sendable {
        /// H × W, row by row.
        public let pixels: [UInt8]
        /// Whether dark and light are swapped.
        public let isInverted: Bool
        /// The background that was put behind a transparent picture.
        let ground: Picture.Ground?
    }

    private let side: Int
    private let isInk: Bool
    private let record: DatasetRecord?

    /// Pictures in gray.
    public static func gray(side: Int) -> PictureView { PictureView(side: side, isInk: false, record: nil) }

    /// Pictures of ink. If the model learned from picture files, a picture is inverted if those were. If it learned
    /// from a set of arrays, whose pictures come from no file, a picture is inverted where its background is dark and
    /// theirs is light, or the other way round.
    ///
    /// - Parameters:
    ///   - side: width and height of what the model sees, in pixels.
    ///   - record: what the model's run records of its data.
    public static func ink(side: Int, record: DatasetRecord?) -> PictureView {
        PictureView(side: side, isInk: true, record: record)
    }

    /// A file's picture.
    ///
    /// - Throws: `FileError` where the file is not a picture.
    public func picture(_ file: String) throws(FileError) -> Seen {
        let bytes = try WholeFile.read(file)
        guard isInk else {
            let prepared = try PicturePreparation.gray(side: side).prepared(bytes, file: file)
            return Seen(pixels: prepared.pixels, isInverted: false, ground: prepared.ground)
        }
        let (picture, ground) = try Picture.decoded(bytes, file: file)
        let isDarkOnLight = ground.map { $0 == .white } ?? record?.isInverted ?? picture.hasLightFrame
        let lightOnDark = picture.fitted(to: side, inverting: isDarkOnLight)
        // A set of arrays may have a light background itself.
        guard record?.isInverted == nil, record?.hasLightGround == true else {
            return Seen(pixels: lightOnDark, isInverted: isDarkOnLight, ground: ground)
        }
        return Seen(pixels: lightOnDark.map { 255 - $0 }, isInverted: !isDarkOnLight, ground: ground)
    }

    /// What was done to pictures: for each change the number of pictures, and the name of the first.
    static func notes(on pictures: [(file: String, seen: Seen)]) -> [String] {
        func line(_ what: String, _ isMeant: (Seen) -> Bool) -> String? {
            let meant = pictures.filter { isMeant($0.seen) }
            guard let first = meant.first else { return nil }
            if meant.count == 1 { return "\(first.file): \(what)" }
            return "\(Readable.count(meant.count)) pictures: \(what); the first: \(first.file)"
        }
        return [
            line("light strokes on a transparent background: put on black") { $0.ground == .black },
            line("inverted, so that light and dark are as in the pictures that the model learned from", \.isInverted),
        ].compactMap { $0 }
    }
}
