import Figures
import Files
import Foundations

/// The page of one run, or of several side by side: numbers, curves, figures, settings, commands, data and machine.
///
/// It reads what every training leaves in its folder, whatever tool wrote it, finished or not. A folder that is damaged,
/// foreign, of a later version or deleted meanwhile becomes a sentence on the page.
///
/// ```swift
/// let page = RunPage([RunFolder("runs/charrnn/first")])
/// try page.write(to: "report.html")
/// ```
public struct RunPage: Sendable {
    /// The address of the stream from which a live page gets its later states, relative to its own.
    public static let events = "events"

    /// The runs that a page shows at most.
    public static let mostRuns = 50

    /// The page's parts.
    package let page: Page
    /// What could not be read, one sentence each.
    public let problems: [String]
    /// The number of runs that it shows.
    public let runCount: Int

    /// Reads runs.
    ///
    /// - Parameters:
    ///   - folders: the runs, in the order of rows and colors. A series (a sweep, a comparison) stands for its members,
    ///     of which a page shows ``mostRuns``.
    ///   - title: the title; nil for one that says what was trained.
    public init(_ folders: [RunFolder], title: String? = nil) {
        var (members, series, notes): ([RunFolder], [PageSeries], [String]) = ([], [], [])
        for folder in folders {
            guard let own = PageSeries(folder) else {
                members.append(folder)
                continue
            }
            series.append(own)
            members += own.members
        }
        if members.count > Self.mostRuns {
            notes.append("Shown are the first \(Self.mostRuns) of \(Readable.count(members.count)) runs.")
        }
        let runs = members.prefix(Self.mostRuns).map { PageRun($0) }
        let layout = RunPageLayout(runs, series: series, notes: notes)
        (problems, runCount, page) = (layout.problems, runs.count, layout.page(title: title))
    }

    /// The page as one file.
    ///
    /// - Parameter state: a server's name of this state, for a page that follows the stream of events at ``events``, each
    ///   with ``data(after:)``: it asks for `events?after=` and this name. Nil for a page that stays as it is.
    public func html(followedFrom state: String? = nil) -> String {
        page.html(events: state.map { "\(Self.events)?after=\($0)" })
    }

    /// The content security policy of a page that follows a stream, for the header of an answer.
    public static var livePolicy: String { Page.policy(isLive: true) }

    /// The page as the JSON object from which its script draws: one line of text.
    public var data: String { page.data() }

    /// The same without what the reader's state has already.
    public func data(after earlier: RunPage?) -> String { page.data(after: earlier?.page) }

    /// Writes the page.
    ///
    /// - Throws: `FileError` where the file cannot be written.
    public func write(to file: String) throws(FileError) { try AtomicFile.write(Array(html().utf8), to: file) }
}

extension RunFolder {
    /// The page that every training leaves beside its figures.
    public var pageFile: String { figureFolder + "/index.html" }

    /// Writes the page of this run or series beside the figures.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public func writePage() throws(FileError) {
        try AtomicFile.createFolder(figureFolder)
        try RunPage([self]).write(to: pageFile)
    }
}
