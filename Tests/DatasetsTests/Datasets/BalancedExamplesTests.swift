import TestSupport
import Testing

@testable import Datasets

@Suite("Balanced examples") struct BalancedExamplesTests {
    /// Examples whose only pixel is their number.
    private func examples(_ labels: [Int32]) -> ByteExamples {
        ByteExamples(bytes: labels.indices.map { UInt8($0) }, exampleShape: [1, 1, 1], labels: labels)
    }

    @Test("come from all classes, whatever order they are in")
    func classes() {
        let sorted = examples((0..<4).flatMap { [Int32](repeating: $0, count: 10) })
        #expect(sorted.balanced(8).bytes == [0, 5, 10, 15, 20, 25, 30, 35])
        #expect(sorted.balanced(40).bytes == sorted.bytes && sorted.balanced(99).count == 40)
        let mixed = examples((0..<40).map { Int32($0 % 4) })
        for count in 1..<40 {
            for set in [sorted, mixed] {
                let chosen = set.balanced(count)
                let counts = (0..<4).map { label in chosen.labels.count { $0 == Int32(label) } }
                #expect(chosen.count == count && (counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
                #expect(chosen.bytes == chosen.bytes.sorted(), "in their order")
            }
        }
    }

    @Test("a class that has too few leaves its share to the others")
    func small() {
        let set = examples([0] + [Int32](repeating: 1, count: 20) + [Int32](repeating: 2, count: 20))
        let chosen = set.balanced(11)
        #expect((0..<3).map { label in chosen.labels.count { $0 == Int32(label) } } == [1, 5, 5])
    }
}

@Suite("Class names") struct ClassNameTests {
    @Test("are found whatever their capitals, unless several would do")
    func places() {
        #expect(ClassNames.place(of: "Cat", in: ["dog", "cat"]) == 1)
        #expect(ClassNames.place(of: "cat", in: ["CAT", "cat"]) == 1, "the same before others")
        #expect(ClassNames.place(of: "Cat", in: ["CAT", "cat"]) == nil)
        #expect(ClassNames.place(of: "bird", in: ["dog", "cat"]) == nil)
        #expect(ClassNames.place(of: "E\u{301}te", in: ["été", "éte"]) == 1, "accents in either form")
    }

    @Test("of a set are matched to a model's")
    func matching() throws {
        let part = ByteExamples(bytes: [1, 2, 3], exampleShape: [1, 1, 1], labels: [0, 1, 1])
        let set = ImageDataset(name: "s", classNames: ["Dog", "cat"], training: part, test: part)
        let matched = try set.matching(["bird", "cat", "dog"])
        #expect(matched.classNames == ["bird", "cat", "dog"] && matched.training.labels == [1, 1, 2])
        #expect(matched.training.bytes == [2, 3, 1], "read class by class, in the model's order")
        #expect(throws: UnknownClass(name: "Dog")) { try set.matching(["cat"]) }
        #expect(try set.matching(["Dog", "cat"]).digest == set.digest)
    }
}
