import ArgumentParser
import Core

/// `charrnn train`, the default: trains a model, or compares cells.
struct Train: SharedCommand {
    static let configuration = TrainCommand<CharacterOptions>.configuration

    @OptionGroup var command: TrainCommand<CharacterOptions>

    func run() throws {
        if command.options.compare == nil { try command.run() } else { try CellComparison().run(command) }
    }
}
