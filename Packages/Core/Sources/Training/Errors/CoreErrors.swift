import Files
import Foundations

// Core's errors as errors of a tool.

extension FileError: ExitCodeProviding {}

extension TrainingError: ExitCodeProviding {
    public var exitCode: Int32 { ExitStatus.badData }
}

extension SettingError: ExitCodeProviding {
    public var exitCode: Int32 { ExitStatus.badData }
}
