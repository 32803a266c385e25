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
        let strings = CountingStrings(CountingLanguage.all[0], count: 12, longest: 4)
        #expect((0..<12).map { strings.n($0) } == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
        strings.longest = 2
        #expect((0..<12).map { strings.n($0) } == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
    }

    @Test("a batch stands side by side, with zeros after the shorter strings")
    func batch() {
        let strings = CountingStrings(CountingLanguage.all[0], count: 2, longest: 2)
        let batch = strings.batch([1, 0])
        #expect(batch.inputs.shape == [4, 2])
        #expect(batch.inputs.scalars(Int32.self) == [0, 0, 0, 1, 1, 0, 1, 0])
        #expect(batch.labels.scalars(Int32.self) == [2, 1])
    }

    @Test("n grows from 2 to its greatest value over the first part of a training")
    func startingSmall() {
        let strings = CountingStrings(CountingLanguage.all[0], count: 10, longest: 10)
        let hook = StartingSmallHook(strings, longest: 10, share: 0.5)
        #expect((0..<20).map { hook.longest(epoch: $0, of: 20) }.prefix(11) == [2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10])
        #expect(hook.longest(epoch: 19, of: 20) == 10)
        #expect(StartingSmallHook(strings, longest: 10, share: 0).longest(epoch: 0, of: 20) == 10)
        #expect(StartingSmallHook(strings, longest: 1, share: 0.5).longest(epoch: 0, of: 20) == 1)
    }
}
