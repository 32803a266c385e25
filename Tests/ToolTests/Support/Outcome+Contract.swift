import Testing

extension Outcome {
    /// The object that `--json` printed: alone on standard output, with the members that every tool's training has and
    /// those named here, and no others.
    func trainingJSON(adding others: Set<String>, sourceLocation: SourceLocation = #_sourceLocation) throws
        -> [String: Any]
    {
        let common: Set = [
            "tool", "version", "dataset", "model", "parameters", "epochs", "seed", "threads", "seconds",
            "seconds_per_epoch", "examples_per_second", "train_loss", "peak_memory_bytes", "run", "steps", "kept_epoch",
            "kept_by", "energy_joules", "energy_kwh", "energy_source", "energy_estimated_share",
            "carbon_intensity_g_per_kwh", "emissions_kg_co2e", "car_km",
        ]
        #expect(code == 0, sourceLocation: sourceLocation)
        #expect(output.split(separator: "\n").count == 1, sourceLocation: sourceLocation)
        let object = try json()
        #expect(Set(object.keys) == common.union(others), sourceLocation: sourceLocation)
        #expect(object["tool"] as? String == tool, sourceLocation: sourceLocation)
        return object
    }

    /// Checks that the tool refused: this code, one line that begins so, and nothing on standard output.
    func expectRefusal(_ code: Int32, _ line: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(self.code == code, sourceLocation: sourceLocation)
        #expect(errorLine?.hasPrefix(line) == true, "\(messages)", sourceLocation: sourceLocation)
        #expect(output.isEmpty, sourceLocation: sourceLocation)
    }
}

/// Checks that a tool's help says all of these, wherever its lines break.
func expectHelp(
    _ tool: String, _ arguments: String..., says texts: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let outcome = try Workplace(tool: tool).start(arguments + ["--help"]).outcome()
    #expect(outcome.code == 0 && outcome.messages.isEmpty, sourceLocation: sourceLocation)
    let words = outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for text in texts { #expect(words.contains(text), "\(text)", sourceLocation: sourceLocation) }
}

/// What the help of every tool that trains names.
let trainingOptions = [
    "--epochs <n>", "--batch-size <n>", "--lr <rate>", "--optimizer <name>", "--seed <n>", "--threads <n>",
    "--run <name>", "--resume", "--dry-run", "--carbon-intensity <g/kWh>",
    "--tensorboard", "--watch", "--json", "--quiet",
]
