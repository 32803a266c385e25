/// The members of a ZIP archive as folders and files.
struct ArchiveTree: Sendable {
    /// The largest expansion factor of a member: well-compressed pictures and arrays become about ten times as large.
    private static let mostExpansion = 200
    /// Every member may become this large.
    private static let minimumLimit = 64 << 20

    private let archive: ZipArchive
    private var members: [BytePath: Int] = [:]
    private var folders: [BytePath: [FileTree.Entry]] = [:]

    init(_ archive: ZipArchive) {
        self.archive = archive
        var known: Set<BytePath> = [BytePath("")]
        // Some Windows programs write its separator.
        let hasBackslashes = !archive.members.contains { $0.path.contains(UInt8(ascii: "/")) }
        for (number, member) in archive.members.enumerated() {
            let separators = hasBackslashes ? Array("\\".utf8) : Array("/".utf8)
            let isFolder = member.path.last.map(separators.contains) ?? true
            let parts = member.path.split { separators.contains($0) }.map { BytePath(bytes: Array($0)) }
            // A name that leaves the archive cannot be a picture of the set.
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
    /// - Throws: `FileError` where it is damaged, or expands more than pictures and arrays do.
    func read(_ path: BytePath) throws(FileError) -> [UInt8]? {
        guard let member = member(path) else { return nil }
        let (most, overflows) = member.compressedSize.multipliedReportingOverflow(by: Self.mostExpansion)
        let limit = overflows ? WholeFile.defaultLimit : max(Self.minimumLimit, min(most, WholeFile.defaultLimit))
        return try archive.contents(of: member, limit: limit)
    }
}
