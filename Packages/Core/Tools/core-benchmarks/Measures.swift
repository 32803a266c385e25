import Core
import FoundationEssentials

/// What is measured besides the results of a training.
let measureBenchmarks = [
    Benchmark("energy, after a step", "", count: 64, aim: 1e-6) {
        let meter = EnergyMeter(PowerCounters())
        return { for _ in 0..<64 { meter.sampleIfDue() } }
    },
    Benchmark("energy, a sample", "once a second") {
        let meter = EnergyMeter(PowerCounters())
        return { meter.sample() }
    },
    Benchmark("events: scalars", "100,000", aim: 1) {
        let folder = FileManager.default.temporaryDirectory.path + "/core-benchmarks-\(UUID().uuidString)"
        return {
            try? AtomicFile.createFolder(folder)
            let writer = try? EventFileWriter(in: folder)
            for step in 0..<100_000 { try? writer?.add([("train_loss", .scalar(Double(step)))], step: step) }
            try? writer?.flush()
            try? FileManager.default.removeItem(atPath: folder)
        }
    },
    Benchmark("histogram of weights", "200,000") {
        let weights = normal([200_000]).scalars(Float.self)
        return { keep(ValueHistogram(weights)) }
    },
]
