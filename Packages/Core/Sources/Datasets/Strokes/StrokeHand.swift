import Foundations

/// One writer at one moment: brush, posture and habits, all drawn at random.
struct StrokeHand {
    /// The usual half width of the brush line, in pixels of a 28-pixel image.
    let radius: Float
    /// The effect of pressure on the line's width: 0 a pen, 1 a soft brush.
    let contrast: Float
    /// How much a flat brush tip thins horizontal lines.
    let flatness: Float
    /// The width in pixels over which ink fades at a line's edge.
    let softness: Float
    /// The weight of each neighbor in the final blur.
    let blur: Float
    /// The share of full black that the ink reaches.
    let ink: Float
    /// How much the ink's density varies from pixel to pixel.
    let grain: Float
    /// The height of the paper's own noise, as a share of full black.
    let paper: Float
    /// The chance of each customary join being made.
    let joining: Double
    /// The chance of each customary hook being made.
    let hooking: Double
    /// The standard deviation of control points about the model, in units of the writing square (100).
    let looseness: Double
    /// The elastic distortion's strength, in pixels.
    let elasticity: Float

    init(using random: inout RandomStream) {
        radius = Float(random.uniform(in: 1..<1.6))
        contrast = Float(random.uniform(in: 0.5..<1.6))
        flatness = Float(random.uniform(in: 0..<0.25))
        softness = Float(random.uniform(in: 0.8..<1.3))
        blur = Float(random.uniform(in: 0..<0.07))
        ink = Float(random.uniform(in: 0.95..<1.35))
        grain = Float(random.uniform(in: 0..<0.3))
        paper = Float(max(0, random.uniform(in: -0.09..<0.05)))
        let cursiveness = random.uniform()
        // A thick brush makes no joins, because they would fill the character's gaps.
        joining = 0.9 * cursiveness * cursiveness * Double(1.65 - radius)
        hooking = random.uniform(in: 0.3..<1)
        looseness = random.uniform(in: 0.6..<1.6)
        elasticity = Float(random.uniform(in: 0.3..<1.1))
    }

    /// The strokes of `glyph` as this hand writes it, as brush paths inside a `side`×`side` image.
    func write(_ glyph: StrokeGlyph, side: Float, using random: inout RandomStream) -> [StrokePath] {
        let form = choose(from: glyph.forms, using: &random)
        var paths = lines(of: form, using: &random).map { StrokePath(through: $0) }
        let posture = StrokePosture(side: side, using: &random)
        let field = ElasticField(side: side, strength: elasticity, using: &random)
        for index in paths.indices {
            let phase = Float(random.uniform(in: 0..<6.28))
            paths[index].place { field.displace(posture.place($0)) }
            paths[index].press(radius: radius, contrast: contrast, flatness: flatness, phase: phase)
        }
        StrokePath.fit(&paths, into: side)
        return paths
    }

    private func choose(from forms: [StrokeGlyph.Form], using random: inout RandomStream) -> StrokeGlyph.Form {
        var left = random.uniform() * forms.reduce(0) { $0 + $1.weight }
        for form in forms.dropLast() {
            left -= form.weight
            if left < 0 { return form }
        }
        return forms[forms.count - 1]
    }

    /// The brush lines of a form: strokes shaken, with hooks and joins where this hand makes them.
    ///
    /// Each line is a list of parts, each part of control points (x, y, pressure).
    private func lines(
        of form: StrokeGlyph.Form, using random: inout RandomStream
    ) -> [[[SIMD3<Float>]]] {
        var lines: [[[SIMD3<Float>]]] = []
        var bridge: [StrokeGlyph.Point]?
        for stroke in form.strokes {
            let isHooked = !stroke.hook.isEmpty && random.uniform() < hooking
            let isJoined = random.uniform() < joining
            var parts = stroke.parts
            var pressures = stroke.parts.map { $0.map { _ in Float(0.9) } }
            pressures[0][0] = 1.1
            let last = parts.count - 1
            pressures[last][parts[last].count - 1] = stroke.ending == .sweep ? 0.25 : 1.2
            if isHooked {
                parts.append(stroke.hook)
                pressures.append(stroke.hook.map { _ in 0.35 })
            }
            let drift = shake(by: 1.8 * looseness, using: &random)
            var line = zip(parts, pressures).map { part, pressures in
                zip(part, pressures).map { point, pressure in
                    SIMD3(point.x, point.y, pressure) + drift + shake(by: looseness, using: &random)
                }
            }
            if let between = bridge, var earlier = lines.popLast() {
                let over = between.map { SIMD3($0.x, $0.y, 0.45) + shake(by: looseness, using: &random) }
                earlier[earlier.count - 1] += over + line[0]
                line = earlier + line.dropFirst()
            }
            lines.append(line)
            bridge = isJoined ? stroke.join : nil
        }
        return lines
    }

    private func shake(by deviation: Double, using random: inout RandomStream) -> SIMD3<Float> {
        // Even within ±√3 deviations: no hand deviates as far as the tails of a normal distribution.
        let reach = 3.0.squareRoot() * deviation
        return SIMD3(Float(reach * (2 * random.uniform() - 1)), Float(reach * (2 * random.uniform() - 1)), 0)
    }
}
