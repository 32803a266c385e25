import Core
import Foundation
import TestSupport
import Testing

@testable import Workshop

@Suite("kumiki: reproduce") struct KumikiReproduceTests {
    /// A tool that does what its first word says, and notes every call in `calls`.
    private static let fake = """
        #!/bin/sh
        echo "$@" >> calls
        run=; resumes=
        for word; do
            [ "$last" = --run ] && run=$word
            [ "$word" = --resume ] && resumes=1
            last=$word
        done
        case "$1" in
        good) mkdir -p $run; echo '{}' > $run/config.json;
            echo '{"accuracy":0.75,"peak_memory_bytes":5000,'
            echo '"energy_joules":2.5,"energy_estimated_share":1,"emissions_kg_co2e":3e-7}' ;;
        after) echo '{"longest":7,"peak_memory_bytes":4000}' ;;
        data) echo "{\\"accuracy\\":$(cat $KUMIKI_DATA/numbers/n.txt)}" ;;
        bad) echo 'fake: note' >&2; echo 'fake: error: no luck' >&2; echo "See 'fake --help'" >&2; exit 65 ;;
        silent) exit 3 ;;
        text) echo done ;;
        killed) kill -9 $$ ;;
        slow)
            mkdir -p $run; echo '{}' > $run/config.json
            [ $resumes ] && { echo '{"accuracy":1}'; exit 0; }
            trap 'echo saved > saved; exit 143' TERM INT
            exec 9< $run; flock -n 9
            echo $$ > started
            while :; do sleep 0.02; done ;;
        esac
        """

    private static func experiment(_ name: String, _ commands: [String], data: String? = nil, more: String = "")
        -> String
    {
        let lines = commands.map { "\"fake \($0)\"" }.joined(separator: ",")
        let needed = data.map { #""data":"\#($0)","# } ?? ""
        let after =
            commands.count > 1
            ? #",{"name":"longest n","value":"longest","command":2,"is":"at least","reference":8,"tolerance":0,"source":"b"}"#
            : ""
        let setting = """
            {\(needed)"commands":[\(lines)],"seconds":1,"pictures":["figures/a.png"],"figures":[{"name":"accuracy",\
            "value":"accuracy","is":"at least","reference":0.75,"tolerance":0,"form":"percent","source":"a paper"}\(after)]}
            """
        return """
            {"name":"\(name)","group":"all","title":"Title of \(name)","shows":"s","full":[\(setting)]\(more)}
            """
    }

    private func place(_ experiments: String...) throws -> Workplace {
        let place = try Workplace(tool: "kumiki")
        try place.write(Array(Self.fake.utf8), to: "bin/kumiki-fake")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: place.path("bin/kumiki-fake"))
        let table = """
            {"data":[{"name":"numbers","places":["numbers"],"how":"count them"}],"experiments":[
            \(experiments.joined(separator: ",\n"))]}
            """
        try place.write(Array(table.utf8), to: "table.json")
        return place
    }

    private func reproduce(_ place: Workplace, _ words: String...) throws -> RunningTool {
        try place.start(
            ["reproduce", "--table", "table.json"] + words,
            environment: ["PATH": place.path("bin") + ":/bin:/usr/bin"])
    }

    private func calls(_ place: Workplace) -> [String] {
        ((try? place.text("calls")) ?? "").split(separator: "\n").map(String.init)
    }

    private static let good = "good --run {run}"

