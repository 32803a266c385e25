import Core
import Testing

@testable import Figures

@Suite struct ImageSheetTests {
    private let checkers = GridImage(gray: [0, 255, 128, 64], width: 2, height: 2)

    private func sheet(_ tile: ImageSheet.Tile) -> ImageSheet {
        ImageSheet("", sections: [ImageSheet.Section(rows: [[ImageSheet.Cell([tile])]])])
    }

    @Test func pixelsBecomeEqualBlocks() throws {
        // 25 points for 2 pixels: 12.5 points each.
        let sheet = sheet(ImageSheet.Tile(checkers, side: 25.4))
        let rect = ImageSheetLayout(sheet).tiles[0].rect
        #expect(rect.width == 25 && rect.height == 25)
        let png = try #require(DecodedPNG(sheet.rendered(as: .png)))
        for (index, gray) in [UInt32(0), 255, 128, 64].enumerated() {
            for (dx, dy) in [(0, 0), (24, 0), (0, 24), (24, 24)] {
                let (x, y) = (Int(rect.left * 2) + index % 2 * 25 + dx, Int(rect.top * 2) + index / 2 * 25 + dy)
                #expect(png[x, y] == gray << 16 | gray << 8 | gray)
            }
        }
    }

    @Test func largeImagesAreAveraged() throws {
        let stripes = GridImage(gray: (0..<400 * 4).map { $0 % 2 == 0 ? 0 : 255 }, width: 400, height: 4)
        let sheet = sheet(ImageSheet.Tile(stripes, side: 50))
        let rect = ImageSheetLayout(sheet).tiles[0].rect
        #expect(rect.width == 50 && rect.height == 0.5)
        let png = try #require(DecodedPNG(sheet.rendered(as: .png)))
        let middle = png[Int(rect.left * 2) + 50, Int(rect.top * 2)] & 0xFF
        #expect((100...156).contains(middle), "every pixel holds two black and two white ones")
    }

    @Test func boxesSurroundPixels() throws {
        let dark = GridImage(gray: [UInt8](repeating: 0, count: 100), width: 10, height: 10)
        let box = ImageSheet.Box(row: 2, column: 3, height: 4, width: 5, color: Palette.orange, lineWidth: 2)
        let sheet = sheet(ImageSheet.Tile(dark, side: 100, boxes: [box]))
        let rect = ImageSheetLayout(sheet).tiles[0].rect
        let png = try #require(DecodedPNG(sheet.rendered(as: .png, scale: 1)))
        func at(_ x: Int, _ y: Int) -> UInt32 { png[Int(rect.left) + x, Int(rect.top) + y] }
        #expect(at(50, 19) == Palette.orange.packed && at(50, 60) == Palette.orange.packed)
        #expect(at(29, 40) == Palette.orange.packed && at(80, 40) == Palette.orange.packed)
        #expect(at(31, 21) == 0 && at(79, 59) == 0 && at(10, 10) == 0)
    }

    @Test func columnsOfLikeSectionsStandBelowOneAnother() {
        func cell(_ side: Double) -> ImageSheet.Cell { ImageSheet.Cell([ImageSheet.Tile(checkers, side: side)]) }
        let sheet = ImageSheet(
            "Title",
            sections: [
                ImageSheet.Section("one", columnTitles: ["a", "b"], rows: [[cell(20), cell(40)]]),
                ImageSheet.Section("two", detail: "more", rows: [[cell(60), cell(10)]]),
                ImageSheet.Section(cells: [cell(10), cell(10), cell(10), cell(10)], columns: 3),
            ])
        let rects = ImageSheetLayout(sheet).tiles.map(\.rect)
        #expect(rects.count == 8)
        #expect(abs(rects[0].center.x - rects[2].center.x) <= 1 && abs(rects[1].center.x - rects[3].center.x) <= 1)
        #expect(rects[7].top > rects[4].bottom && rects[7].left == rects[4].left, "the fourth of three columns")
        let size = ImageSheetLayout(sheet).size
        #expect(rects.allSatisfy { $0.right <= size.width && $0.bottom <= size.height })
        for (index, rect) in rects.enumerated() {
            #expect(rects.dropFirst(index + 1).allSatisfy { !$0.overlaps(rect) })
        }
    }

    @Test func textsAreDrawnWhereTheyFit() throws {
        let tile = ImageSheet.Tile(checkers, side: 60, labels: ["-1", "0", "1", "2"])
        let narrow = ImageSheet.Tile(checkers, side: 20, labels: ["left", "out", "of", "it"])
        let sheet = ImageSheet(
            "Sheet",
            sections: [
                ImageSheet.Section(
                    "Section", rows: [[ImageSheet.Cell([tile, narrow], caption: "caption")]], aside: ["beside"])
            ])
        let svg = String(decoding: try sheet.rendered(as: .svg), as: UTF8.self)
        for text in ["Sheet", "Section", "caption", "beside", "-1"] { #expect(svg.contains(text), "\(text)") }
        #expect(!svg.contains("left"))
    }

    @Test func picturesBecomeImagesAndBack() {
        let color = Picture(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 250, 251, 252])
        #expect(GridImage(color).picture == color)
        let gray = Picture(width: 1, height: 2, channels: 1, pixels: [7, 255])
        #expect(GridImage(gray).picture == gray)
        #expect(GridImage(Picture(width: 1, height: 1, channels: 3, pixels: [9, 9, 9])).picture.channels == 1)
    }

    @Test func nothingIsDrawnAsNothing() throws {
        #expect(DecodedPNG(try ImageSheet("Empty", sections: []).rendered(as: .png)) != nil)
        let bare = ImageSheet("", sections: [ImageSheet.Section(rows: [[]]), ImageSheet.Section(rows: [])])
        #expect(DecodedPNG(try bare.rendered(as: .png)) != nil)
    }
}
