import Files

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Locks a run's folder for one process: two that train the same run would overwrite each other's files.
///
/// The system releases the lock when the process ends in any way; nothing is left in the folder.
public final class RunLock: Sendable {
    private let descriptor: Int32

    /// - Parameters:
    ///   - run: the folder to lock.
    ///   - isShared: whether other processes that do a part of the same tasks may have it at the same time.
    /// - Throws: `FileError` where another process has locked the folder, which is named.
    init(_ run: RunFolder, isShared: Bool = false) throws(FileError) {
        descriptor = open(run.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FileError(.cannotCreateOutput, run.path, systemMessage(errno))
        }
        // Some network file systems do not support locks; a run there is not protected.
        guard flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0, errno == EWOULDBLOCK else {
            try checkIsThere(run)
            return
        }
        let holder = Self.holder(of: descriptor).map { "process \($0)" } ?? "another process"
        // Closed by deinit, which runs after a throw from here, too.
        throw FileError(
            .cannotCreateOutput, run.path, "\(holder) is training this run",
            expected: "the end of that process, or another --run")
    }

    deinit { close(descriptor) }

    /// Checks that the locked folder still exists: a failed run's folder may have been removed at this moment.
    private func checkIsThere(_ run: RunFolder) throws(FileError) {
        var (own, named) = (stat(), stat())
        guard fstat(descriptor, &own) == 0, stat(run.path, &named) == 0, own.st_dev == named.st_dev,
            own.st_ino == named.st_ino
        else {
            throw FileError(
                .cannotCreateOutput, run.path, "was removed by another process", expected: "another attempt")
        }
    }

    /// The process with a lock on an open file, as Linux lists it.
    private static func holder(of descriptor: Int32) -> Int? {
        var information = stat()
        guard fstat(descriptor, &information) == 0, let list = try? WholeFile.read("/proc/locks") else { return nil }
        let end = ":\(information.st_ino)"
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            // "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"
            let words = line.split(separator: " ")
            if words.count > 5, words[1] == "FLOCK", words[5].hasSuffix(end) { return Int(words[4]) }
        }
        return nil
    }
}

extension RunFolder {
    /// Whether a process trains this run at this moment.
    public var isLocked: Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        // Closing it releases a lock that was taken here.
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Makes the folder of a new run, and locks it.
    ///
    /// - Parameters:
    ///   - name: the value of `--run`; nil for a new folder, named after the time.
    ///   - tool: the tool's name; its runs are in `runs/<tool>/`.
    ///   - part: the part of its tasks that this process does; other parts may have the folder at the same time.
    ///   - advice: what to do where a run already exists.
    /// - Throws: `FileError` where a run already exists, another process trains there, or the folder cannot be made.
    public static func begin(
        _ name: String?, tool: String, _ part: TaskPart = .whole,
        otherwise advice: String = "another name, or --resume"
    ) throws(FileError) -> (run: RunFolder, lock: RunLock) {
        guard let name else {
            let first = new(tool: tool)
            try AtomicFile.createFolder(AtomicFile.folder(of: first.path))
            var (run, attempt) = (first, 2)
            // Created without a check: of two processes that choose the same name, only one creates the folder.
            while mkdir(run.path, 0o777) != 0 {
                guard errno == EEXIST else { throw FileError(.cannotCreateOutput, run.path, systemMessage(errno)) }
                run = RunFolder("\(first.path)-\(attempt)")
                attempt += 1
            }
            return (run, try RunLock(run))
        }
        let run = named(name, tool: tool)
        try AtomicFile.createFolder(run.path)
        let lock = try RunLock(run, isShared: !part.isWhole)
        // Parts that begin at the same moment write the same configuration.
        if !part.isWhole { return (run, lock) }
        guard access(run.configurationFile, F_OK) != 0 else {
            throw FileError(
                .cannotCreateOutput, run.path, "a run already exists here", expected: advice)
        }
        try run.prepare()
        return (run, lock)
    }

    /// Locks the folder of a continued run.
    ///
    /// - Parameter part: the part of its tasks that this process does.
    /// - Throws: `FileError` where another process trains it.
    public func lock(_ part: TaskPart = .whole) throws(FileError) -> RunLock {
        let lock = try RunLock(self, isShared: !part.isWhole)
        if part.isWhole { try prepare() }
        return lock
    }

    /// Removes files that a killed process left, and refuses links out of the run.
    ///
    /// - Throws: `FileError` where a folder cannot be made, or a symbolic link leads elsewhere.
    private func prepare() throws(FileError) {
        let root = AtomicFile.resolved(path) + "/"
        for folder in [path, checkpointFolder, figureFolder, path + "/samples"] {
            for name in Self.names(in: folder) + [""] {
                let entry = name.isEmpty ? folder : "\(folder)/\(name)"
                var information = stat()
                guard entry != path, lstat(entry, &information) == 0, information.st_mode & S_IFMT == S_IFLNK,
                    !(AtomicFile.resolved(entry) + "/").hasPrefix(root)
                else { continue }
                throw FileError(
                    .cannotCreateOutput, entry, "is a symbolic link that leads out of the run",
                    expected: "a file or folder within the run")
            }
            AtomicFile.removeLeftovers(in: folder)
        }
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
