/// The columns of the California housing table, a row for each block group of the census of 1990.
///
/// Source: Pace, Barry, "Sparse spatial autoregressions", Statistics & Probability Letters 33 (1997).
public enum HousingColumns {
    /// The features that predict the value, and their scales.
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
    /// The thirds of a value, from the lowest.
    public static let thirds = ["low", "medium", "high"]
    /// The target as this table and as scikit-learn's `fetch_california_housing` call it.
    static let targets = [target, "MedHouseVal"]

    /// The columns among `names` with a row's place on the map, longitude and latitude; nil where there are none.
    static func places(among names: [String]) -> (longitude: String, latitude: String)? {
        let places = ["longitude", "latitude"].compactMap { place in names.first { $0.lowercased() == place } }
        return places.count == 2 ? (places[0], places[1]) : nil
    }
}
