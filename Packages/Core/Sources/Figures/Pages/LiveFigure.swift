import Files
import FoundationEssentials
import Foundations

/// The data of a figure that gains by being alive: what a page's script draws instead of the picture, and what a reader
/// moves. It is written beside the picture as `NAME.live.json`; a page without script shows the picture.
public protocol LiveFigure: Sendable {
    /// The kind, which names the part of the script that draws it.
    static var kind: String { get }
    /// All members but the kind.
    var members: JSONObject { get throws }
}

extension LiveFigure {
    /// The data as one line of JSON.
    ///
    /// - Throws: `FileError` where a picture of it is too large for its format.
    public var json: String {
        get throws {
            var object: JSONObject = ["kind": .string(Self.kind)]
            for member in try members.members { object[member.key] = member.value }
            return JSONValue.object(object).text
        }
    }

    /// Writes the data to `path` plus `.live.json`.
    ///
    /// - Throws: `FileError` where they cannot be written.
    public func write(to path: String) throws {
        try AtomicFile.write(Array((try json + "\n").utf8), to: path + ".live.json")
    }
}

/// Many small pictures of one size in one picture, below each other: it is compressed as a whole.
public struct PictureSheet: Sendable {
    /// The size of one of them, in pixels.
    public let width, height: Int
    /// 1 for gray, 3 for red, green and blue.
    public let channels: Int
    /// The pixels of all of them.
    private var pixels: [UInt8] = []

    /// A sheet without pictures.
    public init(width: Int, height: Int, channels: Int = 1) {
        (self.width, self.height, self.channels) = (width, height, channels)
    }

    /// The number of pictures.
    public var count: Int { pixels.count / max(1, width * height * channels) }

    /// Adds a picture.
    ///
    /// - Shapes: H × W × C, the first row on top.
    public mutating func add(_ picture: some Collection<UInt8>) {
        Contract.require(
            picture.count == width * height * channels, "PictureSheet.add",
            "\(picture.count) values for \(height)×\(width)×\(channels)")
        pixels += picture
    }

    /// Adds a field of numbers as grays: the ends of `range` are black and white.
    ///
    /// - Parameters:
    ///   - field: H × W, the first row on top.
    ///   - range: numbers beyond it are at its ends; those that are not numbers are in its middle.
    public mutating func add(_ field: [Double], in range: ClosedRange<Double>) {
        let span = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
        add(
            field.map { value in
                let share = value.isNaN ? 0.5 : (value - range.lowerBound) / span
                return UInt8((min(1, max(0, share)) * 255).rounded())
            })
    }

    /// The sheet in live data.
    ///
    /// - Throws: `FileError` where it is too large for PNG.
    public var json: JSONValue {
        get throws {
            Contract.require(count > 0, "PictureSheet.json", "no picture")
            let picture = Picture(width: width, height: height * count, channels: channels, pixels: pixels)
            return [
                "picture": .string(HTML.address(png: try picture.png(for: "a sheet of pictures"))),
                "width": .integer(width), "height": .integer(height),
            ]
        }
    }
}

extension ColorMap {
    /// The colors from the lowest to the highest number, in live data.
    public var json: JSONValue {
        .array(
            anchors.map { color in
                let digits = String(color.packed, radix: 16)
                return .string("#" + String(repeating: "0", count: 6 - digits.count) + digits)
            })
    }
}

extension JSONValue {
    /// Numbers in live data, with six significant digits; what is not finite as null.
    public static func numbers(_ values: [Double]) -> JSONValue {
        .array(values.map { $0.isFinite ? .number(PageNumber.rounded($0)) : .null })
    }

    /// Texts.
    public static func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
