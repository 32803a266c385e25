import Core
import Foundation
import Testing

@testable import VisionModels

@Suite("Files of filters") struct FilterFileTests {
    private func read(_ bytes: [UInt8]) throws -> [FeatureStage] {
        let file = FileManager.default.temporaryDirectory.appending(path: "kumiki-filters-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try FilterFile.read(file.path)
    }

    private func read(_ text: String) throws -> [FeatureStage] { try read(Array(text.utf8)) }

    /// What is said of a text, without the file's path.
    private func complaint(_ bytes: [UInt8]) -> String {
        do {
            _ = try read(bytes)
            return "nothing"
        } catch let error as FileError {
            return String(error.description.dropFirst(error.file.count + 2))
        } catch { return "\(error)" }
    }

    @Test("written by hand are read: names, bias, fractions, remarks, windows apart by empty lines")
    func text() throws {
        let stages = try read(
            """
            # edges and a blur
            stage 1
            filter vertical
            -1 0 1
            # a remark parts nothing
            -1,0,1   # nor does this

            filter blur bias -0.5
            1/4 1/4 0
            1/4 .25 0
            Stage 2
            filter

            1 2

            3 4

            """)
        #expect(stages.map(\.name) == ["stage 1", "stage 2"])
        #expect(stages[0].weight.shape == [2, 1, 2, 3] && stages[1].weight.shape == [1, 2, 1, 2])
        #expect(stages[0].weight.doubles == [-1, 0, 1, -1, 0, 1, 0.25, 0.25, 0, 0.25, 0.25, 0])
        #expect(stages[1].weight.doubles == [1, 2, 3, 4])
        #expect(stages[0].filterNames == ["vertical", "blur"] && stages[1].filterNames == ["1"])
        #expect(stages[0].bias?.doubles == [0, -0.5] && stages[1].bias == nil)
        #expect(stages[0].pooling == 2 && stages[0].slope == 0)
        let short = try read("filter\r\n1 2\r\n")
        #expect(short.count == 1 && short[0].weight.doubles == [1, 2])
    }

    @Test("filters written as text are read again, number for number")
    func roundTrip() throws {
        let stages = FeatureStage.fixed(seed: 3)
        let again = try read(FilterText.text(of: stages))
        for (old, new) in zip(stages, again) {
            #expect(old.weight.doubles == new.weight.doubles && old.weight.shape == new.weight.shape)
            #expect(old.filterNames == new.filterNames)
        }
        let biased = FeatureStage("one", weight: .ones([2, 1, 1, 1]), bias: Tensor([0, 1.5] as [Float]))
        #expect(try read(FilterText.text(of: [biased]))[0].bias?.doubles == [0, 1.5])
    }

    @Test("arrays are read from safetensors, .npz and .npy")
    func arrays() throws {
        let first = FileArray((0..<8).map(Float.init), shape: [2, 1, 2, 2])
        let bias = FileArray([1, 2] as [Double], shape: [2])
        let second = FileArray([1, -1] as [Int32], shape: [1, 2, 1, 1])
        let all = [("stage1.weight", first), ("stage1.bias", bias), ("stage2.weight", second)]
        let tensors = Safetensors(tensors: Dictionary(uniqueKeysWithValues: all))
        for bytes in [tensors.serialized(), NumPyArchive.serialized(all.map { (name: $0.0, array: $0.1) })] {
            let stages = try read(bytes)
            #expect(stages.map(\.weight.shape) == [[2, 1, 2, 2], [1, 2, 1, 1]])
            #expect(stages[0].weight.doubles == (0..<8).map(Double.init) && stages[1].weight.doubles == [1, -1])
            #expect(stages[0].bias?.doubles == [1, 2] && stages[0].filterNames == ["1", "2"])
        }
        #expect(try read(first.npy())[0].weight.shape == [2, 1, 2, 2])
    }

    @Test(
        "a wrong text is told with its line",
        arguments: [
            ("", "an empty file, expected filters"),
            ("# nothing\n", "line 2: no filters, expected a line 'filter NAME' and rows of numbers"),
            ("1 2\n", "line 1: numbers before any filter, expected a line 'filter NAME' above them"),
            (
                "filter a\n1 x\n",
                "line 2: 'x', expected a number such as -1, 0.5 or 1/9, 'filter' or 'stage'"
            ),
            ("filter a\n1 nan\n", "line 2: 'nan', expected a finite number"),
            ("filter a\n1/0\n", "line 2: '1/0', expected a finite number"),
            ("filter a\n1 2\n1\n", "line 3: a row of 1 number, expected 2, as in the rows above"),
            ("filter a\nfilter b\n1\n", "line 1: a filter without numbers, expected rows of numbers below it"),
            ("filter a b c\n", "line 1: 'filter a b c', expected filter NAME, or filter NAME bias NUMBER"),
            (
                "filter a\n1\n\nfilter b\n1\n1\n",
                "line 4: a window of 2 rows, expected 1, as in the first filter of the stage"
            ),
            (
                "filter a\n1\n\n1\n\n1\nfilter b\n1\n",
                "line 7: a filter of 1 windows, expected 3, as in the first filter of the stage"
            ),
            ("stage 2\nfilter\n1\n", "line 1: '2', expected stage 1"),
            ("stage 1\nstage 2\nfilter\n1\n", "line 5: stage 1 has no filters, expected one or more"),
            (
                "filter a\n1\n\n1\n",
                "stage '1': filters that read 2 maps, expected 1 for a gray picture, or 3 for red, green and blue"
            ),
            (
                "filter a\n1\nstage 2\nfilter b\n1\n\n1\n",
                "stage '2': filters that read 2 maps, expected 1, because stage 1 has 1 filter"
            ),
        ])
    func wrongText(text: String, complaint expected: String) {
        #expect(complaint(Array(text.utf8)) == expected)
    }

    @Test("wrong arrays are told with their names")
    func wrongArrays() {
        func told(_ arrays: [String: FileArray]) -> String {
            complaint(Safetensors(tensors: arrays).serialized())
        }
        func array(_ shape: [Int], _ value: Float = 1) -> FileArray {
            FileArray([Float](repeating: value, count: shape.reduce(1, *)), shape: shape)
        }
        #expect(told(["conv1.weight": array([1])]) == "no tensor 'stage1.weight', expected one of 'conv1.weight'")
        #expect(
            told(["stage1.weight": array([3, 3])])
                == "stage '1': filters of shape [3, 3], expected [filters, maps, height, width] of at most "
                + "[512, …, 99, 99]")
        #expect(
            told(["stage1.weight": array([2, 1, 3, 3]), "stage1.bias": array([3])])
                == "array 'stage1.bias': shape [3], expected [2], a number for each filter")
        #expect(
            told(["stage1.weight": array([2, 1, 3, 3]), "stage3.weight": array([1, 2, 3, 3])])
                == "array 'stage3.weight': belongs to no stage, expected stage1.weight, stage1.bias, stage2.weight and "
                + "so on, without gaps")
        #expect(
            told(["stage1.weight": array([1, 1, 2, 2], .nan)])
                == "stage '1': a weight that is infinite or not a number, expected finite numbers")
        #expect(
            told(["stage1.weight": array([0, 1, 2, 2])]).hasPrefix("stage '1': filters of shape [0, 1, 2, 2]"))
    }

    @Test("truncated and foreign files are told in a line, whatever bytes they hold")
    func damaged() {
        let whole = Safetensors(tensors: [
            "stage1.weight": FileArray([Float](repeating: 1, count: 9), shape: [1, 1, 3, 3])
        ])
        .serialized()
        let npy = FileArray([Float](repeating: 1, count: 9), shape: [1, 1, 3, 3]).npy()
        for count in stride(from: 1, to: whole.count, by: 7) {
            #expect(complaint(Array(whole.prefix(count))) != "nothing")
        }
        for count in stride(from: 1, to: npy.count, by: 5) {
            #expect(complaint(Array(npy.prefix(count))) != "nothing")
        }
        #expect(
            complaint([0x89, 0x50, 0x4E, 0x47, 0xFF, 0xFE]).hasPrefix("byte 0: is not a file of filters, expected"))
        var random = RandomStream(seed: 2, name: StreamName("noise"))
        for _ in 0..<200 {
            let bytes = (0..<Int(random.below(60)) + 1).map { _ in UInt8(random.below(128)) }
            #expect(complaint(bytes) != "nothing")
        }
    }
}
