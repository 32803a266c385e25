import Core

/// Drawn slices of heads in four classes, built in, so that the tools work without a data set.
public enum Phantoms {
    public static let name = "phantoms"
    /// In alphabetical order, as folders would be.
    public static let classNames = ["glioma", "meningioma", "notumor", "pituitary"]
    public static let side = 84

    /// The built-in set: `training` and `test` slices of side × side pixels, the classes in turn.
    public static func dataset(seed: UInt64 = 0, training: Int = 2400, test: Int = 400) -> ImageDataset {
        ImageDataset(
            name: name, classNames: classNames, training: examples(training, seed: seed, "training"),
            test: examples(test, seed: seed, "test"))
    }

    private static func examples(_ count: Int, seed: UInt64, _ split: String) -> ByteExamples {
        let size = side * side
        let bytes = [UInt8](unsafeUninitializedCapacity: count * size) { buffer, initialized in
            guard let start = buffer.baseAddress else { return }
            let pixels = ParallelOutput(start)
            ComputeContext.concurrently(count) { index in
                // A stream for each slice: they are the same in any drawing order.
                var random = RandomStream(seed: seed, name: .phantom(split, index))
                let slice = slice(of: index % classNames.count, &random)
                slice.draw(side: side, noiseFrom: &random, into: pixels + index * size)
            }
            initialized = count * size
        }
        return ByteExamples(
            bytes: bytes, exampleShape: [1, side, side], labels: (0..<count).map { Int32($0 % classNames.count) })
    }

    private static func slice(of label: Int, _ random: inout RandomStream) -> PhantomSlice {
        func between(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
        let head = PhantomSlice(
            centerX: between(0.47, 0.53), centerY: between(0.47, 0.53), width: between(0.34, 0.42),
            height: between(0.40, 0.47), tilt: between(-0.2, 0.2), scalp: between(0.55, 0.85),
            brain: between(0.22, 0.36), ventricle: between(0.05, 0.16), ventricleSize: between(0.7, 1.3),
            foldCount: between(9, 15), foldStrength: between(0.03, 0.08), foldPhase: between(0, 4),
            noise: between(0.01, 0.03))
        var slice = head
        let hand: Float = random.uniform() < 0.5 ? -1 : 1
        switch classNames[label] {
        case "glioma":
            // Within a hemisphere, ragged, with a dark core and swelling around it.
            slice.growth = .init(
                x: hand * between(0.25, 0.45), y: between(-0.35, 0.35), radius: between(0.18, 0.3),
                brightness: between(0.35, 0.6), waviness: between(0.2, 0.4), phase: between(0, 4),
                core: between(0.2, 0.5), softness: 0.1, halo: between(0.2, 0.5))
        case "meningioma":
            // Against the skull, round, sharp and even.
            let (sine, distance) = (between(-0.9, 0.9), between(0.6, 0.72))
            slice.growth = .init(
                x: hand * distance * (1 - sine * sine).squareRoot(), y: distance * sine,
                radius: between(0.16, 0.26), brightness: between(0.4, 0.65), waviness: between(0, 0.08),
                phase: between(0, 4), core: 0, softness: 0.04, halo: 0)
        case "pituitary":
            // Small, low in the middle.
            slice.growth = .init(
                x: between(-0.05, 0.05), y: between(0.42, 0.58), radius: between(0.11, 0.17),
                brightness: between(0.4, 0.65), waviness: between(0, 0.12), phase: between(0, 4), core: 0,
                softness: 0.04, halo: 0)
        default:
            break
        }
        return slice
    }
}

extension StreamName {
    /// One slice of a split.
    static func phantom(_ split: String, _ index: Int) -> StreamName { StreamName("phantom.\(split).\(index)") }
}
