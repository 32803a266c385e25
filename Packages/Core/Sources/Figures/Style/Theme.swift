/// The common style of all figures. Lengths are in points.
public enum Theme {
    public static let paper = Color(0xFFFFFF)
    /// Titles and other important text.
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
    /// Between a title and the content below it.
    static let titleGap = 11.0
    static let lineWidth = 2.0
    /// The default width of a figure.
    public static let width = 900.0
}
