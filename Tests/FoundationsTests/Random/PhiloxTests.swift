import Testing

@testable import Foundations

/// Known answers from the file `kat_vectors` of the Random123 distribution.
@Suite("Philox4x32-10") struct PhiloxTests {
    struct Vector: Sendable {
        let counter: [UInt32]
        let key: [UInt32]
        let answer: [UInt32]
    }

    static let vectors = [
        Vector(
            counter: [0, 0, 0, 0], key: [0, 0],
            answer: [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]),
        Vector(
            counter: [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], key: [0xFFFF_FFFF, 0xFFFF_FFFF],
            answer: [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]),
        // The digits of pi.
        Vector(
            counter: [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344], key: [0xA409_3822, 0x299F_31D0],
            answer: [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]),
    ]

    @Test("gives the published answers", arguments: vectors)
    func knownAnswers(vector: Vector) {
        let block = Philox.block(
            key: (vector.key[0], vector.key[1]),
            counter: (vector.counter[0], vector.counter[1], vector.counter[2], vector.counter[3]))
        #expect([block.0, block.1, block.2, block.3] == vector.answer)
    }

    @Test("a 64-bit key and counter fill the low words first")
    func wideWords() {
        let block = Philox.block(key: 0x299F_31D0_A409_3822, counter: 0x85A3_08D3_243F_6A88)
        let expected = Philox.block(
            key: (0xA409_3822, 0x299F_31D0), counter: (0x243F_6A88, 0x85A3_08D3, 0, 0))
        #expect([block.0, block.1, block.2, block.3] == [expected.0, expected.1, expected.2, expected.3])
        let words = Philox.words(key: 0, counter: 0)
        #expect(words.0 == 0xE169_C58D_6627_E8D5)
        #expect(words.1 == 0x9B00_DBD8_BC57_AC4C)
    }
}
