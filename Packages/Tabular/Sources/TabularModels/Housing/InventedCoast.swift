import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A housing table that is drawn, not surveyed: block groups along an invented coast with three towns, where houses
/// cost more near the sea, near a town, and where incomes are high. It has the columns of ``HousingColumns``, and some
/// empty fields, as the real one has.
public enum InventedCoast {
    /// Its name for `--dataset`.
    public static let name = "coast"
    public static let rowCount = 6_000

    /// The places of the towns along the coast, 0 north to 1 south, and how many of ten block groups belong to them.
    private static let towns = [(place: 0.3, share: 0.25), (place: 0.55, share: 0.15), (place: 0.85, share: 0.35)]

    /// The table; always the same.
    ///
    /// - Parameter rows: how many block groups.
    public static func table(rows: Int = rowCount) -> Table {
        var random = RandomStream(seed: 1990, name: .coast)
        var numbers = Dictionary(
            uniqueKeysWithValues: (HousingColumns.names + [HousingColumns.target]).map { ($0, [Float]()) })
        var proximities: [Int32] = []
        for _ in 0..<rows {
            let group = BlockGroup(towns, &random)
            for (name, value) in group.fields { numbers[name]?.append(value) }
            proximities.append(group.inland < 0.12 ? 2 : group.inland < 0.7 ? 0 : 1)
        }
        return Table(
            name: name, rowCount: rows, numbers: numbers,
            texts: [
                HousingColumns.proximity: Table.Categories(
                    names: ["<1H OCEAN", "INLAND", "NEAR OCEAN"], codes: proximities)
            ])
    }

    /// One row.
    private struct BlockGroup {
        /// Degrees from the sea.
        let inland: Double
        let fields: [(String, Float)]

        init(_ towns: [(place: Double, share: Double)], _ random: inout RandomStream) {
            // 0 north to 1 south along the coast, and how far from the sea.
            var (along, inland, fromTown) = (random.uniform(), -1.1 * log(1 - random.uniform()), 9.0)
            var lot = random.uniform()
            for town in towns {
                if lot >= 0, lot < town.share {
                    along = min(max(town.place + random.normal(standardDeviation: 0.035), 0), 1)
                    inland = abs(random.normal(standardDeviation: 0.28))
                }
                lot -= town.share
            }
            for town in towns {
                let north = 8.5 * (along - town.place)
                fromTown = min(fromTown, (north * north + inland * inland).squareRoot())
            }
            self.inland = inland
            let longitude = -124.2 + 6.6 * along + 0.35 * sin(7 * along) + inland * 0.9
            let latitude = 41.2 - 8.4 * along + inland * 0.35
            let age = min(52, max(1, random.normal(mean: 29 + 8 * exp(-fromTown), standardDeviation: 11).rounded()))
            let income = 3.4 * exp(random.normal(standardDeviation: 0.42) + 0.15 * exp(-2 * fromTown))
            let households = (exp(random.normal(mean: 6, standardDeviation: 0.6))).rounded() + 2
            let rooms = max(1.5, random.normal(mean: 4.6 + 0.35 * income, standardDeviation: 0.7))
            let bedrooms = max(0.8, random.normal(mean: 0.7 + 0.07 * rooms, standardDeviation: 0.08))
            let people = max(1.2, random.normal(mean: 2.9, standardDeviation: 0.5))
            let worth =
                11.0 + 0.62 * log(income / 3.4) + 0.75 * exp(-inland / 0.5) + 0.55 * exp(-fromTown / 0.4)
                + 0.05 * (rooms - 5.8) + 0.004 * (age - 29) + random.normal(standardDeviation: 0.17)
            let value = min(500_001, (exp(worth) / 100).rounded() * 100)
            let isKnown = random.uniform() >= 0.01
            let values = [
                (longitude * 100).rounded() / 100, (latitude * 100).rounded() / 100, age,
                (rooms * households).rounded(), isKnown ? (bedrooms * households).rounded() : .nan,
                (people * households).rounded(), households, (income * 10_000).rounded() / 10_000,
            ]
            fields =
                zip(HousingColumns.names, values).map { ($0, Float($1)) } + [(HousingColumns.target, Float(value))]
        }
    }
}

extension StreamName {
    /// The invented block groups.
    static let coast = StreamName("coast")
}
