/// Colors for classes and series that people with any common color vision can distinguish.
///
/// Source: Okabe and Ito, "Color Universal Design", 2008; reordered so that the first ones read best on white.
public enum Palette {
    public static let blue = Color(0x0072B2)
    public static let vermilion = Color(0xD55E00)
    public static let green = Color(0x009E73)
    public static let purple = Color(0xCC79A7)
    public static let orange = Color(0xE69F00)
    public static let skyBlue = Color(0x56B4E9)
    public static let black = Color(0x000000)
    public static let yellow = Color(0xF0E442)

    /// All eight, in the order in which figures use them.
    public static let all = [blue, vermilion, green, purple, orange, skyBlue, black, yellow]

    /// The color of the class or series number `index`, from 0; after eight they repeat.
    public static func color(_ index: Int) -> Color { all[index % all.count] }
}
