/// The orientation of a camera in EXIF's numbers: 1 (upright) to 8.
///
/// Source: CIPA DC-008 (EXIF 2.32), 4.6.2 and 4.6.5.
enum EXIFOrientation {
    /// The orientation in EXIF's data, which is a small TIFF file; nil where it has none.
    static func read(_ bytes: [UInt8]) -> Int? {
        let isLittle = bytes.starts(with: Array("II*\0".utf8))
        guard isLittle || bytes.starts(with: Array("MM\0*".utf8)) else { return nil }
        func number(_ place: Int, _ length: Int) -> Int? {
            guard place >= 0, place + length <= bytes.count else { return nil }
            let digits = bytes[place..<place + length]
            return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
        for entry in 0..<entries {
            let place = directory + 2 + 12 * entry
            guard let tag = number(place, 2) else { return nil }
            if tag == 0x0112, number(place + 2, 2) == 3, let value = number(place + 8, 2), (1...8).contains(value) {
                return value
            }
        }
        return nil
    }
}

extension Picture {
    /// The picture upright, from one stored with EXIF's `orientation`: 2 and 4 are mirrored left to right and top to
    /// bottom, 3 is upside down, 6 and 8 are rotated to their left and right side, 5 and 7 are also mirrored.
    func turned(by orientation: Int) -> Picture {
        guard (2...8).contains(orientation) else { return self }
        let (newWidth, newHeight) = orientation >= 5 ? (height, width) : (width, height)
        var turned = [UInt8](repeating: 0, count: pixels.count)
        var target = 0
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let (column, row) =
                    switch orientation {
                    case 2: (width - 1 - x, y)
                    case 3: (width - 1 - x, height - 1 - y)
                    case 4: (x, height - 1 - y)
                    case 5: (y, x)
                    case 6: (y, height - 1 - x)
                    case 7: (width - 1 - y, height - 1 - x)
                    default: (width - 1 - y, x)
                    }
                let source = (row * width + column) * channels
                for channel in 0..<channels { turned[target + channel] = pixels[source + channel] }
                target += channels
            }
        }
        return Picture(width: newWidth, height: newHeight, channels: channels, pixels: turned)
    }
}
