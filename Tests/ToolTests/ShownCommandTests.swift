import Testing

@Suite("Commands in README.md, the tools' pages and the lessons") struct ShownCommandTests {
    @Test("documents are read as a shell would read them")
    func reading() {
        let markdown = """
            ```sh
            svm explore
            svm train --features 'x1*x2, x1^2' && svm predict
            ```
            text `svm`
            ```console
            $ svm grid --json | jq .best
            C = 1
            $ svm kernel     # a remark
            $ mpirun --hostfile hosts -n 2 svm grid --folds 3
            ```
            """
        #expect(
            ShownCommand.commands(in: markdown) == [
                ["svm", "explore"], ["svm", "train", "--features", "x1*x2, x1^2"], ["svm", "predict"],
                ["svm", "grid", "--json"], ["svm", "kernel"], ["svm", "grid", "--folds", "3"],
            ])
    }

    @Test("every page shows commands", arguments: ShownCommand.documents)
    func documents(name: String) throws {
        let commands = ShownCommand.commands(in: try ShownCommand.text(of: name))
        // The order of study only names the tools.
        #expect(!commands.isEmpty || name == "docs/lessons/README.md")
    }

    /// What is shown of other programs, and the reader's own tool, which `Tools/check-example` tries.
    private static let others: Set = ["cd", "cp", "git", "ls", "mkdir", "swift", ".build/release/own-train"]

    @Test("every option is in the help of its command", arguments: ShownCommand.all)
    func options(command: ShownCommand) throws {
        guard let page = try help(of: command) else {
            #expect(Self.others.contains(command.tool), "\(command.tool) is no tool")
            return
        }
        for word in command.arguments where word.isOption {
            let name = String(word.prefix { $0 != "=" })
            #expect(page.split { " ,[]\n".contains($0) }.contains(Substring(name)), "\(name)")
        }
    }

    @Test(
        "every command that can is tried: its settings are valid, whatever else may be missing",
        arguments: ShownCommand.all)
    func trial(command: ShownCommand) throws {
        guard try help(of: command)?.contains("--dry-run") == true else { return }
        // The hand-made network is not trained, so that there is nothing to try.
        let trial = command.words.contains("--given") || command.words.contains("--dry-run") ? [] : ["--dry-run"]
        let outcome = try Workplace(tool: command.tool).start(command.arguments + trial).outcome()
        // 66: a data set, a picture or a run that is not here.
        #expect([0, 66].contains(outcome.code), "\(outcome.messages)")
    }

    /// The help page of a command; nil where there is no such tool.
    private func help(of command: ShownCommand) throws -> String? {
        let pages = HelpTests.pages
        guard pages.contains(command.tool) else { return nil }
        let named = command.arguments.first.map { "\(command.tool)+\($0)" }
        let page = [named, "\(command.tool)+train"].compactMap { $0 }.first(where: pages.contains) ?? command.tool
        return try HelpTests.page(page)
    }
}

extension String {
    /// Whether the word names an option, and is no negative number.
    fileprivate var isOption: Bool { hasPrefix("-") && drop { $0 == "-" }.first?.isLetter == true }
}
