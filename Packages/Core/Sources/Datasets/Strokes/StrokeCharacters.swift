import Dispatch
import Engine
import Foundations

/// The built-in image data set `strokes`: ten hiragana written with a simulated brush, 28×28 gray, 255 is full ink.
///
/// The classes are those of Kuzushiji-MNIST, in its order. Every image is drawn from stroke descriptions, by a hand
/// with its own slant, size, brush and habits. Image i depends only on the seed, the split and i: a longer set begins
/// with the shorter one, and any range of it can be drawn alone.
///
/// Source of the classes: Clanuwat et al., "Deep learning for classical Japanese literature", 2018.
public enum StrokeCharacters {
    /// A part of the data set, with its own images.
    public enum Split: String, Sendable, CaseIterable {
        case training, validation, test

        /// The customary number of images: 6,000 for training, 1,000 otherwise.
        public var defaultCount: Int { self == .training ? 6_000 : 1_000 }
    }

    /// The width and height of an image, in pixels.
    public static let side = 28

    /// The classes' characters, by label.
    public static let classNames = StrokeGlyph.hiragana.map(\.character)

    /// The classes' names in Latin letters, by label.
    public static let romanizedNames = StrokeGlyph.hiragana.map(\.romanized)

    /// The first `count` images of a split and their labels.
    ///
    /// - Shapes: `pixels` is N×28×28, row by row; `labels` is N, from 0 to 9.
    public static func generate(count: Int, seed: UInt64, split: Split) -> (pixels: [UInt8], labels: [UInt8]) {
        Contract.require(count >= 0, "StrokeCharacters.generate", "the count is \(count), expected 0 or more")
        return generate(0..<count, seed: seed, split: split)
    }

    /// The images of a split with indices in `range`, and their labels; drawn on all cores.
    ///
    /// - Shapes: `pixels` is N×28×28, row by row; `labels` is N, from 0 to 9.
    public static func generate(
        _ range: Range<Int>, seed: UInt64, split: Split
    ) -> (pixels: [UInt8], labels: [UInt8]) {
        Contract.require(
            range.lowerBound >= 0, "StrokeCharacters.generate", "the range is \(range), expected indices from 0 up")
        let area = side * side
        let labels = range.map { label(at: $0, seed: seed, split: split) }
        let pixels = [UInt8](unsafeUninitializedCapacity: range.count * area) { buffer, written in
            guard let start = buffer.baseAddress else { return }
            let (pixels, chunk) = (ParallelOutput(start), 64)
            ComputeContext.concurrently((range.count + chunk - 1) / chunk) { job in
                for row in job * chunk..<min((job + 1) * chunk, range.count) {
                    let glyph = StrokeGlyph.hiragana[Int(labels[row])]
                    var random = RandomStream(seed: seed, name: .stroke(split, range.lowerBound + row))
                    let image = draw(glyph, using: &random)
                    (pixels + row * area).update(from: image, count: area)
                }
            }
            written = range.count * area
        }
        return (pixels, labels)
    }

    /// The label of one image: each ten consecutive images show each class once, in their own order.
    static func label(at index: Int, seed: UInt64, split: Split) -> UInt8 {
        let classes = StrokeGlyph.hiragana.count
        var random = RandomStream(seed: seed, name: .strokeOrder(split, round: index / classes))
        return UInt8(random.permutation(of: classes)[index % classes])
    }

    /// One image of `glyph`, row by row.
    static func draw(_ glyph: StrokeGlyph, using random: inout RandomStream) -> [UInt8] {
        let hand = StrokeHand(using: &random)
        var canvas = StrokeCanvas(side: side)
        for path in hand.write(glyph, side: Float(side), using: &random) {
            canvas.paint(path, softness: hand.softness)
        }
        canvas.blur(hand.blur)
        return canvas.develop(ink: hand.ink, grain: hand.grain, paper: hand.paper, using: &random)
    }
}

extension StreamName {
    /// The strokes of one character.
    fileprivate static func stroke(_ split: StrokeCharacters.Split, _ index: Int) -> StreamName {
        StreamName("strokes/\(split.rawValue)/\(index)")
    }

    /// The order of the characters in a round of all of them.
    fileprivate static func strokeOrder(_ split: StrokeCharacters.Split, round: Int) -> StreamName {
        StreamName("strokes/\(split.rawValue)/order/\(round)")
    }
}
