import Testing

@testable import Figures

@Suite("Contour lines") struct ContourTests {
    /// Samples of a function on 41 × 41 nodes of [−1, 1]².
    private func line(at level: Double, _ function: (Double, Double) -> Double) -> ScatterPlot.Line {
        let places = (0...40).map { Double($0) / 20 - 1 }
        return .contour(of: places.map { y in places.map { function($0, y) } }, x: -1...1, y: -1...1, at: level)
    }

    @Test("of a plane it is one straight line from edge to edge, exactly")
    func straight() throws {
        let line = line(at: 0.25) { x, y in 2 * x + y }
        #expect(line.xs.count > 20 && line.xs.allSatisfy { $0.isFinite })
        for (x, y) in zip(line.xs, line.ys) { #expect(abs(2 * x + y - 0.25) < 1e-12) }
        let ends = [line.ys.first, line.ys.last].compactMap { $0 }.sorted()
        #expect(ends == [-1, 1])
    }

    @Test("of a cone it is a closed circle")
    func circle() {
        let line = line(at: 0.5) { x, y in (x * x + y * y).squareRoot() }
        #expect(line.xs.allSatisfy { $0.isFinite })
        #expect(line.xs.first == line.xs.last && line.ys.first == line.ys.last)
        for (x, y) in zip(line.xs, line.ys) { #expect(abs((x * x + y * y).squareRoot() - 0.5) < 2e-3) }
        let length = zip(zip(line.xs, line.ys), zip(line.xs, line.ys).dropFirst()).reduce(0.0) { sum, ends in
            let (dx, dy) = (ends.1.0 - ends.0.0, ends.1.1 - ends.0.1)
            return sum + (dx * dx + dy * dy).squareRoot()
        }
        #expect(abs(length - .pi) < 0.01)
    }

    @Test("several lines are told apart by gaps, and at a saddle none crosses another")
    func several() {
        let line = line(at: 0) { x, y in x * y - 0.01 }
        #expect(line.xs.filter { $0.isNaN }.count == 1)
        for (x, y) in zip(line.xs, line.ys) where !x.isNaN { #expect(abs(x * y - 0.01) < 2e-3 && x * y > 0) }
    }

    @Test("where the level is never met, or nothing is known, there is no line")
    func none() {
        #expect(line(at: 3) { x, y in x + y }.xs.isEmpty)
        #expect(line(at: 0) { _, _ in .nan }.xs.isEmpty)
        #expect(ScatterPlot.Line.contour(of: [], x: 0...1, y: 0...1, at: 0).xs.isEmpty)
        #expect(ScatterPlot.Line.contour(of: [[1, 2]], x: 0...1, y: 0...1, at: 1.5).xs.isEmpty)
    }
}
