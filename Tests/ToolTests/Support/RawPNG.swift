import CZlib
import Core

/// PNG files that `Picture` does not write: other depths, interlacing, absurd sizes.
enum RawPNG {
    /// A gray picture whose pixels are `scanlines`, filter bytes included.
    static func bytes(
        width: UInt32, height: UInt32, depth: UInt8 = 8, isInterlaced: Bool = false, scanlines: [UInt8]
    ) -> [UInt8] {
        var header = big(width) + big(height)
        header += [depth, 0, 0, 0, isInterlaced ? 1 : 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunk("IDAT", deflated(scanlines)) + chunk("IEND", [])
    }

    /// Strokes of one gray value, as opaque as `opacity` is light.
    static func strokes(of value: UInt8, opacity: Picture) -> [UInt8] {
        var scanlines: [UInt8] = []
        for y in 0..<opacity.height {
            scanlines.append(0)
            for x in 0..<opacity.width { scanlines += [value, opacity.pixels[y * opacity.width + x]] }
        }
        let header = big(UInt32(opacity.width)) + big(UInt32(opacity.height)) + [8, 4, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunk("IDAT", deflated(scanlines)) + chunk("IEND", [])
    }

    private static func big(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return big(UInt32(data.count)) + body + big(UInt32(crc32(0, body, UInt32(body.count))))
    }

    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(UInt(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        compress(&output, &size, bytes, UInt(bytes.count))
        return Array(output.prefix(Int(size)))
    }
}
