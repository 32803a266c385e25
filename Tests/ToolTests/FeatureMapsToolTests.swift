import Core
import Foundation
import Testing
import VisionModels

@Suite("feature-maps") struct FeatureMapsToolTests {
    private static let files = [
        "0-picture.png", "1-convolution-1-vertical.png", "1-convolution-2-horizontal.png", "2-relu-1-vertical.png",
        "2-relu-2-horizontal.png", "3-pooling-1-vertical.png", "3-pooling-2-horizontal.png", "4-convolution-1.png",
        "4-convolution-2.png", "4-convolution-3.png", "5-relu-1.png", "5-relu-2.png", "5-relu-3.png",
        "6-pooling-1.png", "6-pooling-2.png", "6-pooling-3.png", "7-convolution-1.png", "8-relu-1.png",
        "9-pooling-1.png", "contact-sheet.png", "contact-sheet.svg", "filters.txt",
    ]

    private func place() throws -> Workplace { try Workplace(tool: "feature-maps") }

    /// A picture that is dark on the left and light on the right.
    private func halves(_ width: Int, _ height: Int, channels: Int = 1) -> Picture {
        let row = (0..<width).flatMap { [UInt8](repeating: $0 < width / 2 ? 0 : 255, count: channels) }
        return Picture(
            width: width, height: height, channels: channels, pixels: (0..<height).flatMap { _ in row })
    }

    private func numbers(_ object: Any?, _ names: String...) -> [Int]? {
        (object as? [String: Any]).map { object in names.compactMap { object[$0] as? Int } }
    }

    @Test("--help explains the experiment and the files of filters")
    func help() throws {
        try expectHelp(
            "feature-maps",
            says: [
                "Show what convolution, ReLU and max pooling make of a picture.", "filter blur bias -0.5",
                "stage1.weight [filters, maps, height, width]", "--run <name>", "--seed <n>", "--output <folder>",
                "--dry-run", "--json", "--quiet", "(default: 512)", "Colors: blue-red, gray.",
            ])
    }

