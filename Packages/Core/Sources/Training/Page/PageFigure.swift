import Files
import FoundationEssentials
import Foundations

/// A figure of a run: its picture, and the data of its live form where it has one.
package struct PageFigure: Sendable {
    /// The name of its files.
    let name: String
    /// What it shows, in one line.
    package let title: String
    /// The PNG file; there is none while a training draws only the live form.
    package let file: String
    /// The data of the live form, as JSON on one line; nil where there is none or they are damaged.
    let live: String?
    /// Whether a page has no room for the live form.
    var isCut = false

    /// The largest live data that a page takes, in bytes.
    private static let mostLiveBytes = 4 << 20

    /// The figures of a run, by name.
    static func all(in folder: RunFolder) -> [PageFigure] {
        let parent = folder.figureFolder
        let names = FileTree(folder: parent).entries().filter { !$0.isFolder }.map { String(describing: $0.name) }
        let found = Set(
            [".png", liveEnding].flatMap { ending in
                names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
            })
        return found.sorted { order($0).lexicographicallyPrecedes(order($1)) }.compactMap { name in
            PageFigure(reading: "\(parent)/\(name).png", live: live("\(parent)/\(name)\(liveEnding)"))
        }
    }

    /// A PNG file, whose title is that of the SVG file beside it; nil where there is neither such a file nor a live form.
    package init?(reading file: String, live: String? = nil) {
        guard file.hasSuffix(".png"), live != nil || FileStamp(file) != nil else { return nil }
        let stem = String(file.dropLast(4))
        name = stem.split(separator: "/").last.map(String.init) ?? stem
        title = Self.title(of: stem + ".svg") ?? Self.words(name)
        (self.file, self.live) = (file, live)
    }

    /// The ending of the names of live forms.
    private static let liveEnding = ".live.json"

    /// The key of names in which numbers count by their value: unit-2 comes before unit-10, and hidden before hidden-1.
    static func order(_ name: String) -> [String] {
        var parts: [String] = []
        for character in name {
            let isDigit = ("0"..."9").contains(character)
            if isDigit, let last = parts.last, last.first.map({ ("0"..."9").contains($0) }) == true {
                parts[parts.count - 1] = last + String(character)
            } else {
                parts.append(String(character))
            }
        }
        // As many digits as any number that counts something.
        return parts.map { part in
            part.first.map { ("0"..."9").contains($0) } == true
                ? String(repeating: "0", count: max(0, 20 - part.count)) + part : part
        }
    }

    /// "Learning curves" of "learning-curves".
    static func words(_ name: String) -> String {
        let words = name.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// The title of an SVG file of Kumiki.
    private static func title(of file: String) -> String? {
        let start = String(decoding: WholeFile.prefix(file, count: 2_000), as: UTF8.self)
        let title = start.text(between: "<title>", and: "</title>")
        return title?.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    /// The kind of live data. Decoding it reads all of the JSON, so it is known to be whole.
    private struct Kind: Decodable { let kind: String }

    private static func live(_ file: String) -> String? {
        guard let stamp = FileStamp(file), stamp.size <= mostLiveBytes, let bytes = try? WholeFile.read(file),
            (try? JSONDecoder().decode(Kind.self, from: Data(bytes))) != nil
        else { return nil }
        // Line breaks occur between texts only.
        return String(decoding: bytes.map { $0 == 10 || $0 == 13 ? 32 : $0 }, as: UTF8.self)
    }
}

extension String {
    /// The text after a first mark and before the next second one; nil where one is missing.
    fileprivate func text(between first: String, and second: String) -> String? {
        let parts = split(separator: first, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let rest = parts[1].split(separator: second, maxSplits: 1, omittingEmptySubsequences: false)
        return rest.count == 2 ? String(rest[0]) : nil
    }
}
