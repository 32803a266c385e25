import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Parts of tensors, and comparisons") struct SlicingAndComparisonTests {
    private let x = Tensor((0..<24).map { Float($0) }, shape: [2, 3, 4])

    @Test("ranges of the axes, from the first on") func ranges() {
        #expect(x[0..<1].shape == [1, 3, 4] && x[1...].doubles == (12..<24).map(Double.init))
        #expect(x[0..., 1...1, ..<2].shape == [2, 1, 2])
        #expect(x[0..., 1...1, ..<2].doubles == [4, 5, 16, 17])
        #expect(x[...0, 2..., 1..<1].shape == [1, 1, 0])
        #expect(x[1].shape == [3, 4] && x[1][2].doubles == [20, 21, 22, 23] && x[1][2][3].item == 23)
    }

    @Test("gradients flow to the part alone") func gradients() {
        let gradient = valueAndGradients(at: [.ones([3, 3])], in: .evaluation) {
            ($0[0][1..., 0..<2] * 5).sum() + $0[0][0][2].sum()
        }.gradients[0]
        #expect(gradient.doubles == [0, 0, 1, 5, 5, 0, 5, 5, 0])
    }

    static let mistakes: [(line: String, make: @Sendable () -> Void)] = [
        ("slice: PartialRangeFrom<Int>(lowerBound: 4) of axis 0 of shape [3]", { _ = Tensor.ones([3])[4...] }),
        ("slice: 2..<5 of axis 1 of shape [2, 4]", { _ = Tensor.ones([2, 4])[0..., 2..<5] }),
        ("slice: number -1 of the first axis of shape [3]", { _ = Tensor.ones([3])[-1] }),
        ("slice: 2 ranges of shape [3]", { _ = Tensor.ones([3])[0..., 0...] }),
        (
            "comparison: types float32 and int32, expected the same",
            { _ = Tensor.ones([3]) .== Tensor([1, 2, 3] as [Int32]) }
        ),
    ]

    @Test("parts that there are not stop the program", arguments: mistakes.indices)
    func mistake(_ index: Int) async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
            SlicingAndComparisonTests.mistakes[index].make()
        }
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(said.hasPrefix(Self.mistakes[index].line), "\(said)")
    }

    @Test("comparisons are 1 and 0, broadcast") func comparisons() {
        let (a, b) = (Tensor([1, 2, .infinity, .nan] as [Float]), Tensor([1, 3, .infinity, .nan] as [Float]))
        #expect((a .== b).doubles == [1, 0, 1, 0] && (a .!= b).doubles == [0, 1, 0, 1])
        #expect((a .< b).doubles == [0, 1, 0, 0] && (a .<= b).doubles == [1, 1, 1, 0])
        #expect((a .> b).doubles == [0, 0, 0, 0] && (a .>= b).doubles == [1, 0, 1, 0])
        #expect((a .> 1).doubles == [0, 1, 1, 0] && (a .== 2).doubles == [0, 1, 0, 0])
        let column = Tensor([0, 2] as [Double], shape: [2, 1])
        let compared = column .< Tensor([1, 2, 3] as [Double])
        #expect(compared.shape == [2, 3] && compared.type == .float64)
        #expect(compared.doubles == [1, 1, 1, 0, 0, 1])
        let labels = Tensor([3, 1] as [Int32]) .== Tensor([3, 2] as [Int32])
        #expect(labels.type == .float32 && labels.mean().item == 0.5)
        #expect((Tensor.zeros([0, 3]) .== Tensor.zeros([3])).shape == [0, 3])
    }

    @Test("comparisons are constants of what is recorded") func constants() {
        let gradient = valueAndGradients(at: [Tensor([-1, 2] as [Float])], in: .evaluation) {
            (($0[0] .> 0) * $0[0]).sum()
        }.gradients[0]
        #expect(gradient.doubles == [0, 1])
    }
}

@Suite("Random tensors") struct RandomTensorTests {
    private func stream() -> RandomStream { RandomStream(seed: 5, name: .points) }

    @Test("uniform numbers stay in their range and fill it") func uniform() {
        var random = stream()
        let numbers = random.uniforms([100, 100], in: -2..<6).doubles
        #expect(numbers.allSatisfy { (-2..<6).contains($0) })
        let mean = numbers.reduce(0, +) / 10_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
        // Of 8 / √12 around 2; four standard errors.
        #expect(abs(mean - 2) < 0.1 && abs(variance - 64.0 / 12) < 0.2)
        #expect(numbers.min() ?? 0 < -1.99 && numbers.max() ?? 0 > 5.99)
    }

    @Test("the bound itself is never drawn, be it by rounding") func bound() {
        var random = stream()
        let numbers = random.uniforms([4_096], in: 1_048_576..<1_048_577).scalars()
        #expect(numbers.allSatisfy { $0 >= 1_048_576 && $0 < 1_048_577 })
    }

    @Test("a longer row begins as a shorter one, and the stream moves on") func prefix() {
        var (a, b) = (stream(), stream())
        let (short, long) = (a.uniforms([5]).doubles, b.uniforms([3, 4]).doubles)
        #expect(Array(long.prefix(5)) == short)
        #expect(a.position == 6 && b.position == 12 && a.uniforms([5]).doubles != short)
    }

    @Test("normal numbers have the mean and deviation that are asked for") func normal() {
        var (a, b) = (stream(), stream())
        let (plain, moved) = (a.normals([6]), b.normals([6], mean: 3, standardDeviation: 0.5))
        #expect(largestDifference(moved.doubles, plain.doubles.map { 3 + 0.5 * $0 }) < 1e-6)
    }
}
