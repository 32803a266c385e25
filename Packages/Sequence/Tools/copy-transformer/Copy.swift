import ArgumentParser
import Core
import SequenceModels

/// The options that choose the model, and the folder for its attention maps.
struct CopierOptions: ParsableArguments {
    @OptionGroup var trained: TrainedRunOption

    @Option(
        help: ArgumentHelp("Folder for figures of the attention to the first sequence.", valueName: "folder"),
        completion: .directory)
    var figures: String?
}

/// `copy-transformer copy`: copies bits with a trained model and draws its attention.
struct Copy: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy bits with a trained model.",
        discussion: "Sequences may be shorter than those of the training, but not longer.")

    @Argument(help: "Bits, such as 01101001.", transform: OptionValue.bits)
    var sequences: [[Int32]]

    @OptionGroup(title: "Model and figures") var model: CopierOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try TrainedModel<Copying>(run: model.trained.name)
        if let long = sequences.first(where: { $0.count > stored.experiment.bits }) {
            throw ToolError.usage(
                "\(long.count) bits: the model was trained on \(stored.experiment.bits) and has no more positions")
        }
        let sources = sequences.map { [CopySymbol.start.rawValue] + $0 + [CopySymbol.end.rawValue] }
        let copies = sources.map { source in
            stored.model.greedyCopies(
                of: Tensor(source, shape: [1, source.count]), limit: stored.experiment.bits + 2)[0]
        }
        if let figures = model.figures {
            try AtomicFile.createFolder(figures)
            let title = "Copying \(sequences[0].map(String.init).joined())"
            for (name, figure) in CopyFigures(title: title).attention(of: stored.model, copying: sources[0]) {
                try figure.write(to: "\(figures)/\(name)")
            }
        }
        for (source, copy) in zip(sources, copies) {
            try console.result(
                "\(CopySymbol.text(of: source)) → \(CopySymbol.text(of: copy))\(copy == source ? "" : "  ✗")")
        }
        guard output.json else { return }
        var summary = stored.summary()
        summary.extra["copies"] = .array(
            zip(sources, copies).map { source, copy in
                .object([
                    "source": .string(CopySymbol.text(of: source)), "copy": .string(CopySymbol.text(of: copy)),
                    "exact": .bool(copy == source),
                ])
            })
        try console.summary(summary)
    }
}

extension OptionValue {
    /// A text of zeros and ones.
    static let bits: Parser<[Int32]> = parser(of: "zeros and ones, such as 01101001") { text in
        let bits = text.compactMap { $0 == "0" ? Int32(0) : $0 == "1" ? 1 : nil }
        return bits.isEmpty || bits.count != text.count ? nil : bits
    }
}
