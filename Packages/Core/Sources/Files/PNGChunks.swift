/// The data of a PNG file besides the pixels: the camera's orientation.
///
/// Source: "Portable Network Graphics (PNG) Specification (Third Edition)", W3C 2025, 5.3 and 11.3.4.5.
struct PNGChunks {
    /// EXIF's orientation, 1 (upright) to 8.
    private(set) var orientation = 1

    /// Reads the chunks before and after the pixels; invalid data end the reading, because the decoder checks the file.
    init(_ bytes: [UInt8]) {
        var place = 8
        while place + 12 <= bytes.count {
            let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - place - 12 else { return }
            if bytes[(place + 4)..<(place + 8)].elementsEqual("eXIf".utf8) {
                let contents = Array(bytes[(place + 8)..<(place + 8 + length)])
                // Some writers keep the prefix that the data have in JPEG files.
                let header = Array("Exif\0\0".utf8)
                let data = contents.starts(with: header) ? Array(contents.dropFirst(header.count)) : contents
                orientation = EXIFOrientation.read(data) ?? orientation
                return
            }
            place += 12 + length
        }
    }
}
