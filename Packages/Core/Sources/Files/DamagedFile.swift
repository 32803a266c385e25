import FoundationEssentials

/// A file that cannot be read is kept next to the file that replaces it.
public enum DamagedFile {
    /// Gives the file another name: its own with `.damaged`, and a number where that name is taken.
    ///
    /// - Returns: the new path.
    /// - Throws: `FileError` where the system refuses.
    public static func setAside(_ path: String) throws(FileError) -> String {
        let place = freePlace(for: path)
        do { try FileManager.default.moveItem(atPath: path, toPath: place) } catch {
            throw FileError(.cannotCreateOutput, place, "cannot be the new name of the damaged \(path)")
        }
        return place
    }

    /// Writes a copy of the file's bytes under such a name: the file itself stays until another replaces it.
    ///
    /// - Returns: the copy's path.
    /// - Throws: `FileError` where it cannot be written.
    package static func keep(_ bytes: [UInt8], of path: String) throws(FileError) -> String {
        let place = freePlace(for: path)
        try AtomicFile.write(bytes, to: place)
        return place
    }

    private static func freePlace(for path: String) -> String {
        let base = path + ".damaged"
        var (place, attempt) = (base, 2)
        while FileManager.default.fileExists(atPath: place) { (place, attempt) = ("\(base)-\(attempt)", attempt + 1) }
        return place
    }
}
