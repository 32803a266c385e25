import Foundation
import Testing

@Suite("Sequence tools: Ctrl-C") struct SequenceInterruptionTests {
    @Test("a training that is interrupted says how to continue, and ends as if never stopped: charrnn")
    func characters() throws {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(lines: 100), to: "text.txt")
        let settings = ["--text", "text.txt", "--cell", "lstm", "--hidden", "32", "--layers", "2"]
        try StoppedTraining(place: place, settings: settings + ["--sample-every", "70"])
            .endsAsIfNeverStopped(by: SIGINT, comparing: ["loss.csv", "samples.txt"])
    }

    @Test("anbn-train")
    func counting() throws {
        try StoppedTraining(place: Workplace(tool: "anbn-train"), settings: ["--cell", "lstm"])
            .endsAsIfNeverStopped(by: SIGINT)
    }

    @Test("copy-transformer")
    func copying() throws {
        let settings = ["--bits", "3", "--training-sequences", "96", "--validation-sequences", "9"]
        try StoppedTraining(place: Workplace(tool: "copy-transformer"), settings: settings).endsAsIfNeverStopped(
            by: SIGINT)
    }
}
