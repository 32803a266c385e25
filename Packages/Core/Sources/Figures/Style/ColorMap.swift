/// Colors for numbers: a smooth path through evenly spaced colors.
public struct ColorMap: Sendable, Equatable {
    /// The colors from the lowest to the highest number.
    let anchors: [Color]
    /// Whether the middle color means zero, so that a range must be symmetric.
    public let isDiverging: Bool

    init(_ anchors: [UInt32], isDiverging: Bool = false) {
        self.anchors = anchors.map { Color($0) }
        self.isDiverging = isDiverging
    }

    /// The color at `share` of the way, which is limited to 0...1; a missing number (NaN) is a light gray.
    public func color(_ share: Double) -> Color {
        guard !share.isNaN else { return Theme.missing }
        let place = min(1, max(0, share)) * Double(anchors.count - 1)
        let lower = min(Int(place), anchors.count - 2)
        return anchors[lower].mixed(with: anchors[lower + 1], share: place - Double(lower))
    }

    /// The colors on the path from one share to another, each with its position, 0...1.
    func stops(from lower: Double, to upper: Double) -> [(share: Double, color: Color)] {
        let between = anchors.indices.map { Double($0) / Double(anchors.count - 1) }.filter { lower < $0 && $0 < upper }
        return ([lower] + between + [upper]).map { ((($0 - lower) / max(upper - lower, 1e-12)), color($0)) }
    }

    /// Dark purple to yellow, even to the eye: van der Walt and Smith's map for matplotlib, in ten steps.
    public static let viridis = ColorMap([
        0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725,
    ])
    /// Dark blue to yellow, similar for every color vision: Nuñez, Anderton and Renslow, PLOS ONE 13(7), 2018.
    public static let cividis = ColorMap([
        0x00204D, 0x00336F, 0x39486B, 0x575C6D, 0x707173, 0x8A8779, 0xA69D75, 0xC4B56C, 0xE4CF5B, 0xFFEA46,
    ])
    /// White to dark blue, for shares and counts: Brewer's "Blues".
    public static let blues = ColorMap([
        0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B,
    ])
    /// Black to white.
    public static let gray = ColorMap([0x000000, 0xFFFFFF])
    /// Blue for negative, white for zero, red for positive numbers: Tol's "BuRd" (SRON technical note, 2021).
    public static let blueRed = ColorMap(
        [0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B],
        isDiverging: true)
    /// Pale blue for the first of two classes, white where both are equally probable, pale orange for the second:
    /// points in `Palette.blue` and `Palette.vermilion` are clearly visible on it.
    public static let twoClasses = ColorMap(
        [0x8FC1E0, 0xB4D6EB, 0xD9EAF5, 0xFFFFFF, 0xFAE3D3, 0xF3C6A6, 0xEBAA7B], isDiverging: true)
    /// White to a middle gray: a background for colored points.
    public static let shade = ColorMap([0xFFFFFF, 0xE4E7EA, 0xC6CBD1, 0xA6ADB5])
}
