import Core
import TestSupport
import Testing

@testable import GenerativeModels

@Suite("Scores of samples") struct ScoreTests {
    private typealias Distribution = FrechetDistance.Distribution

    /// Points whose covariance is a diagonal of these variances.
    private func points(_ mean: [Double], variances: [Double]) -> [[Double]] {
        // 2D points in all, of which two lie along each axis.
        let freedom = Double(2 * mean.count - 1)
        var points: [[Double]] = []
        for axis in mean.indices {
            let reach: Double = (freedom * variances[axis] / 2).squareRoot()
            for offset in [-reach, reach] {
                var point = mean
                point[axis] += offset
                points.append(point)
            }
        }
        return points
    }

    @Test("the Fréchet distance of normal distributions, as worked out by hand")
    func distance() {
        let a = Distribution(of: points([0, 0, 0], variances: [1, 4, 9]))
        let b = Distribution(of: points([3, 0, 4], variances: [4, 4, 1]))
        #expect(FrechetDistance.between(a, a) < 1e-12)
        // 25 for the means; (1 - 2)², (2 - 2)² and (3 - 1)² for the deviations.
        #expect(abs(FrechetDistance.between(a, b) - 30) < 1e-9)
        #expect(abs(FrechetDistance.between(b, a) - 30) < 1e-9)
    }

    @Test("covariances that are not diagonal: turning both changes nothing")
    func turned() {
        func turn(_ points: [[Double]]) -> [[Double]] {
            points.map { (point: [Double]) -> [Double] in
                let (x, y) = (point[0], point[1])
                return [0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y]
            }
        }
        let (a, b) = (points([0, 0], variances: [1, 9]), points([1, 2], variances: [16, 4]))
        let plain = FrechetDistance.between(Distribution(of: a), Distribution(of: b))
        let turned = FrechetDistance.between(Distribution(of: turn(a)), Distribution(of: turn(b)))
        #expect(abs(plain - (5 + 9 + 1)) < 1e-9 && abs(turned - plain) < 1e-9)
    }

    @Test("the embedded judge is whole, and does not speak of what it does not know")
    func judge() throws {
        let judge = try DigitJudge()
        let strokes = TrainingPictures(.strokes(training: 10, test: 100))
        let opinion = judge.opinion(of: strokes.test.bytes)
        #expect(opinion.features.count == 100 && opinion.features[0].count == 60)
        #expect(opinion.confidences.allSatisfy { (0.1...1).contains($0) })
        #expect(!judge.knows(strokes))
        #expect(judge.opinion(of: Self.drawnOne).classes == [1])
        let digits = DrawnDigits(count: 200)
        let answers = judge.opinion(of: digits.pixels).classes
        #expect(zip(answers, digits.labels).count { $0 == Int($1) } >= 180)
    }

    /// A digit that nobody can mistake: an upright stroke.
    private static let drawnOne: [UInt8] = (0..<784).map { place in
        let (row, column) = (place / 28, place % 28)
        return (5...22).contains(row) && (13...15).contains(column) ? 255 : 0
    }

    @Test("real digits are near to other real digits, and a single one in all samples is far")
    func scores() throws {
        let scorer = SampleScorer(try DigitJudge(), examples(DrawnDigits(count: 300)))
        #expect(scorer.count == 300)
        let near = scorer.score(DrawnDigits(count: 300, seed: 1).pixels)
        let far = scorer.score((0..<300).flatMap { _ in Self.drawnOne })
        #expect(near.distance < far.distance / 20, "\(near.distance), \(far.distance)")
        #expect(near.classes == 10 && near.balance > 0.99 && far.classes == 1)
        #expect(
            near.measurements(on: .test).map(\.metric.name) == [
                "digits_frechet", "digits_confidence", "digits_classes", "digits_balance",
            ])
        let held = near.measurements(on: .validation)[0]
        #expect(held.metric.name == "validation_digits_frechet" && held.value == near.distance)
        #expect(!held.metric.isBetterHigher)
    }

    private func examples(_ digits: DrawnDigits) -> ByteExamples {
        ByteExamples(bytes: digits.pixels, exampleShape: [1, 28, 28], labels: digits.labels.map(Int32.init))
    }

    @Test("balance is 1 for even classes and 0 for a single one")
    func balance() {
        #expect(
            abs(SampleScore(distance: 0, confidence: 1, counts: Array(repeating: 7, count: 10)).balance - 1) < 1e-12)
        let single = SampleScore(distance: 0, confidence: 1, counts: [0, 0, 9, 0, 0, 0, 0, 0, 0, 0])
        #expect(single.balance == 0 && single.classes == 1)
    }
}
