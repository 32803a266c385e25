import Core
import VisionModels

/// The picture that fixed filters are applied to.
struct PictureSource {
    static let defaultSize = 512

    let picture: Picture
    private(set) var notes: [String] = []

    /// - Parameters:
    ///   - path: a PNG or JPEG file; nil for the built-in picture.
    ///   - channels: 1 for gray, 3 for colors where there are any.
    ///   - size: the largest longer side, in pixels, so that memory stays bounded.
    /// - Throws: `FileError` where the file is not a picture.
    init(_ path: String?, channels: Int, size: Int) throws(FileError) {
        guard let path else {
            picture = DrawnHouse.picture(side: min(size, DrawnHouse.side))
            return
        }
        // One pixel more than requested: with --size 512 every larger picture is then reported.
        let (whole, ground) = try Picture.decoded(
            try WholeFile.read(path), file: path, .init(isGray: channels == 1, smallestSide: size + 1))
        if ground == .black { notes = ["\(path): light strokes on a transparent background: put on black"] }
        let longest = max(whole.width, whole.height)
        guard longest > size else {
            picture = whole
            return
        }
        picture = whole.resized(
            width: max(1, whole.width * size / longest), height: max(1, whole.height * size / longest))
        notes += ["\(path): reduced to \(picture.width)×\(picture.height) pixels (--size \(size))"]
    }
}
