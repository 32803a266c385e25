import ArgumentParser
import Files
import Training

/// Whether a training leaves a page beside its figures, in every tool that trains.
public struct PageOption: ParsableArguments {
    /// Whether there is none.
    @Flag(name: .customLong("no-page"), help: "Write no page with curves, figures and settings, figures/index.html.")
    public var isOmitted = false

    public init() {}

    /// Writes the page of a run or a series, and says where it is.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public func write(_ folder: RunFolder, _ console: Console) throws(FileError) {
        if isOmitted { return }
        try folder.writePage()
        console.note("page: \(folder.pageFile)")
    }
}
