import Core
import TestSupport
import Testing

@Suite("safetensors files")
struct SafetensorsTests {
    @Test("A file of the format's own library, and the same bytes back")
    func golden() throws {
        let bytes = try WholeFile.read(goldenPath("mixed.safetensors"))
        let file = try Safetensors(bytes: bytes, file: "f")
        #expect(file.metadata == ["format": "pt \"1\""])
        #expect(file.tensors.count == 11)
        #expect(file.tensors["fc1.weight"] == FileArray([-1, -0.5, 0, 0.5, 1, 1.5] as [Float], shape: [2, 3]))
        #expect(file.tensors["position"] == FileArray([-2] as [Int64], shape: [1]))
        #expect(file.tensors["mean"] == FileArray([-2, -1] as [Double], shape: [2]))
        #expect(file.tensors["index"] == FileArray([-2, -1, 0] as [Int32], shape: [3]))
        #expect(file.tensors["bytes"] == FileArray([0, 1, 2] as [UInt8], shape: [3]))
        #expect(file.tensors["scalar"] == FileArray([2.5] as [Float], shape: []))
        #expect(file.tensors["empty"] == FileArray([] as [Float], shape: [0, 4]))
        #expect(file.tensors["ключ\n\""] == FileArray([-2, -1] as [Int8], shape: [2]))
        #expect(file.tensors["half"]?.floats() == [1.5])
        #expect(file.tensors["flag"]?.elementType == .bool)
        #expect(file.serialized() == bytes)
    }

    @Test("The bytes of a small file, by hand")
    func byHand() throws {
        let file = Safetensors(tensors: [
            "b": FileArray([1] as [UInt8], shape: [1]), "a": FileArray([2, 3] as [UInt8], shape: [2]),
        ])
        let header =
            #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}"#
        #expect(header.utf8.count == 105)
        let expected =
            [112, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [UInt8](repeating: 0x20, count: 7) + [2, 3, 1]
        #expect(file.serialized() == expected)
        #expect(try Safetensors(bytes: expected, file: "f") == file)
        let empty = Safetensors()
        #expect(try Safetensors(bytes: empty.serialized(), file: "f") == empty)
    }

    @Test("Texts survive with all their characters")
    func texts() throws {
        var file = Safetensors()
        file.metadata = [
            "\u{0}\u{1F}\"\\/\n\r\t\u{8}\u{C}é😀": "\u{7F} vocabulary: \n\t'äöü'", "": "", "config": #"{"seed":1}"#,
        ]
        #expect(try Safetensors(bytes: file.serialized(), file: "f") == file)
        #expect(try read(#"{"__metadata__":{"\u0041\ud83d\ude00\/":"x"}}"#).metadata == ["A😀/": "x"])
    }

    @Test("A missing tensor lists those present; a wrong shape shows both")
    func lookUp() {
        let file = Safetensors(tensors: ["a": FileArray([2, 3] as [UInt8], shape: [2])])
        #expect(message { try file.tensor("b", from: "f") } == "f: no tensor 'b', expected one of 'a'")
        #expect(message { try Safetensors().tensor("b", from: "f") } == "f: no tensor 'b', expected one of none")
        #expect(message { try file.tensor("a", shape: [3], from: "f") } == "f: tensor 'a': shape [2], expected [3]")
        #expect(message { try file.tensor("a", shape: [2], from: "f") } == "no error")
    }

    private func read(_ header: String, data: Int = 0) throws -> Safetensors {
        var bytes = [UInt8](repeating: 0, count: 8)
        (bytes[0], bytes[1]) = (UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8))
        return try Safetensors(bytes: bytes + Array(header.utf8) + [UInt8](repeating: 0, count: data), file: "f")
    }

