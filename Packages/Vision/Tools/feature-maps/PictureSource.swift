import Core
import VisionModels

/// The picture that fixed filters look at.
struct PictureSource {
    static let defaultSize = 512

    let picture: Picture
    private(set) var notes: [String] = []

    /// - Parameters:
    ///   - path: a PNG or JPEG file; nil for the built-in picture.
    ///   - channels: 1 for gray, 3 for colors where there are any.
    ///   - size: the most that the longer side may have, so that memory stays bounded.
    /// - Throws: `FileError` where the file is no picture.
    init(_ path: String?, channels: Int, size: Int) throws(FileError) {
        guard let path else {
            picture = DrawnHouse.picture(side: min(size, DrawnHouse.side))
            return
        }
        // A pixel more than is wanted: whoever asks for 512 is then told of every larger picture.
        let (whole, ground) = try Picture.decoded(
            try WholeFile.read(path), file: path, .init(isGray: channels == 1, leastSide: size + 1))
        if ground == .black { notes = ["\(path): light strokes on a transparent ground, laid on black"] }
        let longest = max(whole.width, whole.height)
        guard longest > size else {
            picture = whole
            return
        }
        picture = whole.resized(
            width: max(1, whole.width * size / longest), height: max(1, whole.height * size / longest))
        notes += ["\(path): brought to \(picture.width)×\(picture.height) pixels (--size \(size))"]
    }
}
