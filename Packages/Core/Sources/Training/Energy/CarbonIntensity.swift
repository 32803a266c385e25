import Foundations

/// The emissions of the electricity that a machine uses, in grams of CO₂ equivalents per kilowatt-hour.
public struct CarbonIntensity: Equatable, Sendable {
    /// Grams of CO₂ equivalents per kilowatt-hour.
    public let grams: Double

    /// - Parameter grams: per kilowatt-hour, in ``range``.
    public init(grams: Double) { self.grams = grams }

    /// The world's average of 2018, which CodeCarbon also uses where it does not know the country.
    ///
    /// Source: IEA, Global Energy & CO₂ Status Report 2019.
    public static let world = CarbonIntensity(grams: 475)

    /// What electricity may have: coal has about 1,000.
    public static let range = 0.0...5_000

    /// The variable with the intensity of the place where a machine stands.
    public static let variable = "KUMIKI_CARBON_INTENSITY"

    /// The intensity that an environment gives, otherwise the world's average.
    ///
    /// - Parameter value: of ``variable``; nil or empty where it is not set.
    /// - Throws: `ToolError` where it is no number in ``range``.
    public init(environment value: String?) throws(ToolError) {
        guard let value, !value.isEmpty else {
            self = .world
            return
        }
        guard let grams = Double(value), Self.range.contains(grams) else {
            throw .usage("\(Self.variable) \(value): expected \(Self.expectation)")
        }
        self.init(grams: grams)
    }

    /// The intensity that the environment of this process gives, otherwise the world's average.
    ///
    /// - Throws: `ToolError` where the environment gives something else.
    public static func current() throws(ToolError) -> CarbonIntensity {
        try CarbonIntensity(environment: Platform.environment(variable))
    }

    /// What a value must be.
    public static let expectation = "a number from 0 to \(Readable.count(Int(range.upperBound))), in g/kWh"

    /// Kilograms of CO₂ equivalents.
    func kilograms(joules: Double) -> Double { joules / 3.6e6 * grams / 1_000 }
}
