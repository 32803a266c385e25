import CommandLineSupport
import Core

extension MRIExperiment {
    /// Skipped files that are named; of more there is a count.
    private static let shownFailures = 5

    /// Reads the whole set of slices, and says what there is to say about it.
    ///
    /// - Throws: `ToolError` where it is unknown, `FileError` where its files cannot be used.
    public func readSlices(_ console: Console) throws -> PictureDataset {
        let clock = ContinuousClock()
        let start = clock.now
        let sets = SliceSets(data, usesCache: usesCache) { done, all in
            if console.isInteractive {
                console.progress("reading pictures: \(Readable.count(done)) of \(Readable.count(all))")
            }
        }
        let set = try sets.dataset(dataset)
        console.clearLiveLine()
        let isDrawn = set.images.name == Phantoms.name
        if dataset == nil, isDrawn {
            console.warning(
                "no --dataset, and \(SliceSets.brainTumour) is not on this machine: using the built-in "
                    + "'\(Phantoms.name)', drawn by Kumiki")
        }
        let count = set.images.training.count + set.images.test.count
        let decoded = set.decoded == 0 ? "from the cache" : "\(Readable.count(set.decoded)) of them decoded"
        console.note(
            "\(Readable.count(count)) pictures in \(Readable.duration(clock.now - start)), "
                + (isDrawn ? "drawn" : decoded))
        warn(of: set.skipped, console)
        return set
    }

    private func warn(of skipped: [FileError], _ console: Console) {
        if skipped.isEmpty { return }
        console.warning("\(Readable.count(skipped.count, "file")) left out:")
        for failure in skipped.prefix(Self.shownFailures) { console.warning("  \(failure)") }
        let rest = skipped.count - Self.shownFailures
        if rest > 0 { console.warning("  and \(Readable.count(rest)) more") }
    }
}
