import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// The options that say which pictures to use.
struct SliceOptions<Defaults: OptionDefaults>: ParsableArguments {
    @OptionGroup var data: DataOptions<Defaults>

    @Flag(help: "Read every picture anew, and keep nothing in the user's cache folder.")
    var noCache = false
}

/// Reads the set that the options mean, and says what is to be said about it.
struct SliceReader {
    /// The set's name or folder; nil where the user named none.
    let dataset: String?
    /// The folder to look in first.
    let folder: String?
    let usesCache: Bool
    let console: Console

    /// Skipped files that are named; of more there is a count.
    private static let shownFailures = 5

    func read() throws -> PictureDataset {
        let clock = ContinuousClock()
        let start = clock.now
        let sets = SliceSets(folder, usesCache: usesCache) { done, all in
            if console.isInteractive {
                console.progress("reading pictures: \(Readable.count(done)) of \(Readable.count(all))")
            }
        }
        let set = try found(sets)
        console.clearLiveLine()
        if dataset == nil, set.images.name == Phantoms.name {
            console.warning(
                "no --dataset, and \(SliceSets.brainTumour) is not on this machine: using the built-in "
                    + "'\(Phantoms.name)', drawn by Kumiki")
        }
        let count = set.images.training.count + set.images.test.count
        let origin =
            set.images.name == Phantoms.name
            ? "drawn" : set.decoded == 0 ? "from the cache" : "\(Readable.count(set.decoded)) of them decoded"
        console.note("\(Readable.count(count)) pictures in \(Readable.duration(clock.now - start)), \(origin)")
        if !set.skipped.isEmpty {
            console.warning(
                "\(Readable.count(set.skipped.count)) file\(set.skipped.count == 1 ? "" : "s") left out:")
            for failure in set.skipped.prefix(Self.shownFailures) { console.warning("  \(failure)") }
            if set.skipped.count > Self.shownFailures {
                console.warning("  and \(Readable.count(set.skipped.count - Self.shownFailures)) more")
            }
        }
        return set
    }

    private func found(_ sets: SliceSets) throws -> PictureDataset {
        do {
            return try sets.dataset(dataset)
        } catch DatasetError.unknown(let name) where !name.contains("/") {
            throw ToolError.noInput(Suggestions.message(unknown: name, kind: "data set", known: SliceSets.names))
        }
    }
}
