import Testing

@testable import Figures

@Suite struct ImageGridTests {
    private let checkers = GridImage(gray: [0, 255, 128, 64], width: 2, height: 2)

    @Test(arguments: [1.0, 2])
    func pixelsBecomeExactBlocks(scale: Double) throws {
        let grid = ImageGrid("", images: [checkers, checkers], columns: 2, magnification: 10)
        let layout = ImageGridLayout(grid)
        let png = try #require(DecodedPNG(grid.rendered(as: .png, scale: scale)))
        let (rect, block) = (layout.rect(of: 1), Int(10 * scale))
        #expect(rect.width == 20 && rect.height == 20)
        for (index, gray) in [UInt32(0), 255, 128, 64].enumerated() {
            for (dx, dy) in [(0, 0), (block - 1, 0), (0, block - 1), (block - 1, block - 1)] {
                let x = Int(rect.left * scale) + index % 2 * block + dx
                let y = Int(rect.top * scale) + index / 2 * block + dy
                #expect(png[x, y] == gray << 16 | gray << 8 | gray)
            }
        }
    }

    @Test func colorsAndFrames() throws {
        let image = GridImage(rgb: [255, 0, 0, 0, 0, 255], width: 2, height: 1, caption: "two", frame: Palette.green)
        let grid = ImageGrid("Colors", images: [image], magnification: 12)
        let rect = ImageGridLayout(grid).rect(of: 0)
        let png = try #require(DecodedPNG(grid.rendered(as: .png, scale: 1)))
        #expect(png[Int(rect.left) + 3, Int(rect.top) + 3] == 0xFF0000)
        #expect(png[Int(rect.right) - 3, Int(rect.top) + 3] == 0x0000FF)
        #expect(png[Int(rect.left) - 2, Int(rect.center.y)] == Palette.green.packed)
    }

    @Test func signedNumbersAreWhiteAtZero() {
        let image = GridImage(signed: [-2, 0, 1, 2], width: 4, height: 1)
        #expect(image.pixels == [0x2166AC, 0xF7F7F7, ColorMap.blueRed.color(0.75).packed, 0xB2182B])
        #expect(GridImage(signed: [0], width: 1, height: 1).pixels[0] == 0xF7F7F7)
        #expect(GridImage(signed: [1], width: 1, height: 1, reach: 2).pixels[0] == ColorMap.blueRed.color(0.75).packed)
        #expect(GridImage(signed: [.nan, 1], width: 2, height: 1).pixels[0] == Theme.missing.packed)
    }

    @Test func numbersSpanBlackToWhite() {
        let image = GridImage(values: [3, 5, 4], width: 3, height: 1)
        #expect(image.pixels == [0x000000, 0xFFFFFF, 0x808080])
    }

    @Test func captionsDoNotTouch() {
        let images = (0..<4).map { _ in
            GridImage(gray: [0], width: 1, height: 1, caption: "a caption of some length")
        }
        let layout = ImageGridLayout(ImageGrid("", images: images, columns: 4, magnification: 20))
        #expect(layout.rect(of: 1).left - layout.rect(of: 0).left >= 90)
    }

    @Test(arguments: [(0, 1), (1, 1), (5, 5), (16, 4), (20, 5), (100, 10)])
    func columnsSuitTheNumber(count: Int, least: Int) {
        let columns = ImageGrid.columns(for: count)
        #expect(columns >= least)
        #expect(count <= 6 || count % columns == 0)
    }

    @Test func nothingIsDrawnAsNothing() throws {
        #expect(DecodedPNG(try ImageGrid("Empty", images: []).rendered(as: .png)) != nil)
    }
}
