import Core
import Foundation
import Testing

@Suite("svm on ranks", .enabled(if: !MPI.installed.isEmpty, Comment(rawValue: MPI.missing))) struct SVMRankTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "svm") }

    @Test("the pairs of many classes are divided: the same model on one process and on 2 and 4 ranks of every library")
    func pairs() throws {
        let settings = ["train", "--dataset", "strokes", "--examples", "300", "--threads", "1", "--no-page"]
        let alone = try place.start(settings + ["--probability", "--run", "one"]).outcome()
        try #require(alone.code == 0, "\(alone.messages)")
        for mpi in MPI.installed {
            for ranks in [2, 4] {
                let name = "\(mpi.name)-\(ranks)"
                let outcome = try place.start(
                    on: ranks, of: mpi, settings + ["--probability", "--run", name, "--model", "\(name).svm"]
                ).outcome()
                try #require(outcome.code == 0, "\(outcome.messages)")
                #expect(outcome.messages.contains("\(ranks) ranks on "))
                let model = try place.bytes("runs/svm/one/model.svm")
                #expect(try place.bytes("runs/svm/\(name)/model.svm") == model, "\(name)")
                #expect(try place.bytes("\(name).svm") == model)
                #expect(place.names(in: "runs/svm/\(name)") == place.names(in: "runs/svm/one"))
            }
        }
    }

    @Test(
        "the fits of --runs and the parts of a search are dealt, with the results of one process",
        arguments: MPI.installed)
    func tasks(mpi: MPI) throws {
        let train = ["train", "--dataset", "moons", "--threads", "1", "--no-page"]
        let alone = try place.start(train + ["--runs", "3", "--run", "one"]).outcome()
        let outcome = try place.start(on: 2, of: mpi, train + ["--runs", "3", "--run", "many"]).outcome()
        #expect(alone.code == 0 && outcome.code == 0, "\(outcome.messages)")
        for file in ["model.svm", "runs.csv"] {
            #expect(try place.bytes("runs/svm/many/\(file)") == place.bytes("runs/svm/one/\(file)"), "\(file)")
        }
        // What ranks have fitted, one process does not fit again, and the other way round.
        let more = try place.start(["train", "--resume", "--run", "many", "--runs", "4", "--no-page"]).outcome()
        #expect(more.code == 0 && more.messages.contains("fit 4 of 4") && !more.messages.contains("fit 2 of 4"))
        let again = try place.start(on: 2, of: mpi, ["train", "--resume", "--run", "many", "--no-page"]).outcome()
        #expect(again.code == 0 && again.messages.contains("the run is complete: it has its 4 fits"))

        let grid = ["grid", "--dataset", "circles", "--costs", "1,10", "--threads", "1", "--no-page"]
        let one = try place.start(grid + ["--run", "search"]).outcome()
        let two = try place.start(on: 2, of: mpi, grid + ["--run", "searches"]).outcome()
        #expect(one.code == 0 && two.code == 0, "\(two.messages)")
        #expect(try place.bytes("runs/svm/searches/grid.csv") == place.bytes("runs/svm/search/grid.csv"))
        // 25 tasks: the first rank does tasks 1, 3, 5 and so on, the second one the others.
        let (first, second) = (
            try place.finishedTasks("runs/svm/searches", part: "-1-of-2"),
            try place.finishedTasks("runs/svm/searches", part: "-2-of-2")
        )
        #expect(first.count == 13 && second.count == 12)
        #expect(try Set(first + second) == Set(place.finishedTasks("runs/svm/search")))
    }

    @Test(
        "two classes leave a rank without work, which is said; errors and other settings end all",
        arguments: MPI.installed)
    func ends(mpi: MPI) throws {
        let pair = ["train", "--dataset", "moons", "--threads", "1", "--no-page"]
        let outcome = try place.start(on: 2, of: mpi, pair + ["--run", "two"]).outcome()
        #expect(outcome.code == 0 && outcome.messages.contains("only 1 of 2 ranks can work"), "\(outcome.messages)")
        let missing = try place.start(on: 2, of: mpi, ["train", "--dataset", "nothing"]).outcome()
        #expect(missing.code == 66 && missing.messageLines.count { $0.contains("error:") } == 1)
        let tool = try #require(RunningTool.binary("svm")).path
        for command in ["train", "grid"] {
            let both = [command, "--dataset", "moons", "--run", "other", ":", "-n", "1", tool]
            let other = try place.start(
                on: 1, of: mpi, both + [command, "--dataset", "moons", "--seed", "1", "--run", "other"]
            ).outcome()
            #expect(other.code == 65 && other.messages.contains("other data than rank 0"), "\(other.messages)")
        }
        #expect(place.names(in: "runs/svm") == ["two"])
    }

    @Test("a fit that is stopped ends on all ranks, and leaves nothing", arguments: MPI.installed)
    func stopped(mpi: MPI) throws {
        try place.writeNoise()
        let endless = ["--dataset", "noise.txt", "-C", "1e9", "--gamma", "5", "--tolerance", "1e-9", "--run", "fit"]
        let tool = try place.start(on: 2, of: mpi, ["train"] + endless)
        #expect(tool.reaches { tool.messagesSoFar.contains("fitting 1,000 examples") })
        tool.signal(mpi == .openMPI ? SIGUSR1 : SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.messages.contains("interrupted before the machine was fitted"), "\(outcome.messages)")
        #expect(!place.exists("runs"))
    }
}
