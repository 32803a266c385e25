import Core
import Foundation
import Testing

@testable import KernelMachines

@Suite("Model files of support vector machines") struct StoredMachineTests {
    private func machine(probability: Bool = false) throws -> StoredMachine {
        let golden = try GoldenProblem.named("rbf")
        let scaling = FeatureScaling(.standard, of: golden.training)
        var classifier = try SupportVectorClassifier.fit(
            try scaling.applied(to: golden.training), classes: golden.trainingClasses,
            labels: ["ash", "birch", "cedar \"red\""].enumerated().map { ClassLabel(Double($0), name: $1) },
            kernel: .rbf(gamma: 0.3)
        ).classifier
        if probability {
            let calibrated = try classifier.calibrated(
                on: try scaling.applied(to: golden.unseen), classes: golden.predictions)
            classifier = try #require(calibrated.classifier)
        }
        return StoredMachine(
            classifier: classifier, scaling: scaling,
            columns: .init(features: ["a", "b", "c", "d", "e"], target: "tree"), featureCount: 5)
    }

    @Test("written and read again they decide alike")
    func roundTrip() throws {
        let golden = try GoldenProblem.named("rbf")
        let stored = try machine(probability: true)
        let again = try StoredMachine(bytes: Array(stored.libsvmText.utf8), file: "model")
        #expect(try again.decisions(golden.unseen) == stored.decisions(golden.unseen))
        #expect(again.classifier.labels == stored.classifier.labels && again.columns == stored.columns)
        #expect(again.classifier.calibration == stored.classifier.calibration && again.scaling == stored.scaling)
        #expect(again.libsvmText == stored.libsvmText)
    }

    @Test("φ is kept as text")
    func features() throws {
        let examples = PlaneExamples.nine
        let kernel = Kernel.features(try FeatureMap("x1, x2, x1*x2, x1^2, x2^2", width: 2))
        let classifier = try SupportVectorClassifier.fit(
            examples.points, classes: examples.classes, labels: examples.labels, kernel: kernel
        ).classifier
        let text = StoredMachine(classifier: classifier, featureCount: 2).libsvmText
        let again = try StoredMachine(bytes: Array(text.utf8), file: "model")
        // Support vectors are written with float32's digits.
        for (read, own) in zip(try again.decisions(examples.points), try classifier.decisions(examples.points)) {
            #expect(abs(read[0] - own[0]) < 1e-4)
        }
    }

