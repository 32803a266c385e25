import ArgumentParser
import Core

/// `housing-train train`, the default: trains a network, or compares several trainings.
struct Train: SharedCommand {
    static let configuration = TrainCommand<HousingOptions>.configuration

    @OptionGroup var command: TrainCommand<HousingOptions>

    func run() throws {
        if let comparison = try command.options.comparison() {
            try comparison.run(command)
        } else {
            try command.run()
        }
    }
}
