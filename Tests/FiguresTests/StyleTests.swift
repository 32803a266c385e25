import Testing

@testable import Figures

@Suite struct StyleTests {
    @Test func colorsKeepTheirBytes() {
        #expect(Color(0x12AB9F).packed == 0x12AB9F)
        #expect(Color(gray: 1).luminance == 1)
        #expect(abs(Color(0xFF0000).luminance - 0.2126) < 1e-12)
    }

    @Test func textStandsOutFromItsBackground() {
        for map in [ColorMap.viridis, .cividis, .blues, .blueRed, .gray] {
            for step in 0...50 {
                let background = map.color(Double(step) / 50)
                let lights = [background.luminance, background.textColor.luminance].sorted()
                #expect((lights[1] + 0.05) / (lights[0] + 0.05) >= 3.9, "WCAG asks for 3 of large, 4.5 of small text")
            }
        }
    }

    @Test func mapsRunThroughTheirColors() {
        #expect(ColorMap.viridis.color(0).packed == 0x440154)
        #expect(ColorMap.viridis.color(1).packed == 0xFDE725)
        #expect(ColorMap.viridis.color(7).packed == 0xFDE725)
        #expect(ColorMap.blueRed.color(0.5).packed == 0xF7F7F7)
        #expect(ColorMap.gray.color(0.5).packed == 0x808080)
        #expect(ColorMap.cividis.color(.nan) == Theme.missing)
    }

    @Test(arguments: [ColorMap.viridis, .cividis, .gray])
    func sequentialMapsGrowLighter(map: ColorMap) {
        let lights = (0...40).map { map.color(Double($0) / 40).luminance }
        #expect(zip(lights, lights.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func classesHaveTheirOwnColorsAndShapes() {
        #expect(Set(Palette.all).count == 8)
        #expect(Palette.color(9) == Palette.color(1))
        #expect(Set((0..<8).map(Marker.shape)).count == 8)
    }
}
