import Core
import Figures
import TestSupport
import Testing

/// Numbers, widths and tables as people read them.
@Suite struct ReadableTests {
    @Test(arguments: [
        (0.0, "0 s"), (-1, "0 s"), (0.000_012, "12 µs"), (0.000_999_4, "999 µs"), (0.000_999_6, "1.0 ms"),
        (0.0034, "3.4 ms"), (0.45, "450 ms"), (0.999_4, "999 ms"), (0.999_6, "1.0 s"), (3.4, "3.4 s"),
        (59.94, "59.9 s"), (59.96, "1 min 0 s"), (72, "1 min 12 s"), (3599.4, "59 min 59 s"), (3599.6, "1 h 0 min"),
        (7500, "2 h 5 min"), (86399, "1 d 0 h"), (273_600, "3 d 4 h"), (.infinity, "forever"), (.nan, "nan"),
    ])
    func durations(seconds: Double, text: String) {
        #expect(Readable.duration(seconds) == text)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (206_922, "206,922"), (-1_234_567, "-1,234,567"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func counts(value: Int, text: String) {
        #expect(Readable.count(value) == text)
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (47_040_000, "47.0 MB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"), (139_000_000_000, "139.0 GB"), (Int.max, "9.2 EB"),
    ])
    func sizes(bytes: Int, text: String) {
        #expect(Readable.bytes(bytes) == text)
    }

    @Test func decimals() {
        #expect(Readable.decimal(0.5) == "0.50")
        #expect(Readable.decimal(-0.004) == "0.00")
        #expect(Readable.decimal(-1.25, places: 1) == "-1.2")
        #expect(Readable.decimal(2.675, places: 2) == "2.67")
        #expect(Readable.decimal(.nan) == "nan" && Readable.decimal(-.infinity) == "-inf")
        #expect(Readable.decimal(1e308, places: 3).count == 313)
        #expect(Readable.percent(0.843) == "84.3 %" && Readable.percent(1, places: 0) == "100 %")
        #expect(Readable.rate(61_234.4) == "61,234" && Readable.rate(12.52) == "12.5" && Readable.rate(99.97) == "100")
        #expect(Readable.loss(0.43119) == "0.4312" && Readable.loss(52.97) == "52.9700")
        #expect(Readable.loss(0.000_312_34) == "0.0003123" && Readable.loss(1e-9) == "1e-09")
        #expect(Readable.loss(0) == "0.0000" && Readable.loss(.nan) == "nan")
        #expect(Readable.shortest(1) == "1" && Readable.shortest(0.1) == "0.1")
    }

    @Test func widths() {
        #expect(TextWidth.cells(in: "conv") == 4)
        #expect(TextWidth.cells(in: "おきすつな") == 10)
        #expect(TextWidth.cells(in: "か\u{3099}") == 2)
        #expect(TextWidth.cells(in: "e\u{301}") == 1)
        #expect(TextWidth.cells(in: "ｶ") == 1 && TextWidth.cells(in: "Ａ") == 2 && TextWidth.cells(in: "漢한🙂") == 6)
        #expect(TextWidth.cells(in: "█▏é") == 3)
        #expect(TextWidth.prefix(of: "おき", cells: 3) == "お")
    }

    @Test func tablesAlign() {
        var table = TextTable([.left("layer"), .right("parameters"), .left()])
        table.add(["conv1", "160", "ReLU"])
        table.add(["fc1", "200,832", ""])
        #expect(
            table.lines == [
                "layer  parameters",
                "conv1         160  ReLU",
                "fc1       200,832",
            ])
        var untitled = TextTable([.left(), .right()])
        untitled.add(["a", "1"])
        #expect(untitled.lines == ["a  1"])
    }

    @Test func confusionMatricesAlignUnderKana() {
        let table = TextTable.confusion([[1000, 2], [30, 4]], names: ["お", "き"])
        #expect(
            table.lines == [
                "true\\predicted     お  き",
                "お              1,000   2",
                "き                 30   4",
            ])
    }

    @Test func confusionMatricesShowSharesOfTheRow() {
        let table = TextTable.confusion([[3, 1], [0, 0]], names: ["a", "b"], showing: .rows)
        #expect(
            table.lines == [
                "true\\predicted       a       b  examples",
                "a               75.0 %  25.0 %         4",
                "b                    –       –         0",
            ])
        let map = HeatMap.confusionMatrix("", counts: [[3, 1], [0, 0]], labels: ["a", "b"], showing: .rows)
        #expect(map.values == [[0.75, 0.25], [0, 0]])
        #expect(map.values == map.shades)
    }
}
