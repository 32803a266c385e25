import Files
import Foundations

/// The members of a series in its `config.json`.
public struct SeriesFile<E: Experiment>: Codable {
    var format = RunConfigurationFile<E>.current
    var tool = E.tool
    var version = KumikiVersion.current
    /// What varies, such as "sweep of hidden".
    public var kind: String
    /// The trainings, in order.
    public var members: [ExperimentSeries<E>.Member]

    /// - Parameters:
    ///   - kind: the setting that varies.
    ///   - members: the trainings, in order.
    public init(kind: String, _ members: [ExperimentSeries<E>.Member]) { (self.kind, self.members) = (kind, members) }

    /// The series in a folder.
    ///
    /// - Throws: `FileError` where there is none of this kind, or it is damaged.
    public init(in folder: RunFolder, kind: String) throws(FileError) {
        let file: Self = try folder.configuration(Self.self)
        guard file.tool == E.tool, file.kind == kind else {
            throw FileError(.badData, folder.path, "contains no \(kind)")
        }
        for member in file.members {
            guard !member.name.isEmpty, !member.name.contains("/"), !member.name.hasPrefix(".") else {
                throw FileError(
                    .badData, folder.configurationFile, "names a member '\(member.name)'", expected: "a folder's name")
            }
            do { try member.experiment.checkAll() } catch {
                throw FileError(.badData, folder.configurationFile, "\(member.name): \(error)")
            }
        }
        self = file
    }
}
