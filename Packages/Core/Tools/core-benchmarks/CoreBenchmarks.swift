import ArgumentParser
import Core

/// `core-benchmarks`: the times of Core's operations on this machine, to detect a slowdown.
@main
struct CoreBenchmarks: Tool {
    static let configuration = CommandConfiguration.tool(
        "core-benchmarks", abstract: "Time Core's operations, from single additions to whole training steps.",
        discussion: """
            Each operation is warmed up and then timed many times; the median counts, and the fastest tenth shows the \
            limit of the machine. Compare two builds on an idle machine, one after the other.
            """)

    /// All operations, topic by topic.
    static let all =
        costBenchmarks + productBenchmarks + convolutionBenchmarks + poolingBenchmarks + sequenceBenchmarks
        + elementwiseBenchmarks + updateBenchmarks + trainingStepBenchmarks + measureBenchmarks

    @Option(help: ArgumentHelp("Only operations whose name contains this.", valueName: "name"))
    var only: String?

    @OptionGroup var threads: ThreadsOption

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        threads.apply()
        let console = output.console()
        let chosen = Self.all.filter { benchmark in only.map { benchmark.name.contains($0) } ?? true }
        guard !chosen.isEmpty else {
            var known: [String] = []
            for name in Self.all.map({ $0.name }) where !known.contains(name) { known.append(name) }
            throw ToolError.usage("no operation is called '\(only ?? "")'. Known: \(known.joined(separator: ", "))")
        }
        var table = TextTable([
            .left("operation"), .left("shape"), .right("median"), .right("fastest tenth"), .right("rate"),
            .right("aim"),
        ])
        var rows: [JSONValue] = []
        for benchmark in chosen {
            console.note(benchmark.name)
            let timing = benchmark.measure()
            table.add([
                benchmark.name, benchmark.shape, readable(timing.median), readable(timing.fastest),
                benchmark.work.rate(over: timing.median), benchmark.aim.map { "≤ \(readable($0))" } ?? "",
            ])
            rows.append(benchmark.json(timing))
        }
        guard output.json else { return try console.result(table) }
        var summary = RunSummary(tool: "core-benchmarks")
        summary.threads = ComputeContext.threads
        summary.extra["benchmarks"] = .array(rows)
        try console.summary(summary)
    }
}

extension Benchmark {
    fileprivate func json(_ timing: Timing) -> JSONValue {
        var row: JSONObject = ["name": .string(name), "shape": .string(shape)]
        row["median_seconds"] = .number(timing.median)
        row["fastest_tenth_seconds"] = .number(timing.fastest)
        row["aim_seconds"] = aim.map { .number($0) }
        switch work {
        case .none: break
        case .operations(let count): row["operations"] = .number(count)
        case .bytes(let count): row["bytes"] = .number(count)
        }
        return .object(row)
    }
}

/// A short time with three digits: `437 ns`, `2.91 µs`, `1.83 ms`.
func readable(_ seconds: Double) -> String {
    let (value, unit) =
        seconds < 1e-6 ? (seconds * 1e9, "ns") : seconds < 1e-3 ? (seconds * 1e6, "µs") : (seconds * 1e3, "ms")
    return "\(Readable.decimal(value, places: value < 10 ? 2 : value < 100 ? 1 : 0)) \(unit)"
}
