import Core

extension SliceExperiment {
    /// Reads the whole set of slices, and reports what was read.
    ///
    /// - Throws: `DatasetError` where it is unknown, `FileError` where its files cannot be used.
    public func readSlices(_ console: Console) throws -> PictureDataset {
        let clock = ContinuousClock()
        let start = clock.now
        let sets = SliceSets(data, own: Entries.datasets, usesCache: usesCache) { done, all in
            if console.isInteractive {
                console.progress("reading pictures: \(Readable.count(done)) of \(Readable.count(all))")
            }
        }
        var set = try sets.dataset(dataset, remembered: remembered)
        set.images.facts.digest = set.images.digest.description
        console.clearLiveLine()
        let isDrawn = set.images.name == Phantoms.name
        if dataset == nil, isDrawn {
            console.warning(
                "no --dataset, and \(SliceSets.brainTumour) is not on this machine: using the built-in "
                    + "'\(Phantoms.name)', drawn by Kumiki")
        }
        let count = set.images.training.count + (set.images.validation?.count ?? 0) + set.images.test.count
        let decoded = set.decoded == 0 ? "from the cache" : "\(Readable.count(set.decoded)) of them decoded"
        console.note(
            "\(Readable.count(count)) pictures in \(Readable.duration(clock.now - start)), "
                + (isDrawn ? "drawn" : decoded))
        console.describe(set.images)
        return set
    }
}
