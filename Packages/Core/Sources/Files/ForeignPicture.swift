/// A picture format that is not supported: its name shows a user what to convert.
public struct ForeignPicture: Equatable, Sendable {
    /// Its usual name, such as "WebP".
    public let name: String

    /// What to do with such a file.
    public static let advice = "convert it to PNG, for example with ImageMagick: mogrify -format png FILE"

    private static let namesBySuffix = [
        "avif": "AVIF", "bmp": "BMP", "dcm": "DICOM", "dib": "BMP", "dicom": "DICOM", "gif": "GIF", "heic": "HEIC",
        "heif": "HEIC", "ico": "ICO", "j2k": "JPEG 2000", "jp2": "JPEG 2000", "jxl": "JPEG XL", "mat": "MATLAB",
        "nii": "NIfTI", "pbm": "PBM", "pgm": "PGM", "pnm": "PNM", "ppm": "PPM", "psd": "Photoshop", "svg": "SVG",
        "tga": "TGA", "tif": "TIFF", "tiff": "TIFF", "webp": "WebP",
    ]

    /// The format in a file's name; nil where it is none of these.
    public init?(suffix: String) {
        guard let name = Self.namesBySuffix[suffix.lowercased()] else { return nil }
        self.name = name
    }

    /// The format of a file that begins with `bytes`; nil where it is none of these.
    public init?(signature bytes: [UInt8]) {
        func holds(_ text: String, at place: Int = 0) -> Bool { bytes.dropFirst(place).starts(with: text.utf8) }
        if holds("GIF8") {
            name = "GIF"
        } else if holds("BM") {
            name = "BMP"
        } else if holds("II*\0") || holds("MM\0*") {
            name = "TIFF"
        } else if holds("RIFF"), holds("WEBP", at: 8) {
            name = "WebP"
        } else if holds("ftypavif", at: 4) {
            name = "AVIF"
        } else if holds("ftyphei", at: 4) || holds("ftypmif1", at: 4) {
            name = "HEIC"
        } else if holds("DICM", at: 128) {
            name = "DICOM"
        } else {
            return nil
        }
    }
}
