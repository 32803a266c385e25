import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import Training

@Suite("The energy of a run") struct EnergyLogTests {
    private let place = TemporaryFolder()
    private let captured = CapturedConsole()

    private func training(
        _ name: String, epochs: Int = 4, grams: Double = 100, powercap: String = "/none"
    ) throws -> TrainingRun<TinyExperiment> {
        let folder = RunFolder("\(place.path)/\(name)")
        try AtomicFile.createFolder(folder.checkpointFolder)
        var experiment = TinyExperiment()
        experiment.recipe.epochs = epochs
        var run = TrainingRun(
            experiment, try experiment.readData(captured.console), in: folder, console: captured.console)
        run.measures = Measures(carbonIntensity: CarbonIntensity(grams: grams))
        run.measures.powercap = powercap
        return run
    }

    private func record(_ name: String) throws -> EnergyRecord {
        try #require(try EnergyRecord(of: RunFolder("\(place.path)/\(name)")))
    }

    @Test("a training without counters has an estimate, as summary, record and table")
    func estimated() throws {
        let outcome = try training("one").perform(continuing: false)
        let total = try #require(outcome.summary.energy)
        #expect(total.joules > 0 && total.estimatedShare == 1 && !total.isPartial)
        #expect((total.kilograms - total.joules / 3.6e6 * 0.1).magnitude < 1e-15)
        #expect(outcome.summary.json["energy_source"] == "estimate")
        #expect(outcome.summary.lines.contains { $0.hasPrefix("energy") && $0.hasSuffix(", estimated") })
        let record = try record("one")
        #expect(record.parts.count == 1 && record.total == total)
        let table = try CSVTable.read("\(place.path)/one/emissions.csv")
        #expect(table.header == EmissionsTable.columns && table.rows.count == 1)
        #expect(try table.numbers("energy_consumed") == [total.kilowattHours])
        #expect(try table.numbers("emissions") == [total.kilograms])
        #expect(try table.column("tracking_mode") == ["process"] && table.column("project_name") == ["tiny"])
        #expect(try table.column("experiment_id") == ["one"] && table.column("country_name") == [""])
    }

    @Test("continued parts add up at their own intensities, and a run with nothing left adds none")
    func continued() throws {
        _ = try training("long", epochs: 2).perform(continuing: false)
        let first = try record("long")
        let outcome = try training("long", epochs: 5, grams: 300).perform(continuing: true)
        let both = try record("long")
        #expect(both.parts.count == 2 && both.parts[0] == first.parts[0] && both.parts[0].id != both.parts[1].id)
        #expect(outcome.summary.energy == both.total && !both.isPartial)
        let grams = try #require(both.total?.intensity).grams
        #expect(grams > 100 && grams < 300)
        let again = try training("long", epochs: 5, grams: 300).perform(continuing: true)
        #expect(try record("long") == both && again.summary.energy == both.total)
        let table = try CSVTable.read("\(place.path)/long/emissions.csv")
        let total = try #require(both.total)
        #expect((try table.numbers("energy_consumed").reduce(0, +) - total.kilowattHours).magnitude < 1e-15)
        #expect(Set(try table.column("run_id")).count == 2)
    }

    @Test("energy differs between equal trainings, and their checkpoints and models do not")
    func bytes() throws {
        let powercap = FakePowercap()
        try powercap.write("intel-rapl:0", "package-0", 1)
        _ = try training("a", powercap: powercap.path).perform(continuing: false)
        _ = try training("b", epochs: 2).perform(continuing: false)
        _ = try training("b").perform(continuing: true)
        for file in ["checkpoints/epoch-0004.safetensors", "model.safetensors"] {
            #expect(try WholeFile.read("\(place.path)/a/\(file)") == WholeFile.read("\(place.path)/b/\(file)"))
        }
        #expect(try record("a") != record("b"))
    }

