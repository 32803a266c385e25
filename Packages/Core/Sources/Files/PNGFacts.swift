/// The width and height of a PNG file, from its first bytes.
public struct PNGFacts: Equatable {
    /// In pixels.
    public let width, height: Int

    /// Nil where the bytes are not those of a PNG file.
    public init?(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard bytes.count >= 24, bytes.starts(with: mark), bytes[12..<16].elementsEqual("IHDR".utf8) else { return nil }
        func number(at place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        (width, height) = (number(at: 16), number(at: 20))
        guard width > 0, height > 0 else { return nil }
    }
}
