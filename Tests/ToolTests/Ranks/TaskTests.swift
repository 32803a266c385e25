import Testing

@Suite("Parts of tasks") struct TaskTests {
    @Test("parts in any order end in the bytes of the whole, and --resume reports them")
    func parts() throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        let settings = ["--dataset", "set", "--epochs", "1", "--runs", "3", "--threads", "1", "--no-page"]
        let whole = try place.start(settings + ["--run", "one"]).outcome()
        #expect(whole.code == 0)
        for part in ["2/2", "1/2"] {
            let outcome = try place.start(settings + ["--run", "parts", "--part", part]).outcome()
            try #require(outcome.code == 0, "\(outcome.messages)")
            // The last one reports the whole.
            #expect(outcome.output.contains("part 2 of 2 is done; when all are: ") == (part == "2/2"))
        }
        let outcome = try place.start(["--resume", "--run", "parts", "--no-page"]).outcome()
        #expect(outcome.code == 0 && outcome.output.contains("over 3 seeds"), "\(outcome.messages)")
        for name in ["", "seeds/seed-1/", "seeds/seed-2/"] {
            #expect(
                try place.bytes("runs/kmnist-train/parts/\(name)model.safetensors")
                    == place.bytes("runs/kmnist-train/one/\(name)model.safetensors"), "\(name)")
        }
    }

    @Test("a search of svm in parts finds what a whole one finds, and --resume reports it")
    func grid() throws {
        let place = try Workplace(tool: "svm")
        let search = ["grid", "--dataset", "circles", "--costs", "1,10", "--threads", "1", "--no-page"]
        let whole = try place.start(search + ["--run", "one", "--json"]).outcome().json()
        for part in ["2/2", "1/2"] {
            let outcome = try place.start(search + ["--run", "parts", "--part", part]).outcome()
            try #require(outcome.code == 0, "\(outcome.messages)")
            // Half of the parts of each γ: none is complete before the other half is there.
            #expect(place.exists("runs/svm/parts/grid.csv") == (part == "1/2"))
        }
        #expect(try place.text("runs/svm/parts/grid.csv") == place.text("runs/svm/one/grid.csv"))
        let resumed = try place.succeed("grid", "--resume", "--run", "parts", "--json", "--no-page")
        #expect(!resumed.messages.contains("  part "))
        #expect(try resumed.json()["accuracies"] as? [[Double]] == whole["accuracies"] as? [[Double]])
    }

    @Test("fits of svm in parts end in the machine and the scores of the whole")
    func fits() throws {
        let place = try Workplace(tool: "svm")
        let train = ["train", "--dataset", "moons", "--threads", "1", "--no-page"]
        let whole = try place.start(train + ["--runs", "4", "--run", "one"]).outcome()
        #expect(whole.code == 0, "\(whole.messages)")
        for part in ["3/3", "2/3", "1/3"] {
            let outcome = try place.start(train + ["--runs", "4", "--run", "parts", "--part", part]).outcome()
            try #require(outcome.code == 0, "\(outcome.messages)")
            #expect(outcome.output.contains("part \(part.first ?? " ") of 3 is done") == (part != "1/3"))
            #expect(
                try place.finishedTasks("runs/svm/parts", part: "-\(part.replacing("/", with: "-of-"))").count
                    == (part == "1/3" ? 2 : 1))
        }
        for file in ["model.svm", "runs.csv"] {
            #expect(try place.bytes("runs/svm/parts/\(file)") == place.bytes("runs/svm/one/\(file)"), "\(file)")
        }
        let resumed = try place.succeed("train", "--resume", "--run", "parts", "--no-page")
        #expect(resumed.messages.contains("the run is complete: it has its 4 fits"))
        #expect(
            try place.run("train", "--dataset", "moons", "--part", "1/2", "--run", "a").errorLine?
                .contains("--runs asks for several") == true)
        #expect(!place.exists("runs/svm/a"))
    }

    @Test("what has no parts, and parts without a folder, are refused; processes of srun are not taken for one")
    func refused() throws {
        let place = try Workplace.withSmallData(for: "kmnist-train")
        #expect(try place.run("--dataset", "set", "--part", "1/2", "--run", "a").errorLine?.contains("--runs") == true)
        #expect(try place.run("--dataset", "set", "--runs", "2", "--part", "1/2").errorLine?.contains("--run") == true)
        let srun = ["SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "4"]
        let lost = try place.run("--dataset", "set", "--run", "b", environment: srun)
        #expect(lost.code == 69 && lost.errorLine?.contains("--mpi=pmix") == true)
        #expect(!place.exists("runs/kmnist-train/b"))
    }

    @Test("a tool that is started alone loads no MPI, and a step that cannot be divided is refused")
    func divided() throws {
        let place = try Workplace(tool: "anbn-train")
        let outcome = try place.run("--shards", "2", "--cell", "srn", "--max-n", "3")
        #expect(outcome.code == 64 && outcome.errorLine?.contains("so it cannot be divided") == true)
        let graph = try Workplace(tool: "gnn-train")
        let whole = try graph.run("--dataset", "karate", "--shards", "2")
        #expect(whole.code == 64 && whole.errorLine?.contains("--batch-size") == true)
    }
}
