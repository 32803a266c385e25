import Foundation
import Testing

@Suite("Installed: fonts") struct InstalledFontsTests {
    private static let source: String = "/usr/share/fonts/truetype/dejavu"
    private static let hasFonts: Bool = FileManager.default.fileExists(atPath: source + "/DejaVuSans.ttf")

    /// A prefix with a copy of `kumiki` in its `bin`, and these fonts beside it.
    private func place(_ names: [String]) throws -> Workplace {
        let place = try Workplace(tool: "kumiki")
        let binary = try #require(RunningTool.binary("kumiki"))
        for folder in ["prefix/bin", "prefix/share/kumiki/fonts"] {
            try FileManager.default.createDirectory(atPath: place.path(folder), withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(atPath: binary.path, toPath: place.path("prefix/bin/kumiki-copy"))
        for name in names {
            try FileManager.default.copyItem(
                atPath: "\(Self.source)/\(name)", toPath: place.path("prefix/share/kumiki/fonts/\(name)"))
        }
        // A configuration that names no folder with fonts.
        try place.write(
            Array("<fontconfig><cachedir>\(place.path("cache"))</cachedir></fontconfig>".utf8), to: "empty.conf")
        return place
    }

    /// What `kumiki doctor` says of fonts, by the copy, which `kumiki copy` starts.
    private func fonts(in place: Workplace, configuration: String) throws -> String {
        let outcome = try place.run(
            "copy", "doctor",
            environment: ["PATH": place.path("prefix/bin"), "FONTCONFIG_FILE": place.path(configuration)])
        #expect(outcome.code == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
        return outcome.output.split(separator: "\n").first { $0.hasPrefix("fonts ") }.map(String.init) ?? ""
    }

    @Test("a machine without fonts, and a program without them")
    func none() throws {
        #expect(try fonts(in: place([]), configuration: "empty.conf").contains("warning  Cairo finds no face"))
    }

    @Test(
        "the fonts beside a program are enough, with or without a configuration of the machine's, and others are not used",
        .enabled(if: hasFonts, "needs fonts-dejavu-core"), arguments: ["empty.conf", "nowhere.conf"])
    func latin(configuration: String) throws {
        let place = try place(["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
        #expect(try fonts(in: place, configuration: configuration).contains("warning  no face with kana"))
    }

    @Test("files that are no fonts change nothing")
    func damaged() throws {
        let place = try place([])
        try place.write([0, 1, 0, 0], to: "prefix/share/kumiki/fonts/cut.ttf")
        try place.write([1], to: "prefix/share/kumiki/fonts/README")
        #expect(try fonts(in: place, configuration: "empty.conf").contains("warning  Cairo finds no face"))
    }
}
