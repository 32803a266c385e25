import Core
import Foundation
import Testing

@testable import KernelMachines

/// Points whose features lie far from zero and close to one another.
struct DistantPoints {
    /// x and y of each, as far from zero as the origin says.
    let rows: [[Double]]
    /// 1 and −1 in stripes.
    let labels: [Int]

    /// - Parameters:
    ///   - origin: where the square lies in which points are drawn.
    ///   - side: of the square, eight stripes high.
    init(_ count: Int, origin: [Double], side: Double, seed: UInt64) {
        var random = RandomStream(seed: seed, name: StreamName("distant points"))
        var (rows, labels): ([[Double]], [Int]) = ([], [])
        for _ in 0..<count {
            let (x, y) = (side * random.uniform(), side * random.uniform())
            // Thousandths, as a file has them.
            rows.append(zip([x, y], origin).map { (($0 + $1) * 1000).rounded() / 1000 })
            labels.append(Int(y / side * 8) % 2 * 2 - 1)
        }
        (self.rows, self.labels) = (rows, labels)
    }

    /// The same points at another place.
    func shifted(by distance: [Double]) -> [[Double]] { rows.map { zip($0, distance).map { $0 + $1 } } }

    var libsvm: String {
        zip(labels, rows).map { "\($0) 1:\($1[0]) 2:\($1[1])\n" }.joined()
    }

    var csv: String { "x,y,class\n" + zip(labels, rows).map { "\($1[0]),\($1[1]),\($0)\n" }.joined() }
}

@Suite("Features far from zero keep their digits") struct DistantFeatureTests {
    /// Coordinates in meters, times in seconds, and what needs no more digits.
    static let places: [(origin: [Double], side: Double)] = [
        ([412_345, 412_345], 4), ([1_700_000_000, 1_700_000_000], 8), ([0, 0], 4),
    ]

    private func read(_ text: String) throws -> ExampleSet {
        try LIBSVMText.read(bytes: Array(text.utf8), file: "a.txt")
    }

    private func fitted(_ set: ExampleSet, _ kernel: Kernel, _ scaling: FeatureScaling.Kind = .none) throws
        -> (stored: StoredMachine, report: FitReport)
    {
        let scaling = FeatureScaling(scaling, of: set.points)
        let fit = try SupportVectorClassifier.fit(
            try scaling.applied(to: set.points), classes: set.classes(among: set.labels), labels: set.labels,
            kernel: kernel, options: FitOptions(cost: 10))
        return (StoredMachine(classifier: fit.classifier, scaling: scaling), fit.report)
    }

    private func accuracy(_ stored: StoredMachine, _ set: ExampleSet) throws -> Double {
        let decisions = try stored.decisions(set.points)
        let truths = set.classes(among: stored.classifier.labels)
        return Double(zip(decisions, truths).count { stored.classifier.vote($0) == $1 }) / Double(set.count)
    }

    @Test("a Gaussian kernel separates what float32 would mix, scaled or not", arguments: places.indices)
    func gaussian(_ place: Int) throws {
        let (origin, side) = Self.places[place]
        // More than the few rows that are computed in float64 in any case.
        let training = try read(DistantPoints(600, origin: origin, side: side, seed: 1).libsvm)
        let test = try read(DistantPoints(200, origin: origin, side: side, seed: 2).libsvm)
        for scaling in FeatureScaling.Kind.allCases {
            let scales: [FeatureScaling.Kind: Double] = [
                .none: side, .range: 2, .standard: 3.5, .magnitude: side / (origin[1] + side),
            ]
            let width = try #require(scales[scaling])
            let machine = try fitted(training, .rbf(gamma: 128 / (width * width)), scaling)
            #expect(try accuracy(machine.stored, test) > 0.85, "\(scaling)")
        }
    }

    @Test("machines of shifted points are the same, of tables and of sparse text", arguments: [600, 100])
    func shift(count: Int) throws {
        let near = DistantPoints(count, origin: [0, 0], side: 4, seed: 1)
        let kernel = Kernel.rbf(gamma: 8)
        let all = near.shifted(by: [412_345, 5_512_345])
        let labels = [ClassLabel(-1), ClassLabel(1)]
        let classes = near.labels.map { $0 > 0 ? 1 : 0 }
        func decisions(_ points: KernelRows) throws -> [Double] {
            try SupportVectorClassifier.fit(
                points, classes: classes, labels: labels, kernel: kernel, options: FitOptions(cost: 10)
            ).classifier.decisions(points).map { $0[0] }
        }
        let expected = try decisions(KernelRows(near.rows.flatMap { $0 }, width: 2))
        let columns = (0..<(2 * count)).map { Int32($0 % 2) }
        let starts = (0...count).map { Int64(2 * $0) }
        let far = KernelRows(all.flatMap { $0 }, width: 2)
        for points in [far, KernelRows(starts: starts, columns: columns, exact: all.flatMap { $0 }, width: 2)] {
            // Both stop within the tolerance of their optimum.
            for (found, expected) in zip(try decisions(points), expected) { #expect(abs(found - expected) < 0.02) }
        }
    }

    @Test("a model has the digits of its vectors, and decides from its file as before")
    func model() throws {
        let points = DistantPoints(600, origin: [412_345, 5_512_345], side: 4, seed: 1)
        let set = try read(points.libsvm)
        for (kernel, scaling) in [
            (Kernel.rbf(gamma: 8), FeatureScaling.Kind.none), (.rbf(gamma: 8), .standard), (.linear, .none),
        ] {
            let stored = try fitted(set, kernel, scaling).stored
            let text = stored.libsvmText
            if scaling == .none {
                #expect(
                    text.split(separator: "\n").contains { line in
                        points.rows.contains { line.hasSuffix(" 1:\($0[0]) 2:\($0[1])") }
                    })
            }
            let again = try StoredMachine(bytes: Array(text.utf8), file: "m")
            #expect(again.libsvmText == text)
            for (a, b) in zip(try stored.decisions(set.points), try again.decisions(set.points)) {
                #expect(abs(a[0] - b[0]) < 1e-6)
            }
            // One example has no spread that could show that it needs its digits.
            let first = try again.decisions(set.points.selecting([0]))[0]
            #expect(abs(first[0] - (try stored.decisions(set.points)[0][0])) < 1e-6)
        }
    }

