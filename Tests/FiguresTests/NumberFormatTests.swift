import Testing

@testable import Figures

@Suite struct NumberFormatTests {
    @Test(arguments: [
        (0.0, 2, "0.00"), (0.926, 2, "0.93"), (1.005, 2, "1.01"), (0.05, 1, "0.1"), (0.04, 1, "0.0"),
        (-0.001, 2, "0.00"),
        (-1.25, 1, "−1.3"), (999.96, 1, "1,000.0"), (1234567, 0, "1,234,567"), (0.5, 0, "1"), (1e-20, 3, "0.000"),
        (1e21, 0, "1,000,000,000,000,000,000,000"), (123.456, -1, "123"), (99.5, 0, "100"),
    ])
    func fixedDigits(value: Double, places: Int, expected: String) {
        #expect(NumberFormat.fixed(places).text(value) == expected)
    }

    @Test(arguments: [
        (0.0, "0"), (0.5, "0.5"), (1000, "1,000"), (0.123456, "0.1235"), (-2, "−2"), (0.001, "0.001"), (1e-4, "10⁻⁴"),
        (2.5e-5, "2.5×10⁻⁵"), (1e7, "10⁷"), (1234567, "1,234,567"), (12345.678, "12,350"), (1.5e20, "1.5×10²⁰"),
        (-1e-12, "−10⁻¹²"), (999_999.9, "1,000,000"),
    ])
    func compact(value: Double, expected: String) {
        #expect(NumberFormat.compact.text(value) == expected)
    }

    @Test func percentages() {
        #expect(NumberFormat.percent(1).text(0.9314) == "93.1 %")
        #expect(NumberFormat.percent(0).text(1) == "100 %")
    }

    @Test(arguments: [NumberFormat.fixed(2), .compact, .percent(1)])
    func whatIsNoNumber(format: NumberFormat) {
        #expect(format.text(.nan) == "–")
        #expect(format.text(.infinity) == "∞")
        #expect(format.text(-.infinity) == "−∞")
    }

    @Test func digitsOfExtremes() {
        #expect(DecimalDigits(.leastNonzeroMagnitude) == DecimalDigits(-Double.leastNonzeroMagnitude))
        #expect(DecimalDigits(1e-7).point == -6)
        #expect(DecimalDigits(0.00012).digits == [1, 2])
        #expect(DecimalDigits(123400).digits == [1, 2, 3, 4])
        #expect(DecimalDigits(123400).point == 6)
    }
}
