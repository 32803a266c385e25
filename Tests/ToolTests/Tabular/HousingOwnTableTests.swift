import Core
import Foundation
import Testing

@Suite("housing-train on tables of one's own") struct HousingOwnTableTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "housing-train") }

    private static let recipe = ["--preset", "mini-batch-adam", "--lr", "0.01", "--steps", "300", "--threads", "1"]
    private static let short = recipe + ["--quiet"]

    /// Flowers of three species that two lengths tell apart, with a text that says nothing and a number for each row.
    private func flowers(
        separator: String = ",", decimal: String = ".", header: Bool = true, missing: String = ""
    ) -> String {
        var random = RandomStream(seed: 2, name: StreamName("flowers"))
        let names = ["alpha", "beta", "gamma"]
        var lines = header ? [["", "length", "width", "garden", "species"].joined(separator: separator)] : []
        for row in 0..<90 {
            let kind = row % 3
            let sizes = [2 + 2 * Double(kind), 7 - 2 * Double(kind)].map { size in
                String(((size + random.normal(standardDeviation: 0.2)) * 100).rounded() / 100)
                    .replacing(".", with: decimal)
            }
            let width = row % 30 == 7 ? missing : sizes[1]
            let garden = ["north", "south"][Int(random.below(2))]
            let fields = (header ? ["\(row)"] : []) + [sizes[0], width, garden, names[kind]]
            lines.append(fields.joined(separator: separator))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func write(_ text: String, to name: String) throws { try place.write(Array(text.utf8), to: name) }

    @Test(
        "classes by name from any table: features are numbers and texts, the index is left out, all of it is said and kept"
    )
    func classes() throws {
        try write(flowers(missing: "NA"), to: "f.csv")
        let outcome = try place.start(["--dataset", "f.csv", "--run", "./r"] + Self.recipe).outcome()
        for line in [
            "f.csv: CSV with commas, header; 90 rows, 3 features: length, width, garden; target species; digest ",
            "3 classes of 30: alpha, beta, gamma; left out: 1 column that numbers the rows ('column 1')\n",
            "3 missing fields take the median of column width (first: row 8)\n",
        ] { #expect(outcome.messages.contains(line), "\(outcome.messages)") }
        #expect(outcome.output.contains("accuracy  100.0 % test"), "\(outcome.output)")
        let summary = try #require(
            JSONSerialization.jsonObject(with: Data(place.bytes("r/summary.json"))) as? [String: Any])
        let facts = try #require(summary["data"] as? [String: Any])
        #expect(facts["target"] as? String == "species" && (facts["digest"] as? String)?.count == 32)
        #expect(try place.text("r/config.json").contains(#""data" : {"#))
        // Columns are matched by name when the network predicts, and a class that it does not know is refused by name.
        try write("species;width;garden;length\ngamma;3;north;6\nalpha;7;south;2\n", to: "new.csv")
        let predicted = try place.succeed("predict", "new.csv", "--run", "./r").output
        #expect(predicted.contains("1  gamma") && predicted.contains("2  alpha"))
        #expect(predicted.contains("100.0 % of 2 rows correct"))
        try write("species,width,garden,length\ndelta,3,north,6\n", to: "other.csv")
        try place.run("evaluate", "--run", "./r", "--dataset", "other.csv").expectRefusal(
            65,
            "other.csv: column 'species': class 'delta', which the network has not learned, expected alpha, beta, gamma"
        )
        try write("width,garden\n3,north\n", to: "narrow.csv")
        try place.run("predict", "narrow.csv", "--run", "./r").expectRefusal(
            65, "narrow.csv: line 1: no column 'length', expected the columns length, width, garden")
    }

    @Test("the same table in other forms trains the same network")
    func forms() throws {
        try write(flowers(), to: "f.csv")
        _ = try place.start(["--dataset", "f.csv", "--run", "./plain"] + Self.short).outcome()
        let plain = try place.bytes("plain/model.safetensors").count
        func accuracy(_ name: String, _ options: [String] = []) throws -> Double? {
            let arguments = ["--dataset", name, "--run", "./\(name)-run", "--json"] + options + Self.short
            let object = try place.start(arguments).outcome().json()
            return object["test_accuracy"] as? Double
        }
        let whole = try accuracy("f.csv")
        #expect(whole == 1 && plain > 0)
        try write(
            "\u{FEFF}sep=;\r\n" + flowers(separator: ";", decimal: ",").replacing("\n", with: "\r\n"), to: "s.csv")
        #expect(try accuracy("s.csv") == whole)
        try write(flowers(separator: "\t"), to: "t.tsv")
        #expect(try accuracy("t.tsv") == whole)
        try write(flowers(header: false), to: "n.data")
        #expect(try accuracy("n.data") == whole)
        try place.write(Gzip.compress(Array(flowers().utf8)), to: "z.csv.gz")
        #expect(try accuracy("z.csv.gz") == whole)
        try write(flowers().split(separator: "\n").map { $0 + ",,," }.joined(separator: "\n"), to: "e.csv")
        #expect(try accuracy("e.csv") == whole)
        #expect(
            try accuracy("f.csv", ["--run", "./two", "--features", "length,width", "--target", "species"]) == whole)
        for word in ["NaN", "?", "NULL", "n/a", "None"] {
            try write(flowers(missing: word), to: "m.csv")
            let object = try place.start(["--dataset", "m.csv", "--missing", "drop", "--json"] + Self.short).outcome()
                .json()
            let facts = try #require(object["data"] as? [String: Any])
            #expect(facts["examples"] as? Int == 87, "\(word)")
        }
    }

    @Test("a numeric target with many values is asked about; regression and thirds are the answers")
    func values() throws {
        var random = RandomStream(seed: 2, name: StreamName("prices"))
        var text = "rooms,age,price\n"
        for _ in 0..<300 {
            let (rooms, age) = (random.uniform(in: 2..<9), random.uniform(in: 0..<90))
            text += "\(rooms),\(age),\(5 * rooms - 0.1 * age + 10)\n"
        }
        try write(text, to: "p.csv")
        try place.run("--dataset", "p.csv").expectRefusal(
            65,
            "p.csv: column 'price': 300 different numbers, expected --task regression (predict the value), thirds (low, "
                + "medium or high) or classes")
        #expect(!place.exists("runs"))
        let values = try place.start(
            [
                "--dataset", "p.csv", "--task", "regression", "--hidden", "16", "--lr", "0.01", "--steps", "600",
                "--json",
                "--threads", "1", "--quiet", "--run", "./v",
            ]
        ).outcome()
        #expect(try values.json()["test_r2"] as? Double ?? 0 > 0.8)
        let told = try place.succeed("predict", "p.csv", "--run", "./v").output
        #expect(told.contains("in units of price over 300 rows") && !told.contains("$"))
        let thirds = try place.start(
            ["--dataset", "p.csv", "--task", "thirds", "--json"] + Self.short
        ).outcome()
        #expect(try thirds.json()["test_accuracy"] as? Double ?? 0 > 0.7)
        try place.run("--dataset", "p.csv", "--task", "regression", "--target", "prise").expectRefusal(
            65, "p.csv: line 1: no column 'prise', expected one of 'rooms', 'age', 'price'")
        try place.run("--dataset", "p.csv", "--task", "regression", "--preset", "adam").expectRefusal(
            64, "--preset adam is for --task classes and thirds")
        try place.run("--target", "x", "--dataset", "coast").expectRefusal(
            64, "coast: the built-in table has fixed columns; --dataset names another table")
    }

    @Test("California's table is known by its columns in any case, and scikit-learn's by its target")
    func california() throws {
        var table = SmallTable()
        table.lines[0] = table.lines[0].split(separator: ",").map { $0.capitalized }.joined(separator: ",")
        try place.write(table.bytes, to: "capitals.csv")
        let outcome = try place.succeed("--dataset", "capitals.csv", "--dry-run")
        #expect(outcome.messages.contains("target median_house_value") || outcome.code == 0)
        let rows = (0..<60).map { row in
            "\(1 + row % 9),\(row),5,1,\(300 + row),3,\(34 + row % 5),\(-118 - row % 4),\(Double(1 + row % 9) / 2)"
        }
        try write(
            "MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude,MedHouseVal\n"
                + rows.joined(separator: "\n"), to: "sk.csv")
        let told = try place.start(["--dataset", "sk.csv", "--task", "thirds", "--json"] + Self.short).outcome().json()
        #expect((told["data"] as? [String: Any])?["target"] as? String == "MedHouseVal")
    }

    @Test("other content is noticed when a run continues, and what differs is named")
    func changed() throws {
        try write(flowers(), to: "f.csv")
        _ = try place.start(["--dataset", "f.csv", "--run", "./r"] + Self.short).outcome()
        try write(flowers().replacing("garden", with: "field"), to: "f.csv")
        try place.run("--resume", "--run", "./r").expectRefusal(
            65, "f.csv has changed since ./r was begun: more features: 'field', without the features 'garden'")
        try write(flowers().replacing("north", with: "n"), to: "f.csv")
        let outcome = try place.run("--resume", "--run", "./r")
        #expect(
            outcome.errorLine?.hasPrefix(
                "f.csv has changed since ./r was begun: as many rows, but with other content (digest ") == true)
    }
}
