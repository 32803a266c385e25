import Core
import Testing

@Suite("housing-train: samples, iterations and evaluate") struct HousingSampleTests {
    @Test("three iterations on a sample have a whole report, and evaluate repeats its test figures")
    func sample() throws {
        let place = try Workplace(tool: "housing-train")
        let trained = try place.succeed(
            "--dataset", "coast", "--preset", "mini-batch", "--iterations", "3", "--rows", "300", "--run", "./r")
        #expect(trained.messages.contains("a sample of 300 of the table's 6,000 usable rows"))
        #expect(trained.messages.contains("240 training and 60 test rows"))
        #expect(trained.output.contains("training  3 iterations, "))
        #expect(trained.output.contains("loss on all 240 training rows, dropout off: "))
        let tested = try place.succeed("evaluate", "--run", "./r", "--quiet")
        let table = trained.output.split(separator: "\n").prefix(6)
        #expect(tested.output.split(separator: "\n").prefix(6) == table)
        let counts = try place.succeed("evaluate", "--run", "./r", "--quiet", "--confusion", "counts")
        #expect(!counts.output.contains("shares of each true class"))
    }

    @Test("the plain descent has no dropout, and --rates are the comparison's own")
    func rates() throws {
        let place = try Workplace(tool: "housing-train")
        let outcome = try place.succeed(
            "--dataset", "coast", "--rows", "300", "--compare", "learning-rates", "--rates", "0.5,0.05", "--iterations",
            "4", "--run", "./c", "--json")
        let object = try outcome.json()
        let trainings = try #require(object["trainings"] as? [[String: Any]])
        #expect(trainings.map { $0["training"] as? String } == ["learning rate 0.5", "learning rate 0.05"])
        #expect(try place.text("c/lr-0.5/config.json").contains("\"dropout\" : 0"))
        let lone = try place.run("--rates", "0.5")
        #expect(lone.code == 64 && lone.messages.contains("--rates: only --compare learning-rates takes several"))
    }
}
