import Foundation

@testable import Core

/// `Tests/Golden/training.json`: what PyTorch computes, made by `make-training-goldens.py`.
struct TrainingGoldens: Decodable {
    struct Updates: Decodable {
        struct Step: Decodable {
            let weight: [Double]
            let bias: [Double]
        }

        let inputs: [Double]
        let targets: [Double]
        let weight: [Double]
        let bias: [Double]
        let paths: [String: [Step]]
    }

    struct Outcome: Decodable {
        let values: [Double]
        let gradients: [Double]
    }

    struct Losses: Decodable {
        let logits: [Double]
        let labels: [Int32]
        let crossEntropy: Outcome
        let scores: [Double]
        let chances: [Double]
        let binaryCrossEntropyWithLogits: Outcome

        enum CodingKeys: String, CodingKey {
            case logits, labels, scores, chances
            case crossEntropy = "cross_entropy"
            case binaryCrossEntropyWithLogits = "binary_cross_entropy_with_logits"
        }
    }

    struct Clipping: Decodable {
        let before: [[Double]]
        let norm: Double
        let limit: Double
        let after: [[Double]]
    }

    let updates: Updates
    let schedules: [String: [Double]]
    let points: [Double]
    let activations: [String: Outcome]
    let losses: Losses
    let clipping: Clipping

    static func read() throws -> TrainingGoldens {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Golden/training.json")
        let decoder = JSONDecoder()
        return try decoder.decode(TrainingGoldens.self, from: Data(contentsOf: file))
    }
}
