import ArgumentParser
import Core
import VisionModels

/// The options that say which pictures to use.
struct SliceOptions<Defaults: DataDefaults>: ParsableArguments {
    @OptionGroup var data: DataOptions<Defaults>

    @Flag(help: "Decode every picture, and write nothing to the user's cache folder.")
    var noCache = false
}

extension MRIExperiment {
    /// Sets the requested data set, the folder to look in, and whether prepared pictures are stored.
    mutating func take<Defaults>(_ options: SliceOptions<Defaults>) {
        take(options.data)
        if options.noCache { usesCache = false }
    }
}

/// The data sets in `--help`.
enum UsualSlices: DataDefaults {
    static let datasets = SliceSets.names
    static let dataset = "\(datasets[0]) if it is on this machine, otherwise the built-in \(Phantoms.name)"
}

/// The same for a trained network.
enum OwnSlices: DataDefaults {
    static let datasets = UsualSlices.datasets
    static let dataset = "the one it was trained on"
}
