import Foundation

/// `Tests/Golden/training.json`: what PyTorch computes, made by `make-training-goldens.py`.
package struct TrainingGoldens: Decodable {
    package struct Updates: Decodable {
        package struct Step: Decodable {
            package let weight: [Double]
            package let bias: [Double]
        }

        package let inputs: [Double]
        package let targets: [Double]
        package let weight: [Double]
        package let bias: [Double]
        package let paths: [String: [Step]]
    }

    package struct Outcome: Decodable {
        package let values: [Double]
        package let gradients: [Double]
    }

    package struct Losses: Decodable {
        package let logits: [Double]
        package let labels: [Int32]
        package let crossEntropy: Outcome
        package let scores: [Double]
        package let chances: [Double]
        package let binaryCrossEntropyWithLogits: Outcome

        enum CodingKeys: String, CodingKey {
            case logits, labels, scores, chances
            case crossEntropy = "cross_entropy"
            case binaryCrossEntropyWithLogits = "binary_cross_entropy_with_logits"
        }
    }

    package struct Clipping: Decodable {
        package let before: [[Double]]
        package let norm: Double
        package let limit: Double
        package let after: [[Double]]
    }

    package let updates: Updates
    package let schedules: [String: [Double]]
    package let points: [Double]
    package let activations: [String: Outcome]
    package let losses: Losses
    package let clipping: Clipping

    package static func read() throws -> TrainingGoldens {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Golden/training.json")
        let decoder = JSONDecoder()
        return try decoder.decode(TrainingGoldens.self, from: Data(contentsOf: file))
    }
}
