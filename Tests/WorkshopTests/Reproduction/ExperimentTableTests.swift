import Core
import TestSupport
import Testing

@testable import Workshop

@Suite("Table of experiments") struct ExperimentTableTests {
    @Test("every experiment has a tool, commands and references; those that lack something say what")
    func builtIn() throws {
        let table = try ExperimentTable.builtIn()
        let tools = Set(KnownTool.all.map(\.name))
        for experiment in table.experiments {
            #expect(!experiment.title.isEmpty && !experiment.shows.isEmpty && !experiment.group.isEmpty)
            for setting in experiment.settings {
                #expect(setting.seconds > 0 && !setting.figures.isEmpty, "\(experiment.name)")
                #expect(Set(setting.figures.map(\.name)).count == setting.figures.count, "\(experiment.name)")
                // An accuracy of at least nothing is no reference.
                for figure in setting.figures where figure.rule == .atLeast {
                    #expect(figure.reference > figure.tolerance, "\(experiment.name): \(figure.name)")
                }
                for command in setting.commands {
                    #expect(tools.contains(command.tool), "\(command.text)")
                    // Words are separated by spaces alone.
                    #expect(!command.text.contains { "'\"\\".contains($0) }, "\(command.text)")
                    let holes = command.text.split { !"{}".contains($0) && !$0.isLetter }.filter { $0.contains("{") }
                    #expect(Set(holes).isSubset(of: ["{run}", "{data}"]), "\(command.text)")
                    #expect(!command.text.contains("{data}") || setting.data != nil, "\(command.text)")
                }
            }
            #expect(experiment.quick?.data == nil, "\(experiment.name)")
        }
        #expect(table.groups == ["vision", "tabular", "sequence", "graph", "generative", "kernels", "depth"])
        // A data set is fetched, or the table says how to get it.
        let fetched = Set(try Catalog.builtIn().entries.map(\.name))
        for data in table.data { #expect(fetched.contains(data.name) != (data.how != nil), "\(data.name)") }
        #expect(Set(table.data.map(\.name)) == Set(table.experiments.flatMap { $0.full.compactMap(\.data) }))
    }

    @Test("the quick reproduction takes less than six minutes on two cores")
    func quickTime() throws {
        #expect(try ExperimentTable.builtIn().experiments.compactMap(\.quick?.seconds).reduce(0, +) < 360)
    }

    @Test("names, groups, tools and beginnings choose; anything else gets a suggestion")
    func choice() throws {
        let table = try ExperimentTable.builtIn()
        func names(_ words: String...) throws -> [String] { try table.chosen(by: words).map(\.name) }
        #expect(try names() == table.experiments.map(\.name))
        #expect(try names("kmnist-lin") == ["kmnist-lin"])
        #expect(try names("gnn").allSatisfy { $0.hasPrefix("gnn-") } && names("gnn").count > 5)
        #expect(try names("vision") == table.experiments.filter { $0.group == "vision" }.map(\.name))
        #expect(try names("housing-train").allSatisfy { $0.hasPrefix("housing-") })
        // In the table's order, each once.
        #expect(try names("kmnist-full", "kmnist-lin", "kmnist-lin") == ["kmnist-lin", "kmnist-full"])
        let error = #expect(throws: ToolError.self) { try names("kmnist-line") }
        #expect(error?.exitCode == 64)
        #expect(error?.message.hasPrefix("unknown experiment 'kmnist-line', did you mean 'kmnist-lin'?") == true)
        #expect(throws: ToolError.self) { try names("") }
    }

    private func problem(_ experiments: String, data: String = "") -> String? {
        let text = #"{"data":[\#(data)],"experiments":[\#(experiments)]}"#
        return #expect(throws: FileError.self) { try ExperimentTable(Array(text.utf8), file: "t") }?.description
    }

    private func experiment(
        name: String = "a", lacks: String = "", data: String = "", commands: String = #""svm explore""#,
        figure: String = #""value":"x""#, reference: String = "1", source: String = "s"
    ) -> String {
        let figures = """
            {"name":"f","is":"within","reference":\(reference),"tolerance":0,"source":"\(source)",\(figure)}
            """
        return """
            {"name":"\(name)","group":"g","title":"t","shows":"s",\(lacks)"full":[{\(data)"commands":[\(commands)],\
            "seconds":1,"figures":[\(figures)]}]}
            """
    }

    @Test("tables that lead out of the folder, or name what is not there, are refused")
    func refused() throws {
        let good = #"{"data":[],"experiments":[\#(experiment())]}"#
        #expect(try ExperimentTable(Array(good.utf8), file: "t").experiments[0].full[0].seconds == 1)
        #expect(problem(experiment(name: "../x"))?.hasPrefix("t: experiment '../x': has this name, expected ") == true)
        #expect(
            problem(experiment() + "," + experiment()) == "t: experiment 'a': is there twice, expected one of each name"
        )
        #expect(problem(experiment(data: #""data":"mnist","#))?.contains("needs data 'mnist'") == true)
        #expect(problem(experiment(commands: ""))?.contains("has a setting without commands") == true)
        #expect(problem(experiment(lacks: #""lacks":"x","#))?.contains("has some commands") == true)
        #expect(
            problem(experiment(figure: #""value":"x","file":"f","column":"c""#))?.contains("no place or two") == true)
        #expect(problem(experiment(figure: #""file":"f""#))?.contains("no place or two") == true)
        #expect(problem(experiment(figure: #""file":"../f","column":"c""#))?.contains("has file '../f'") == true)
        #expect(problem(experiment(figure: #""value":"x","command":2"#))?.contains("is of command 2") == true)
        #expect(problem(experiment(source: ""))?.contains("has no source") == true)
        #expect(problem("{}")?.hasPrefix("t: lacks experiments.1.name") == true)
        #expect(problem("[")?.contains("is not JSON, expected a table of experiments as in experiments.json") == true)
    }

    @Test("commands with and without their folders")
    func commands() {
        let command = ExperimentCommand("charrnn --text {data} --run {run} --epochs 2")
        #expect(command.tool == "charrnn" && command.hasRun && !ExperimentCommand("svm --output {run}").hasRun)
        #expect(
            command.arguments(run: "r/a b", data: "d/m.txt") == [
                "--text", "d/m.txt", "--run", "r/a b", "--epochs", "2",
            ])
        #expect(command.shown(data: "d/m.txt") == "charrnn --text m.txt --epochs 2")
        #expect(command.shown() == "charrnn --text {data} --epochs 2")
        #expect(ExperimentCommand("svm explore").shown() == "svm explore")
    }
}
