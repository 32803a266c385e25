import Core

/// A slice of a head as magnetic resonance might show it, drawn from a few ellipses and ripples: scalp, skull, brain
/// with folds and ventricles, and perhaps a growth. It is not anatomy: it is data to study training with.
///
/// Source of the idea: Shepp, Logan, "The Fourier reconstruction of a head section", IEEE Trans. Nucl. Sci. 21 (1974).
struct PhantomSlice {
    /// A growth in the brain: a blob with a wavy border.
    struct Growth {
        /// In the head's own coordinates, in which the scalp is the unit circle and y points down.
        var x, y, radius: Float
        /// How much brighter than the brain it is.
        var brightness: Float
        /// The waves of its border, as a part of the radius, and their phase.
        var waviness: Float
        var phase: Float
        /// The radius of a dark core, as a part of the growth's radius.
        var core: Float
        /// The width of its soft edge, in the head's coordinates.
        var softness: Float
        /// How much darker a wide halo around it is.
        var halo: Float
    }

    /// The place of the head, in parts of the picture's side, and the sine of its rotation angle.
    var centerX, centerY, width, height, tilt: Float
    /// The gray values of its parts, 0 to 1.
    var scalp, brain, ventricle: Float
    /// The ventricles' size, 1 being usual.
    var ventricleSize: Float
    /// The number, strength and phase of the folds.
    var foldCount, foldStrength, foldPhase: Float
    /// The standard deviation of the noise.
    var noise: Float
    var growth: Growth?

    /// Draws the slice.
    ///
    /// - Shapes: side × side, row by row.
    func draw(side: Int, noiseFrom random: inout RandomStream, into pixels: UnsafeMutablePointer<UInt8>) {
        let (cosine, sine) = ((1 - tilt * tilt).squareRoot(), tilt)
        let scale = 1 / Float(side)
        for row in 0..<side {
            for column in 0..<side {
                let dx = (Float(column) + 0.5) * scale - centerX
                let dy = (Float(row) + 0.5) * scale - centerY
                let value = value(x: (cosine * dx + sine * dy) / width, y: (cosine * dy - sine * dx) / height)
                // Four 16-bit numbers added up are close to normal: mean 2, variance 1/3.
                var (bits, sum) = (random.next(), Float(0))
                for _ in 0..<4 {
                    sum += Float(bits & 0xFFFF) * 0x1p-16
                    bits >>= 16
                }
                let noisy = value + noise * (sum - 2) * 1.732
                pixels[row * side + column] = UInt8(min(max(noisy * 255, 0), 255))
            }
        }
    }

    /// The gray value at a place in the head's coordinates.
    private func value(x: Float, y: Float) -> Float {
        let radius = (x * x + y * y).squareRoot()
        if radius > 1.05 { return 0 }
        // From the outside inwards: scalp, the skull, which gives no signal, the brain.
        var value = scalp * Self.step(1, radius, width: 0.04)
        value *= 1 - 0.9 * Self.step(0.92, radius, width: 0.03)
        let inside = Self.step(0.83, radius, width: 0.03)
        if inside == 0 { return value }
        // Folds: ripples across ripples that are bent themselves, so that no regular grid is visible.
        let (bentX, bentY) = (
            x + 0.12 * Self.wave(4.5 * y + foldPhase) + 0.05 * Self.wave(11 * y - 7 * x),
            y + 0.12 * Self.wave(4 * x - foldPhase) + 0.05 * Self.wave(9 * x + 8 * y + foldPhase)
        )
        let ripple =
            Self.wave(foldCount * bentX + foldPhase + 3 * Self.wave(2.3 * bentY)) * Self.wave(foldCount * bentY)
        var tissue = brain + foldStrength * ripple * (0.4 + radius)
        // The cleft between the hemispheres and the two ventricles next to it.
        tissue -= 0.5 * brain * Self.step(0.025, abs(x), width: 0.02) * Self.step(-0.25, -abs(y), width: 0.1)
        let side = (abs(x) - 0.13 * ventricleSize) / (0.085 * ventricleSize)
        let along = (y + 0.05) / (0.26 * ventricleSize)
        let hollow = Self.step(1, (side * side + along * along).squareRoot(), width: 0.25)
        tissue += (ventricle - tissue) * hollow
        if let growth { tissue = growth.laid(over: tissue, x: x, y: y) }
        return value + (tissue - value) * inside
    }

    /// 1 well below `edge`, 0 well above, smooth between.
    static func step(_ edge: Float, _ value: Float, width: Float) -> Float {
        let share = min(max((edge - value) / width + 0.5, 0), 1)
        return share * share * (3 - 2 * share)
    }

    /// A wave of period 4 between −1 and 1, near a sine.
    static func wave(_ place: Float) -> Float {
        let phase = place - 4 * (place / 4).rounded(.down) - 2
        return phase * (2 - abs(phase))
    }
}

extension PhantomSlice.Growth {
    func laid(over tissue: Float, x: Float, y: Float) -> Float {
        let (dx, dy) = (x - self.x, y - self.y)
        let distance = (dx * dx + dy * dy).squareRoot()
        if distance > 2.2 * radius { return tissue }
        // Two, three and five waves around the border, from powers of the direction, each turned by its own phase.
        let (c, s) = distance > 0 ? (dx / distance, dy / distance) : (1, 0)
        func turned(_ cosine: Float, _ sine: Float, _ phase: Float) -> Float {
            cosine * PhantomSlice.wave(phase + 1) + sine * PhantomSlice.wave(phase)
        }
        let two = turned(2 * c * c - 1, 2 * s * c, phase)
        let three = turned(c * (4 * c * c - 3), s * (3 - 4 * s * s), 1.7 * phase)
        let (c4, s4) = (c * c * c * c, s * s * s * s)
        let five = turned(c * (16 * c4 - 20 * c * c + 5), s * (16 * s4 - 20 * s * s + 5), 2.3 * phase)
        let border = radius * (1 + waviness * (0.8 * two + 0.5 * three + 0.3 * five))
        let dimmed = tissue * (1 - halo * PhantomSlice.step(1.6 * border, distance, width: 0.6 * radius))
        let body = PhantomSlice.step(border, distance, width: softness)
        let dark = core > 0 ? PhantomSlice.step(core * border, distance, width: 0.5 * radius) : 0
        return dimmed + body * (tissue + brightness * (1 - 1.3 * dark) - dimmed)
    }
}
