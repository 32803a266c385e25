import Testing

@testable import Datasets

@Suite("Data set strokes: what the generator promises") struct StrokeCharactersTests {
    private static let area = StrokeCharacters.side * StrokeCharacters.side

    @Test("the classes are Kuzushiji-MNIST's, in its order")
    func classes() {
        #expect(StrokeCharacters.classNames == ["お", "き", "す", "つ", "な", "は", "ま", "や", "れ", "を"])
        #expect(
            StrokeCharacters.romanizedNames == ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"])
    }

    @Test("the same seed gives the same bytes")
    func repeatable() {
        let first = StrokeCharacters.generate(count: 200, seed: 9, split: .training)
        let second = StrokeCharacters.generate(count: 200, seed: 9, split: .training)
        #expect(first == second)
        #expect(first.pixels.count == 200 * Self.area)
        #expect(first.labels.count == 200)
    }

    @Test("any range equals that part of the whole", arguments: [0..<1, 0..<64, 63..<65, 99..<230, 7..<7])
    func subsets(range: Range<Int>) {
        let whole = StrokeCharacters.generate(count: 230, seed: 4, split: .test)
        let part = StrokeCharacters.generate(range, seed: 4, split: .test)
        #expect(part.labels == Array(whole.labels[range]))
        #expect(part.pixels == Array(whole.pixels[range.lowerBound * Self.area..<range.upperBound * Self.area]))
    }

    @Test("seeds and splits have images of their own")
    func independence() {
        let sets = [
            StrokeCharacters.generate(count: 50, seed: 1, split: .training),
            StrokeCharacters.generate(count: 50, seed: 2, split: .training),
            StrokeCharacters.generate(count: 50, seed: 1, split: .test),
            StrokeCharacters.generate(count: 50, seed: 1, split: .validation),
        ]
        var images: Set<ArraySlice<UInt8>> = []
        for set in sets {
            for row in 0..<50 { images.insert(set.pixels[row * Self.area..<(row + 1) * Self.area]) }
        }
        #expect(images.count == 200)
        #expect(Set(sets.map(\.labels)).count == 4)
    }

    @Test("classes are balanced to within one image, and shuffled")
    func balance() {
        let labels = StrokeCharacters.generate(count: 505, seed: 3, split: .training).labels
        let counts = (0..<10).map { label in labels.count { $0 == UInt8(label) } }
        #expect(counts.allSatisfy { $0 == 50 || $0 == 51 })
        let tens = Set((0..<50).map { Array(labels[$0 * 10..<$0 * 10 + 10]) })
        #expect(tens.count == 50)
    }

    @Test("no images, and the customary counts")
    func counts() {
        let none = StrokeCharacters.generate(count: 0, seed: 1, split: .training)
        #expect(none.pixels.isEmpty && none.labels.isEmpty)
        #expect(StrokeCharacters.Split.training.defaultCount == 6_000)
        #expect(StrokeCharacters.Split.test.defaultCount == 1_000)
    }

    @Test("the first images are the same in every version")
    func golden() {
        let set = StrokeCharacters.generate(count: 20, seed: 0, split: .training)
        // FNV-1a over pixels, then labels.
        let hash = (set.pixels + set.labels).reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        #expect(hash == 7_006_498_026_326_056_708)
    }
}
