import Core

/// A few block groups as a CSV file; tests damage them one line at a time.
struct SmallTable {
    /// The header, and a line for each row.
    var lines: [String]

    static let header =
        "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income,"
        + "median_house_value,ocean_proximity"

    init(rows: Int = 120) {
        var random = RandomStream(seed: 8, name: StreamName("small table"))
        lines = [Self.header]
        for row in 0..<rows {
            let income = random.uniform(in: 1..<10)
            let value = Int(40_000 * income + 20_000 * random.uniform())
            let bedrooms = row % 40 == 3 ? "" : "\(100 + row)"
            lines.append(
                "\(-124 + random.uniform(in: 0..<8)),\(33 + random.uniform(in: 0..<8)),\(row % 52),\(500 + 3 * row),"
                    + "\(bedrooms),\(900 + row),\(120 + row),\(income),\(value),\(row % 3 == 0 ? "INLAND" : "NEAR BAY")"
            )
        }
    }

    var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

    /// The same with a field replaced.
    func replacing(column: Int, ofLine line: Int, with text: String) -> SmallTable {
        var table = self
        var fields = table.lines[line - 1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields[column] = text
        table.lines[line - 1] = fields.joined(separator: ",")
        return table
    }
}
