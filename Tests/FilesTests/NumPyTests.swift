import Core
import TestSupport
import Testing

@Suite("NumPy files")
struct NumPyTests {
    @Test(
        "Every element type and byte order",
        arguments: [
            ("u1", [0, 1, 2, 3, 4, 5]), ("i1", [-2, -1, 0, 1, 2, 3]), ("u2", [0, 1, 2, 3, 4, 5]),
            ("i2", [-2, -1, 0, 1, 2, 3]), ("u4", [0, 1, 2, 3, 4, 5]), ("i4", [-2, -1, 0, 1, 2, 3]),
            ("u8", [0, 1, 2, 3, 4, 5]), ("i8", [-2, -1, 0, 1, 2, 3]), ("f4", [-1, -0.5, 0, 0.5, 1, 1.5]),
            ("f8", [-1, -0.5, 0, 0.5, 1, 1.5]), ("i2-big", [-2, -1, 0, 1, 2, 3]),
            ("f4-big", [-1, -0.5, 0, 0.5, 1, 1.5]),
            ("f8-big", [-1, -0.5, 0, 0.5, 1, 1.5]), ("version2", [-2, -1, 0, 1, 2, 3]),
            ("version3", [-2, -1, 0, 1, 2, 3]),
        ])
    func golden(_ name: String, _ values: [Double]) throws {
        let array = try FileArray.readNPY(goldenPath("\(name).npy"))
        #expect(array.shape == [2, 3])
        #expect(array.doubles() == values)
        #expect(array.floats() == values.map { Float($0) })
        if array.elementType != .float32, array.elementType != .float64 {
            #expect(try array.integers(from: name) == values.map { Int($0) })
        }
        let again = try FileArray(npy: array.npy(), file: name)
        #expect(again == array)
    }

    @Test(
        "What we write is what NumPy writes", arguments: ["b1", "u1", "i4", "i8", "f2", "f4", "f8", "scalar", "empty"])
    func written(_ name: String) throws {
        let bytes = try WholeFile.read(goldenPath("\(name).npy"))
        #expect(try FileArray(npy: bytes, file: name).npy() == bytes)
    }

    @Test("Column-major arrays come out in row-major order")
    func fortran() throws {
        let array = try FileArray.readNPY(goldenPath("i4-fortran.npy"))
        #expect(array.shape == [2, 3, 4])
        #expect(try array.integers(from: "") == Array(-2..<22))
    }

    @Test("Booleans, half precision, single numbers and empty arrays")
    func others() throws {
        let halves: [Float] = [0, 0, 1, -2.5, 65504, 0x1p-24, 0x1.a38p-14, .infinity]
        let array = try FileArray.readNPY(goldenPath("f2.npy"))
        #expect(array.floats() == halves)
        #expect(array.floats()[1].sign == .minus)
        #expect(try FileArray.readNPY(goldenPath("b1.npy")).integers(from: "") == [1, 0, 1])
        let scalar = try FileArray.readNPY(goldenPath("scalar.npy"))
        #expect(
            scalar.shape == [] && scalar.elements(as: Double.self) == [2.5] && scalar.elements(as: Float.self) == nil)
        let empty = try FileArray.readNPY(goldenPath("empty.npy"))
        #expect(empty.shape == [0, 3] && empty.floats().isEmpty)
    }

    /// A version 1.0 file with the given header text and data.
    private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + data
    }

    @Test("The header is a small dictionary and nothing else")
    func headerErrors() {
        let read = { (header: String) in message { try FileArray(npy: file(header, [0, 0]), file: "f") } }
        let tail = "'fortran_order': False, 'shape': (2,)"
        #expect(read("{'descr': '|u1', \(tail)}") == "no error")
        #expect(read("{\"shape\":(2,),'fortran_order':False,'descr':'|u1',}\n") == "no error")
        #expect(
            read("{'descr': '<c8', \(tail)}")
                == "f: byte 10: element type '<c8', expected one of b1 u1 i1 u2 i2 f2 u4 i4 f4 u8 i8 f8")
        #expect(
            read("{'descr': [('x', '<f4')], \(tail)}")
                == "f: byte 20: header text '[('x', '<f4'', expected a plain string (arrays of records and of objects are not read)"
        )
        #expect(
            read("{'descr': '|u1', 'descr': '|u1'}")
                == "f: byte 27: header key 'descr', expected each of 'descr', 'fortran_order' and 'shape' once")
        #expect(
            read("{'descr': '|u1'}")
                == "f: byte 10: the header lacks a key, expected 'descr', 'fortran_order' and 'shape'")
        #expect(read("{'shape': (2)}") == "f: byte 22: header text ')}', expected ','")
        #expect(
            read("{'shape': (-2,)}")
                == "f: byte 21: header text '-2,)}', expected a dimension, a whole number that fits in 64 bits")
        #expect(read("{'shape': (99999999999999999999,)}").hasSuffix("a whole number that fits in 64 bits"))
        #expect(read("{'fortran_order': 0}") == "f: byte 28: header text '0}', expected True or False")
        #expect(read("__import__('os')") == "f: byte 10: header text '__import__('', expected '{'")
        #expect(read("{'descr': '|u1', \(tail)} x") == "f: byte 66: header text 'x', expected the end of the header")
        #expect(read("{'descr': '|u1") == "f: byte 20: header text ''|u1', expected a string that ends")
        #expect(
            read("{")
                == "f: byte 11: the header ends, expected a plain string (arrays of records and of objects are not read)"
        )
    }

    @Test("The elements are as many as the shape says")
    func sizeErrors() {
        let read = { (bytes: [UInt8]) in message { try FileArray(npy: bytes, file: "f") } }
        let header = { (shape: String) in "{'descr':'<i4','fortran_order':True,'shape':(\(shape))}" }
        let start = 10 + header("2,3").utf8.count
        #expect(read(file(header("2,3"), [0])) == "f: byte \(start): 1 bytes of elements, expected 24 for 2×3 int32")
        #expect(
            read(file(header("4611686018427387904,2"))).hasSuffix("expected far more for 4611686018427387904×2 int32"))
        #expect(read(file(header("0,4611686018427387904,8"))) == "no error")
        #expect(read([1, 2, 3]) == "f: byte 0: not a NumPy array file, expected the bytes 0x93 and 'NUMPY'")
        #expect(
            read(Array(file("{}")[..<8])) == "f: byte 8: the file ends after 0 bytes of the header's length, expected 2"
        )
        #expect(
            read([0x93] + Array("NUMPY".utf8) + [4, 1]) == "f: byte 6: format version 4.1, expected 1.0, 2.0 or 3.0")
    }

    @Test("Elements that are no integers, or too large ones, are refused")
    func integerErrors() {
        #expect(
            message { try FileArray([1.5] as [Float], shape: [1]).integers(from: "f") }
                == "f: elements are float32, expected integers")
        #expect(
            message { try FileArray([1, 1 << 40] as [Int64], shape: [2]).int32s(from: "f") }
                == "f: element 1 is 1099511627776, expected at most 2147483647 in size")
    }
}
