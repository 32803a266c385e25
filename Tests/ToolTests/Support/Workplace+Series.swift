import Core
import Foundation
import Testing

extension Workplace {
    /// Writes noise.txt: a thousand examples of three random features in two classes, which take a machine long to fit.
    func writeNoise() throws {
        var random = RandomStream(seed: 1, name: StreamName("noise"))
        let rows = (0..<1_000).map { "\($0 % 2) 1:\(random.uniform()) 2:\(random.uniform()) 3:\(random.uniform())\n" }
        try write(Array(rows.joined().utf8), to: "noise.txt")
    }

    /// The tasks of a series that are finished, by name.
    ///
    /// - Parameters:
    ///   - run: the folder.
    ///   - part: what the name of a part's file has besides, such as "-1-of-2".
    func finishedTasks(_ run: String, part: String = "") throws -> [String] {
        let file = try Data(bytes("\(run)/series\(part).json"))
        let tasks = try JSONSerialization.jsonObject(with: file) as? [[String: Any]]
        return try #require(tasks).compactMap { $0["task"] as? String }
    }
}
