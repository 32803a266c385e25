import Core
import Foundation
import Testing

@Suite("plane-train") struct PlaneTrainTests {
    @Test("the given network's table tells all nine points right")
    func given() throws {
        let place = try Workplace(tool: "plane-train")
        let outcome = try place.succeed("--given", "--run", "./given", "--quiet")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "x  y  class    z1  h1    z2  h2    z3  h3    z4  h4        output  predicted")
        #expect(lines[1] == "0  0  even   -1.5   0  -2.5   0   0.5   1  -0.5   0  step(-1) = 0  even ✓")
        #expect(lines[2] == "1  0  odd    -0.5   0  -1.5   0   1.5   1   0.5   1   step(0) = 1  odd ✓")
        #expect(lines[5] == "1  1  even    0.5   1  -0.5   0   0.5   1  -0.5   0  step(-2) = 0  even ✓")
        #expect(lines[10] == "z: a hidden unit's weighted sum; h = step(z): 1 where z ≥ 0, otherwise 0")
        #expect(lines[1...9].allSatisfy { $0.hasSuffix("✓") })
        #expect(lines.contains("h1    1.00   1.00  -1.50  y = -1.00 x + 1.50"))
        #expect(lines.contains("Given network, 2–4–1 on grid: 9 of 9 training points correct"))
        #expect(
            place.names(in: "given") == [
                "commands.json", "config.json", "emissions.csv", "energy.json", "figures", "model.safetensors",
                "summary.json", "weights.csv",
            ])
        let names = place.names(in: "given/figures").filter { $0.hasSuffix(".png") }.map { $0.dropLast(4) }
        #expect(
            names.dropFirst() == [
                "hidden-unit-1", "hidden-unit-2", "hidden-unit-3", "hidden-unit-4", "hidden", "output",
            ])
        #expect(lines.contains("weights   untrained") && !lines.contains { $0.hasPrefix("training ") })
        for options in [[], ["--epochs", "5"]] {
            let again = try place.start(["--resume", "--run", "./given"] + options).outcome()
            #expect(
                again.code == 64
                    && again.errorLine == "./given: the hand-made network is not trained, so nothing can continue")
        }
    }

    @Test("--json ends with one object of the contract's members, which summary.json keeps")
    func json() throws {
        let place = try Workplace(tool: "plane-train")
        let outcome = try place.succeed(
            "--task", "moons", "--points", "40", "--epochs", "3", "--hidden", "3,2", "--seed", "7", "--json", "--run",
            "./here")
        #expect(outcome.output.split(separator: "\n").count == 1)
        let object = try outcome.json()
        #expect(
            Set(object.keys)
                == [
                    "tool", "version", "dataset", "model", "parameters", "epochs", "seed", "threads", "seconds",
                    "seconds_per_epoch", "examples_per_second", "train_loss", "test_loss", "test_accuracy",
                    "peak_memory_bytes", "run", "hidden", "activation", "train_accuracy", "least_probability",
                    "restarts", "ended_early", "steps", "kept_epoch", "kept_by", "seconds_per_evaluation",
                    "energy_joules", "energy_kwh", "energy_source", "energy_estimated_share",
                    "carbon_intensity_g_per_kwh", "emissions_kg_co2e", "car_km",
                ])
        #expect(object["dataset"] as? String == "moons" && object["model"] as? String == "2-3-2-1")
        #expect(object["parameters"] as? Int == 20 && object["epochs"] as? Int == 3 && object["seed"] as? Int == 7)
        #expect(try place.text("here/summary.json") == outcome.output)
        let weights = try CSVTable.read(place.path("here/weights.csv"))
        #expect(weights.rows.count == 20 && weights.header == ["unit", "input", "weight"])
        let dry = try place.succeed("--dry-run", "--json").json()
        #expect(dry["dry_run"] as? Bool == true && dry["parameters"] as? Int == 21 && dry["run"] == nil)
        #expect(place.names() == ["here"])
    }

    @Test("the grid is learned whole, is drawn unit by unit and as a film, and has nothing left to train")
    func grid() throws {
        let place = try Workplace(tool: "plane-train")
        let outcome = try place.succeed("--animate", "--run", "./r")
        #expect(outcome.output.contains("2–5–1 on grid: 9 of 9 training points correct, after "))
        let names = place.names(in: "r/figures").filter { $0.hasSuffix(".png") }.map { $0.dropLast(4) }
        #expect(
            names == ["architecture", "film-strip"] + (1...5).map { "hidden-unit-\($0)" } + [
                "hidden", "learning-curves", "output",
            ])
        for name in names { #expect(try Picture.readPNG(place.path("r/figures/\(name).png")).width > 300) }
        let sheet = try place.text("r/figures/hidden.svg")
        for text in ["even", "odd", "weighted sum = 0", "activation"] { #expect(sheet.contains(text)) }
        let before = try place.bytes("r/model.safetensors")
        let again = try place.succeed("--resume", "--run", "./r")
        #expect(again.messages.contains("the training has converged: every point's class has a probability of 0.9"))
        #expect(try place.bytes("r/model.safetensors") == before)
    }

    @Test("a file's points are learned, whatever their scale and names")
    func file() throws {
        let place = try Workplace(tool: "plane-train")
        var text = "\u{FEFF}height;age".replacing(";", with: ",") + ",kind\r\n"
        for number in 0..<40 {
            text += "\(1000 + number % 20 * 10),\(number % 7),\(number % 20 < 10 ? "cat" : "dog")\r\n"
        }
        try place.write(Array(text.utf8), to: "points.csv")
        let outcome = try place.succeed("--task", "points.csv", "--json", "--quiet", "--epochs", "100")
        let object = try outcome.json()
        #expect(object["dataset"] as? String == "points.csv" && object["test_accuracy"] as? Double == 1)
        #expect(object["train_accuracy"] as? Double == 1)
        try place.succeed("--resume", "--epochs", "101", "--quiet")
    }

    @Test("with validation points the summary says which epoch was kept, and by what")
    func validation() throws {
        let place = try Workplace(tool: "plane-train")
        let outcome = try place.succeed(
            "--task", "moons", "--validation", "0.2", "--lr", "0.3", "--epochs", "40", "--patience", "15", "--json",
            "--quiet", "--run", "./v")
        let object = try outcome.json()
        let table = try CSVTable.read(place.path("v/metrics.csv"))
        let accuracy = try table.numbers("validation_accuracy")
        let kept = try #require(object["kept_epoch"] as? Int)
        #expect(accuracy[kept - 1] == accuracy.max() && object["kept_value"] as? Double == accuracy.max())
        #expect(object["kept_by"] as? String == "validation_accuracy" && object["validation_loss"] != nil)
        #expect(object["test_accuracy"] is Double && !table.header.contains("test_accuracy"))
        #expect(
            try place.succeed("--resume", "--run", "./v").output.contains("\nweights   of epoch \(kept), the highest "))
    }

    @Test("--runs trains one seed after the other, and gives mean and deviation")
    func runs() throws {
        let place = try Workplace(tool: "plane-train")
        let object = try place.succeed(
            "--task", "circles", "--points", "80", "--epochs", "20", "--runs", "2", "--json", "--quiet", "--run", "./r"
        ).json()
        let seeds = try #require(object["seeds"] as? [[String: Any]])
        let losses = seeds.compactMap { $0["test_loss"] as? Double }
        #expect(losses.count == 2 && losses[0] != losses[1] && object["runs"] as? Int == 2)
        let mean = try #require(object["test_loss_mean"] as? Double)
        #expect(abs(mean - (losses[0] + losses[1]) / 2) < 1e-12)
        #expect(object["test_accuracy_mean"] is Double && object["test_accuracy_deviation"] is Double)
        let other = try place.succeed(
            "--task", "circles", "--points", "80", "--epochs", "20", "--seed", "1", "--json", "--quiet")
        #expect(try other.json()["test_loss"] as? Double == losses[1])
    }

    @Test("a training that diverges ends in a line with advice, and no checkpoint keeps it")
    func divergence() throws {
        let place = try Workplace(tool: "plane-train")
        let outcome = try place.run(
            "--task", "moons", "--activation", "relu", "--optimizer", "sgd", "--lr", "1e30", "--run", "./d", "--quiet")
        #expect(outcome.code == 65 && outcome.output.isEmpty)
        #expect(outcome.errorLine?.hasPrefix("the training has diverged: the loss is ") == true, "\(outcome.messages)")
        #expect(outcome.errorLine?.hasSuffix("; a smaller --lr may help") == true)
        #expect(place.names(in: "d/checkpoints").isEmpty && !place.exists("d/model.safetensors"))
    }

    @Test("a training that is killed or interrupted again and again ends as if never stopped")
    func stops() throws {
        // Points enough that an epoch takes longer than the time until a stop.
        let settings = [
            "--task", "spirals", "--points", "2000", "--batch-size", "4", "--hidden", "3,2", "--restart-after", "3",
        ]
        try StoppedTraining(place: Workplace(tool: "plane-train"), settings: settings).endsAsIfNeverStopped()
        try StoppedTraining(place: Workplace(tool: "plane-train"), settings: settings).endsAsIfNeverStopped(by: SIGINT)
    }

    @Test("a film strip is the same after a kill in the middle of a training", arguments: [SIGKILL, SIGINT])
    func filmStrip(signal: Int32) throws {
        let settings = ["--task", "moons", "--batch-size", "4", "--hidden", "6", "--animate"]
        // Epochs that last longer than a signal takes to come.
        try StoppedTraining(place: Workplace(tool: "plane-train"), settings: settings + ["--points", "4000"])
            .endsAsIfNeverStopped(
                by: signal, comparing: ["figures/film-strip.png", "figures/output.png", "weights.csv"])
        // With 200 epochs every second one has a checkpoint; what an interruption saves in between is not drawn.
        let place = try Workplace(tool: "plane-train")
        let begin = settings + ["--points", "100", "--epochs", "200", "--quiet", "--run"]
        let whole = try place.start(begin + ["./whole"]).outcome()
        try #require(whole.code == 0, "\(whole.messages)")
        var random = RandomStream(seed: 5, name: StreamName("stops"))
        var stops = 0
        for target in [1, 30, 80, 140] {
            let isBegun = place.exists("stopped/config.json")
            let tool = try place.start(isBegun ? ["--resume", "--quiet", "--run", "./stopped"] : begin + ["./stopped"])
            _ = tool.reaches { place.names(in: "stopped/checkpoints").count > target / 2 }
            usleep(UInt32(random.uniform(in: 0..<5_000)))
            tool.signal(signal)
            stops += try tool.outcome().code == 0 ? 0 : 1
        }
        try place.succeed("--resume", "--quiet", "--run", "./stopped")
        #expect(stops > 0)
        for file in ["figures/film-strip.png", "figures/film-strip.svg", "model.safetensors"] {
            #expect(try place.bytes("stopped/" + file) == place.bytes("whole/" + file), "\(file)")
        }
    }
}
