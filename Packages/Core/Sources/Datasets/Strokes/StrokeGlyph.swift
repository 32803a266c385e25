/// A character as strokes in writing order, in one or several customary forms.
struct StrokeGlyph: Sendable {
    let character: String
    let romanized: String
    /// The ways to write it; one is drawn at random by `weight`.
    let forms: [Form]

    /// One way to write a character.
    struct Form: Sendable {
        let weight: Double
        let strokes: [Stroke]
    }

    /// A point of the writing square: x to the right and y down, both from 0 to 100.
    typealias Point = (x: Float, y: Float)

    /// One brush stroke: a smooth curve through each part's points, with a corner where one part meets the next.
    struct Stroke: Sendable {
        /// The parts; each part after the first begins at the end of the part before.
        let parts: [[Point]]
        let ending: Ending
        /// Points that a hand may add after the last, as a flick; many hands leave them out.
        let hook: [Point]
        /// Points on the way to the next stroke, for a hand that does not lift the brush; nil where all hands lift it.
        let join: [Point]?

        init(_ parts: [Point]..., ending: Ending = .stop, hook: [Point] = [], join: [Point]? = nil) {
            self.parts = parts
            self.ending = ending
            self.hook = hook
            self.join = join
        }
    }

    /// How the brush leaves the paper.
    enum Ending: Sendable {
        /// Stopped with pressure (*tome*).
        case stop
        /// Lifted while it moves, so that the stroke thins out (*harai*).
        case sweep
    }
}
