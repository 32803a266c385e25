import Foundation
import TestSupport
import Testing

@testable import Tensors
@testable import Training

@Suite("Recipes") struct RecipeTests {
    @Test("a recipe survives its file, whatever it holds")
    func coding() throws {
        let recipes = [
            Recipe(),
            Recipe(
                epochs: nil, steps: 60_000, batchSize: nil, learningRate: 0.1, optimizer: .adamax(beta1: 0.8),
                weightDecay: 0.5, schedule: .oneCycle(warmup: 0.1), clipValue: 5, clipNorm: 10, patience: 3),
        ]
        for recipe in recipes {
            let bytes = try JSONEncoder().encode(recipe)
            #expect(try JSONDecoder().decode(Recipe.self, from: bytes) == recipe)
            try recipe.check()
        }
    }

    private static let nonsense: [(setting: String, change: @Sendable (inout Recipe) -> Void)] = [
        ("epochs", { $0.epochs = -1 }), ("epochs", { $0.epochs = .max }), ("epochs", { $0.epochs = nil }),
        ("steps", { $0.steps = -5 }), ("batchSize", { $0.batchSize = 0 }), ("batchSize", { $0.batchSize = 1 << 62 }),
        ("learningRate", { $0.learningRate = 0 }), ("learningRate", { $0.learningRate = -1 }),
        ("learningRate", { $0.learningRate = 1e300 }), ("learningRate", { $0.learningRate = .nan }),
        ("learningRate", { $0.learningRate = .infinity }), ("weightDecay", { $0.weightDecay = -1 }),
        ("weightDecay", { $0.weightDecay = .nan }), ("optimizer.momentum", { $0.optimizer = .sgd(momentum: 0x1p62) }),
        ("optimizer.beta1", { $0.optimizer = .adam(beta1: 1) }),
        ("schedule.factor", { $0.schedule = .step(factor: -1) }), ("clipNorm", { $0.clipNorm = -1 }),
        ("patience", { $0.patience = -1 }),
    ]

    @Test("nonsense is refused by name and value", arguments: nonsense.indices)
    func refused(number: Int) {
        var recipe = Recipe()
        Self.nonsense[number].change(&recipe)
        var setting: String?
        do { try recipe.check() } catch { setting = error.setting }
        #expect(setting == Self.nonsense[number].setting)
    }

    @Test("epochs follow from steps where they are not given")
    func epochs() {
        #expect(Recipe(epochs: 3, steps: 100).epochs(ofSteps: 7) == 3)
        #expect(Recipe(epochs: nil, steps: 100).epochs(ofSteps: 7) == 15)
        #expect(Recipe(epochs: nil, steps: 98).epochs(ofSteps: 7) == 14)
        #expect(Recipe(batchSize: nil).batchSize(of: 12) == 12 && Recipe(batchSize: 64).batchSize(of: 12) == 12)
    }

    @Test("gradients are limited number by number, then by their norm")
    func clipping() throws {
        let gradients = Gradients(tensors: [Tensor([3, -4] as [Float])])
        #expect(Recipe().clipping == nil)
        let (value, norm) = (try #require(Recipe(clipValue: 2).clipping), try #require(Recipe(clipNorm: 2.5).clipping))
        #expect(value(gradients).tensors[0].doubles == [2, -2])
        #expect(norm(gradients).tensors[0].doubles == [1.5, -2])
    }
}
