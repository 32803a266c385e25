import Files

/// The columns of a table and their uses, as chosen by options.
public struct ColumnChoice: Codable, Equatable, Sendable {
    /// The column that is predicted; nil for the one that is called class, label, target or y, otherwise the last.
    public var target: String?
    /// The columns that the target is predicted from; nil for all others.
    public var features: [String]?
    /// Columns that are not used.
    public var ignored: [String]?
    /// Whether the first line names the columns; nil to detect it.
    public var header: TableFormat.Header?

    public init(
        target: String? = nil, features: [String]? = nil, ignored: [String]? = nil, header: TableFormat.Header? = nil
    ) {
        (self.target, self.features, self.ignored, self.header) = (target, features, ignored, header)
    }

    /// Names of the default target column, of which the first existing one is used; y only where there is no x.
    public static let targetNames = ["class", "label", "target", "y"]

    /// The named columns: a first line with one of them is a header.
    public var names: [String] { [target].compactMap { $0 } + (features ?? []) + (ignored ?? []) }

    /// The numbers of the columns of a table by what they are used for.
    public struct Roles: Equatable, Sendable {
        public var target: Int?
        /// In the order in which they are named, otherwise in the table's.
        public var features: [Int]
        /// Columns that are not used, with the reason.
        public var leftOut: [DataFacts.LeftOut]

        public init(target: Int?, features: [Int], leftOut: [DataFacts.LeftOut] = []) {
            (self.target, self.features, self.leftOut) = (target, features, leftOut)
        }

        /// Records columns of a table that are not used, if there are any.
        public mutating func leave(_ columns: [Int], _ reason: String, in table: TableStream) {
            guard let first = columns.first else { return }
            let noun = columns.count == 1 ? "column" : "columns"
            leftOut.append(DataFacts.LeftOut(columns.count, "\(noun) \(reason)", first: "'\(table.header[first])'"))
        }
    }

    /// The roles of the columns of a table.
    ///
    /// - Parameters:
    ///   - table: the names and kinds of its columns are used, and none of its rows.
    ///   - needsTarget: whether the last column is the default target.
    /// - Throws: `FileError` where a column is missing or has two uses.
    public func roles(in table: TableStream, needsTarget: Bool = true) throws(FileError) -> Roles {
        let header = table.header
        let ignored = try (self.ignored ?? []).map { name throws(FileError) in try table.column(name) }
        // A column that numbers the rows is a feature only where it is named, or where there is no other.
        let index = table.format.hasIndex && !names.contains(header[0]) && header.count - ignored.count > 2 ? 0 : nil
        let free = header.indices.filter { $0 != index && !ignored.contains($0) }
        var target: Int?
        if let name = self.target {
            target = try table.column(name)
        } else {
            // With x, y is the other coordinate.
            let hasX = free.contains { header[$0].lowercased() == "x" }
            let names = Self.targetNames.filter { $0 != "y" || !hasX }
            let known = names.lazy.compactMap { name in free.first { header[$0].lowercased() == name } }.first
            target = known ?? (needsTarget ? free.last : nil)
        }
        var roles = Roles(target: target, features: free.filter { $0 != target })
        if let index { roles.leave([index], "that numbers the rows", in: table) }
        roles.leave(ignored, "to ignore", in: table)
        if let name = target.map({ header[$0] }), let place = target, ignored.contains(place) {
            throw FileError(
                .badData, table.file, at: .item(kind: "column", name: name), "is the target and to be ignored",
                expected: "another target, or no --ignore of it")
        }
        let chosen = try features?.map { name throws(FileError) in try table.column(name) }
        if let target, chosen?.contains(target) == true, self.target == nil {
            // The target was only a default.
            throw FileError(
                .badData, table.file, at: .item(kind: "column", name: header[target]),
                "is a feature and may be the target", expected: "--target with the column to predict")
        }
        if let target, chosen?.contains(target) == true {
            throw FileError(
                .badData, table.file, at: .item(kind: "column", name: header[target]), "is the target and a feature",
                expected: "two columns")
        }
        if let chosen {
            roles.leave(roles.features.filter { !chosen.contains($0) }, "that --features does not name", in: table)
            roles.features = chosen
        }
        return roles
    }
}

extension TableStream {
    /// The number of the column called `name`; where none has exactly that name, of the one that differs only in case.
    ///
    /// - Throws: `FileError` where there is none; the error lists the existing ones.
    public func column(_ name: String) throws(FileError) -> Int {
        if let column = columnIfPresent(name) { return column }
        throw FileError(
            .badData, file, at: .line(1), "no column \(name.quoted())",
            expected: "one of \(header.quotedList(most: 20))")
    }

    /// The number of the column called `name`, likewise; nil where there is none.
    public func columnIfPresent(_ name: String) -> Int? {
        if let column = header.firstIndex(of: name) { return column }
        let alike = header.indices.filter { header[$0].lowercased() == name.lowercased() }
        return alike.count == 1 ? alike[0] : nil
    }
}
