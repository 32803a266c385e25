/// The data before and after a JPEG file's pixels: the camera's orientation, and stray bytes.
///
/// Sources: ITU-T T.81, annex B; CIPA DC-008 (EXIF 2.32), 4.7.2.
struct JPEGMarkers {
    /// EXIF's orientation, 1 (upright) to 8.
    private(set) var orientation = 1
    /// Bytes between two segments before the pixels, which decoders skip.
    private var strays: [Range<Int>] = []
    private let bytes: [UInt8]

    /// Reads the segments; invalid data end the reading, because the decoder checks the file.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var place = 2
        while place + 4 <= bytes.count {
            if bytes[place] != 0xFF {
                guard let next = bytes[place...].firstIndex(of: 0xFF) else { return }
                strays.append(place..<next)
                place = next
                continue
            }
            let marker = bytes[place + 1]
            if marker == 0xFF {
                // Any number of fill bytes may precede a marker.
                place += 1
                continue
            }
            // Markers without data; 0 is not a marker and belongs to the stray bytes before it.
            if marker == 0 || marker == 0x01 || (0xD0...0xD7).contains(marker) {
                if marker == 0 { strays.append(place..<place + 2) }
                place += 2
                continue
            }
            // The pixels begin, or the file ends.
            if marker == 0xDA || marker == 0xD9 { return }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            guard length >= 2, place + 2 + length <= bytes.count else { return }
            let contents = bytes[(place + 4)..<(place + 2 + length)]
            if marker == 0xE1, contents.starts(with: Array("Exif\0\0".utf8)) {
                orientation = EXIFOrientation.read(Array(contents.dropFirst(6))) ?? orientation
            }
            place += 2 + length
        }
    }

    /// The file without bytes that do not change pixels: between two segments, and padding of one value between the
    /// pixels' data and the end. Nil where there are none.
    ///
    /// A decoder reports such bytes with the same message as damaged pixel data.
    var withoutStrayBytes: [UInt8]? {
        var end = bytes.count
        var padding: Range<Int>?
        // Anything may follow the last end marker.
        if let last = bytes.indices.dropLast().last(where: { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xD9 }) {
            var start = last
            while start > 2, bytes[start - 1] == 0 || bytes[start - 1] == 0xFF { start -= 1 }
            // An 0xFF of the data is followed by a 0 that belongs to it.
            if start < last, bytes[start] == 0xFF, start + 1 < last, bytes[start + 1] == 0 { start += 2 }
            if start < last { padding = start..<last }
            end = last
        }
        let ranges = strays.filter { $0.upperBound <= end } + [padding].compactMap { $0 }
        guard !ranges.isEmpty else { return nil }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var place = 0
        for range in ranges {
            kept += bytes[place..<range.lowerBound]
            place = range.upperBound
        }
        return kept + bytes[place...]
    }
}
