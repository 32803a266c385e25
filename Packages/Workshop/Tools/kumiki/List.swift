import ArgumentParser
import Core
import Workshop

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the tools beside this program and on the PATH.",
        discussion: """
            kumiki list
            kumiki list --json
            """)

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let (console, shelf) = (output.console(), ToolShelf(in: ToolShelf.folders()))
        for tool in shelf.tools {
            try console.result(tool.command)
            try console.result("    " + (tool.purpose ?? tool.path))
        }
        for tool in shelf.missing { console.note("\(tool.name) is neither beside kumiki nor on the PATH") }
        guard console.isJSON else { return }
        var summary = RunSummary(tool: "kumiki")
        let here = shelf.tools.map { tool in
            var object: JSONObject = ["name": .string(tool.command), "path": .string(tool.path)]
            object["purpose"] = tool.purpose.map { .string($0) }
            return JSONValue.object(object)
        }
        summary.extra["tools"] = .array(here)
        summary.extra["missing"] = .array(shelf.missing.map { .string($0.name) })
        try console.summary(summary)
    }
}