    @Test("The header's length is bounded")
    func lengthErrors() {
        #expect(
            message { try Safetensors(bytes: [1, 2], file: "f") }
                == "f: byte 0: the file ends after 2 bytes of the header's length, expected 8")
        #expect(
            message { try Safetensors(bytes: [255, 255, 255, 255, 255, 255, 255, 255, 0x7B], file: "f") }
                == "f: byte 0: header of 18446744073709551615 bytes, expected at most 1")
    }

    @Test(
        "A wrong header is described",
        arguments: [
            ("", 0, "byte 8: not a safetensors header, expected a JSON object"),
            ("[]", 0, "byte 8: not a safetensors header, expected a JSON object"),
            (" {}", 0, "byte 8: not a safetensors header, expected a JSON object"),
            ("{", 0, "byte 9: the JSON header ends, expected a string"),
            ("{}x", 0, "byte 10: JSON header text 'x', expected the end of the header"),
            (#"{"a" 1}"#, 0, "byte 13: JSON header text '1}', expected ':'"),
            (#"{"a":1,}"#, 0, "byte 15: JSON header text '}', expected a string"),
            (#"{"a":1 "b"}"#, 0, "byte 15: JSON header text '\"b\"}', expected ',' or '}'"),
            (#"{"a":[1 2]}"#, 0, "byte 16: JSON header text '2]}', expected ',' or ']'"),
            (#"{"a":1,"a":2}"#, 0, "byte 15: key 'a' occurs twice"),
            (#"{"a":01}"#, 0, "byte 13: JSON header text '01}', expected a value"),
            (#"{"a":+1}"#, 0, "byte 13: JSON header text '+1}', expected a value"),
            (#"{"a":NaN}"#, 0, "byte 13: JSON header text 'NaN}', expected a value"),
            (#"{"a\q":1}"#, 0, "byte 12: JSON header text 'q\":1}', expected an escape"),
            (#"{"a\u12g4":1}"#, 0, "byte 13: JSON header text '12g4\":1}', expected four hexadecimal digits"),
            (#"{"\ud800":1}"#, 0, "byte 16: JSON header text '\":1}', expected a surrogate pair before it"),
            ("{\"a\n\":1}", 0, "byte 11: JSON header text '\\u{a}\":1}', expected a string that ends on its line"),
            (
                #"{"a":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}"#, 0,
                "byte 28: JSON header text '[1]]]]]]]]]]', expected at most 16 levels of nesting"
            ),
            (#"{"__metadata__":1}"#, 0, "byte 8: '__metadata__' is not an object, expected texts by key"),
            (#"{"__metadata__":{"a":1}}"#, 0, "metadata 'a': is not a text, expected a JSON string"),
            (
                #"{"a":1}"#, 0,
                "tensor 'a': its entry is incomplete, expected only 'dtype', 'shape' and 'data_offsets'"
            ),
            (
                #"{"a":{"dtype":"Q8","shape":[1],"data_offsets":[0,1]}}"#, 1,
                "tensor 'a': element type 'Q8', expected one of BOOL U8 I8 I16 U16 F16 BF16 I32 U32 F32 F64 I64 U64"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#, 1,
                "tensor 'a': its shape is not a list of whole numbers, or exceeds all memory"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[4611686018427387904,2],"data_offsets":[0,1]}}"#, 1,
                "tensor 'a': its shape is not a list of whole numbers, or exceeds all memory"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}"#, 1,
                "tensor 'a': its data offsets are wrong, expected two whole numbers, the smaller first"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4,
                "tensor 'a': 4 bytes, expected 8 for 2 F32"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2,
                "tensor 'a': its data begins at 1, expected 0, where the one before it ends"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#,
                3,
                "tensor 'b': its data begins at 1, expected 2, where the one before it ends"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}"#, 2,
                "byte 61: the file ends after 2 bytes of tensor 'a', expected 9"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 3,
                "byte 62: 2 bytes follow the last tensor, expected the end of the file"
            ),
        ])
    func headerErrors(_ header: String, _ data: Int, _ expected: String) {
        #expect(message { try read(header, data: data) } == "f: " + expected)
    }

    @Test("A file is written atomically and read back")
    func files() throws {
        try withTemporaryFolder { folder in
            let file = Safetensors(tensors: ["a": FileArray([1.5] as [Float], shape: [1])], metadata: ["k": "v"])
            try file.write(to: "\(folder)/x.safetensors")
            #expect(try Safetensors.read("\(folder)/x.safetensors") == file)
        }
    }
}
