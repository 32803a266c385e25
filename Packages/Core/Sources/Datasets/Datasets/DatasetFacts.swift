/// What a reader understood of a data set, beside its examples.
public struct DatasetFacts: Equatable, Sendable {
    /// Its form, such as "IDX files".
    public var format: String
    /// The folder or file that it was read from, from the root of the disk on; nil for a set that is drawn.
    public var place: String?
    /// Files that were not used.
    public var leftOut = LeftOut()
    /// What was understood beyond the form, a sentence each.
    public var remarks: [String] = []
    /// Whether picture files are dark on light and were inverted; nil for sets that are no picture files, and for pictures
    /// that are taken as they are.
    public var isInverted: Bool?
    /// The fingerprint of the set as it was read; nil where nobody has asked for it.
    public var digest: String?

    public init(format: String = "") { self.format = format }
}
