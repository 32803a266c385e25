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
