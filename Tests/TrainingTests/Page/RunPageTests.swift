import Files
import Foundation
import Foundations
import TestSupport
import Testing

@testable import Figures
@testable import Training

@Suite("The page of runs") struct RunPageTests {
    private let folder = TemporaryFolder()

    private func write(_ text: String, to name: String) throws { try folder.write(Array(text.utf8), to: name) }
    private func run(_ name: String) -> RunFolder { RunFolder("\(folder.path)/\(name)") }

    private func settings(_ tool: String = "a", format: Int = 2, lr: Double = 0.1, seed: Int = 0) -> String {
        #"{"format":\#(format),"tool":"\#(tool)","version":"9","experiment":{"model":"lin","dataset":"strokes","#
            + #""seed":\#(seed),"threads":2,"recipe":{"learningRate":\#(lr),"epochs":3}}}"#
    }

    private func writeRun(_ name: String, lr: Double = 0.1, seed: Int = 0, accuracy: Double = 0.5) throws {
        try write(settings(lr: lr, seed: seed), to: "\(name)/config.json")
        try write(
            "epoch,step,train_loss,test_accuracy,seconds\n1,10,2.5,0.25,1\n2,20,1.5,0.375,2\n3,30,1,\(accuracy),3\n",
            to: "\(name)/metrics.csv")
        try write(
            #"{"tool":"a","model":"lin","dataset":"strokes","epochs":3,"parameters":12,"seconds":3,"#
                + #""train_loss":1,"test_accuracy":\#(accuracy),"kept_epoch":3}"#, to: "\(name)/summary.json")
        let picture = Picture(width: 2, height: 2, channels: 1, pixels: [0, 64, 128, 255])
        try folder.write(try picture.png(for: ""), to: "\(name)/figures/weights.png")
    }

    @Test("a training's own page has its curves, numbers, figures, settings, command and machine")
    func training() throws {
        var experiment = TinyExperiment()
        let data = try experiment.prepare(Console(isQuiet: true))
        _ = try TrainingRun(experiment, data, in: run("one"), console: Console(isQuiet: true)).perform(
            continuing: false)
        try run("one").writePage()
        let html = String(decoding: try WholeFile.read(run("one").pageFile), as: UTF8.self)
        for part in [
            "line on points", "id=\"curves\"", "\"id\":\"train_loss\"", "test loss", "recipe.learningRate", "oneDNN",
        ] {
            #expect(html.contains(part), "\(part)")
        }
        #expect(html.contains(try #require(try run("one").commands().first).command.prefix(10)))
        #expect(html.contains("data:image/png;base64,"), "the figure of the architecture")
        #expect(RunPage([run("one")]).problems.isEmpty)
    }

    @Test("a live figure that has no picture yet is on the page of a training")
    func livePicture() throws {
        try writeRun("one")
        try write(#"{"kind":"frames","axes":[]}"#, to: "one/figures/output.live.json")
        let html = RunPage([run("one")]).html()
        #expect(html.contains("<figure data-live=\"/output\"><p class=\"notice\">The picture comes at the end"))
        #expect(html.contains("data-live-data=\"/output\"") && !html.contains("cannot be read"))
    }

    @Test("a page that is followed asks for what comes after its state, and may")
    func followed() throws {
        try writeRun("one")
        let (live, still) = (RunPage([run("one")]).html(followedFrom: "x-1"), RunPage([run("one")]).html())
        #expect(live.contains("<html lang=\"en\" data-events=\"events?after=x-1\">"))
        #expect(live.contains("content=\"\(RunPage.livePolicy)\""))
        #expect(RunPage.livePolicy.contains("connect-src 'self';"))
        #expect(!still.contains("data-events=") && still.contains("connect-src 'none';"))
    }

    @Test("a picture that is replaced is made smaller again")
    func smallerPictures() throws {
        var random = RandomStream(seed: 1, name: StreamName("noise"))
        func noise() throws -> [UInt8] {
            let pixels = (0..<1_400 * 1_400 * 3).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
            return try Picture(width: 1_400, height: 1_400, channels: 3, pixels: pixels).png(for: "")
        }
        try writeRun("one")
        var pages: [String] = []
        for _ in 0..<2 {
            try folder.write(try noise(), to: "one/figures/noise.png")
            pages += [RunPage([run("one")]).html(), RunPage([run("one")]).html()]
        }
        #expect(pages[0] == pages[1] && pages[2] == pages[3] && pages[1] != pages[2])
        #expect(pages[0].contains("smaller than <code>"))
    }

    @Test("only the settings that differ are in the table, and the best value has a star")
    func comparison() throws {
        try writeRun("first", lr: 0.1, accuracy: 0.5)
        try writeRun("second", lr: 0.01, accuracy: 0.75)
        let page = RunPage([run("first"), run("second")]).page
        let text = page.sections.first { $0.id == "settings" }?.body.text ?? ""
        #expect(text.contains("Only the settings that differ") && text.contains(">lr<"))
        let table = text.prefix(upTo: text.range(of: "<details")?.lowerBound ?? text.endIndex)
        #expect(!table.contains("batch") && !table.contains("dataset") && table.contains("0.01"))
        let results = page.sections.first { $0.id == "results" }?.body.text ?? ""
        #expect(results.components(separatedBy: "number best").count - 1 == 1 && results.contains("75.00 %"))
        #expect(page.charts.map(\.id) == ["train_loss", "test_accuracy"])
        #expect(page.charts[0].series.map(\.run) == [0, 1] && page.charts[1].isFraction)
        #expect(page.runs.map(\.name) == ["first", "second"])
        #expect(page.runs[0].knots.map(\.axis) == ["epoch", "step", "seconds"])
    }

    @Test("the energy of a training is a number of its page, and a column of several")
    func energy() throws {
        func results(_ names: String...) -> String {
            RunPage(names.map(run)).page.sections.first { $0.id == "results" }?.body.text ?? ""
        }
        try writeRun("without")
        #expect(!results("without").contains("energy"))
        try writeRun("with")
        try write(
            #"{"tool":"a","test_accuracy":0.5,"energy_joules":36,"energy_kwh":1e-5,"energy_source":"estimate","#
                + #""energy_estimated_share":1,"carbon_intensity_g_per_kwh":500,"emissions_kg_co2e":5e-6}"#,
            to: "with/summary.json")
        #expect(results("with").contains("<dt>energy</dt><dd>36 J<small>estimated</small></dd>"))
        #expect(results("with").contains("<td>36 J = 1e-05 kWh, estimated</td>"))
        #expect(results("with").contains("5e-06 kg CO₂e at 500 g/kWh"))
        #expect(!results("with").contains("energy joules"), "no number stands twice")
        let table = results("with", "without")
        #expect(table.contains(">energy</th>") && table.contains(">36 J</td>") && table.contains(">–</td></tr>"))
    }

    @Test("runs that differ in the seed alone have a mean and a deviation")
    func seeds() throws {
        for (seed, accuracy) in [0.5, 0.75, 1].enumerated() { try writeRun("s\(seed)", seed: seed, accuracy: accuracy) }
        try writeRun("other", lr: 1, accuracy: 0.25)
        let page = RunPage(["s0", "s1", "s2", "other"].map(run)).page
        let results = page.sections.first { $0.id == "results" }?.body.text ?? ""
        #expect(results.contains("75.00 % <span class=\"deviation\">± 25.00 %"))
        #expect(results.contains("s0, s1, s2"))
        // The same run twice is no second seed.
        let twice = RunPage([run("s0"), run("s0")]).page
        #expect(twice.sections.first { $0.id == "results" }?.body.text.contains("±") == false)
    }

    @Test("a run of several seeds has the curves and the deviation of all")
    func ownSeeds() throws {
        try writeRun("many")
        try writeRun("many/seeds/seed-1", seed: 1, accuracy: 0.75)
        try write(
            #"{"tool":"a","test_accuracy":0.5,"seeds":[{"seed":0,"test_accuracy":0.5},{"seed":1,"test_accuracy":0.75}]}"#,
            to: "many/summary.json")
        let page = RunPage([run("many")]).page
        #expect(page.charts.first { $0.id == "test_accuracy" }?.series.map(\.name) == ["seed 0", "seed 1"])
        let results = page.sections.first { $0.id == "results" }?.body.text ?? ""
        #expect(results.contains("over 2 seeds") && results.contains("62.50 %") && results.contains("mean ± deviation"))
    }

    @Test("damaged, foreign, newer, half-written and missing runs become sentences")
    func badRuns() throws {
        try writeRun("good")
        try write(#"{"format":2,"to"#, to: "cut/config.json")
        try write(settings(), to: "halved/config.json")
        try write("", to: "halved/summary.json")
        try write(settings(), to: "torn/config.json")
        try write("epoch,train_loss\n1,2.5\n2,a", to: "torn/metrics.csv")
        try write(settings(format: 99), to: "newer/config.json")
        try write("{}", to: "foreign/config.json")
        try write(settings(), to: "odd/config.json")
        try write("[1,2]", to: "odd/summary.json")
        try write("{", to: "odd/commands.json")
        try write("no picture", to: "odd/figures/x.png")
        try write(#"{"kind":"frames","frames":[NaN]}"#, to: "odd/figures/x.live.json")
        let names = ["good", "cut", "halved", "torn", "newer", "foreign", "odd", "gone"]
        let page = RunPage(names.map(run))
        #expect(page.problems.count == 8, "\(page.problems)")
        for name in names.dropFirst() { #expect(page.problems.contains { $0.contains("/\(name)") }, "\(name)") }
        let html = page.html()
        #expect(html.contains("later version of Kumiki") && html.contains("deleted meanwhile"))
        #expect(html.contains("cannot be read") && !html.contains("data-live-data="))
        #expect(page.page.charts.first?.series.map(\.run) == [0])
        // Each alone, too.
        for name in names { #expect(RunPage([run(name)]).html().contains("</html>"), "\(name)") }
        #expect(RunPage([]).html().contains("0 runs"))
    }

    @Test("names from outside stay text")
    func hostileNames() throws {
        let name = "<b onmouseover=x>&\"'"
        try writeRun(name)
        try write(
            #"{"tool":"<i>","model":"</script><script>x","test_accuracy":0.5,"note":"<u>"}"#, to: "\(name)/summary.json"
        )
        try FileManager.default.moveItem(
            atPath: "\(folder.path)/\(name)/figures/weights.png", toPath: "\(folder.path)/\(name)/figures/<s>'.png")
        let html = RunPage([run(name)]).html()
        for mark in ["<b ", "<i>", "<u>", "<s>", "<script>x"] { #expect(!html.contains(mark), "\(mark)") }
    }

    @Test("a training that goes on has the numbers of its latest epoch")
    func unfinished() throws {
        try writeRun("open")
        try FileManager.default.removeItem(atPath: run("open").summaryFile)
        let text = RunPage([run("open")]).page.sections.first { $0.id == "results" }?.body.text ?? ""
        #expect(text.contains("has not finished") && text.contains("50.00 %"))
        let commands = RunPage([run("open")]).page.sections.first { $0.id == "commands" }?.body.text ?? ""
        #expect(commands.contains("a --resume --run"))
        #expect(RunPage([run("open")]).page.title == "lin on strokes")
        // Some tools say only at the end what they have trained.
        try write(#"{"format":2,"tool":"a","version":"9","experiment":{"seed":0}}"#, to: "open/config.json")
        #expect(RunPage([run("open")]).page.title == "a: open")
    }

    @Test("a series stands for its runs, and has its own figures first")
    func series() throws {
        try writeRun("sweep/one")
        try writeRun("sweep/two", lr: 0.2)
        try write(
            #"{"format":2,"tool":"a","version":"9","kind":"sweep","members":[{"name":"one"},{"name":"two"},{"name":"../x"},{"name":"late"}]}"#,
            to: "sweep/config.json")
        try folder.write(
            try Picture(width: 1, height: 1, channels: 1, pixels: [9]).png(for: ""), to: "sweep/figures/sweep.png")
        let page = RunPage([run("sweep")])
        #expect(page.runCount == 2 && page.page.title == "Sweep of a" && page.problems.isEmpty)
        let figures = try #require(page.page.sections.first { $0.id == "figures" }?.body.text)
        let (own, weights) = (figures.range(of: "Sweep"), figures.range(of: "Weights"))
        #expect(try #require(own).lowerBound < #require(weights).lowerBound)
    }

    @Test("a page of many large pictures stays small, and says what is smaller or missing")
    func budget() throws {
        var random = RandomStream(seed: 2, name: StreamName("noise"))
        let noise = (0..<900 * 900).map { _ in UInt8(random.uniform(in: 0..<256)) }
        let bytes = try Picture(width: 900, height: 900, channels: 1, pixels: noise).png(for: "")
        try write(settings(), to: "big/config.json")
        for number in 0..<12 { try folder.write(bytes, to: "big/figures/noise-\(number).png") }
        let html = RunPage([run("big")]).html()
        #expect(html.utf8.count < 3_000_000)
        #expect(html.contains("smaller than") && html.contains("too large for the page"))
    }

    @Test("runs have the shortest names that tell them apart")
    func names() {
        func names(_ paths: String...) -> [String] { RunPageLayout.names(of: paths.map { RunFolder($0) }) }
        #expect(names("runs/a/x", "runs/a/y") == ["x", "y"])
        #expect(names("runs/a/x", "runs/b/x") == ["a/x", "b/x"])
        #expect(names("x") == ["x"])
        #expect(names("runs/a/x", "runs/a/x") == ["runs/a/x", "runs/a/x"])
    }

    @Test("commands are recorded once for each part of a training, a damaged list is replaced")
    func commands() throws {
        try write("{", to: "c/commands.json")
        try run("c").recordCommand()
        try run("c").recordCommand()
        #expect(try run("c").commands().count == 2)
        #expect(
            CommandRecord.command(["/usr/bin/kmnist-train", "--run", "a b", "--lr", "0.1"])
                == "kmnist-train --run 'a b' --lr 0.1")
        #expect(throws: FileError.self) {
            try folder.write([0], to: "d/commands.json")
            _ = try run("d").commands()
        }
    }
}