    @Test("a file cut off anywhere is refused, naming the line")
    func truncated() throws {
        let bytes = Array(try GoldenProblem.named("rbf").model.utf8)
        let lines = bytes.indices.filter { bytes[$0] == 0x0A }
        for end in lines.dropLast() {
            #expect { try StoredMachine(bytes: Array(bytes[..<end]), file: "m") } throws: { error in
                "\(error)".hasPrefix("m: line ") && (error as? FileError)?.exitCode == 65
            }
        }
        #expect { try StoredMachine(bytes: [], file: "m") } throws: {
            "\($0)" == "m: is empty, expected a model file of LIBSVM"
        }
    }

    @Test(
        "headers that cannot be meant",
        arguments: [
            (
                "svm_type c_svc", "svm_type epsilon_svr",
                "line 1: svm_type epsilon_svr, expected a classifier: c_svc or nu_svc"
            ),
            (
                "kernel_type rbf", "kernel_type cubic",
                "line 9: kernel_type 'cubic', expected linear, polynomial, rbf, sigmoid or precomputed"
            ),
            ("nr_class 3", "nr_class 1", "line 9: nr_class 1.0, expected two classes or more"),
            ("label 0 1 2", "label 0 1", "line 9: 'label 0 1', expected 3 numbers"),
            ("gamma 0.5", "gamma x", "line 9: 'gamma x', expected 1 number"),
            (
                "gamma 0.5", "garbage 0.5",
                "line 3: 'garbage', expected a model file of LIBSVM: svm_type, kernel_type, … and then SV"
            ),
        ])
    func headers(from: String, to: String, message: String) throws {
        let text = try GoldenProblem.named("rbf").model.replacing(from, with: to)
        #expect { try StoredMachine(bytes: Array(text.utf8), file: "m") } throws: { "\($0)" == "m: \(message)" }
    }

    @Test("mutated files are read or refused, never a trap")
    func fuzz() throws {
        let sample = Array(try machine().libsvmText.utf8)
        var random = RandomStream(seed: 2, name: StreamName("fuzz"))
        for _ in 0..<300 {
            var bytes = sample
            for _ in 0..<4 { bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next()) }
            _ = try? StoredMachine(bytes: bytes, file: "m")
        }
    }

    @Test("scaling: to −1 … 1, to deviation 1, by magnitude; constant features become 0")
    func scaling() throws {
        let points = KernelRows(Tensor([0, 5, -4, 10, 5, 2] as [Float], shape: [2, 3]).buffer)
        #expect(try FeatureScaling(.range, of: points).applied(to: points).row(0) == [-1, 0, -1])
        #expect(try FeatureScaling(.standard, of: points).applied(to: points).row(1) == [1, 0, 1])
        #expect(try FeatureScaling(.magnitude, of: points).applied(to: points).row(1) == [1, 1, 0.5])
        let sparse = try FeatureScaling(.magnitude, of: points.sparse).applied(to: points.sparse)
        #expect(sparse.row(1) == [1, 1, 0.5])
        #expect(FeatureScaling(.range, of: points).libsvmRange == "x\n-1 1\n1 0.0 10.0\n3 -4.0 2.0\n")
    }

    @Test("features that were not fitted become 0 as those that never changed; more rows than have room are refused")
    func scalingBeyond() throws {
        let points = KernelRows(Tensor([0, 10] as [Float], shape: [2, 1]).buffer)
        let other = KernelRows(Tensor([10, 7, 0, 0, 0, 0, 0] as [Float], shape: [1, 7]).buffer)
        for kind in [FeatureScaling.Kind.range, .standard, .magnitude] {
            for other in [other, other.sparse] {
                let scaled = try FeatureScaling(kind, of: points).applied(to: other)
                #expect(scaled.width == 1 && scaled.row(0) == [1])
            }
        }
        let ones = [Double](repeating: 1, count: 1 << 20)
        let many = KernelRows(.init(starts: [Int64](repeating: 0, count: 2001)), width: 1)
        #expect(throws: FitError.tooManyToScale(count: 2000, width: 1 << 20)) {
            try FeatureScaling(kind: .range, shift: ones, factor: ones).applied(to: many)
        }
    }

    @Test("a header line of more than a megabyte, as of 400 classes")
    func manyClasses() throws {
        let biases = (0..<(400 * 399 / 2)).map { -1 / Double($0 + 3) }
        let text = StoredMachine(
            classifier: SupportVectorClassifier(
                kernel: .linear, labels: (0..<400).map { ClassLabel(Double($0)) },
                vectors: KernelRows(.init(), width: 1), vectorCounts: [Int](repeating: 0, count: 400),
                coefficients: [], biases: biases, calibration: nil)
        ).libsvmText
        #expect(text.utf8.count > 1 << 20)
        #expect(try StoredMachine(bytes: Array(text.utf8), file: "model").classifier.biases == biases)
    }

    @Test("of many classes a model keeps as many coefficients as its file")
    func manyCoefficients() throws {
        let header = "svm_type c_svc\nkernel_type linear\nnr_class 40\ntotal_sv 1\n"
        let (rho, labels) = (String(repeating: " 0", count: 780), (0..<40).map { " \($0)" }.joined())
        let own = (0..<39).map { "\($0 + 1) " }.joined()
        let text = "\(header)rho\(rho)\nlabel\(labels)\nnr_sv 0 1\(String(repeating: " 0", count: 38))\nSV\n\(own)1:2\n"
        let classifier = try StoredMachine(bytes: Array(text.utf8), file: "m").classifier
        #expect(classifier.coefficients == [(1...39).map(Double.init)])
        let decisions = try classifier.decisions(KernelRows([1], width: 1))[0]
        for (pair, decision) in zip(classifier.pairs, decisions) {
            let expected = pair.first == 1 ? Double(2 * pair.second) : pair.second == 1 ? 2 : 0
            #expect(decision == expected)
        }
    }

    @Test("given kernel values are neither scaled nor mapped")
    func precomputed() {
        let model = """
            svm_type c_svc\nkernel_type precomputed\nnr_class 2\ntotal_sv 1\nrho 0\nlabel 0 1\nnr_sv 1 0\nSV\n1 0:1\n
            """
        for (extras, message) in [
            (#"{"scaling":{"factor":[1],"kind":"range","shift":[0]}}"#, "contains an invalid scaling"),
            (#"{"featureCount":2,"phi":"x1"}"#, "contains both a φ and given kernel values"),
        ] {
            #expect { try StoredMachine(bytes: Array("\(model)# kumiki \(extras)\n".utf8), file: "m") } throws: {
                "\($0)" == "m: \(message)"
            }
        }
    }

    @Test("probabilities are sums to 1 that follow the decision, on examples that were not learned from")
    func probabilities() throws {
        let golden = try GoldenProblem.named("rbf")
        let stored = try machine(probability: true)
        var agreeing = 0
        for decisions in try stored.decisions(golden.unseen) {
            let probabilities = try #require(stored.classifier.probabilities(decisions))
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9 && probabilities.allSatisfy { (0...1).contains($0) })
            let likeliest = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
            if likeliest == stored.classifier.vote(decisions) { agreeing += 1 }
        }
        #expect(agreeing > golden.predictions.count * 3 / 4)
    }

    @Test("Platt's sigmoid: of separated decisions by the targets' limits, of none by the share of classes")
    func platt() {
        let scaling = PlattScaling.fitted([-2, -1, 1, 2], arePositive: [false, false, true, true])
        #expect(scaling.a < 0 && abs(scaling.b) < 1e-6)
        #expect(abs(scaling.probability(2) + scaling.probability(-2) - 1) < 1e-9)
        let none = PlattScaling.fitted([0, 0, 0, 0], arePositive: [true, false, false, false])
        #expect(abs(none.probability(0) - (2.0 / 3 + 3 * 0.2) / 4) < 1e-4)
    }

    @Test("cross-validation deals every class into all parts")
    func folds() {
        let classes = (0..<100).map { $0 < 80 ? 0 : 1 }
        let validation = CrossValidation(classes: classes, parts: 5, seed: 1)
        for part in 0..<5 {
            let own = classes.indices.filter { validation.parts[$0] == part }
            #expect(own.count == 20 && own.count { classes[$0] == 1 } == 4)
        }
    }

    @Test("several C at once are what each is alone", arguments: [512 << 20, 1])
    func costs(bytes: Int) throws {
        let golden = try GoldenProblem.named("four classes")
        let costs = [0.1, 1, 100]
        var options = FitOptions()
        options.solver.cacheBytes = bytes
        options.classWeights = ["1": 2]
        let fits = try SupportVectorClassifier.fits(
            golden.training, classes: golden.trainingClasses, labels: golden.labels, kernel: .rbf(gamma: 0.2),
            costs: costs, options: options)
        for (cost, fit) in zip(costs, fits) {
            options.cost = cost
            let alone = try SupportVectorClassifier.fit(
                golden.training, classes: golden.trainingClasses, labels: golden.labels, kernel: .rbf(gamma: 0.2),
                options: options)
            #expect(fit.classifier.coefficients == alone.classifier.coefficients && fit.report == alone.report)
            #expect(fit.vectorNumbers == alone.vectorNumbers)
        }
    }

    @Test("cross-validation fits the scaling without the examples that are left out")
    func scalingOfFolds() throws {
        // One far-away example squeezes all others into a point wherever the scaling knows it.
        let classes = (0..<41).map { $0 % 2 }
        var x = classes.map { 2 * Double($0) }
        for place in x.indices { x[place] += 0.01 * Double(place) }
        x[40] = 1e15
        let points = KernelRows(x, width: 1)
        let validation = CrossValidation(classes: classes, parts: 2, seed: 1)
        func accuracies(_ points: KernelRows, _ scaling: FeatureScaling.Kind) throws -> [Double] {
            try validation.accuracies(
                points, classes: classes, labels: [ClassLabel(0), ClassLabel(1)], scaling: scaling,
                kernel: .rbf(gamma: 10), costs: [1, 10], options: FitOptions())
        }
        #expect(try accuracies(points, .magnitude).allSatisfy { $0 > 0.7 })
        let squeezed = try FeatureScaling(.magnitude, of: points).applied(to: points)
        #expect(try accuracies(squeezed, .none).allSatisfy { $0 < 0.6 })
    }
}
