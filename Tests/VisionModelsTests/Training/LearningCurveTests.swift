import Core
import Figures
import TestSupport
import Testing

@testable import VisionModels

@Suite("Learning curves of classifiers") struct LearningCurveTests {
    private func charts(_ csv: String) throws -> [LineChart] {
        let folder = TemporaryFolder()
        try folder.write(Array(csv.utf8), to: "metrics.csv")
        let log = try withExtendedLifetime(folder) { try MetricsLog(reading: RunFolder(folder.path)) }
        let figures = ClassifierFigures(title: "lin on strokes", classNames: ["a", "b"])
        let panels = try #require(figures.learningCurves(log, lossName: "cross entropy") as? Panels)
        return try panels.figures.map { try #require($0 as? LineChart) }
    }

    @Test("training accuracy is drawn beside the test accuracy, where it was measured")
    func test() throws {
        let charts = try charts(
            """
            epoch,train_loss,test_loss,train_accuracy,test_accuracy
            1,2,3,0.5,0.4
            2,1,2.5,0.9,0.6
            """)
        #expect(charts.map(\.title) == ["Loss", "Accuracy"])
        #expect(charts.map { $0.series.map(\.name) } == [["training", "test"], ["training", "test"]])
        #expect(charts[1].series.map(\.ys) == [[0.5, 0.9], [0.4, 0.6]] && charts[1].y.title == "accuracy")
        #expect(charts[0].series.map(\.color) == charts[1].series.map(\.color), "a part has one color")
    }

    @Test("with a validation part both charts show training and validation, and the axis of a single curve says which")
    func validation() throws {
        let both = try charts(
            """
            epoch,train_loss,validation_loss,train_accuracy,validation_accuracy
            1,2,3,0.5,0.4
            """)
        #expect(both.map { $0.series.map(\.name) } == [["training", "validation"], ["training", "validation"]])
        let alone = try charts("epoch,train_loss,validation_loss,validation_accuracy\n1,2,3,0.4\n2,2,2,0.5")
        #expect(alone[1].series.map(\.name) == ["validation"] && alone[1].y.title == "validation accuracy")
        #expect(alone[1].series[0].color == both[1].series[1].color)
    }

    @Test("a part that was not measured in every epoch has points where it was")
    func gaps() throws {
        let charts = try charts(
            """
            epoch,train_loss,test_loss,train_accuracy,test_accuracy
            1,2,3,,0.4
            2,1,2.5,0.9,0.6
            """)
        #expect(charts[1].series[0].xs == [2] && charts[1].series[1].xs == [1, 2])
    }
}
