import Core

/// A row of the table of experiments.
public struct ClassicExperiment: Decodable, Sendable {
    /// The name after `kumiki reproduce`, and of its folder.
    public let name: String
    /// The group, such as "vision".
    public let group: String
    /// What it is, in a few words.
    public let title: String
    /// What it shows, in a sentence or two.
    public let shows: String
    /// What Kumiki lacks for it; nil for an experiment that can be run.
    public let lacks: String?
    /// The ways to run it in full, the best data first; the first one whose data are here is used.
    public let full: [ExperimentSetting]
    /// The quick way, on built-in data; nil where there is none.
    public let quick: ExperimentSetting?

    /// Every way to run it.
    public var settings: [ExperimentSetting] { full + (quick.map { [$0] } ?? []) }

    private enum Keys: String, CodingKey { case name, group, title, shows, lacks, full, quick }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Keys.self)
        name = try members.decode(String.self, forKey: .name)
        group = try members.decode(String.self, forKey: .group)
        title = try members.decode(String.self, forKey: .title)
        shows = try members.decode(String.self, forKey: .shows)
        lacks = try members.decodeIfPresent(String.self, forKey: .lacks)
        full = try members.decodeIfPresent([ExperimentSetting].self, forKey: .full) ?? []
        quick = try members.decodeIfPresent(ExperimentSetting.self, forKey: .quick)
    }
}

/// A way to run an experiment: its commands, one after the other, and the figures that are compared.
public struct ExperimentSetting: Decodable, Sendable {
    /// The data set that it needs, by its name in the table; nil for built-in data.
    public let data: String?
    /// The commands. The first one may be continued; the others take little time.
    public let commands: [ExperimentCommand]
    /// The seconds that all commands take on two cores, roughly: for the time that is left.
    public let seconds: Double
    /// The figures that are compared with a reference.
    public let figures: [ComparedFigure]
    /// The pictures of the run that show most, by their paths in its folder.
    public let pictures: [String]

    private enum Keys: String, CodingKey { case data, commands, seconds, figures, pictures }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Keys.self)
        data = try members.decodeIfPresent(String.self, forKey: .data)
        commands = try members.decode([String].self, forKey: .commands).map { ExperimentCommand($0) }
        seconds = try members.decode(Double.self, forKey: .seconds)
        figures = try members.decode([ComparedFigure].self, forKey: .figures)
        pictures = try members.decodeIfPresent([String].self, forKey: .pictures) ?? []
    }

    /// The identity of the setting with some data: other commands, other data or another version are another experiment.
    ///
    /// - Parameter digest: the data's; nil for built-in data.
    func identity(_ digest: String?) -> String {
        ([KumikiVersion.current] + (digest.map { [$0] } ?? []) + commands.map(\.text)).joined(separator: "\n")
    }
}

/// A command line of the table: words separated by spaces, the tool's name first.
///
/// `{run}` is the folder of the experiment, `{data}` the file or folder of its data.
public struct ExperimentCommand: Equatable, Sendable {
    /// The line as the table has it.
    public let text: String
    private let words: [String]

    init(_ text: String) {
        self.text = text
        words = text.split(separator: " ").map(String.init)
    }

    /// The tool that it starts.
    public var tool: String { words.first ?? "" }

    /// Whether the tool keeps a run that can be continued.
    var hasRun: Bool { zip(words, words.dropFirst()).contains { $0 == "--run" && $1 == "{run}" } }

    /// The words after the tool's name.
    public func arguments(run: String, data: String?) -> [String] {
        words.dropFirst().map { word in
            let known = word.replacing("{run}", with: run)
            return data.map { known.replacing("{data}", with: $0) } ?? known
        }
    }

    /// The command for readers: without the folder, and with the name of a file of data.
    ///
    /// - Parameter data: the file or folder; nil where it is not known.
    public func shown(data: String? = nil) -> String {
        let name = data.map { String($0.split(separator: "/").last ?? "") }
        var words = words
        if let place = words.firstIndex(of: "{run}"), place > 1 { words.removeSubrange((place - 1)...place) }
        return words.map { word in name.map { word.replacing("{data}", with: $0) } ?? word }.joined(separator: " ")
    }
}
