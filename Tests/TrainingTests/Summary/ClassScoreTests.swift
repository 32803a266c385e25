import Core
import Testing

@Suite("Scores by class") struct ClassScoreTests {
    /// Examples of three classes whose predictions are given by their only pixel.
    private func score(_ predictions: [UInt8], labels: [Int32]) -> ClassificationScore {
        let examples = ByteExamples(bytes: predictions, exampleShape: [1], labels: labels, scale: 1)
        return ClassificationScore(on: examples, classes: 3) { batch in
            let rows = batch.inputs.scalars().flatMap { value in (0..<3).map { Float($0) == value ? Float(1) : 0 } }
            return (Tensor([Float(0)], shape: []), Tensor(rows, shape: [batch.count, 3]))
        }
    }

    @Test("precision, recall and F1 are those counted by hand")
    func byHand() {
        let classes = score([0, 0, 1, 1, 1, 0], labels: [0, 0, 0, 1, 1, 1]).byClass
        #expect(classes.map(\.count) == [3, 3, 0])
        #expect(classes[0].precision == 2.0 / 3 && classes[0].recall == 2.0 / 3)
        #expect(classes[1].precision == 2.0 / 3 && abs(classes[1].f1 - 2.0 / 3) < 1e-12)
        #expect(classes[2].precision.isNaN && classes[2].recall.isNaN && classes[2].f1.isNaN)
    }

    @Test("a class that is never predicted has no precision, and its table says so")
    func neverPredicted() {
        let score = score([0, 0, 1], labels: [0, 1, 1])
        #expect(score.byClass[0].precision == 0.5 && score.byClass[0].recall == 1)
        let none = self.score([0, 0, 0], labels: [0, 1, 2])
        #expect(none.byClass[1].precision.isNaN && none.byClass[1].recall == 0 && none.byClass[1].f1 == 0)
        let lines = none.classTable(["a", "b", "c"]).lines
        #expect(lines[2].split(separator: " ") == ["b", "1", "–", "0.0", "%", "0.0", "%"])
        #expect(none.classJSON(["a", "b", "c"]).text.contains(#""class":"b","examples":1,"precision":null"#))
    }
}
