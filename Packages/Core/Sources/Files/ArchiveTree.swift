/// The members of a ZIP archive as folders and files.
struct ArchiveTree: Sendable {
    /// A member may become so many times larger than it is in the archive: pictures and arrays that were compressed at
    /// their best become about ten times as large.
    private static let mostExpansion = 200
    /// A member may become so large whatever it is in the archive.
    private static let leastLimit = 64 << 20

    private let archive: ZipArchive
    private var members: [BytePath: Int] = [:]
    private var folders: [BytePath: [FileTree.Entry]] = [:]

    init(_ archive: ZipArchive) {
        self.archive = archive
        var known: Set<BytePath> = [BytePath("")]
        // Some programs of Windows write its separator.
        let hasBackslashes = !archive.members.contains { $0.path.contains(UInt8(ascii: "/")) }
        for (number, member) in archive.members.enumerated() {
            let separators = hasBackslashes ? Array("\\".utf8) : Array("/".utf8)
            let isFolder = member.path.last.map(separators.contains) ?? true
            let parts = member.path.split { separators.contains($0) }.map { BytePath(bytes: Array($0)) }
            // A name that leaves the archive is nobody's picture.
            if parts.isEmpty || parts.count > FileTree.mostLevels
                || parts.contains(where: { [".", ".."].contains($0.description) })
            {
                continue
            }
            var folder = BytePath("")
            for (place, part) in parts.enumerated() {
                let path = folder.appending(part)
                let isLast = place == parts.count - 1
                if known.insert(path).inserted {
                    folders[folder, default: []].append(FileTree.Entry(name: part, isFolder: !isLast || isFolder))
                }
                if isLast, !isFolder { members[path] = number }
                folder = path
            }
        }
        for (folder, entries) in folders { folders[folder] = entries.sorted { $0.name < $1.name } }
    }

    func entries(of folder: BytePath) -> [FileTree.Entry] { folders[folder] ?? [] }

    func member(_ path: BytePath) -> ZipArchive.Member? { members[path].map { archive.members[$0] } }

    /// The contents of a member; nil where there is none of that path.
    ///
    /// - Throws: `FileError` where it is damaged, or expands beyond what pictures and arrays do.
    func read(_ path: BytePath) throws(FileError) -> [UInt8]? {
        guard let member = member(path) else { return nil }
        let (most, overflows) = member.compressedSize.multipliedReportingOverflow(by: Self.mostExpansion)
        let limit = overflows ? WholeFile.defaultLimit : max(Self.leastLimit, min(most, WholeFile.defaultLimit))
        return try archive.contents(of: member, limit: limit)
    }
}
