import Core
import Testing

@testable import KernelMachines

@Suite("Indices, queries and class names of LIBSVM's text") struct LIBSVMIndexTests {
    private func read(_ text: String, known: LIBSVMText.Indices? = nil) throws -> ExampleSet {
        try LIBSVMText.read(bytes: Array(text.utf8), file: "a.txt", known: known)
    }

    @Test("in a file with an index 0 they rise from 0, wherever it is")
    func zero() throws {
        for text in ["1 0:3 1:5\n-1 1:4\n", "-1 1:4\n1 0:3 1:5\n", "1 0:3 1:5 # 0:7\n\n-1 0:0 1:4"] {
            let set = try read(text)
            #expect(set.points.width == 2 && set.firstIndex == 0)
            #expect(set.facts.format == "LIBSVM text, 2 features, indices from 0")
            let row = set.targets[0] == 1 ? 0 : 1
            #expect(set.points.row(row) == [3, 5] && set.points.row(1 - row) == [0, 4])
        }
        let usual = try read("1 1:3 2:5\n-1 2:4\n")
        #expect(usual.firstIndex == 1 && usual.facts.format == "LIBSVM text, 2 features")
    }

    @Test("a model keeps its first index, and files of another one are refused where they show it")
    func models() throws {
        let set = try read("1 0:3 1:5\n-1 1:4\n1 0:2\n-1 1:2\n")
        let fit = try SupportVectorClassifier.fit(
            set.points, classes: set.classes(among: set.labels), labels: set.labels, kernel: .linear)
        let stored = StoredMachine(classifier: fit.classifier, featureCount: 2, firstIndex: 0)
        #expect(stored.libsvmText.contains(" 0:3 1:5\n") || stored.libsvmText.contains(" 0:2\n"))
        let again = try StoredMachine(bytes: Array(stored.libsvmText.utf8), file: "m")
        #expect(again.firstIndex == 0 && again.indices == LIBSVMText.Indices(first: 0, count: 2))
        // Index 0 may be missing in examples that have no number for it.
        #expect(try read("0 1:4\n", known: again.indices).points.row(0) == [0, 4])
        #expect { try read("1 1:3\n1 1:3 2:5\n", known: again.indices) } throws: {
            "\($0)".hasPrefix("a.txt: indices from 1 to 2, expected indices from 0 to 1, as the model knows them")
        }
        #expect { try read("1 1:3\n-1 0:1\n", known: LIBSVMText.Indices(first: 1, count: 2)) } throws: {
            "\($0)".hasPrefix("a.txt: line 2: index 0, expected indices from 1 on, as the model knows them")
                && "\($0)".hasSuffix("zero_based=False")
        }
        // A model of LIBSVM shows its first index in its vectors alone.
        let foreign = """
            svm_type c_svc\nkernel_type linear\nnr_class 2\ntotal_sv 2\nrho 0\nlabel 1 -1\nnr_sv 1 1\nSV
            1 0:2\n-1 1:2\n
            """
        #expect(try StoredMachine(bytes: Array(foreign.utf8), file: "m").firstIndex == 0)
    }

    @Test("SVMlight's queries are skipped, with a word")
    func queries() throws {
        let set = try read("3 qid:1 1:0.5\n1 qid:1 1:0.25 2:1\n2 1:1\n")
        #expect(set.points.row(1) == [0.25, 1] && set.facts.notes == ["qid is skipped: rankings are not learned"])
        #expect { try read("3 1:0.5 qid:1\n") } throws: { "\($0)".contains("index 'qid'") }
    }

    @Test("class weights name classes by number, whatever it is written like")
    func weights() throws {
        let labels = try read("+1 1:1\n-1 1:2\n").labels
        for text in ["+1=5", "1=5", "1.0=5"] {
            let found = try #require(ClassWeights(text)).factors(among: labels)
            #expect(found.factors == ["1": 5] && found.unknown == nil)
        }
        #expect(try #require(ClassWeights("-1=2,1=3")).factors(among: labels).factors == ["-1": 2, "1": 3])
        #expect(try #require(ClassWeights("2=2")).factors(among: labels).unknown == "2")
        // A name comes before a number.
        let named = [ClassLabel(0, name: "1.0"), ClassLabel(1, name: "1")]
        #expect(try #require(ClassWeights("1=4")).factors(among: named).factors == ["1": 4])
    }
}
