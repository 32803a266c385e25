/// What a reader found in a data set, besides its examples.
public struct DatasetFacts: Equatable, Sendable {
    /// Its form, such as "IDX files".
    public var format: String
    /// The absolute path of the folder or file that it was read from; nil for a drawn set.
    public var place: String?
    /// Files that were not used.
    public var leftOut = LeftOut()
    /// Notes besides the form, one sentence each.
    public var remarks: [String] = []
    /// Whether picture files are dark on light and were inverted; nil for sets without picture files, and for pictures
    /// that are never inverted.
    public var isInverted: Bool?
    /// The fingerprint of the set as it was read; nil where it is not computed.
    public var digest: String?

    public init(format: String = "") { self.format = format }
}
