import Engine
import Foundation
import Tensors
import Testing

/// One case of values that PyTorch computed; Tests/Golden holds the files and the scripts that made them.
package struct GoldenCase: Decodable {
    package struct Tensor: Decodable {
        package let shape: Shape
        package let numbers: [Double]
    }

    package let name: String?
    package let sizes: [String: [Int]]
    package let settings: [String: Double]
    package let tensors: [String: Tensor]

    /// The cases of `operation` in Tests/Golden/`file`.
    package static func all(of operation: String, in file: String = "engine.json") throws -> [GoldenCase] {
        let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(components: "Golden", file)
        let cases = try JSONDecoder().decode([String: [GoldenCase]].self, from: Data(contentsOf: golden))
        return try #require(cases[operation])
    }

    package func buffer(_ name: String, _ type: ScalarType = .float64) throws -> Buffer {
        let tensor = try #require(tensors[name], "no tensor \(name)")
        return Buffer(tensor.numbers, tensor.shape).cast(to: type)
    }

    package func size(_ name: String) throws -> Size2D {
        let size = try #require(sizes[name], "no size \(name)")
        return Size2D(size[0], size[1])
    }
}
