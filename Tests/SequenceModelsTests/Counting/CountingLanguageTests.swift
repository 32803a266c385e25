import Core
import Testing

@testable import SequenceModels

@Suite("Counting languages and their strings") struct CountingLanguageTests {
    private func text(_ language: String, _ n: Int) -> String? {
        CountingLanguage.all.first { $0.name == language }
            .map { language in language.string(n).symbols.map { language.symbols[Int($0)] }.joined() }
    }

    @Test("each language has its own strings")
    func strings() {
        #expect(text("anbn", 3) == "aaabbb")
        #expect(text("anb2n", 2) == "aabbbb")
        #expect(text("anbncn", 2) == "aabbcc")
        #expect(text("anb2nc3n", 2) == "aabbbbcccccc")
        for language in CountingLanguage.all {
            #expect(language.string(7).count == language.length(7))
        }
    }

    @Test("from the first b to the a of the next string everything is determined")
    func determined() {
        let string = CountingLanguage.all[2].string(2)
        #expect(string.symbols == [0, 0, 1, 1, 2, 2])
        #expect(string.next == [0, 1, 1, 2, 2, 0])
        #expect(string.determined == 2..<6)
    }

    @Test("an epoch's strings cover every n evenly")
    func coverage() {
        func ns(_ strings: CountingStrings, epoch: Int = 0) -> [Int] { (0..<12).map { strings.n($0, epoch: epoch) } }
        let language = CountingLanguage.all[0]
        #expect(ns(CountingStrings(language, count: 12, maxN: 4)) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
        #expect(ns(CountingStrings(language, count: 12, maxN: 2)) == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
        let without = CountingStrings(language, count: 12, maxN: 6, holdingOut: [2, 4], growth: 0.5, epochs: 20)
        #expect(ns(without, epoch: 19) == [1, 1, 1, 3, 3, 3, 5, 5, 5, 6, 6, 6])
        #expect(ns(without, epoch: 0) == Array(repeating: 1, count: 12))
        #expect(without.longest(epoch: 0) == 1 && without.longest(epoch: 19) == 6)
    }

    @Test("a batch has its strings side by side, with zeros after the shorter ones")
    func batch() {
        let strings = CountingStrings(CountingLanguage.all[0], count: 2, maxN: 2)
        let batch = strings.batch([1, 0])
        #expect(batch.inputs.shape == [4, 2])
        #expect(batch.inputs.scalars(Int32.self) == [0, 0, 0, 1, 1, 0, 1, 0])
        #expect(batch.labels.scalars(Int32.self) == [2, 1])
    }

    @Test("n grows from 2 to its greatest value over the first part of a training")
    func startingSmall() {
        func strings(_ maxN: Int, growth: Double) -> CountingStrings {
            CountingStrings(CountingLanguage.all[0], count: 10, maxN: maxN, growth: growth, epochs: 20)
        }
        let growing = strings(10, growth: 0.5)
        #expect((0..<20).map { growing.longest(epoch: $0) }.prefix(11) == [2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10])
        #expect(growing.longest(epoch: 19) == 10 && growing.longest(epoch: .max) == 10)
        #expect(growing.batch([9], epoch: 0).labels.scalars(Int32.self) == [2])
        #expect(growing.batch([9], epoch: 4).labels.scalars(Int32.self) == [5])
        #expect(growing.batch([9]).labels.scalars(Int32.self) == [10])
        #expect(strings(10, growth: 0).longest(epoch: 0) == 10)
        #expect(strings(10, growth: 1e-300).longest(epoch: 1) == 10)
        #expect(strings(1, growth: 0.5).longest(epoch: 0) == 1)
    }
}
