import Foundation
import Testing

@Suite("gnn-train: bad input") struct GNNErrorTests {
    @Test("options that make no sense") func options() throws {
        let place = try Workplace(tool: "gnn-train")
        func refuse(_ arguments: String..., saying line: String, code: Int32 = 64) throws {
            try place.start(arguments).outcome().expectRefusal(code, line)
        }
        try refuse("--model", "gnc", saying: "unknown model 'gnc', did you mean 'gcn'?")
        try refuse("--best", "loses", saying: "unknown measure 'loses', did you mean 'loss'?")
        try refuse("--epochs", "0", saying: "--epochs 0: expected a whole number from 1")
        try refuse("--dropout", "1", saying: "--dropout 1: expected a number from 0 to 0.95")
        try refuse(
            "--batch-size", "10", saying: "--batch-size 10: expected none: only --model sage learns from samples")
        try refuse("--model", "sage", "--neighbors", "3,3", saying: "--neighbors 3,3: expected --batch-size")
        try refuse(
            "--model", "sage", "--batch-size", "9", "--neighbors", "3",
            saying: "--neighbors 3: expected a number for each of 2 layers")
        try refuse("--preset", "best", "--model", "gcn", saying: "--preset best is for --model grand")
        try refuse(
            "--dataset", "karate", "--validation", "0.01",
            saying:
                "--validation 0.01 of 10 nodes: expected at least one for training and one for validation")
        try refuse("--heads", "4", saying: "--heads is for --model gat")
        for option in [["--layers", "3"], ["--residual"]] {
            let outcome = try place.start(["--model", "grand"] + option).outcome()
            outcome.expectRefusal(64, "\(option[0]) is for --model gcn, gat, sage")
        }
        try refuse(
            "--dataset", "citations", "--nodes", "100000000", "--features", "65536",
            saying: "--nodes 100000000: expected nodes × features of at most 4,000,000,000")
        try refuse("--nodes", "500", saying: "--nodes is for --dataset citations")
        try refuse("--dataset", "citations", "--nodes", "5", saying: "--nodes 5: expected a whole number from 100")
        try refuse("--dataset", "coar", saying: "unknown data set 'coar', did you mean 'cora'?", code: 66)
        try refuse("--dataset", "cora", saying: "cora is not here. Looked for ind.cora.x", code: 66)
        try refuse("--dataset", "./nothing", saying: "no data set or folder './nothing'", code: 66)
        try refuse("--resume", saying: "no run in runs/gnn-train to continue", code: 66)
        try refuse("explain", "3", saying: "no run in runs/gnn-train", code: 66)
        #expect(place.names().isEmpty)
    }

    @Test("a hostile pickle runs nothing and is named") func pickle() throws {
        let place = try Workplace(tool: "gnn-train")
        for part in ["x", "tx", "allx", "y", "ty", "ally", "graph", "test.index"] {
            try place.write(Array("cos\nsystem\n(S'touch owned'\ntR.".utf8), to: "set/ind.evil.\(part)")
        }
        try place.write(Array("1\n2\n".utf8), to: "set/ind.evil.test.index")
        let outcome = try place.run("--dataset", "./set")
        outcome.expectRefusal(65, "./set/ind.evil.allx: byte 0: names 'os.system', which is not allowed here")
        #expect(place.names() == ["set"])
    }

    @Test("graphs that cannot be learned") func graphs() throws {
        let place = try Workplace(tool: "gnn-train")
        func refuse(_ nodes: String, _ edges: String, saying line: String) throws {
            try place.write(Array(nodes.utf8), to: "g/nodes.csv")
            try place.write(Array(edges.utf8), to: "g/edges.csv")
            try place.run("--dataset", "./g").expectRefusal(65, line)
        }
        try refuse("id,label\n", "source,target\n", saying: "./g/nodes.csv: the graph has no nodes")
        try refuse("id,label\na,1\nb,2\n", "source,target\na,c\n", saying: "./g/edges.csv: edge 1 names node 'c'")
        try refuse(
            "id,label\na,\nb,\n", "source,target\n", saying: "./g/nodes.csv: column 'label': no node has a label")
        try refuse(
            "id,label,w\na,1,2\nb,2,\n", "source,target\n", saying: "./g/nodes.csv: line 3, column 'w': empty, expected"
        )
        try place.write([], to: "g/nodes.csv")
        try place.run("--dataset", "./g").expectRefusal(65, "./g/nodes.csv: line 1: the file is empty")
    }

    @Test("self-loops and repeated edges are dropped and counted") func cleaning() throws {
        let place = try Workplace(tool: "gnn-train")
        let nodes = (0..<12).map { "n\($0),\($0 % 2)\n" }.joined()
        let edges = (0..<12).map { "n\($0),n\(($0 + 2) % 12)\n" }.joined() + "n1,n1\nn0,n2\nn0,n2\n"
        try place.write(Array("id,label\n\(nodes)".utf8), to: "g/nodes.csv")
        try place.write(Array("source,target\n\(edges)".utf8), to: "g/edges.csv")
        let outcome = try place.succeed("--dataset", "./g", "--epochs", "2", "--run", "./r")
        #expect(outcome.messages.contains("dropped an edge from a node to itself\n"))
        #expect(outcome.messages.contains("dropped 2 repeated edges\n"))
        try place.run("explain", "n99", "--run", "./r").expectRefusal(64, "no node 'n99' in ./g")
        try place.run("predict", "/nowhere/x.csv", "--run", "./r").expectRefusal(73, "/nowhere/x.csv: No such file")
    }

