import Testing

@testable import Foundations

@Suite("Random distributions") struct DistributionTests {
    /// The mean of `power`-th powers.
    private func moment(_ power: Int, of numbers: [Double]) -> Double {
        numbers.reduce(0) { sum, number in sum + (0..<power).reduce(1) { product, _ in product * number } }
            / Double(numbers.count)
    }

    @Test("uniform numbers fill [0, 1) evenly")
    func uniform() {
        var random = RandomStream(seed: 1, name: StreamName("uniform"))
        let numbers = (0..<100_000).map { _ in random.uniform() }
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        // Five standard errors.
        #expect(abs(moment(1, of: numbers) - 1 / 2) < 0.0046)
        #expect(abs(moment(2, of: numbers) - 1 / 3) < 0.0048)
        var bins = [Int](repeating: 0, count: 10)
        for number in numbers { bins[Int(number * 10)] += 1 }
        #expect(bins.allSatisfy { abs($0 - 10_000) < 475 })
        // Neighbors do not depend on each other.
        let products = zip(numbers, numbers.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }
        #expect(abs(moment(1, of: products)) < 0.0014)
    }

    @Test("a uniform range is kept and filled")
    func range() {
        var random = RandomStream(seed: 1, name: StreamName("range"))
        let numbers = (0..<10_000).map { _ in random.uniform(in: -3..<5) }
        #expect(numbers.allSatisfy { (-3..<5).contains($0) })
        #expect(abs(moment(1, of: numbers) - 1) < 0.12)
    }

    @Test("normal numbers have the normal's moments and tails")
    func normal() {
        var random = RandomStream(seed: 2, name: StreamName("normal"))
        let numbers = (0..<100_000).map { _ in random.normal() }
        // Five standard errors: sqrt(1, 2, 15, 96 / n).
        #expect(abs(moment(1, of: numbers)) < 0.016)
        #expect(abs(moment(2, of: numbers) - 1) < 0.023)
        #expect(abs(moment(3, of: numbers)) < 0.062)
        #expect(abs(moment(4, of: numbers) - 3) < 0.155)
        let beyond = numbers.count { abs($0) > 1.959964 }
        #expect(abs(beyond - 5_000) < 345)
        #expect(numbers.allSatisfy { $0.isFinite })
    }

    @Test("mean and standard deviation scale a normal number")
    func scaledNormal() {
        var standard = RandomStream(seed: 2, name: StreamName("normal"))
        var scaled = standard
        for _ in 0..<10 {
            #expect(scaled.normal(mean: 3, standardDeviation: 2) == 3 + 2 * standard.normal())
        }
    }

    @Test("a permutation holds every number once", arguments: [0, 1, 2, 10, 1000])
    func permutation(count: Int) {
        var random = RandomStream(seed: 3, name: StreamName("shuffle"))
        #expect(random.permutation(of: count).sorted() == (0..<Int32(count)).map { $0 })
    }

    @Test("every order of three comes equally often")
    func orders() {
        var random = RandomStream(seed: 4, name: StreamName("orders"))
        var counts: [[Int32]: Int] = [:]
        for _ in 0..<6_000 { counts[random.permutation(of: 3), default: 0] += 1 }
        #expect(counts.count == 6)
        #expect(counts.values.allSatisfy { abs($0 - 1_000) < 145 })
    }
}
