import Core
import Foundation
import Testing

@Suite("gnn-train: graphs of one's own") struct GNNDataTests {
    /// Two classes in two rings, which their features tell apart.
    private func nodes(_ label: (Int) -> String = { "\($0 % 2)" }, columns: [String] = ["a", "b", "c"]) -> String {
        "id,label,\(columns.joined(separator: ","))\n"
            + (0..<60).map { node in
                let values = ["a": node % 2, "b": 1 - node % 2, "c": node % 5]
                return "n\(node),\(label(node)),\(columns.map { "\(values[$0] ?? 0)" }.joined(separator: ","))\n"
            }.joined()
    }

    private let edges = "source,target\n" + (0..<60).map { "n\($0),n\(($0 + 2) % 60)\n" }.joined()

    private func write(_ folder: String, _ nodes: String, edges: String? = nil, to place: Workplace) throws {
        try place.write(Array(nodes.utf8), to: "\(folder)/nodes.csv")
        try place.write(Array((edges ?? self.edges).utf8), to: "\(folder)/edges.csv")
    }

    @Test("said, kept in the run, and matched by name when the model is used")
    func names() throws {
        let place = try Workplace(tool: "gnn-train")
        try write("g", nodes(), to: place)
        let trained = try place.succeed("--dataset", "./g", "--epochs", "30", "--run", "./r", "--json")
        for part in ["./g: nodes and edges, CSV with commas, header; 60 nodes", "3 features: a, b, c; target label"] {
            #expect(trained.messages.contains(part))
        }
        #expect(trained.messages.contains("2 classes of 30: 0, 1"))
        let data = try #require(try trained.json()["data"] as? [String: Any])
        #expect(data["noun"] as? String == "node" && data["features"] as? [String] == ["a", "b", "c"])
        let accuracy = try #require(try trained.json()["test_accuracy"] as? Double)
        #expect(accuracy > 0.9)
        try write("turned", nodes(columns: ["c", "b", "a"]), to: place)
        let turned = try place.succeed("evaluate", "--run", "./r", "--dataset", "./turned", "--json").json()
        #expect(turned["test_accuracy"] as? Double == accuracy)
        try write("less", nodes(columns: ["c", "b"]), to: place)
        try place.run("evaluate", "--run", "./r", "--dataset", "./less").expectRefusal(
            65, "./less/nodes.csv: without the feature 'a', expected all 3 that the model knows")
    }

    @Test("a graph without classes can be predicted, in the order of its file; testing says that it cannot")
    func unlabeled() throws {
        let place = try Workplace(tool: "gnn-train")
        try write("g", nodes(), to: place)
        try place.succeed("--dataset", "./g", "--epochs", "30", "--run", "./r")
        let turned = nodes({ _ in "" }).split(separator: "\n")
        try write("new", ([turned[0]] + turned.dropFirst().reversed()).map { $0 + "\n" }.joined(), to: place)
        let lines = try place.succeed("predict", "--run", "./r", "--dataset", "./new").output.split(separator: "\n")
        #expect(lines.count == 61 && lines[1].hasPrefix("n59,,1,") && lines[60].hasPrefix("n0,,0,"))
        try place.run("evaluate", "--run", "./r", "--dataset", "./new").expectRefusal(
            65, "./new: no node with a class to test on")
    }

    @Test("shuffled rows give the same training, digit for digit")
    func order() throws {
        let place = try Workplace(tool: "gnn-train")
        var random = RandomStream(seed: 2, name: StreamName("rows"))
        let lines = nodes().split(separator: "\n")
        let shuffled = [lines[0]] + random.permutation(of: 60).map { lines[1 + Int($0)] }
        try write("a", nodes(), to: place)
        try write("b", shuffled.map { $0 + "\n" }.joined(), to: place)
        let losses = try ["a", "b"].map { folder in
            try place.succeed(
                "--dataset", "./\(folder)", "--epochs", "5", "--run", "./r\(folder)", "--threads", "1", "--json"
            ).json()["test_loss"] as? Double
        }
        #expect(losses[0] != nil && losses[0] == losses[1])
        try place.succeed("--resume", "--run", "./ra", "--epochs", "6")
        try write("a", nodes({ $0 == 3 ? "0" : "\($0 % 2)" }), to: place)
        let resumed = try place.run("--resume", "--run", "./ra", "--epochs", "7")
        #expect(resumed.code == 65 && resumed.errorLine?.contains("has changed since ./ra was begun") == true)
    }

    @Test("options choose columns, and weights are said to be ignored")
    func options() throws {
        let place = try Workplace(tool: "gnn-train")
        let weighted = edges.split(separator: "\n").enumerated().map { "\($1),\($0 == 0 ? "weight" : "0")\n" }.joined()
        try write("g", nodes(), edges: weighted, to: place)
        let outcome = try place.succeed(
            "--dataset", "./g", "--epochs", "2", "--features", "b,a", "--ignore", "c", "--run", "./r")
        #expect(outcome.messages.contains("2 features: b, a"))
        #expect(
            outcome.messages.contains(
                "column 'weight' is not used: every edge counts equally, also the 60 where it is 0")
        )
        try place.succeed("evaluate", "--run", "./r")
        try place.run("--dataset", "./g", "--features", "9").expectRefusal(
            64, "--features is for --dataset citations")
        try place.run("--dataset", "./g", "--target", "d").expectRefusal(65, "./g/nodes.csv: line 1: no column 'd'")
    }
}
