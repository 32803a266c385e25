import Core
import SequenceModels
import Testing

@Suite("Stretches and windows of a text") struct TextSourceTests {
    private let symbols = Array(UInt16(0)..<23)

    @Test("streams go through parts of their own, stretch after stretch")
    func stretches() {
        let source = ContinuousText(symbols[...], length: 3, streams: 2)
        // 22 characters have a next one: 11 a stream, three stretches of three.
        #expect((source.steps, source.count) == (3, 6))
        var shuffle = RandomStream(seed: 1, name: StreamName("shuffle"))
        let order = source.order(&shuffle)
        let batches = Array(Batches(of: source, size: 2, order: order))
        #expect(batches.count == 3)
        #expect(batches[0].inputs.shape == [3, 2])
        #expect(batches[0].inputs.scalars(Int32.self) == [0, 11, 1, 12, 2, 13])
        #expect(batches[0].labels.scalars(Int32.self) == [1, 12, 2, 13, 3, 14])
        #expect(batches[2].inputs.scalars(Int32.self) == [6, 17, 7, 18, 8, 19])
        #expect(batches.map(\.count) == [2, 2, 2])
    }

    @Test("a slice in the middle of a text, and a stretch longer than a part")
    func slices() {
        let source = ContinuousText(symbols[20...], length: 100, streams: 1)
        #expect((source.length, source.steps) == (2, 1))
        #expect(source.batch([0]).inputs.scalars(Int32.self) == [20, 21])
        #expect(source.batch([0]).labels.scalars(Int32.self) == [21, 22])
    }

    @Test("every window once, with the character after it")
    func windows() {
        let source = TextWindows(symbols[3...], length: 4)
        #expect(source.count == 16)
        let batch = source.batch([0, 15])
        #expect(batch.inputs.shape == [4, 2])
        #expect(batch.inputs.scalars(Int32.self) == [3, 18, 4, 19, 5, 20, 6, 21])
        #expect(batch.labels.scalars(Int32.self) == [7, 22])
    }
}
