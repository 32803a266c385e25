import Foundations

/// A problem with a file: the file, the place in it, what was found and what was expected.
///
/// Every reader and writer of files throws this error and no other. Its `description` is one line, which can be shown
/// to a user for any contents of the file.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of failure, one for each exit code of BSD's `sysexits.h` that files can cause.
    public enum Kind: Int32, Sendable {
        /// The input's bytes are not what its format demands (`EX_DATAERR`).
        case badData = 65
        /// The input does not exist or cannot be read (`EX_NOINPUT`).
        case missingInput = 66
        /// The output file or folder cannot be created (`EX_CANTCREAT`).
        case cannotCreateOutput = 73
        /// Writing the output failed, as on a full disk (`EX_IOERR`).
        case outputFailed = 74
    }

    /// The place of the problem in the file.
    public enum Place: Equatable, Sendable {
        /// An offset in bytes from the beginning (of the decompressed contents, if the file is compressed).
        case byte(Int)
        /// A line, counted from 1.
        case line(Int)
        /// A cell of a table: the line, counted from 1, and the column's name.
        case cell(line: Int, column: String)
        /// A named part, such as an array of an archive.
        case item(kind: String, name: String)
    }

    /// The kind of failure.
    public let kind: Kind
    /// The file's path, from the caller.
    public let file: String
    /// The place in the file, if there is one.
    public let place: Place?
    /// What was found.
    public let problem: String
    /// What was expected instead, if it is known.
    public let expected: String?

    /// The failure `kind` of `file` at `place`: `problem` was found where `expected` should be.
    public init(_ kind: Kind, _ file: String, at place: Place? = nil, _ problem: String, expected: String? = nil) {
        self.kind = kind
        self.file = file
        self.place = place
        self.problem = problem
        self.expected = expected
    }

    /// The exit code of a program that ends because of this error: 65, 66, 73 or 74.
    public var exitCode: Int32 { kind.rawValue }

    /// The whole error in one line, such as
    /// `t10k-images-idx3-ubyte: byte 0: magic number 0x00000801, expected 0x00000803 (images)`.
    public var description: String {
        var parts = [file]
        if let place { parts.append(place.description) }
        parts.append(expected.map { "\(problem), expected \($0)" } ?? problem)
        return parts.joined(separator: ": ").displayed
    }
}

extension FileError.Place: CustomStringConvertible {
    /// The place in words, such as `line 3, column 'loss'`.
    public var description: String {
        switch self {
        case .byte(let offset): "byte \(offset)"
        case .line(let line): "line \(line)"
        case .cell(let line, let column): "line \(line), column \(column.quoted())"
        case .item(let kind, let name): "\(kind) \(name.quoted())"
        }
    }
}

extension String {
    /// The text between single quotes, cut after 60 characters, for names and values from a file.
    public func quoted() -> String {
        let start = prefix(60)
        return start.endIndex == endIndex ? "'\(self)'" : "'\(start)…'"
    }
}

extension [String] {
    /// The first names between quotes, separated by commas, and … where there are more.
    public func quotedList(most: Int = 8) -> String {
        prefix(most).map { $0.quoted() }.joined(separator: ", ") + (count > most ? ", …" : "")
    }
}

extension FixedWidthInteger {
    /// The number as `0x` and all its hexadecimal digits.
    var hexadecimal: String {
        let digits = String(Magnitude(truncatingIfNeeded: self), radix: 16)
        return "0x" + String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }
}
