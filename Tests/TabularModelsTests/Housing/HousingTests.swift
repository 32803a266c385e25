import Core
import TestSupport
import Testing

@testable import TabularModels

@Suite("The housing table and its network") struct HousingTests {
    private func data(isRegression: Bool = false, rows: Int = 900) throws -> HousingData {
        try HousingData(
            coast(rows), name: "coast", for: HousingPreset.all(isRegression: isRegression)[0].experiment)
    }

    private func coast(_ rows: Int) -> TableRead {
        TableRead(table: InventedCoast.table(rows: rows), layout: .california, format: "drawn")
    }

    @Test("the built-in coast is always the same, has the real table's columns, and some empty fields")
    func coast() {
        let table = InventedCoast.table()
        #expect(table.rowCount == InventedCoast.rowCount)
        #expect(Set(table.numbers.keys) == Set(HousingColumns.names + [HousingColumns.target]))
        #expect(InventedCoast.table(rows: 50)["median_income"] == Array(table["median_income"].prefix(50)))
        let empty = table.missing("total_bedrooms")
        #expect((20...120).contains(empty))
        for name in HousingColumns.names where name != "total_bedrooms" { #expect(table.missing(name) == 0) }
        let values = table[HousingColumns.target]
        #expect(values.allSatisfy { (10_000...500_001).contains($0) })
        // The capped ones are a few, as in the real table.
        #expect((1...300).contains(values.count { $0 == 500_001 }))
        #expect(table.texts[HousingColumns.proximity]?.names == ["<1H OCEAN", "INLAND", "NEAR OCEAN"])
    }

    @Test("the thirds are those of the training rows, and split them evenly")
    func thirds() throws {
        let data = try data()
        let labels = data.training.targets.scalars(Int32.self)
        for label in Int32(0)..<3 {
            let count = labels.count { $0 == label }
            #expect(abs(count - labels.count / 3) <= 4)
        }
        let preparation = data.preparation
        #expect(preparation.third(of: preparation.boundaries[0] - 1) == 0)
        #expect(preparation.third(of: preparation.boundaries[0]) == 1)
        #expect(preparation.third(of: preparation.boundaries[1]) == 2)
        #expect(HousingPreparation.quantile(0.5, of: [1, 2, 4, 10]) == 3)
        #expect(HousingPreparation.quantile(1, of: [1, 2]) == 2)
    }

    @Test("rows with empty fields take the median, or are left out, and a note says so")
    func missing() throws {
        let table = InventedCoast.table(rows: 900)
        let empty = table.missing("total_bedrooms")
        try #require(empty > 1)
        let place = table["total_bedrooms"].firstIndex { $0.isNaN }
        let first = try #require(place) + 1
        let kept = try data()
        #expect(
            kept.facts.notes
                == ["\(empty) missing fields take the median of column total_bedrooms (first: row \(first))"])
        #expect(kept.training.count + kept.test.count == 900)
        var experiment = Housing()
        experiment.missing = .drop
        let dropped = try HousingData(coast(900), name: "coast", for: experiment)
        #expect(
            dropped.facts.leftOut == [DataFacts.LeftOut(empty, "rows without a total_bedrooms", first: "row \(first)")])
        #expect(dropped.training.count + dropped.test.count == 900 - empty)
    }

    @Test("a handful of rows is no table to learn from")
    func tiny() {
        #expect(throws: FileError.self) { try data(rows: 5) }
    }

    @Test("the network begins near log 3, lists its parameters, and learns a few rows by heart")
    func network() throws {
        var random = RandomStream(seed: 1, name: .initialization)
        let model = HousingNet(inputs: 8, hidden: Housing().hidden, outputs: 3, random: &random)
        #expect(model.parameterCount == 663)
        #expect(model.parameters.map(\.name).prefix(3) == ["fc1.weight", "fc1.bias", "fc2.weight"])
        let data = try data(rows: 60)
        let batch = data.training.batch(Array(0..<Int32(data.training.count))[...])
        #expect(abs(model.loss(batch).item - 1.0986) < 0.25)
        let optimizer = Optimizer(.adam(), learningRate: 0.02)
        for _ in 0..<400 {
            let gradients = valueAndGradients(of: model, in: .training()) { model.loss(batch) }.gradients
            optimizer.update(model, along: gradients)
        }
        #expect(model.loss(batch).item < 0.02)
    }

    @Test("a wide network, which is computed layer by layer, has the same loss as a narrow one's formula says")
    func wide() throws {
        var random = RandomStream(seed: 1, name: .initialization)
        let data = try data(isRegression: true, rows: 200)
        let model = HousingNet(
            inputs: data.preparation.inputs.width, hidden: [80, 70], outputs: 1, isRectified: true, random: &random)
        let batch = data.training.batch(Array(0..<Int32(data.training.count))[...])
        let fused = perceptronLoss(batch.inputs, batch.labels, layers: model.layers, activation: .relu)
        #expect(abs(model.loss(batch).item - fused.item) < 1e-4)
    }

    @Test("scores: the loss of the test rows, their accuracy or their error in $100,000")
    func scores() throws {
        let classes = try data()
        var random = RandomStream(seed: 1, name: .initialization)
        let classifier = HousingNet(inputs: 8, hidden: [20, 20], outputs: 3, dropout: 0.1, random: &random)
        let score = HousingScore(of: classifier, on: classes.test, classes.preparation)
        #expect(score.measurements(on: .test).map(\.metric.name) == ["test_loss", "test_accuracy"])
        #expect(score.classes?.count == 180)
        let values = try data(isRegression: true)
        let regression = HousingNet(
            inputs: values.preparation.inputs.width, hidden: [4], outputs: 1, random: &random)
        for named in regression.parameters { named.parameter.assign(.zeros(named.parameter.shape)) }
        let error = HousingScore(of: regression, on: values.test, values.preparation)
        // A network whose output is 0 predicts the mean: its error is the deviation, nearly.
        let deviation = Double(values.preparation.deviation / 100_000)
        #expect(abs((error.values?.rootMeanSquare ?? 0) / deviation - 1) < 0.15)
        #expect(abs(error.values?.determination ?? 1) < 0.05)
        let names = error.measurements(on: .validation).map(\.metric.name)
        #expect(names == ["validation_loss", "validation_rmse", "validation_mae", "validation_r2"])
    }
}