    @Test("a run without a record of its earlier part says so, and goes on saying so")
    func missing() throws {
        _ = try training("old", epochs: 2).perform(continuing: false)
        let file = "\(place.path)/old/energy.json"
        try FileManager.default.removeItem(atPath: file)
        let outcome = try training("old", epochs: 3).perform(continuing: true)
        #expect(outcome.summary.energy?.isPartial == true && outcome.summary.json["energy_is_partial"] == true)
        #expect(
            captured.messages.text.contains("warning: \(file) is missing; the energy of earlier parts is unknown\n"))
        let more = try training("old", epochs: 4).perform(continuing: true)
        #expect(more.summary.energy?.isPartial == true)
    }

    @Test(
        "a damaged record is set aside", arguments: ["", "{", "[]", "{\"parts\":[{}]}", "negative", "infinite"])
    func damaged(text: String) throws {
        _ = try training("bad", epochs: 2).perform(continuing: false)
        let file = "\(place.path)/bad/energy.json"
        var bytes = Array(text.utf8)
        if text == "negative" || text == "infinite" {
            let value = text == "negative" ? "\"seconds\" : -1" : "\"seconds\" : 1e999"
            let whole = String(decoding: try WholeFile.read(file), as: UTF8.self)
            bytes = Array(whole.replacing(#/"seconds" : [0-9.e-]+/#, with: value).utf8)
        }
        try AtomicFile.write(bytes, to: file)
        let outcome = try training("bad", epochs: 3).perform(continuing: true)
        #expect(outcome.summary.energy?.isPartial == true)
        #expect(try WholeFile.read(file + ".damaged") == bytes)
        #expect(
            captured.messages.text.contains(
                "warning: \(file): is not a record of energy; the energy of earlier parts is unknown, and the damaged "
                    + "file is kept as \(file).damaged\n"))
    }

    @Test("a training that diverges keeps the energy that it took")
    func diverged() throws {
        var run = try training("diverging")
        var experiment = run.experiment
        (experiment.recipe.epochs, experiment.recipe.learningRate) = (1_000, 1.2)
        let measures = run.measures
        run = TrainingRun(experiment, run.data, in: run.folder, console: captured.console)
        run.measures = measures
        #expect(throws: TrainingError.self) { _ = try run.perform(continuing: false) }
        #expect(try record("diverging").parts.count == 1)
    }

    @Test("a full disk is an error, as for every other file of a run")
    func unwritable() throws {
        let run = try training("full")
        try AtomicFile.createFolder("\(place.path)/full/energy.json")
        #expect(throws: FileError.self) { _ = try run.perform(continuing: false) }
    }

    @Test("the rows of a table of a run whose processors were read")
    func row() throws {
        var use = EnergyUse()
        (use.seconds, use.processorSeconds) = (100, 150)
        (use.processor.measured, use.memory.estimated) = (7_200, 36)
        let machine = MachineFacts(system: "Linux-6", processorModel: "A, B", processors: 4, memory: 1 << 33)
        var part = EnergyRecord.Part(
            id: "x", time: "2026-11-29T08:00:00", use: use, gramsPerKilowattHour: 500, machine: machine)
        let values = { (part: EnergyRecord.Part) -> CSVTable in
            try CSVTable(
                bytes: EmissionsTable.bytes(EmissionsTable.rows([part], tool: "tiny", run: "r")), file: "emissions.csv")
        }
        let read = try values(part)
        #expect(read.header.count == 38 && Set(read.header).count == 38)
        for (column, value) in [
            ("timestamp", "2026-11-29T08:00:00"), ("run_id", "x"), ("duration", "100.0"), ("cpu_power", "72.0"),
            ("ram_power", "0.36"), ("cpu_energy", "0.002"), ("ram_energy", "1e-05"), ("energy_consumed", "0.00201"),
            ("tracking_mode", "machine"), ("cpu_model", "A, B"), ("cpu_count", "4"), ("ram_total_size", "8.0"),
            ("os", "Linux-6"), ("cpu_utilization_percent", ""), ("pue", ""), ("gpu_energy", "0.0"),
        ] { #expect(try read.column(column) == [value], "\(column)") }
        #expect((try read.numbers("emissions")[0] - 0.001005).magnitude < 1e-12)
        #expect((try read.numbers("emissions_rate")[0] - 0.00001005).magnitude < 1e-14)
        (part.use.processor.measured, part.use.processor.estimated) = (0, 600)
        let estimated = try values(part)
        #expect(try estimated.column("tracking_mode") == ["process"])
        #expect(try estimated.numbers("cpu_utilization_percent") == [37.5])
    }
}
