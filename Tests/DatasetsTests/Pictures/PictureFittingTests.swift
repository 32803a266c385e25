import Testing

@testable import Datasets
@testable import Files

@Suite("Pictures fitted to a model") struct PictureFittingTests {
    private func gray(_ width: Int, _ height: Int, _ value: (_ x: Int, _ y: Int) -> UInt8) -> Picture {
        let pixels = (0..<height).flatMap { y in (0..<width).map { x in value(x, y) } }
        return Picture(width: width, height: height, channels: 1, pixels: pixels)
    }

    @Test("of the right size stay as they are")
    func unchanged() {
        let picture = gray(28, 28) { x, y in UInt8(x + y) }
        #expect(picture.fitted(to: 28) == picture.pixels)
    }

    @Test("dark on light are inverted where that is asked for")
    func inverted() {
        let picture = gray(28, 28) { x, _ in x == 3 ? 10 : 250 }
        #expect(picture.fitted(to: 28) == picture.pixels, "nobody asked")
        let fitted = picture.fitted(to: 28, inverting: true)
        #expect(fitted[3] == 245 && fitted[4] == 5)
    }

    @Test("a frame is light or dark whatever is drawn inside")
    func frames() {
        #expect(!gray(28, 28) { x, y in (2..<26).contains(x) && (2..<26).contains(y) ? 255 : 0 }.hasLightFrame)
        #expect(gray(28, 28) { x, y in (2..<26).contains(x) && (2..<26).contains(y) ? 0 : 255 }.hasLightFrame)
        #expect(gray(1, 1) { _, _ in 200 }.hasLightFrame && !gray(2, 1) { _, _ in 100 }.hasLightFrame)
    }

    @Test("wide and tall ones stand in the middle of black")
    func centered() {
        let wide = gray(40, 20) { _, _ in 100 }.fitted(to: 20)
        for y in 0..<20 {
            #expect(wide[y * 20..<y * 20 + 20].allSatisfy { $0 == ((5..<15).contains(y) ? 100 : 0) })
        }
        let tall = gray(1, 1000) { _, _ in 100 }.fitted(to: 28)
        #expect(tall.count == 784)
        #expect(tall.indices.allSatisfy { tall[$0] == ($0 % 28 == 13 ? 100 : 0) })
    }

    @Test("a single pixel fills the square, and colors become gray")
    func others() {
        #expect(gray(1, 1) { _, _ in 77 }.fitted(to: 28) == [UInt8](repeating: 77, count: 784))
        let red = Picture(width: 1, height: 1, channels: 3, pixels: [255, 0, 0])
        #expect(red.fitted(to: 4) == [UInt8](repeating: 76, count: 16))
    }
}