    @Test("results beside references, and finished experiments are not run again")
    func finished() throws {
        let place = try place(
            Self.experiment("one", [Self.good, "after --run {run}"]), Self.experiment("two", ["after"]))
        let outcome = try reproduce(place).outcome()
        #expect(outcome.code == 0)
        let rows = outcome.output.split(separator: "\n")
        #expect(rows[0].hasPrefix("experiment  figure           reference    ours  deviation  verdict"))
        #expect(rows[1].hasPrefix("one         accuracy   at least 75.0 %  75.0 %        0.0  met"))
        #expect(rows[2].hasPrefix("            longest n       at least 8       7         -1  missed"))
        #expect(rows[3].hasPrefix("two         accuracy   at least 75.0 %       –             no result"))
        #expect(outcome.output.contains("2 experiments: 2 done; 1 of 2 figures as good as the reference\n"))
        #expect(outcome.messageLines[0].hasPrefix("[1/2] one  1 of 2 met, accuracy 75.0 % (at least 75.0 %), "))
        let folder = "runs/reproduce/one"
        #expect(calls(place) == ["good --run \(folder) --json", "after --run \(folder) --json", "after --json"])
        let again = try reproduce(place, "--json").outcome()
        #expect(again.code == 0 && calls(place).count == 3)
        let object = try again.json()
        let experiments = try #require(object["experiments"] as? [[String: Any]])
        #expect(experiments.map { $0["state"] as? String } == ["done", "done"])
        #expect(experiments[0]["peak_memory_bytes"] as? Int == 5000)
        // Under the names of the tools' summaries; the second command says nothing of its energy.
        #expect(experiments[0]["energy_joules"] as? Double == 2.5 && experiments[0]["car_km"] != nil)
        #expect(experiments[0]["energy_is_partial"] as? Bool == true)
        let figures = try #require(experiments[0]["figures"] as? [[String: Any]])
        #expect(figures[1]["ours"] as? Int == 7 && figures[1]["met"] as? Bool == false)
        #expect(figures[1]["deviation"] as? Int == -1 && figures[1]["source"] as? String == "b")
        let page = try place.text("runs/reproduce/results.md")
        #expect(page.contains("| `one` | accuracy | at least 75.0 % | a paper | 75.0 % | 0.0 | met | "))
        #expect(page.contains(" 2.5 J |"))
        #expect(page.contains("- `one`, Title of one: `fake good`, then `fake after`. s.\n"))
        #expect(page.contains("| Title of one | `fake good` | accuracy | at least 75.0 % | 75.0 % | 1 of 2 met | "))
    }

    @Test("the page has every figure, the pictures, and links to the runs' own pages")
    func page() throws {
        let place = try place(
            Self.experiment("one", [Self.good]),
            Self.experiment("bad", ["bad"]).replacing("Title of bad", with: "R&B"))
        #expect(try reproduce(place).outcome().output.hasSuffix("page: runs/reproduce/index.html\n"))
        let bare = try place.text("runs/reproduce/index.html")
        #expect(bare.contains("<td class=\"number\">at least 75.0 %</td><td class=\"number\">75.0 %</td>"))
        #expect(bare.contains("<td>failed (65): no luck</td>"))
        #expect(bare.contains("<h3 id=\"one\">Title of one</h3>") && bare.contains("R&amp;B"))
        #expect(!bare.contains("R&B") && !bare.contains("<img") && !bare.contains("own page"))
        // What a training draws is on the page from the next call on.
        try place.write(
            Picture(width: 3, height: 1, channels: 1, pixels: [0, 9, 200]).png(for: "a.png"),
            to: "runs/reproduce/one/figures/a.png")
        try place.write([], to: "runs/reproduce/one/figures/index.html")
        _ = try reproduce(place).outcome()
        let page = try place.text("runs/reproduce/index.html")
        #expect(page.contains("<figure class=\"broad\"><img alt=\"A\" width=\"3\" height=\"1\" src=\"data:image/png"))
        #expect(page.contains("<a href=\"one/figures/index.html\">its own page</a>"))
    }

