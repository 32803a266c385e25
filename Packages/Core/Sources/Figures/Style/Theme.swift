/// The one look of all figures. Lengths are in points.
public enum Theme {
    public static let paper = Color(0xFFFFFF)
    /// Titles and everything that is read first.
    public static let ink = Color(0x1F2328)
    /// Tick labels and captions.
    public static let softInk = Color(0x4A5159)
    static let axis = Color(0x8A9199)
    static let grid = Color(0xE6E8EB)
    static let missing = Color(0xE9E9E9)

    static let titleFont = Font(size: 16, weight: .bold)
    /// The title over several figures.
    static let headlineFont = Font(size: 18.5, weight: .bold)
    static let axisFont = Font(size: 13.5)
    static let tickFont = Font(size: 12)
    static let legendFont = Font(size: 12.5)

    /// Around every figure.
    static let margin = 16.0
    /// Between things that belong together.
    static let gap = 7.0
    /// Between a title and what it stands over.
    static let titleGap = 11.0
    static let lineWidth = 2.0
    /// The width of a figure that has no reason for another.
    public static let width = 900.0
}
