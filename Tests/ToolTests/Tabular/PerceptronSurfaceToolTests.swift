import Core
import Testing

@Suite("perceptron-surface") struct PerceptronSurfaceToolTests {
    @Test("a picture for each activation and number of points, and a sheet of them")
    func pictures() throws {
        let place = try Workplace(tool: "perceptron-surface")
        let outcome = try place.succeed("--points", "16,30", "--output", "out/here", "--json", "--quiet")
        let names = ["gaussian", "hard-limit", "sigmoid"].flatMap { name in
            [16, 30].flatMap { ["\(name)-\($0).png", "\(name)-\($0).svg"] }
        }
        #expect(place.names(in: "out/here") == (names + ["sheet.png"]).sorted())
        let single = try Picture.readPNG(place.path("out/here/sigmoid-16.png"))
        let sheet = try Picture.readPNG(place.path("out/here/sheet.png"))
        #expect(single.width == 1440 && sheet.width > single.width && sheet.height > single.height)
        let object = try outcome.json()
        #expect(object["tool"] as? String == "perceptron-surface" && object["bias"] as? Double == -0.93)
        #expect(object["weights"] as? [Double] == [-4.79, 5.9])
        let pictures = try #require(object["pictures"] as? [[String: Any]])
        #expect(pictures.map { $0["points"] as? Int } == [16, 25, 16, 25, 16, 25])
    }

    @Test("weights, bias, domain and activation are taken, negative ones too")
    func options() throws {
        let place = try Workplace(tool: "perceptron-surface")
        let outcome = try place.succeed(
            "--weights", "-1,0.5", "--bias", "-3", "--domain", "-1,1,0,1e3", "--activation", "hard-limit", "--points",
            "9")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first == "y = σ(−1 x₁ + 0.5 x₂ − 3)")
        #expect(lines[2].contains("hard-limit") && lines[2].contains("3 × 3"))
        #expect(lines.count == 4 && place.names() == ["perceptron-surface"])
    }

    @Test(
        "rbf and radial-basis are other names of the Gaussian; a near miss is suggested",
        arguments: ["rbf", "radial-basis"])
    func gaussian(_ name: String) throws {
        let place = try Workplace(tool: "perceptron-surface")
        try place.succeed("--activation", name, "--points", "9", "--output", "other", "--quiet")
        try place.succeed("--activation", "gaussian", "--points", "9", "--output", "own", "--quiet")
        #expect(place.names(in: "other") == ["gaussian-9.png", "gaussian-9.svg", "sheet.png"])
        #expect(try place.bytes("other/gaussian-9.svg") == place.bytes("own/gaussian-9.svg"))
        let wrong = try place.start(["--activation", "radial-bases"]).outcome()
        #expect(wrong.code == 64)
        #expect(wrong.messages.contains("unknown activation 'radial-bases', did you mean 'radial-basis'? Known: "))
        #expect(wrong.messages.contains("sigmoid, hard-limit, step, gaussian, rbf, radial-basis"))
    }
}
