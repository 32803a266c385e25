import Testing

@testable import Figures

@Suite struct TicksTests {
    @Test func linearTicksAreNiceAndExact() {
        let ticks = Ticks.linear(0, 1, count: 5)
        #expect(ticks.values == [0, 0.2, 0.4, 0.6, 0.8, 1])
        #expect(ticks.labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(Ticks.linear(0.03, 0.71, count: 7).values == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
        #expect(Ticks.linear(-3.2, 3.1, count: 6).values == [-2, 0, 2])
        #expect(Ticks.linear(-3.2, 3.1, count: 7).values == [-3, -2, -1, 0, 1, 2, 3])
        #expect(Ticks.linear(0, 60000, count: 6).labels.last == "60,000")
    }

    @Test func wholeNumbersHaveNoTicksBetween() {
        #expect(Ticks.linear(1, 3, count: 8, wholeNumbers: true).labels == ["1", "2", "3"])
        #expect(Ticks.linear(1, 3, count: 4).labels == ["1.0", "1.5", "2.0", "2.5", "3.0"])
    }

    @Test(arguments: [(0.0, 1.0), (-1e300, 1e300), (1e-9, 2e-9), (1e6, 1e6 + 1), (-0.3, 0.7), (0, 5e-200)])
    func ticksLieInsideAndDiffer(lower: Double, upper: Double) {
        let ticks = Ticks.linear(lower, upper, count: 6)
        let slack = (upper - lower) * 1e-6
        #expect((2...7).contains(ticks.values.count))
        #expect(ticks.values.allSatisfy { $0 >= lower - slack && $0 <= upper + slack })
        #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func logarithmicTicks() {
        let decades = Ticks.logarithmic(0.5, 2000, count: 6)
        #expect(decades.values == [1, 10, 100, 1000])
        #expect(decades.labels == ["1", "10", "100", "1,000"])
        #expect(decades.minor.contains(0.5) && decades.minor.contains(2000) && !decades.minor.contains(10))
        #expect(Ticks.logarithmic(0.09, 1.2, count: 4).values == [0.1, 0.2, 0.5, 1])
        #expect(Ticks.logarithmic(1e-10, 1, count: 5).labels == ["10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"])
        #expect(Ticks.logarithmic(4.1, 4.9, count: 4).values == [4.2, 4.4, 4.6, 4.8])
    }

    @Test func aFormatTooCoarseForTheTicksTakesMoreDigits() {
        #expect(Ticks.linear(0.8984, 0.9017, count: 4, format: .percent(0)).labels == ["89.9 %", "90.0 %", "90.1 %"])
        #expect(Ticks.linear(0, 1, count: 2, format: .percent(0)).labels == ["0 %", "50 %", "100 %"])
        #expect(Ticks.linear(0, 1, count: 2, format: .fixed(2)).labels == ["0.00", "0.50", "1.00"])
        #expect(Ticks.linear(1.001, 1.003, count: 2, format: .fixed(0)).labels == ["1.001", "1.002", "1.003"])
    }

    @Test func nothingToMark() {
        #expect(Ticks.linear(1, 1, count: 5).values.isEmpty)
        #expect(Ticks.linear(.nan, 1, count: 5).values.isEmpty)
        #expect(Ticks.logarithmic(0, 1, count: 5).values.isEmpty)
    }

    @Test func spansOfOrdinaryAndOddData() {
        let epochs = AxisSpan("epoch", data: [1, 2, 3, 11], padding: 0.1)
        #expect(epochs.lower == 0 && epochs.upper == 12 && epochs.holdsWholeNumbers)
        #expect(AxisSpan("loss", data: [0.1, 1], padding: 0, startsAtZero: true).lower == 0)
        #expect(AxisSpan("loss", data: [0.9, 1], padding: 0, startsAtZero: true).lower == 0.9)
        let constant = AxisSpan("x", data: [5, 5], padding: 0.1)
        #expect(constant.lower == 4.5 && constant.upper == 5.5)
        let none = AxisSpan("x", data: [.nan, .infinity], padding: 0)
        #expect(none.lower == 0 && none.upper == 1)
        let huge = AxisSpan("x", data: [-1e308, 1e308], padding: 0.1)
        #expect((huge.upper - huge.lower).isFinite)
        let logarithmic = AxisSpan(Axis("x", scale: .logarithmic), data: [-1, 0, 0.01, 100], padding: 0)
        #expect(logarithmic.lower == 0.01 && logarithmic.upper == 100)
        #expect(AxisSpan(Axis("x", range: 2...3), data: [9], padding: 1).upper == 3)
    }

    @Test func placesOnTheCanvas() {
        let span = AxisSpan(Axis("x", range: 0...10), data: [], padding: 0)
        let map = AxisMap(span: span, start: 100, end: 200)
        #expect(map(5) == 150)
        #expect(map(.nan) == nil)
        let logarithmic = AxisSpan(Axis("x", scale: .logarithmic, range: 1...100), data: [], padding: 0)
        let logarithmicMap = AxisMap(span: logarithmic, start: 200, end: 100)
        #expect(logarithmicMap(10) == 150)
        #expect(logarithmicMap(0) == nil)
    }
}