    @Test("LIBSVM's own model of such vectors decides as its formula says")
    func foreign() throws {
        let text = """
            svm_type c_svc\nkernel_type rbf\ngamma 8\nnr_class 2\ntotal_sv 2\nrho 0.25\nlabel 1 -1\nnr_sv 1 1\nSV
            1.5 1:412346.125 2:5512345.875\n-1.5 1:412346.375 2:5512346.001\n
            """
        let machine = try StoredMachine(bytes: Array(text.utf8), file: "m")
        let point = [412_346.2, 5_512_345.9]
        func kernel(_ x: Double, _ y: Double) -> Double {
            let (dx, dy) = (point[0] - x, point[1] - y)
            return exp(-8 * (dx * dx + dy * dy))
        }
        let expected = 1.5 * kernel(412_346.125, 5_512_345.875) - 1.5 * kernel(412_346.375, 5_512_346.001) - 0.25
        for points in [KernelRows(point, width: 2), try read("0 1:412346.2 2:5512345.9\n").points] {
            #expect(abs(try machine.decisions(points)[0][0] - expected) < 1e-6)
        }
    }

    @Test("expressions see the numbers of the file")
    func expressions() throws {
        let points = DistantPoints(600, origin: [412_345, 5_512_345], side: 4, seed: 1)
        var kernel = Kernel.rbf(gamma: 8)
        kernel.featureMap = try FeatureMap("x1 - 412345, x2 - 5512345", width: 2)
        let set = try read(points.libsvm)
        #expect(try accuracy(fitted(set, kernel).stored, set) > 0.95)
    }

    @Test("a scaling of distant features keeps float64, and one of ordinary features is written as before")
    func scalingText() throws {
        let far = KernelRows([412_345.125, 412_349.125, 412_346.125], width: 1)
        let scaling = FeatureScaling(.range, of: far)
        #expect(scaling.shift == [412_347.125] && scaling.factor == [0.5])
        #expect(scaling.libsvmRange == "x\n-1 1\n1 412345.125 412349.125\n")
        #expect(try scaling.applied(to: far).row(0) == [-1])
        #expect(FeatureScaling(.standard, of: KernelRows([0.1, 0.2], width: 1)).shift == [Double(Float(0.15))])
        // Where no digits are needed they are those of float32, also when they have been written and read.
        let near = KernelRows([0.1, 5, 0.7], width: 1)
        for kind in [FeatureScaling.Kind.range, .standard, .magnitude] {
            let scaling = FeatureScaling(kind, of: near)
            #expect((scaling.shift + scaling.factor).allSatisfy { Double(Float($0)) == $0 })
            for scaling in [scaling, FeatureScaling(kind, of: far)] {
                let text = try JSONEncoder().encode(scaling)
                #expect(try JSONDecoder().decode(FeatureScaling.self, from: text) == scaling)
            }
        }
        // What spans far less than float32 tells apart is still no constant.
        let close = KernelRows([1_700_000_000, 1_700_000_060], width: 1)
        #expect(try FeatureScaling(.range, of: close).applied(to: close).row(1) == [1])
    }

    @Test("rows keep float64 where their columns need it, whatever becomes of them")
    func rows() {
        let far = KernelRows([5_512_345.125, 1, 5_512_346.25, 0, 5_512_347.5, 3], width: 2)
        #expect(far.hasDistantColumn && !far.rounded.hasDistantColumn)
        #expect(!KernelRows([5_512_345, 1, -5_512_345, 0], width: 2).hasDistantColumn)
        let forms = [far, far.sparse, far.sparse.dense(width: 3), far.selecting([2, 1, 0]), .joined([far, far])]
        #expect(forms.allSatisfy { $0.hasDistantColumn })
        #expect(far.sparse.row(1) == [5_512_346.25, 0] && far.sparse.narrowed(to: 1).row(0) == [5_512_345.125])
        // A column that some rows lack has zeros among its numbers.
        let gap = KernelRows(starts: [0, 1, 1], columns: [0], exact: [5_512_345.125], width: 1)
        #expect(!gap.hasDistantColumn)
    }
}
