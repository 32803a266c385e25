import FoundationEssentials

extension HTML {
    /// A PNG file as an address that contains it.
    ///
    /// Source: RFC 2397, "The data URL scheme".
    public static func address(png bytes: [UInt8]) -> String {
        "data:image/png;base64," + Data(bytes).base64EncodedString()
    }
}
