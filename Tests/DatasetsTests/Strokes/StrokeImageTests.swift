import Testing

@testable import Datasets

@Suite("Data set strokes: what the images look like") struct StrokeImageTests {
    private static let side = StrokeCharacters.side
    private static let area = side * side
    private static let training = StrokeCharacters.generate(count: 2_000, seed: 1, split: .training)
    private static let test = StrokeCharacters.generate(count: 500, seed: 1, split: .test)

    private func image(_ row: Int) -> ArraySlice<UInt8> {
        Self.training.pixels[row * Self.area..<(row + 1) * Self.area]
    }

    @Test("ink covers a sane share of every image")
    func ink() {
        let means = (0..<2_000).map { row in image(row).reduce(0) { $0 + Int($1) } / Self.area }
        #expect((45...60).contains(means.reduce(0, +) / means.count))
        #expect(means.allSatisfy { (12...100).contains($0) })
        let darkest = (0..<2_000).map { image($0).max() ?? 0 }
        #expect(darkest.allSatisfy { $0 >= 200 })
    }

    @Test("paper is black outside the lines")
    func paper() {
        let clear = Self.training.pixels.count { $0 < 16 }
        #expect(clear * 2 > Self.training.pixels.count)
    }

    @Test("lines stay inside the image")
    func borders() {
        let cut = (0..<2_000).count { row in
            let pixels = Array(image(row))
            let edge = pixels.indices.filter { index in
                let (row, column) = index.quotientAndRemainder(dividingBy: Self.side)
                return row % (Self.side - 1) == 0 || column % (Self.side - 1) == 0
            }
            // A line that ran out of the image would cross the edge at full strength.
            return edge.count { pixels[$0] > 200 } > 8
        }
        #expect(cut < 10)
    }

    @Test("the nearest class mean tells many images right, but far from all")
    func nearestMean() {
        var means = [Float](repeating: 0, count: 10 * Self.area)
        for (row, label) in Self.training.labels.enumerated() {
            for (offset, value) in image(row).enumerated() {
                means[Int(label) * Self.area + offset] += Float(value) / 200
            }
        }
        let right = (0..<500).count { row in
            let distances = (0..<10).map { label -> Float in
                var sum: Float = 0
                for offset in 0..<Self.area {
                    let value = Float(Self.test.pixels[row * Self.area + offset])
                    let difference = value - means[label * Self.area + offset]
                    sum += difference * difference
                }
                return sum
            }
            return distances.firstIndex(of: distances.min() ?? 0) == Int(Self.test.labels[row])
        }
        #expect((320...420).contains(right))
    }
}