    @Test("--fresh repeats, as does the removal of a run, another command, or other data")
    func again() throws {
        let place = try place(Self.experiment("one", ["data"], data: "numbers"), Self.experiment("two", [Self.good]))
        try place.write(Array("0.8".utf8), to: "sets/numbers/n.txt")
        func count(_ words: String...) throws -> Int {
            let before = calls(place).count
            let line = ["reproduce", "--table", "table.json", "--data", "sets"] + words
            let outcome = try place.start(line, environment: ["PATH": place.path("bin") + ":/bin:/usr/bin"]).outcome()
            #expect(outcome.code == 0, "\(outcome.messages)")
            return calls(place).count - before
        }
        #expect(try count() == 2 && count() == 0 && count("one", "--fresh") == 1)
        try place.write(Array("0.9".utf8), to: "sets/numbers/n.txt")
        #expect(try count() == 1)
        try FileManager.default.removeItem(atPath: place.path("runs/reproduce/two"))
        #expect(try count() == 1)
        let table = try place.text("table.json").replacing("good --run {run}", with: "good --run {run} --more")
        try place.write(Array(table.utf8), to: "table.json")
        #expect(try count() == 1 && calls(place).last == "good --run runs/reproduce/two --more --json")
    }

    @Test("failures are reported with code and last error line, and the others go on")
    func failures() throws {
        let names = ["bad", "silent", "text", "killed"]
        let all = try place(
            Self.experiment("bad", ["bad"]), Self.experiment("silent", ["silent"]), Self.experiment("text", ["text"]),
            Self.experiment("killed", ["killed"]), Self.experiment("good", [Self.good]))
        let outcome = try reproduce(all).outcome()
        #expect(outcome.code == 65)
        for (name, words) in zip(
            names,
            [
                "failed (65): no luck", "failed (3): said nothing", "failed (70): printed no JSON object",
                "failed (137): ended by signal 9",
            ])
        {
            let line = outcome.output.split(separator: "\n").first { $0.hasPrefix(name) }
            #expect(line?.contains(words) == true, "\(line ?? "")")
        }
        #expect(outcome.output.contains("5 experiments: 1 done, 4 failed; 1 of 1 figure as good as the reference\n"))
        // A failure is tried again.
        let again = try reproduce(all, "silent").outcome()
        #expect(again.code == 3 && calls(all).count == 6)
    }

