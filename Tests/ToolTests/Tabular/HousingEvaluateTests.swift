import Core
import Testing

@Suite("housing-train: lengths in iterations, and evaluate") struct HousingEvaluateTests {
    private func place(_ table: SmallTable = SmallTable()) throws -> Workplace {
        let place = try Workplace(tool: "housing-train")
        try place.write(table.bytes, to: "houses.csv")
        return place
    }

    @Test("three iterations on mini-batches have a whole report, with single losses")
    func short() throws {
        let place = try place(SmallTable(rows: 400))
        let outcome = try place.succeed(
            "--preset", "mini-batch", "--iterations", "3", "--dataset", "houses.csv", "--run", "./r")
        for text in [
            "true\\predicted", "loss on all 320 training rows, dropout off: ", " untrained, ",
            "training  3 iterations, ",
            " per iteration", "weights   of the last iteration, 3", " train, ", " test",
        ] {
            #expect(outcome.output.contains(text), "\(text)")
        }
        let steps = try CSVTable.read(place.path("r/steps.csv"))
        #expect(steps.header == ["step", "epoch", "learning_rate", "train_loss", "step_loss"])
        #expect(try steps.numbers("step") == [1, 2, 3])
        let curves = try place.text("r/figures/learning-curves.svg")
        #expect(curves.contains("training, every iteration") && curves.contains("iteration"))
    }

    @Test("an iteration over all rows is called so, and never an epoch or a step")
    func words() throws {
        let place = try place()
        let outcome = try place.succeed("--dataset", "houses.csv", "--iterations", "4", "--run", "./r")
        #expect(outcome.messages.contains("iteration 4/4  loss ") && outcome.output.contains("4 iterations, "))
        for word in ["epoch", " step"] {
            #expect(!outcome.output.contains(word) && !outcome.messages.contains(word), "\(word)")
        }
        let batches = try place.succeed(
            "--dataset", "houses.csv", "--preset", "mini-batch", "--iterations", "4", "--run", "./b")
        #expect(batches.messages.contains("epoch 2/2  loss ") && batches.messages.contains("  iteration 4  test loss"))
        #expect(batches.output.contains("4 iterations (2 epochs), "))
    }

    @Test("evaluate comes to what training ended with, on the test rows, and scores every row of another table")
    func evaluate() throws {
        let place = try place()
        let trained = try place.succeed(
            "--dataset", "houses.csv", "--lr", "0.1", "--iterations", "60", "--json", "--quiet"
        ).json()
        let own = try place.succeed("evaluate", "--json").json()
        for key in ["test_loss", "test_accuracy"] {
            let values = [trained, own].map { $0[key] as? Double }
            #expect(values[0] != nil && values[0] == values[1], "\(key)")
        }
        #expect(own["test_examples"] as? Int == 24)
        #expect(own["confusion"] as? [[Int]] == trained["confusion"] as? [[Int]])
        try place.write(SmallTable(rows: 50).bytes, to: "other.csv")
        let other = try place.succeed("evaluate", "--dataset", "other.csv")
        #expect(other.messages.contains("model.safetensors on 50 rows of other.csv\n"))
        #expect(other.output.contains("true\\predicted") && other.output.contains(" test\n"))
        let same = try place.succeed("evaluate", "--dataset", "houses.csv", "--json").json()
        #expect(same["test_examples"] as? Int == 24, "its own table, of which only test rows are new to it")
    }

    @Test("evaluate refuses a table without values, one that has changed, and none")
    func refusals() throws {
        let place = try place()
        try place.succeed("--dataset", "houses.csv", "--iterations", "2", "--quiet", "--run", "./r")
        var empty = SmallTable(rows: 40)
        for line in 2...41 { empty = empty.replacing(column: 8, ofLine: line, with: "") }
        try place.write(empty.bytes, to: "empty.csv")
        let none = try place.run("evaluate", "--run", "./r", "--dataset", "empty.csv")
        #expect(none.code == 65)
        #expect(
            none.errorLine
                == "empty.csv: column 'median_house_value': is empty, expected values to compare predictions with")
        try place.write(SmallTable(rows: 119).bytes, to: "houses.csv")
        let changed = try place.run("evaluate", "--run", "./r")
        #expect(
            changed.code == 65
                && changed.errorLine?.hasPrefix("houses.csv has changed since ./r was begun: ") == true)
        #expect(try place.run("evaluate", "--run", "./r", "--dataset", "no.csv").code == 66)
    }

    @Test("a regression's errors are measured likewise")
    func regression() throws {
        let place = try place()
        let trained = try place.succeed(
            "--dataset", "houses.csv", "--task", "regression", "--hidden", "8", "--steps", "20", "--json", "--quiet"
        ).json()
        let own = try place.succeed("evaluate", "--json").json()
        let errors = [trained, own].map { $0["test_rmse"] as? Double }
        #expect(errors[0] != nil && errors[0] == errors[1])
    }
}