    @Test("damaged runs and models are refused") func damage() throws {
        let place = try Workplace(tool: "gnn-train")
        try place.succeed("--dataset", "karate", "--epochs", "2", "--run", "./r", "--quiet")
        try place.run("--run", "./r").expectRefusal(73, "./r: a run already exists here")
        for (option, run) in [
            (["--hidden", "3"], "64"), (["--best", "loss"], "both"), (["--residual"], "false"),
            (["--dataset", "citations"], "karate"), (["--validation", "0.3"], "none"),
            (["--weight-decay", "0"], "0.0005"),
        ] {
            try place.start(["--resume", "--run", "./r"] + option).outcome().expectRefusal(
                64, "--resume continues with the run's own settings; \(option[0]) cannot be changed (\(run) in the run)"
            )
        }
        let whole = try place.bytes("r/model.safetensors")
        try place.write(Array(whole.prefix(whole.count / 2)), to: "r/model.safetensors")
        #expect(try place.run("evaluate", "--run", "./r").code == 65)
        try place.write(Array("{}".utf8), to: "r/config.json")
        #expect(try place.run("--resume", "--run", "./r").code == 65)
    }

    @Test("settings that no model can have are refused by name, and another graph is noticed") func settings() throws {
        let place = try Workplace(tool: "gnn-train")
        try place.succeed("--dataset", "karate", "--epochs", "2", "--run", "./r", "--quiet")
        let sound = try place.text("r/config.json")
        for (part, damaged, message) in [
            ("\"epochs\" : 2", "\"batchSize\" : 1, \"epochs\" : 2", "recipe.batchSize is 1, expected none"),
            ("\"layers\" : 2", "\"layers\" : 0", "sizes.layers is 0, expected 1 to 256"),
            ("\"nodes\" : 2000", "\"nodes\" : 500000000", "partition.nodes is 500000000, expected nodes × degree"),
            ("\"features\" : 34", "\"features\" : 1000000000", "graph.features is 1000000000, expected 1 to 4194304"),
            ("\"model\" : \"gcn\"", "\"model\" : \"gnc\"", "model is 'gnc', expected gcn, gat, sage, grand"),
            ("\"best\" : \"both\"", "\"best\" : \"luck\"", "best has an invalid value"),
        ] {
            try #require(sound.contains(part))
            try place.write(Array(sound.replacingOccurrences(of: part, with: damaged).utf8), to: "r/config.json")
            try place.run("--resume", "--run", "./r").expectRefusal(65, "./r/config.json: \(message)")
        }
        try place.write(
            Array(sound.replacingOccurrences(of: "\"edges\" : 78", with: "\"edges\" : 77").utf8), to: "r/config.json")
        try place.run("--resume", "--run", "./r").expectRefusal(65, "karate has changed since ./r was begun")
    }

    @Test("a graph whose classes are called otherwise is refused") func otherClasses() throws {
        let place = try Workplace(tool: "gnn-train")
        for (folder, names) in [("a", ["no", "yes"]), ("b", ["no", "oui"])] {
            let nodes = (0..<12).map { "n\($0),\(names[$0 % 2]),\($0)\n" }.joined()
            try place.write(Array("id,label,x\n\(nodes)".utf8), to: "\(folder)/nodes.csv")
            try place.write(Array("source,target\nn0,n2\n".utf8), to: "\(folder)/edges.csv")
        }
        try place.succeed("--dataset", "./a", "--epochs", "2", "--run", "./r", "--quiet")
        try place.succeed("predict", "--dataset", "./a", "--run", "./r")
        for command in [["predict"], ["explain", "n1"], ["evaluate"]] {
            let outcome = try place.start(command + ["--dataset", "./b", "--run", "./r"]).outcome()
            outcome.expectRefusal(
                65, "./b/nodes.csv: 6 nodes of class 'oui', expected a class that the model knows: 'no', 'yes'")
        }
    }

    @Test("help names every option") func help() throws {
        try expectHelp(
            "gnn-train",
            says: [
                "Train graph neural networks to classify nodes", "train (default) Train a model (the default).",
                "evaluate Test a trained model", "predict Write the predicted class of every node as CSV.",
                "explain Explain a node's predicted class, and draw the explanation.",
            ])
        try expectHelp(
            "gnn-train", "train",
            says: trainingOptions + [
                "Model. (default: gcn) gcn mean over the neighbors, weighted by degree gat attention decides",
                "Data set: cora, citeseer, pubmed, karate, citations, or a folder.", "--hidden <n>", "--heads <n>",
                "--residual", "--patience <n>", "--runs <n>", "--neighbors, --neighbours <n,n,…>", "--nodes <n>",
                "--degree <n>",
                "(default: 64; gat 8; grand 32)", "(default: 200; grand 1000)", "(default: 0.01; gat 0.005)",
                "Weight decay. (default: 0.0005)", "(default: 50; grand 200)",
            ])
    }
}

@Suite("gnn-train: a full disk", .enabled(if: SmallDisk.isPossible)) struct GNNFullDiskTests {
    @Test("ends with 74, and the last good checkpoint stays") func full() throws {
        let place = try Workplace(tool: "gnn-train")
        let disk = try #require(try SmallDisk(at: place.path("disk"), bytes: 3 << 20))
        let outcome = try place.run(
            "--dataset", "citations", "--hidden", "128", "--epochs", "8", "--quiet", "--run", "./disk/run")
        #expect(outcome.code == 74 && outcome.errorLine?.hasSuffix(": No space left on device") == true)
        let last = try #require(place.names(in: "disk/run/checkpoints").last)
        #expect(try place.run("evaluate", "--run", "./disk/run/checkpoints/\(last)").code == 0)
        withExtendedLifetime(disk) {}
    }
}
