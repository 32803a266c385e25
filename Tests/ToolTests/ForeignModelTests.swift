import Core
import Testing

@Suite("Models that are in another format, or no numbers") struct ForeignModelTests {
    static let uses: [(tool: String, arguments: [String])] = [
        ("kmnist-train", ["evaluate"]), ("charrnn", ["sample"]), ("copy-transformer", ["copy", "01"]),
        ("gan-grid", []), ("feature-maps", []), ("gnn-train", ["predict"]),
    ]

    @Test("a pickle, a zip archive and others are called what they are", arguments: uses.indices)
    func formats(number: Int) throws {
        let (tool, arguments) = Self.uses[number]
        let place = try Workplace(tool: tool)
        let pickle: [UInt8] = [0x80, 2, 0x7D, 0x71, 0] + [UInt8](repeating: 0x2E, count: 40)
        let zip: [UInt8] = [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 40)
        for (name, bytes, words) in [
            ("model.pt", pickle, "is a Python pickle"), ("./model.pth", zip, "is a zip archive, as torch.save writes"),
            ("model.safetensors", zip, "is a zip archive"), ("./sub/model", pickle, "is a Python pickle"),
            ("model.bin", Array("version https://git-lfs".utf8), "is a pointer of Git LFS"),
        ] {
            try place.write(bytes, to: name)
            let outcome = try place.start(arguments + ["--run", name]).outcome()
            #expect(outcome.code == 65, "\(outcome.messages)")
            #expect(outcome.errorLine?.contains(": \(words)") == true, "\(outcome.messages)")
            #expect(outcome.errorLine?.contains(", expected a safetensors file; ") == true)
        }
        let missing = try place.start(arguments + ["--run", "none.pt"]).outcome()
        #expect(missing.code == 66, "\(missing.messages)")
    }

    @Test("weights that are no numbers are refused by name, whatever tool reads them", arguments: ["nan", "inf"])
    func weights(value: String) throws {
        for tool in StoredModelCase.all {
            let place = try tool.trained()
            let file = "a/model.safetensors"
            var contents = try Safetensors.read(place.path(file))
            let name = try #require(
                contents.tensors.keys.sorted().first { contents.tensors[$0]?.elementType == .float32 })
            let whole = try #require(contents.tensors[name])
            var numbers = whole.floats()
            numbers[numbers.count - 1] = Float(value) ?? 0
            contents.tensors[name] = FileArray(numbers, shape: whole.shape)
            try place.write(contents.serialized(), to: file)
            let outcome = try tool.use("./a", in: place)
            outcome.expectRefusal(
                65,
                "./\(file): tensor '\(name)': number \(numbers.count) of \(numbers.count) is \(value), expected finite")
        }
    }
}
