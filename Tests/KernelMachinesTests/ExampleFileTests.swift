import Core
import Foundation
import Testing

@testable import KernelMachines

@Suite("Files of examples") struct ExampleFileTests {
    private func read(_ text: String, isPrecomputed: Bool = false, knownPoints: Int? = nil) throws -> ExampleSet {
        try LIBSVMText.read(
            bytes: Array(text.utf8), file: "a.txt", isPrecomputed: isPrecomputed, knownPoints: knownPoints)
    }

    @Test("LIBSVM text")
    func text() throws {
        let set = try read("+1 1:0.5 3:-2e-1\n\n-1.0 2:3 # a remark\r\n+1")
        #expect(set.count == 3 && set.points.width == 3 && set.lines == [1, 3, 4])
        #expect(set.points.row(0) == [0.5, 0, -0.2] && set.points.row(1) == [0, 3, 0])
        #expect(set.points.row(2) == [0, 0, 0] && set.targets == [1, -1, 1])
        #expect(set.labels.map(\.name) == ["-1", "1"] && set.classes(among: set.labels) == [1, 0, 1])
    }

    @Test("the greatest index costs no memory, and kernels of such rows are right")
    func wide() throws {
        let set = try read("1 1:1 2147483647:2\n-1 5:1\n1 2147483647:1\n-1 1:2 5:2\n")
        let result = try SupportVectorClassifier.fit(
            set.points, classes: set.classes(among: set.labels), labels: set.labels, kernel: .linear)
        #expect(try result.classifier.predict(set.points) == set.classes(among: set.labels))
        let other = try read("1 2147483647:9 7:1".replacing("2147483647:9 7:1", with: "7:1 2147483647:9"))
        #expect(try result.classifier.predict(other.points) == [1])
    }

    @Test("nor does it in rows to predict, whatever the machine: dense, scaled, with φ")
    func wideUnseen() throws {
        let examples = PlaneExamples.moons(60, noise: 0.2, seed: 1)
        let rows = (0..<400).map { "1 1:\(0.01 * Double($0)) 2:0.25" }
        // In full they would take 3.4 TB.
        let wide = try read(rows.map { $0 + " 2147483647:1e-3\n" }.joined()).points
        let narrow = try read(rows.joined(separator: "\n")).points
        for kernel in [
            Kernel.linear, .rbf(gamma: 1), .features(try FeatureMap("x1, x2, x1*x2", width: 2)),
        ] {
            for kind in FeatureScaling.Kind.allCases {
                let scaling = FeatureScaling(kind, of: examples.points)
                let classifier = try SupportVectorClassifier.fit(
                    try scaling.applied(to: examples.points), classes: examples.classes, labels: examples.labels,
                    kernel: kernel
                ).classifier
                let stored = StoredMachine(classifier: classifier, scaling: scaling)
                for (a, b) in zip(try stored.decisions(wide), try stored.decisions(narrow)) {
                    #expect(abs(a[0] - b[0]) < 1e-3)
                }
            }
        }
    }

    @Test("rows of two widths meet in full where that has room, else without their zeros")
    func alignment() throws {
        func form(_ rows: (KernelRows, KernelRows)) -> [Int] {
            [rows.0, rows.1].map { if case .dense = $0.numbers { $0.width } else { -$0.width } }
        }
        let dense = KernelRows(Tensor([1, 2] as [Float], shape: [1, 2]).buffer)
        #expect(form(KernelRows.aligned(dense, KernelRows(.init(starts: [0, 0]), width: 3))) == [3, 3])
        #expect(form(KernelRows.aligned(KernelRows(.init(starts: [0, 0]), width: 1), dense)) == [2, 2])
        let wide = KernelRows(.init(starts: [0, 0]), width: 1 << 30)
        #expect(form(KernelRows.aligned(wide, dense)) == [-(1 << 30), -2])
    }

