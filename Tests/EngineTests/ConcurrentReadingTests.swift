import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

/// What threads read of a buffer at once must not depend on who comes first: its layouts are made on the first request.
@Suite("Several threads read the same buffers") struct ConcurrentReadingTests {
    private static let threads = 4
    private static let rounds = 200

    /// What each of several threads computes at once.
    private func atOnce(_ body: @escaping () -> [Float]) -> [[Float]] {
        let before = ComputeContext.threads
        ComputeContext.threads = Self.threads
        defer { ComputeContext.threads = before }
        var results = [[Float]](repeating: [], count: Self.threads)
        results.withUnsafeMutableBufferPointer { results in
            guard let first = results.baseAddress else { return }
            let results = ParallelOutput(first)
            // Models are not sendable; reading one from several threads is what is tested.
            nonisolated(unsafe) let body = body
            ComputeContext.concurrently(Self.threads) { results[$0] = body() }
        }
        return results
    }

    @Test("a fresh convolutional model predicts what it predicts on one thread")
    func freshModel() {
        let x = randomTensor([2, 1, 16, 16])
        let expected = ConvolutionModel()(x).scalars()
        for _ in 0..<Self.rounds {
            let (model, x) = (ConvolutionModel(), x.copy)
            let found = atOnce { model(x).scalars() }
            #expect(found.allSatisfy { $0 == expected })
        }
    }

    @Test("weights are read in every order while convolutions arrange them")
    func weightsInUse() {
        let x = randomTensor([2, 16, 8, 8])
        for _ in 0..<Self.rounds {
            let model = ConvolutionModel()
            let expected = model.wide.weight.value.copy.scalars()
            let found = atOnce {
                _ = model.wide(x)
                return (model.wide.weight.value + 0).scalars()
            }
            #expect(found.allSatisfy { $0 == expected })
        }
    }

    @Test("a result in blocks, and one that waits to be asked for, are laid out once")
    func results() {
        let model = ConvolutionModel()
        for _ in 0..<Self.rounds {
            let waiting = model.first(randomTensor([2, 1, 16, 16]))
            let blocked = model.second(waiting)
            let found = atOnce { waiting.scalars() + blocked.scalars() }
            #expect(found.allSatisfy { $0 == found[0] })
            #expect(found[0] == waiting.copy.scalars() + blocked.copy.scalars())
        }
    }

    @Test("a sparse matrix is transposed once")
    func sparse() {
        let x = randomTensor([60, 4])
        for _ in 0..<Self.rounds {
            let pattern = SparsePattern(
                rows: 60, columns: 50, offsets: (0...60).map { 3 * $0 },
                columnNumbers: (0..<180).map { Int32($0 * 7 % 50) })
            let matrix = SparseMatrix(pattern, values: randomTensor([180]).buffer)
            let found = atOnce {
                let product = OneDNNEngine.shared.sparseProduct(
                    matrix, x.buffer, transposing: true, bias: nil, rectifier: nil)
                return Tensor(product).scalars()
            }
            #expect(found.allSatisfy { $0 == found[0] })
        }
    }

    /// One convolution of each kind: pooled in one pass, at Winograd's points, direct, and with the picture as its window.
    private struct ConvolutionModel: Layer {
        let first, second, wide, whole: Conv2D

        init() {
            var random = RandomStream(seed: 7, name: .initialization)
            first = Conv2D(1, 16, kernelSize: 3, padding: 1, random: &random)
            second = Conv2D(16, 16, kernelSize: 3, padding: 1, random: &random)
            wide = Conv2D(16, 32, kernelSize: 5, padding: 2, random: &random)
            whole = Conv2D(32, 10, kernelSize: 4, random: &random)
        }

        var parameters: [NamedParameter] {
            ("first", first)
            ("second", second)
            ("wide", wide)
            ("whole", whole)
        }

        func callAsFunction(_ x: Tensor) -> Tensor {
            whole(wide(second(first(x).maxPool2D(2))).maxPool2D(2))
        }
    }
}
