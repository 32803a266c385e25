/// The columns of the California housing table, a row for each block group of the census of 1990.
///
/// Source: Pace, Barry, "Sparse spatial autoregressions", Statistics & Probability Letters 33 (1997).
public enum HousingColumns {
    /// What the value is predicted from, and on which scale.
    public static let features: [(name: String, scale: Preparation.Scale)] = [
        ("longitude", .linear), ("latitude", .linear), ("housing_median_age", .linear), ("total_rooms", .logarithmic),
        ("total_bedrooms", .logarithmic), ("population", .logarithmic), ("households", .logarithmic),
        ("median_income", .logarithmic),
    ]
    public static let names = features.map(\.name)
    /// The median value of the houses, in dollars.
    public static let target = "median_house_value"
    /// How far the sea is, in words.
    public static let proximity = "ocean_proximity"
    /// The thirds of the value, from the lowest.
    public static let classNames = ["low", "medium", "high"]
}

/// What is predicted of a block group.
public enum HousingTarget: String, Codable, Sendable, CaseIterable {
    /// The third of prices: lowest, middle or highest.
    case classes
    /// The value itself.
    case regression
}
