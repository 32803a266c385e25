import Foundations

/// Frames over one or two sliders: pictures, or a field of numbers over a plane with its points.
public struct LiveFrames: LiveFigure {
    /// A slider.
    public struct Axis: Sendable {
        /// What it counts, such as "epoch".
        public var name: String
        /// Its values in words, in order.
        public var values: [String]
        /// Where it begins; nil for its end.
        public var start: Int?

        public init(_ name: String, _ values: [String], start: Int? = nil) {
            (self.name, self.values, self.start) = (name, values, start)
        }
    }

    /// What belongs to one frame besides its picture.
    public struct Frame: Sendable {
        /// A line about it, such as its score.
        public var note: String
        /// Lines on the plane, each from x1, y1 to x2, y2.
        public var lines: [[Double]]
        /// The points with a ring.
        public var ringed: [Int]

        public init(note: String = "", lines: [[Double]] = [], ringed: [Int] = []) {
            (self.note, self.lines, self.ringed) = (note, lines, ringed)
        }
    }

    /// A line where the field has a value.
    public struct Level: Sendable {
        public var value: Double
        /// Its name in the legend; empty for none.
        public var name: String
        public var isDashed: Bool

        public init(_ value: Double, name: String = "", isDashed: Bool = false) {
            (self.value, self.name, self.isDashed) = (value, name, isDashed)
        }
    }

    /// The plane that a field is over.
    public struct Plane: Sendable {
        public var x, y: ClosedRange<Double>
        public var names: [String]
        public var colors: ColorMap
        /// The numbers at black and white of the sheet.
        public var range: ClosedRange<Double>
        /// What the numbers are.
        public var meaning: String
        public var levels: [Level]

        public init(
            x: ClosedRange<Double>, y: ClosedRange<Double>, names: [String] = ["x", "y"], colors: ColorMap,
            range: ClosedRange<Double>, meaning: String, levels: [Level] = []
        ) {
            (self.x, self.y, self.names, self.colors) = (x, y, names, colors)
            (self.range, self.meaning, self.levels) = (range, meaning, levels)
        }
    }

    /// A point of the plane with its class.
    public struct Point: Sendable {
        public var x, y: Double
        public var label: Int
        public var name: String

        public init(_ x: Double, _ y: Double, label: Int, name: String = "") {
            (self.x, self.y, self.label, self.name) = (x, y, label, name)
        }
    }

    public static let kind = "frames"

    /// One or two sliders.
    public var axes: [Axis]
    /// In the order of the axes, the last one fastest.
    public var frames: [Frame]
    /// A picture for each frame.
    public var sheet: PictureSheet
    /// Where the sheet's grays are numbers; nil for pictures.
    public var plane: Plane?
    public var points: [Point]
    /// The names of the points' classes.
    public var classNames: [String]

    public init(
        axes: [Axis], frames: [Frame], sheet: PictureSheet, plane: Plane? = nil, points: [Point] = [],
        classNames: [String] = []
    ) {
        (self.axes, self.frames, self.sheet, self.plane) = (axes, frames, sheet, plane)
        (self.points, self.classNames) = (points, classNames)
    }

    public var members: JSONObject {
        get throws {
            let count = axes.reduce(1) { $0 * $1.values.count }
            Contract.require(
                (1...2).contains(axes.count) && count == frames.count && count == sheet.count, "LiveFrames",
                "\(frames.count) frames and \(sheet.count) pictures for axes of \(axes.map(\.values.count))")
            var object: JSONObject = [
                "axes": .array(axes.map { ["name": .string($0.name), "values": .texts($0.values)] }),
                "start": .array(axes.map { .integer($0.start ?? $0.values.count - 1) }),
                "frames": .array(frames.map(Self.json)), "sheet": try sheet.json,
            ]
            if let plane { object["plane"] = Self.json(plane) }
            guard !points.isEmpty else { return object }
            object["points"] = [
                "xs": .numbers(points.map(\.x)), "ys": .numbers(points.map(\.y)),
                "classes": .array(points.map { .integer($0.label) }),
                "names": points.contains { !$0.name.isEmpty } ? .texts(points.map(\.name)) : .array([]),
            ]
            object["classes"] = .texts(classNames)
            return object
        }
    }

    private static func json(_ frame: Frame) -> JSONValue {
        var object: JSONObject = ["note": .string(frame.note)]
        if !frame.lines.isEmpty { object["lines"] = .array(frame.lines.map { .numbers($0) }) }
        if !frame.ringed.isEmpty { object["ringed"] = .array(frame.ringed.map { .integer($0) }) }
        return .object(object)
    }

    private static func json(_ plane: Plane) -> JSONValue {
        [
            "x": .numbers([plane.x.lowerBound, plane.x.upperBound]),
            "y": .numbers([plane.y.lowerBound, plane.y.upperBound]), "names": .texts(plane.names),
            "colors": plane.colors.json,
            "scale": [
                "low": .number(plane.range.lowerBound), "high": .number(plane.range.upperBound),
                "name": .string(plane.meaning),
            ],
            "levels": .array(
                plane.levels.map { level in
                    ["at": .number(level.value), "name": .string(level.name), "dashed": .bool(level.isDashed)]
                }),
        ]
    }
}