    @Test("Ctrl-C lets the tool save its state, and the next call continues")
    func interrupted() throws {
        let place = try place(Self.experiment("one", [Self.good]), Self.experiment("two", ["slow --run {run}"]))
        let running = try reproduce(place)
        #expect(running.reaches { place.exists("started") })
        running.signal(SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.code == 130 && place.exists("saved"))
        #expect(
            outcome.messages.hasSuffix(
                "kumiki: interrupted in two; continue with: kumiki reproduce --table table.json\n"))
        let folder = "runs/reproduce/two"
        let again = try reproduce(place).outcome()
        #expect(
            again.code == 0 && calls(place).last == "slow --run \(folder) --json --resume" && calls(place).count == 3)
    }

    @Test("a call that is killed loses nothing that is finished, and waits for a tool that still trains")
    func killed() throws {
        let place = try place(Self.experiment("one", [Self.good]), Self.experiment("two", ["slow --run {run}"]))
        let running = try reproduce(place)
        #expect(running.reaches { place.exists("started") })
        running.killAlone()
        let tool = try #require(Int32(place.text("started").filter { $0 != "\n" }))
        let next = try reproduce(place)
        #expect(
            next.reaches {
                next.messagesSoFar.contains("two: another process trains runs/reproduce/two; waiting for its end")
            })
        #expect(calls(place).count == 2)
        kill(tool, SIGTERM)
        let again = try next.outcome()
        #expect(again.code == 0 && calls(place).map { $0.prefix(4) } == ["good", "slow", "slow"])
    }

    @Test("what is missing is skipped with its reason; lists and plans run nothing")
    func skipped() throws {
        let place = try place(
            Self.experiment("one", ["data"], data: "numbers"), Self.experiment("two", [Self.good]),
            #"{"name":"three","group":"more","title":"t","shows":"s","lacks":"no such tool yet"}"#)
        let outcome = try reproduce(place).outcome()
        #expect(outcome.code == 0)
        #expect(outcome.messages.contains("[1/3] one    skipped: numbers is not here; count them\n"))
        #expect(outcome.messages.contains("[3/3] three  skipped: no such tool yet\n"))
        #expect(outcome.output.contains("3 experiments: 1 done, 2 skipped; 1 of 1 figure as good as the reference\n"))
        let quick = try reproduce(place, "--quick").outcome()
        #expect(quick.code == 0 && quick.messages.contains("two    skipped: has no quick form;"))
        let before = calls(place)
        let plan = try reproduce(place, "--dry-run", "--output", "elsewhere").outcome()
        #expect(plan.output.contains("two         built in  about 1.0 s  fake good\n"))
        #expect(plan.output.contains("1 experiment would be run, about 1.0 s on two cores\n"))
        let list = try reproduce(place, "--list", "two").outcome()
        #expect(list.output.contains("two         all    Title of two  accuracy  at least 75.0 %  a paper\n"))
        #expect(calls(place) == before && !place.exists("elsewhere"))
    }

    @Test("two calls do not share a folder, and a folder of somebody else is left alone")
    func foreign() throws {
        let place = try place(Self.experiment("one", ["slow --run {run}"]))
        try place.write([1], to: "mine/one/x")
        let outcome = try reproduce(place, "--output", "mine").outcome()
        #expect(outcome.code == 73 && place.exists("mine/one/x"))
        #expect(outcome.errorLine == "mine/one: was not made by kumiki reproduce, expected another --output")
        let running = try reproduce(place)
        #expect(running.reaches { place.exists("started") })
        try reproduce(place).outcome().expectRefusal(
            73, "runs/reproduce: another process reproduces experiments here, expected its end, or another --output")
        running.signal(SIGTERM)
        #expect(try running.outcome().code == 143)
    }

    @Test("mistakes of the command line and of the table")
    func usage() throws {
        let place = try place(Self.experiment("one", [Self.good]))
        try reproduce(place, "ones").outcome().expectRefusal(
            64, "unknown experiment 'ones', did you mean 'one'? Known: all, one")
        try place.write(Array("{".utf8), to: "table.json")
        try reproduce(place).outcome().expectRefusal(65, "table.json: is not JSON, expected a table of experiments")
        try place.write([], to: "runs/reproduce/progress.json")
        try place.write(Array(#"{"data":[],"experiments":[]}"#.utf8), to: "table.json")
        try reproduce(place).outcome().expectRefusal(
            65, "runs/reproduce/progress.json: is not a list of finished experiments")
    }
}

/// A command of the built-in table.
struct TableCommand: Sendable, CustomTestStringConvertible {
    let words: [String]
    var testDescription: String { words.joined(separator: " ") }

    static let all: [TableCommand] = {
        let commands = ((try? ExperimentTable.builtIn())?.experiments ?? []).flatMap { $0.settings.flatMap(\.commands) }
        var known: Set<[String]> = []
        return commands.map { [$0.tool] + $0.arguments(run: "run/x", data: "no-such-file") }
            .filter { known.insert($0).inserted }.map { TableCommand(words: $0) }
    }()
}

@Suite("Commands of the table of experiments") struct TableCommandTests {
    @Test("every command is one that its tool takes", arguments: TableCommand.all)
    func accepted(command: TableCommand) throws {
        let (tool, arguments) = (command.words[0], Array(command.words.dropFirst()))
        let pages = [arguments.first.map { "\(tool)+\($0)" }, "\(tool)+train", tool].compactMap { $0 }
        let page = try HelpTests.page(#require(pages.first(where: HelpTests.pages.contains)))
        for word in arguments + ["--json"] where word.hasPrefix("-") && word.contains(where: \.isLetter) {
            #expect(page.split { " ,[]\n".contains($0) }.contains(Substring(word)), "\(word)")
        }
        guard page.contains("--dry-run"), !arguments.contains("--given") else { return }
        let outcome = try Workplace(tool: tool).start(arguments + ["--dry-run", "--json"]).outcome()
        // 66: a data set or a text that is not here.
        #expect([0, 66].contains(outcome.code), "\(outcome.messages)")
    }
}
