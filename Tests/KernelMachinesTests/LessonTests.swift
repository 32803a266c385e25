import Core
import Testing

@testable import KernelMachines

@Suite("Lessons on support vector machines") struct LessonTests {
    @Test("one feature in place of two: none separates the eight points")
    func features() throws {
        let accuracies = try Lesson.candidates.map {
            try PlaneMachine(.eight(), kernel: .features($0.map), cost: 1).accuracy
        }
        #expect(accuracies == [0.5, 0.5, 0.5, 0.75, 0.625])
    }

    @Test("φ on eight points: all right, 2 + 2 support vectors, b = 0.9109")
    func eight() throws {
        let machine = try PlaneMachine(.eight(fifth: (1.81, -0.50)), kernel: .features(Lesson.quadratic), cost: 1)
        #expect(machine.accuracy == 1 && machine.classifier.vectorCounts == [2, 2])
        let bias = try #require(machine.bias)
        #expect(abs(bias - 0.9109) < 5e-5, "b = \(bias)")
    }

    @Test("φ on nine points: eight right, 3 + 4 support vectors, |b| = 0.6564")
    func nine() throws {
        let machine = try PlaneMachine(.nine, kernel: .features(Lesson.quadratic), cost: 1)
        #expect(abs(machine.accuracy - 8.0 / 9) < 1e-12 && machine.classifier.vectorCounts == [3, 4])
        let bias = try #require(machine.bias)
        #expect(abs(abs(bias) - 0.6564) < 5e-5, "b = \(bias)")
    }

    @Test("the RBF kernel separates all nine")
    func rbf() throws {
        #expect(try PlaneMachine(.nine, kernel: .rbf(gamma: 1), cost: 1).accuracy == 1)
    }

    @Test("XOR points with a gap keep it, are of the class of their signs, and follow from the seed")
    func separableXOR() {
        let points = PlaneExamples.xor(200, noise: 0.3, gap: 0.2, seed: 2)
        #expect(points.count == 200 && points.classes.count { $0 == 1 } == 100)
        for number in 0..<200 {
            let (x, y) = (points.x1[number], points.x2[number])
            #expect(min(abs(x), abs(y)) >= 0.2 && (x * y > 0) == (points.classes[number] == 1), "(\(x), \(y))")
        }
        let again = PlaneExamples.xor(200, noise: 0.3, gap: 0.2, seed: 2)
        #expect(points.x1 == again.x1 && points.x2 == again.x2)
        #expect(points.x1 != PlaneExamples.xor(200, noise: 0.3, gap: 0.2, seed: 3).x1)
        let nearest = PlaneExamples.xor(200, noise: 0.3, seed: 2)
        #expect(zip(nearest.x1, nearest.x2).contains { min(abs($0), abs($1)) < 0.2 }, "without a gap points are nearer")
    }

    @Test("a constructed feature separates circles and XOR: accuracy 1, where the given two features do not")
    func construction() throws {
        let page = try Lesson.construction.page()
        let accuracies = page.rows.map { row -> Double in
            guard case .object(let members) = row, case .number(let accuracy)? = members["accuracy"] else {
                return .nan
            }
            return accuracy
        }
        #expect(accuracies.count == 4 && accuracies[1] == 1 && accuracies[3] == 1)
        #expect(accuracies[0] < 0.8 && accuracies[2] < 0.8, "\(accuracies)")
    }

    @Test("a legend explains the columns, and the lessons on nine points say which they are")
    func legend() throws {
        for lesson in Lesson.all {
            let words = try lesson.page().words
            #expect(words.first == Lesson.legend)
            #expect(
                words.contains { $0.contains("both versions of the fifth point") }
                    == ["phi", "rbf"].contains(lesson.name))
        }
        for term in ["dual objective", "duality gap", "“4 + 4” = support vectors of each class"] {
            #expect(Lesson.legend.contains(term))
        }
    }

    @Test("every lesson has a table and pictures that can be drawn", arguments: Lesson.all.map(\.name))
    func pages(name: String) throws {
        let lesson = try #require(Lesson.all.first { $0.name == name })
        let page = try lesson.page()
        #expect(page.rows.count >= 1 && page.table.lines.count == page.rows.count + 1 && !page.words.isEmpty)
        #expect(!page.pictures.isEmpty)
        for (_, figure) in page.pictures { #expect(try !figure.rendered(as: .png, scale: 0.5).isEmpty) }
    }

    @Test("lessons on points of one's own, of three classes too")
    func own() throws {
        var random = RandomStream(seed: 1, name: StreamName("own"))
        let classes = (0..<45).map { $0 % 3 }
        let examples = PlaneExamples(
            x1: classes.map { 100 * Double($0) + random.normal(standardDeviation: 20) },
            x2: classes.map { _ in random.normal(standardDeviation: 20) }, classes: classes,
            labels: ["a", "b", "c"].enumerated().map { ClassLabel(Double($0), name: $1) })
        for lesson in Lesson.own(examples, title: "mine") {
            let page = try lesson.page()
            #expect(page.rows.count == 4 && page.pictures.count == 1)
            for (_, figure) in page.pictures { #expect(try !figure.rendered(as: .png, scale: 0.3).isEmpty) }
        }
    }
}