    @Test("the built-in picture through the fixed stages: every map, a sheet, a table, the same bytes again")
    func fixed() throws {
        let place = try place()
        let outcome = try place.succeed("--output", "a")
        #expect(place.names(in: "a") == Self.files)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 20 && lines[0].hasPrefix("stage    step             map            size  smallest"))
        #expect(lines[19] == "18 maps, the contact sheet and more in a")
        let stage = try Picture.read(place.path("a/9-pooling-1.png"))
        #expect(stage.width == 27 && stage.height == 27 && stage.channels == 3)

        try place.succeed("-o", "b", environment: ["OMP_NUM_THREADS": "2"])
        try place.succeed("--output", "c", "--seed", "1", "--colors", "gray")
        for file in Self.files { #expect(try place.bytes("a/\(file)") == place.bytes("b/\(file)"), "\(file)") }
        #expect(try place.text("a/filters.txt") != place.text("c/filters.txt"))
        #expect(try Picture.read(place.path("c/9-pooling-1.png")).channels == 1)

        // The filters of a result are a file of filters.
        try place.succeed("--filters", "a/filters.txt", "--output", "d")
        for file in Self.files where file.hasSuffix(".png") && file.first?.isNumber == true {
            #expect(try place.bytes("a/\(file)") == place.bytes("d/\(file)"), "\(file)")
        }
    }

    @Test("--json tells of every map where it is strongest and what that place sees")
    func json() throws {
        let place = try place()
        try place.write(halves(64, 50).png(for: ""), to: "halves.png")
        let outcome = try place.run("halves.png", "--json", "--quiet")
        #expect(outcome.code == 0 && outcome.messages.isEmpty && outcome.output.split(separator: "\n").count == 1)
        let object = try outcome.json()
        #expect(object["tool"] as? String == "feature-maps" && object["seed"] as? Int == 0)
        #expect(object["filters"] as? String == "fixed" && object["peak_memory_bytes"] is Int)
        #expect(numbers(object["picture"], "width", "height", "channels") == [64, 50, 1])
        let stages = try #require(object["stages"] as? [[String: Any]])
        #expect(stages.compactMap { $0["name"] as? String } == ["stage 1", "stage 2", "stage 3"])
        let maps = try #require(object["maps"] as? [[String: Any]])
        #expect(maps.count == 18)
        let output = try #require(object["output"] as? String)
        #expect(output.hasPrefix("runs/feature-maps/"))
        #expect(maps.compactMap { $0["file"] as? String } == Array(Self.files[1..<19]))
        #expect(place.names(in: output) == Self.files)
        // The edge lies between columns 31 and 32; the first window that sees all of it begins in column 30.
        #expect(maps[0]["max"] as? Double == 3 && maps[0]["min"] as? Double == 0)
        #expect(numbers(maps[0]["strongest"], "row", "column") == [0, 30])
        #expect(numbers(maps[0]["region"], "row", "column", "height", "width") == [0, 30, 3, 3])
        #expect(maps[1]["max"] as? Double == 0 && maps[1]["strongest"] is NSNull && maps[1]["region"] is NSNull)
        #expect(numbers(maps[4]["region"], "row", "column", "height", "width") == [0, 30, 4, 4])
        #expect(numbers(maps[17], "width", "height") == [3, 2])
    }

    @Test("color pictures, JPEG, large ones and filters for red, green and blue")
    func pictures() throws {
        let place = try place()
        try place.write(halves(1200, 700, channels: 3).png(for: ""), to: "large.dat")
        let large = try place.succeed("large.dat", "--output", "large")
        #expect(large.messages == "large.dat: reduced to 512×298 pixels (--size 512)\n")
        let shown = try Picture.read(place.path("large/0-picture.png"))
        #expect(shown.width == 512 && shown.height == 298 && shown.channels == 1)
        let small = try place.succeed("large.dat", "--size", "100", "--json", "--quiet", "--dry-run").json()
        #expect(numbers(small["picture"], "width", "height") == [100, 58])

        // Red where it is dark elsewhere: the filter takes red and leaves the rest.
        let pixels: [UInt8] = (0..<100).flatMap { (index: Int) -> [UInt8] in [index % 10 < 5 ? 255 : 0, 255, 7] }
        try place.write(Picture(width: 10, height: 10, channels: 3, pixels: pixels).png(for: ""), to: "red.png")
        try place.write(Array("filter red\n1\n\n0\n\n0\n".utf8), to: "red.txt")
        let red = try place.succeed("red.png", "--filters", "red.txt", "--json", "--output", "red").json()
        let maps = try #require(red["maps"] as? [[String: Any]])
        #expect(maps.count == 3 && maps[0]["file"] as? String == "1-convolution-1-red.png")
        #expect(maps[0]["mean"] as? Double == 0.5 && maps[0]["max"] as? Double == 1)
        #expect(try Picture.read(place.path("red/0-picture.png")).channels == 3)
    }

    @Test("--dry-run computes and writes nothing")
    func dryRun() throws {
        let place = try place()
        let outcome = try place.succeed("--dry-run", "--output", "a")
        #expect(outcome.output.hasSuffix("dry run: 18 maps of 3 stages; nothing was written\n"))
        #expect(place.names().isEmpty)
        #expect(try place.succeed("--dry-run", "--json").json()["dry_run"] as? Bool == true)
    }

    @Test("bad pictures are told in a line, and nothing is written")
    func badPictures() throws {
        let place = try place()
        let whole = try halves(64, 64).png(for: "")
        try place.write(Array(whole.prefix(60)), to: "truncated.png")
        try place.write([], to: "empty.png")
        try place.write(Array("GIF89a".utf8), to: "other.png")
        try place.write([0xFF, 0xD8, 0xFF, 0xE0, 0], to: "cut.jpg")
        try place.write(
            RawPNG.bytes(width: 20_000, height: 20_000, scanlines: [UInt8](repeating: 0, count: 99)), to: "huge.png")
        try place.write(halves(30, 41).png(for: ""), to: "small.png")
        try place.write(halves(3000, 60).png(for: ""), to: "wide.png")
        let before = place.names()
        for (file, code, line) in [
            ("none.png", 66, "none.png: No such file or directory"),
            (".", 66, ".: is a folder, expected a file"),
            ("empty.png", 65, "empty.png: an empty file, expected a PNG or JPEG picture"),
            ("truncated.png", 65, "truncated.png: damaged PNG file ("),
            ("cut.jpg", 65, "cut.jpg: damaged JPEG file ("),
            ("other.png", 65, "other.png: byte 0: neither a PNG nor a JPEG file, expected "),
            ("huge.png", 65, "huge.png: 20000×20000 pixels, expected at most 100000000 pixels in total"),
            (
                "small.png", 65,
                "small.png: 30×41 pixels are too few for 3 stages of these filters, expected at least 42×42"
            ),
            (
                "wide.png", 65,
                "wide.png: 512×10 pixels are too few for 3 stages of these filters, expected at least 42×42"
            ),
        ] {
            let outcome = try place.run(file, "--output", "out")
            outcome.expectRefusal(Int32(code), line)
            #expect(place.names() == before)
        }
    }

    @Test("bad filters and options are told in a line")
    func badFilters() throws {
        let place = try place()
        try place.write(Array("filter a\n1 2\n3\n".utf8), to: "ragged.txt")
        let nan = FileArray([Float](repeating: .nan, count: 9), shape: [1, 1, 3, 3])
        try Safetensors(tensors: ["stage1.weight": nan]).write(to: place.path("nan.safetensors"))
        try place.write(FileArray([Float](repeating: 1, count: 9), shape: [3, 3]).npy(), to: "flat.npy")
        let wide = FileArray([Float](repeating: 1, count: 512), shape: [512, 1, 1, 1])
        try place.write(wide.npy(), to: "many.npy")
        let large = FileArray([Float](repeating: 3e38, count: 4), shape: [1, 1, 2, 2])
        try place.write(large.npy(), to: "large.npy")
        for (arguments, code, line) in [
            (["--filters", "none.txt"], 66, "none.txt: No such file or directory"),
            (["--filters", "ragged.txt"], 65, "ragged.txt: line 3: a row of 1 number, expected 2, as in "),
            (
                ["--filters", "nan.safetensors"], 65,
                "nan.safetensors: stage '1': a weight that is infinite or not a number"
            ),
            (["--filters", "flat.npy"], 65, "flat.npy: stage '1': filters of shape [3, 3], expected [filters, maps,"),
            (["--filters", "large.npy"], 65, "a drawn house: stage 1: numbers beyond float32"),
            (
                ["--filters", "many.npy", "--seed", "1"], 64,
                "--seed is for random filters; with --filters there are "
                    + "none"
            ),
            (["--run", "x", "--filters", "many.npy"], 64, "--filters cannot be combined with --run"),
            (["--size", "0"], 64, "--size 0: expected a whole number from 1 to 4,096"),
            (["--size", "20"], 65, "a drawn house: 20×20 pixels are too few for 3 stages"),
            (["--colors", "grey"], 64, "unknown colors 'grey', did you mean 'gray'?"),
            (["--output", "ragged.txt"], 73, "ragged.txt: is a file, expected a folder"),
            (["--output", "/proc/none/out"], 73, "/proc/none"),
        ] {
            try place.start(arguments).outcome().expectRefusal(Int32(code), line)
        }
        try place.write(halves(600, 600).png(for: ""), to: "square.png")
        try place.run("square.png", "--filters", "many.npy", "--dry-run")
            .expectRefusal(
                65, "square.png: 301,989,888 numbers in all maps, expected at most 100,000,000; use a smaller ")
    }

    @Test("a folder that holds maps from before is told of")
    func strangers() throws {
        let place = try place()
        try place.succeed("--output", "a")
        #expect(try place.succeed("--output", "a", "--quiet").messages.isEmpty)
        try place.write(Array("filter one\n1\n".utf8), to: "one.txt")
        #expect(
            try place.succeed("--output", "a", "--filters", "one.txt").messages
                == "warning: a contains 18 more pictures of maps, such as 1-convolution-1-vertical.png, which are not "
                + "of this result\n")
    }

    @Test("a full disk ends with 74, and every file that is there is whole", .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        let place = try place()
        let disk = try #require(try SmallDisk(at: place.path("disk"), bytes: 1 << 17))
        let outcome = try place.run("--output", "disk/out")
        outcome.expectRefusal(74, "disk/out/")
        let names = place.names(in: "disk/out")
        #expect(!names.isEmpty && !names.contains("contact-sheet.png"))
        for name in names { _ = try Picture.read(place.path("disk/out/\(name)")) }
        withExtendedLifetime(disk) {}
    }

    @Test("a full standard output", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullOutput() throws {
        let full = try place().shell("--dry-run > /dev/full")
        #expect(full.code == 74)
        #expect(full.errorLine == "standard output: cannot write: No space left on device")
    }
}