    @Test("of kernel values those with the points that are known are taken")
    func known() throws {
        let set = try read("1 0:9 1:0.5 2147483647:1\n-1 0:2 2:3 3:4", isPrecomputed: true, knownPoints: 2)
        #expect(set.points.width == 2 && set.points.row(0) == [0.5, 0] && set.points.row(1) == [0, 3])
        #expect { try read("1 0:1 1:0.5", isPrecomputed: true, knownPoints: 2) } throws: {
            "\($0)" == "a.txt: kernel values with 1 examples, expected 2 or more, as the machine knows them"
        }
        #expect { try LIBSVMText.checkSquare(read("1 1:2")) } throws: {
            "\($0)" == "a.txt: contains features, expected kernel values in LIBSVM's text format"
        }
    }

    @Test(
        "what is wrong with a line",
        arguments: [
            ("1 2:1 1:1", "line 1: index 1 after 2, expected rising indices"),
            ("1 1:1\n-1 3:1 3:2", "line 2: index 3 occurs twice, expected rising indices"),
            ("1:1 2:1", "line 1: no label before '1:1', expected a line such as '1 1:0.5 3:2'"),
            ("1 1:nan", "line 1: value 'nan' of index 1, expected a finite number"),
            ("1 1:inf", "line 1: value 'inf' of index 1, expected a finite number"),
            ("1 1:1e39", "line 1: value '1e39' of index 1, expected a finite number"),
            ("1 2147483648:1", "line 1: index '2147483648', expected a whole number from 1 to 2147483647"),
            ("1 -1:1", "line 1: index '-1', expected a whole number from 1 to 2147483647"),
            ("1 a:1", "line 1: index 'a', expected a whole number from 1 to 2147483647"),
            ("1 1:", "line 1: value '' of index 1, expected a finite number"),
            ("1 5", "line 1: '5', expected index:value"), ("cat 1:1", "line 1: label 'cat', expected a number"),
            ("nan 1:1", "line 1: label 'nan', expected a number"),
        ])
    func lines(text: String, message: String) {
        #expect { try read(text) } throws: { "\($0)" == "a.txt: \(message)" }
    }

    @Test("nothing at all")
    func empty() {
        for text in ["", "\n\n", "# a remark\n"] {
            #expect { try read(text) } throws: {
                "\($0)" == "a.txt: contains no examples, expected lines such as '1 1:0.5 3:2'"
            }
        }
    }

    @Test(
        "kernel values that cannot be meant",
        arguments: [
            (
                "1 1:1 2:0\n-1 1:0 2:1",
                "line 1: no 0:n before the kernel values, expected the example's number, as in '1 0:1 1:…'"
            ),
            (
                "1 0:3 1:1 2:0\n-1 0:2 1:0 2:1",
                "line 1: 0:n does not name an example, expected a whole number from 1 to 2"
            ),
            (
                "1 0:1 1:1 2:0 3:0\n-1 0:2 1:0 2:1 3:0",
                "2 examples with 3 kernel values each, expected as many as examples: the matrix must be square"
            ),
            (
                "1 0:1 1:1 2:0.5\n-1 0:2 1:0.4 2:1",
                "line 2: k(2, 1) is 0.4, but line 1 says k(1, 2) = 0.5, expected a symmetric matrix"
            ),
            (
                "1 0:1 2147483647:1",
                "1 examples with 2147483647 kernel values each, expected as many as examples: the matrix must be square"
            ),
            (
                "1 0:2147483648 2147483647:1",
                "1 examples with 2147483647 kernel values each, expected as many as examples: the matrix must be square"
            ),
            ("1 0:1 1:1 2:0.5\n-1 0:1 1:1 2:0.5", "line 2: example number 1 occurs twice, expected different numbers"),
        ])
    func precomputed(text: String, message: String) {
        #expect { try LIBSVMText.checkSquare(read(text, isPrecomputed: true)) } throws: {
            "\($0)" == "a.txt: \(message)"
        }
    }

    @Test("random bytes are refused, never a trap")
    func fuzz() {
        var random = RandomStream(seed: 1, name: StreamName("fuzz"))
        let sample = Array("1 1:0.5 3:-2e-1\n-1 2:3 # x\n".utf8)
        for _ in 0..<2_000 {
            var bytes = sample
            for _ in 0..<3 { bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next()) }
            _ = try? LIBSVMText.read(bytes: bytes, file: "a")
            _ = try? LIBSVMText.read(bytes: bytes, file: "a", isPrecomputed: true)
        }
    }

    private func csv(
        _ text: String, _ choice: ColumnChoice = ColumnChoice(), known: CSVExamples.Columns? = nil, drops: Bool = false
    ) throws -> ExampleSet {
        let file = FileManager.default.temporaryDirectory.appending(path: "kumiki-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        do throws(FileError) {
            return try CSVExamples.read(file.path, choice, known: known, dropsMissing: drops)
        } catch {
            throw FileError(error.kind, "a.csv", at: error.place, error.problem, expected: error.expected)
        }
    }

    @Test("CSV: the class by its name or place, features by name")
    func tables() throws {
        let set = try csv("a,class,b\n1,dog,2\n3, cat ,4\n")
        #expect(set.columns == .init(features: ["a", "b"], target: "class") && set.points.row(1) == [3, 4])
        #expect(set.labels.map(\.name) == ["cat", "dog"] && set.classes(among: set.labels) == [1, 0])
        #expect(try csv("a,b\n1,2\n3,10\n").labels.map(\.name) == ["2", "10"])
        let known = CSVExamples.Columns(features: ["a", "b"], target: nil)
        #expect(try csv("b,c,a\n1,0,2\n", known: known).points.row(0) == [2, 1])
        #expect(try csv("b,a\n1,2\n", known: known).targets[0].isNaN)
    }

    @Test("CSV: a feature that a model knows is no target, whatever its name; the model's target is")
    func knownColumns() throws {
        var known = CSVExamples.Columns(features: ["x", "y"], target: nil)
        #expect(try csv("x,y\n1,2\n", known: known).targets[0].isNaN)
        #expect(try csv("x,y,label\n1,2,3\n", known: known).targets == [3])
        #expect(try csv("x,y,species\n1,2,3\n", known: known).targets[0].isNaN)
        known.target = "species"
        #expect(try csv("x,y,label,species\n1,2,3,4\n", known: known).targets == [4])
        #expect(try csv("x,y,label\n1,2,3\n", known: known).targets == [3])
    }

    @Test("the digest of examples tells points and classes")
    func digest() throws {
        let all = ["1 1:1 2:2\n-1 2:1\n", "1 1:1 2:2\n-1 2:3\n", "1 1:1 2:2\n2 2:1\n", "-1 1:1 2:2\n1 2:1\n"]
        #expect(Set(try all.map { try read($0).digest }).count == 4)
        #expect(try read(all[0]).digest == read(all[0]).digest)
        #expect(try csv("a,class\n1,x\n2,y\n").digest != csv("a,class\n1,x\n2,z\n").digest)
        let given = ["1 0:1 1:1 2:0.5\n-1 0:2 1:0.5 2:1", "1 0:2 1:1 2:0.5\n-1 0:1 1:0.5 2:1"]
        #expect(try read(given[0], isPrecomputed: true).digest != read(given[1], isPrecomputed: true).digest)
    }

    @Test(
        "what is wrong with a table",
        arguments: [
            ("a,class\n1,1\nx,1\n2,0\n", "line 3, column 'a': 'x', expected a finite number"),
            ("a,class\nx,1\n", "line 1: no features, expected columns of numbers other than the class"),
            (
                "a,class\n1,1\nnan,1\n",
                "line 3, column 'a': 'nan', expected a finite number; --missing drop leaves out rows without one"
            ),
            ("a,class\n1,1\n1e39,1\n", "line 3, column 'a': '1e39', expected a finite number"),
            ("a,class\n1,inf\n", "line 2, column 'class': 'inf', expected a class"),
            ("class\n1\n", "line 1: no features, expected columns of numbers other than the class"),
            ("a,class\n", "line 1: no features, expected columns of numbers other than the class"),
            (
                "0,1,2\n3,4,5\n6,7,8\n",
                "line 1: '0,1,2' may be the names of the columns or the first row, expected --header yes or --header no"
            ),
        ])
    func tableErrors(text: String, message: String) {
        #expect { try csv(text) } throws: { "\($0)" == "a.csv: \(message)" }
    }

    @Test("what a table is found to be: header, index, texts, missing values")
    func understood() throws {
        let set = try csv(",a,name,b,species\n0,1,u,2,x\n1,3,v,?,y\n2,5,w,6,\n3,7,u,8,x\n", drops: true)
        #expect(set.columns == .init(features: ["a", "b"], target: "species") && set.points.row(1) == [7, 8])
        #expect(
            set.facts.leftOut.map { "\($0.count) \($0.reason) \($0.first ?? "")" } == [
                "1 column that numbers the rows 'column 1'", "1 column without numbers 'name'",
                "1 row with a missing value line 3", "1 row without a class line 4",
            ])
        #expect(set.facts.classes == [.init("x", 2)] && set.facts.format == "CSV with commas, header")
        let plain = try csv("5.1,3.5,Alpha\n4.9,3,Beta\n6,2,Alpha\n5,3,Beta\n")
        #expect(plain.columns == .init(features: ["x1", "x2"], target: "x3") && plain.count == 4)
        #expect(try csv("a,b,c\n1,2,3\n4,5,6\n", ColumnChoice(target: "A")).columns?.features == ["b", "c"])
        #expect(try csv("0,1,2\n3,4,5\n6,7,8\n", ColumnChoice(header: .no)).count == 3)
        #expect(try csv("a,class\n1,-0\n2,0\n3,1\n").labels.map(\.name) == ["0", "1"])
    }

    @Test("many different numbers are values, not classes, until somebody says that they are")
    func values() throws {
        let prices = "a,price\n" + (0..<40).map { "\($0 % 3),\(Double($0) / 4)\n" }.joined()
        #expect { try csv(prices).requireClasses() } throws: {
            "\($0)".hasSuffix(
                "column 'price': 40 different numbers (0, 0.25, 0.5, …), which seem to be values, expected classes; "
                    + "--target names another column, --task classes makes each number a class")
        }
        try csv("a,grade\n" + (0..<40).map { "\($0 % 3),\($0 % 20)\n" }.joined()).requireClasses()
    }
}
