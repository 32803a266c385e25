import ArgumentParser

extension CommandConfiguration {
    /// The configuration of a tool: its name as typed, and `--version`.
    ///
    /// - Parameters:
    ///   - name: the tool's name, such as "kmnist-train".
    ///   - abstract: what it does, in a sentence.
    ///   - discussion: more about it, shown by `--help`, with examples.
    ///   - subcommands: the commands below it.
    ///   - defaultSubcommand: the default command.
    public static func tool(
        _ name: String, abstract: String, discussion: String = "", subcommands: [ParsableCommand.Type] = [],
        defaultSubcommand: ParsableCommand.Type? = nil
    ) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name, abstract: abstract, discussion: discussion,
            version: VersionText.line(of: name), subcommands: subcommands,
            defaultSubcommand: defaultSubcommand)
    }
}
