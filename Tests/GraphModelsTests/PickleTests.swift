import Foundation
import Testing

@testable import Files
@testable import Foundations
@testable import GraphModels

@Suite("Pickles") struct PickleTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(components: "Golden", "pickles").path(percentEncoded: false)

    static func bytes(_ name: String) throws -> [UInt8] { try WholeFile.read("\(folder)/\(name)") }

    /// What is said of these bytes.
    private func refusal(_ bytes: [UInt8]) -> String {
        do {
            _ = try PickleDocument(bytes: bytes, file: "p")
            return "read"
        } catch { return error.description }
    }

    private func refusal(_ text: String) -> String { refusal(Array(text.utf8)) }

    @Test("every protocol's matrix, array and dictionary", arguments: 0...5) func protocols(_ version: Int) throws {
        let matrix = try PickleDocument(bytes: Self.bytes("matrix-\(version).pickle"), file: "p").matrix()
        #expect(matrix.shape == [3, 3] && matrix.offsets == [0, 1, 1, 3])
        #expect(matrix.columns == [1, 0, 2] && matrix.values == [1.5, 2, -3])
        let table = try PickleDocument(bytes: Self.bytes("array-\(version).pickle"), file: "p").table()
        #expect(table.rows == 3 && table.columns == 2 && table.numbers == [0, 1, 1, 0, 0, 0])
        let graph = try PickleDocument(bytes: Self.bytes("graph-\(version).pickle"), file: "p").neighbors()
        #expect(graph.map(\.node) == [0, 1, 2, 3])
        #expect(graph.map(\.neighbors) == [[1, 2], [0], [0, 300, 70_000], []])
    }

    @Test("arrays of other types and orders", arguments: ["big-endian", "fortran", "float64", "bytes", "bools"])
    func types(_ name: String) throws {
        let table = try PickleDocument(bytes: Self.bytes("\(name).pickle"), file: "p").table()
        let one = name == "float64" ? 0.5 : 1
        #expect(table.numbers == [0, one, one, 0, 0, 0])
    }

    @Test("names beyond the known ones are refused by name and place") func names() {
        #expect(
            refusal("cos\nsystem\n(S'true'\ntR.")
                == "p: byte 0: names 'os.system', which is not allowed here, expected only dictionaries, lists, NumPy "
                + "arrays and SciPy CSR matrices")
        #expect(refusal("(c__builtin__\neval\nS'1'\ntR.").hasPrefix("p: byte 1: names '__builtin__.eval'"))
        // Protocol 4 takes the names from the stack.
        let stacked: [UInt8] =
            [0x80, 4, 0x8C, 2] + Array("os".utf8) + [0x8C, 6] + Array("system".utf8) + [0x93, 0x2E]
        #expect(refusal(stacked).hasPrefix("p: byte 14: names 'os.system'"))
        #expect(refusal("cnumpy\nload\n.").contains("numpy.load"))
        #expect(refusal("cscipy.sparse._csc\ncsc_matrix\n.").contains("csc_matrix"))
    }

    @Test("opcodes that could do more are refused by name and place") func opcodes() {
        #expect(refusal("Pid\n.") == "p: byte 0: opcode 'P' (0x50), expected an opcode that builds data")
        #expect(refusal("N0(i__builtin__\neval\n.").hasPrefix("p: byte 3: opcode 'i' (0x69)"))
        for opcode: UInt8 in [0x51, 0x6F, 0x82, 0x83, 0x84, 0x8F, 0x90, 0x91, 0x92, 0x97, 0x98, 0xFF] {
            #expect(refusal([0x80, 2, opcode, 0, 0]).hasPrefix("p: byte 2: opcode"))
        }
        #expect(refusal([0x80, 6, 0x2E]) == "p: byte 0: protocol 6, expected 0 to 5")
    }

    @Test("calls of the known names with anything else are refused") func calls() {
        #expect(refusal("ccollections\ndefaultdict\n(c__builtin__\nobject\ntR.").contains("defaultdict of 'object'"))
        #expect(refusal("c__builtin__\nlist\n(tR.").contains("'list' called with 0 arguments"))
        #expect(refusal("(lp0\n(tR.").contains("calls a list"))
        #expect(refusal("(lp0\n(tb.").contains("a state for a list"))
        #expect(refusal("cnumpy\ndtype\n(S'O8'\nI0\nI1\ntR.").contains("numbers of type 'O8'"))
        #expect(refusal("cnumpy\ndtype\n(S'V9999999'\nI0\nI1\ntR.").contains("numbers of type"))
    }

    @Test("absurd sizes are told, not tried") func sizes() {
        #expect(refusal([0x54, 0xFF, 0xFF, 0xFF, 0x7F, 0x41]).contains("2147483647 bytes where 1 are left"))
        #expect(refusal([0x8E] + [UInt8](repeating: 0xFF, count: 8)).contains("an impossible number of bytes"))
        #expect(refusal([0x8B, 0xFF, 0xFF, 0xFF, 0x7F]).contains("a whole number of 2147483647 bytes"))
        #expect(refusal("L123456789012345678901234567890L\n.").contains("expected a whole number of 64 bits"))
        #expect(refusal("I1\nq").contains("the file ends") || refusal("I1\nq").contains("bytes where 0 are left"))
        // An array that says to have far more numbers than bytes.
        let array =
            "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I4000000000\nI4000000000\nt"
            + "cnumpy\ndtype\n(S'f4'\nI0\nI1\ntRI00\nS'abcd'\ntb."
        #expect(refusal(array).contains("an array of 4000000000 × 4000000000 numbers in 4 bytes"))
    }

    @Test("a matrix that was never given its numbers is none") func unbuilt() throws {
        let document = try PickleDocument(
            bytes: Array("cscipy.sparse.csr\ncsr_matrix\n)".utf8) + [0x81, 0x2E], file: "p")
        #expect(
            throws: FileError(.badData, "p", "contains a SciPy matrix without numbers", expected: "rows and columns")
        ) {
            try document.matrix()
        }
    }

    @Test("one list under many keys is refused before it is copied") func sharedNeighbors() throws {
        let list = "(lp0\n" + String(repeating: "I1\na", count: 1_000) + "0"
        let shared = (0..<1_000).map { "I\($0)\ng0\ns" }.joined()
        let document = try PickleDocument(bytes: Array((list + "(d" + shared + ".").utf8), file: "p")
        let error = #expect(throws: FileError.self) { try document.neighbors() }
        #expect(error?.problem.hasPrefix("more neighbors than the ") == true)
    }

    @Test("an array has 64 axes at most") func axes() {
        func array(_ axes: Int) -> String {
            let shape = "(" + String(repeating: "I1\n", count: axes) + "t"
            return refusal(
                "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n\(shape)"
                    + "cnumpy\ndtype\n(S'i1'\nI0\nI1\ntRI00\nS'a'\ntb.")
        }
        #expect(array(64) == "read")
        #expect(array(65).contains("an array of 65 axes, expected at most 64"))
    }

    @Test("a whole number beyond 64 bits with a sign is told, not made 0") func unrepresentable() {
        func scalar(_ bytes: String) -> String {
            refusal("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'u8'\nI0\nI1\ntRS'\(bytes)'\ntR.")
        }
        #expect(scalar("abcdefg\\x00") == "read")
        #expect(scalar(String(repeating: "\\xff", count: 8)).contains("a whole number near 1.8446744073709552e+19"))
    }

    @Test("a few opcodes cannot make a large copy again and again") func amplification() {
        let text = String(repeating: "a", count: 100_000)
        let once = "c_codecs\nencode\np0\n0V\(text)\np1\n0"
        let many = String(repeating: "g0\n(g1\nS'latin1'\ntR0", count: 2_000)
        #expect(refusal(once + many + "N.").contains("makes far more data than the file contains"))
    }

    @Test("a few opcodes cannot have large members searched again and again") func searching() {
        func array(_ count: Int) -> String {
            "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I\(count)\nt"
                + "cnumpy\ndtype\n(S'i1'\nI0\nI1\ntRI00\nS'\(String(repeating: "\\x00", count: count))'\ntb"
        }
        let matrix =
            "S'_shape'\n(I1\nI1\ntsS'indptr'\n\(array(2))sS'indices'\n\(array(0))sS'data'\n\(array(0))s"
        let members = "(d" + matrix + (0..<1_000).map { "I\($0)\nNs" }.joined() + "p0\n0"
        func built(_ times: Int) -> String {
            let new = "cscipy.sparse.csr\ncsr_matrix\n)\u{81}p1\n0"
            let text = members + new + String(repeating: "g1\ng0\nb0", count: times) + "N."
            return refusal(text.unicodeScalars.map { UInt8($0.value) })
        }
        #expect(built(10) == "read")
        #expect(built(5_000).contains("makes far more data than the file contains"))
    }

    @Test("nesting without end neither crashes nor takes long") func nesting() {
        let deep = [UInt8](repeating: UInt8(ascii: "]"), count: 300_000)
        let closed = [UInt8](repeating: UInt8(ascii: "a"), count: 299_999)
        #expect(refusal(deep + closed + [0x2E]) == "read")
        let tuples = [0x4E] + [UInt8](repeating: 0x85, count: 300_000)
        #expect(refusal(tuples + [0x2E]) == "read")
        // A list that holds itself.
        #expect(refusal("(lp0\ng0\na.") == "read")
    }

    @Test("what takes a value where there is none") func underflow() {
        for text in ["0.", ".", "a.", "s.", "R.", "b.", "t.", "u.", "e.", "g7\n.", "2.", "p0\n.", "(0u.", "N(a."] {
            #expect(refusal(text).hasPrefix("p: byte"), "\(text)")
        }
    }

    @Test("truncated and changed bytes end in an error or a value, never in a trap") func damage() throws {
        var random = RandomStream(seed: 3, name: StreamName("damage"))
        for name in ["matrix-0", "matrix-2", "matrix-5", "array-4", "graph-2"] {
            let whole = try Self.bytes("\(name).pickle")
            for length in 0..<whole.count { #expect(refusal(Array(whole[..<length])) != "read") }
            for _ in 0..<3_000 {
                var changed = whole
                for _ in 0..<(1 + Int(random.below(3))) {
                    changed[Int(random.below(UInt64(whole.count)))] = UInt8(random.below(256))
                }
                _ = refusal(changed)
                if let document = try? PickleDocument(bytes: changed, file: "p") {
                    _ = try? document.matrix()
                    _ = try? document.table()
                    _ = try? document.neighbors()
                }
            }
        }
    }
}
