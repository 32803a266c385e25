import Core

/// The pictures that explain feature maps: all of them on one sheet, and what the strongest numbers see.
public struct FeatureFigures {
    /// The title of the pictures, such as "house".
    public let title: String
    /// The picture as the filters see it.
    public let picture: Picture
    public let maps: FeatureMaps
    public let colors: FeatureColors
    /// Lines next to the picture.
    public let note: [String]

    /// - Parameters:
    ///   - title: what the picture is called, such as "house".
    ///   - picture: the picture as the filters see it.
    ///   - maps: what the stages made of the picture.
    ///   - colors: how numbers become colors.
    ///   - note: lines next to the picture, such as the classes that a network predicts for it.
    public init(title: String, picture: Picture, maps: FeatureMaps, colors: FeatureColors, note: [String] = []) {
        self.title = title
        self.picture = picture
        self.maps = maps
        self.colors = colors
        self.note = note
    }

    /// Whether every filter has its own row: few filters with few windows.
    public var isDetailed: Bool {
        maps.stages.allSatisfy { $0.stage.mapCount <= 8 && $0.stage.inputCount <= 4 }
    }

    /// All maps: a row for each filter where there are few filters, otherwise grids.
    public var contactSheet: ImageSheet { isDetailed ? detailedSheet : gridSheet }

    /// The most pixels of a map or filter that a tile of the sheets shows, in points.
    private static let mapSide = 140.0
    private static let smallSide = 44.0

    // MARK: - A row for each filter

    private var detailedSheet: ImageSheet {
        var number = 0
        var boxes: [ImageSheet.Box] = []
        var sections: [ImageSheet.Section] = []
        for stage in maps.stages {
            let rows = stage.stage.filterNames.indices.map { index in
                let color = Palette.color(number)
                number += 1
                if let box = box(of: index, in: stage, color) { boxes.append(box) }
                return row(of: index, in: stage, color)
            }
            sections.append(
                ImageSheet.Section(
                    heading(stage.stage), detail: detail(stage),
                    columnTitles: ["filter"] + stage.layers.map { "\($0.step.title) \($0.width)×\($0.height)" }
                        + ["strongest sees"], rows: rows))
        }
        let tile = ImageSheet.Tile(GridImage(picture), side: 256, boxes: boxes)
        let legend = [
            "", "The box of each color is what the strongest number", "at the end of a filter's stage sees.",
        ]
        let whole = ImageSheet.Section(rows: [[ImageSheet.Cell([tile])]], aside: words + legend)
        return ImageSheet(title, sections: [whole] + sections)
    }

    private func row(of filter: Int, in stage: FeatureMaps.Stage, _ color: Color) -> [ImageSheet.Cell] {
        let windows = colors.images(of: filter, in: stage.stage)
        let side = [66.0, 60, 56, 44][min(windows.count, 4) - 1]
        let tiles = windows.map { image, weights in
            ImageSheet.Tile(image, side: side, labels: weights.map(Self.text))
        }
        let reach = stage.layers[0].maps[filter].reach
        return [ImageSheet.Cell(tiles, caption: stage.stage.filterNames[filter])]
            + stage.layers.map { layer in
                let map = layer.maps[filter]
                let image = colors.image(of: map, after: layer.step, reach: reach)
                return ImageSheet.Cell([ImageSheet.Tile(image, side: Self.mapSide)], caption: Self.range(map))
            } + [ImageSheet.Cell(patch(of: filter, in: stage, side: 88, color), caption: place(of: filter, in: stage))]
    }

    // MARK: - Grids

    private var gridSheet: ImageSheet {
        let tile = ImageSheet.Tile(GridImage(picture), side: 168)
        var sections = [ImageSheet.Section(rows: [[ImageSheet.Cell([tile])]], aside: words)]
        if let first = maps.stages.first {
            let cells = first.stage.filterNames.indices.map { index in
                ImageSheet.Cell(
                    colors.images(of: index, in: first.stage).map { ImageSheet.Tile($0.image, side: Self.smallSide) },
                    caption: first.stage.filterNames[index])
            }
            sections.append(ImageSheet.Section(heading(first.stage), cells: cells, columns: Self.columns(cells.count)))
        }
        for stage in maps.stages {
            for layer in stage.layers {
                let cells = layer.maps.indices.map { index in
                    let image = colors.image(
                        of: layer.maps[index], after: layer.step, reach: stage.layers[0].maps[index].reach)
                    return ImageSheet.Cell(
                        [ImageSheet.Tile(image, side: Self.smallSide)], caption: layer.maps[index].name)
                }
                sections.append(
                    ImageSheet.Section(
                        "\(stage.stage.name), \(layer.step.title)",
                        detail: "\(cells.count) maps \(layer.width)×\(layer.height). \(Self.sees(layer))",
                        cells: cells, columns: Self.columns(cells.count)))
            }
        }
        return ImageSheet(title, sections: sections)
    }

    private static func columns(_ count: Int) -> Int { count <= 8 ? 8 : 16 }

    // MARK: - What the strongest numbers see

    /// For each map at the end of a stage: the map with its strongest cell, the picture with the region that the cell
    /// sees, and that region.
    public func strongest(in stage: FeatureMaps.Stage) -> ImageSheet? {
        guard let layer = stage.layers.last else { return nil }
        let cells = layer.maps.indices.map { index -> ImageSheet.Cell in
            let map = layer.maps[index]
            let image = colors.image(of: map, after: layer.step, reach: stage.layers[0].maps[index].reach)
            let cell = map.strongest.map {
                ImageSheet.Box(row: $0.row, column: $0.column, height: 1, width: 1, color: Palette.green)
            }
            let region = box(of: index, in: stage, Palette.vermilion)
            return ImageSheet.Cell(
                [
                    ImageSheet.Tile(image, side: 64, boxes: cell.map { [$0] } ?? []),
                    ImageSheet.Tile(GridImage(picture), side: pictureSide, boxes: region.map { [$0] } ?? []),
                ] + patch(of: index, in: stage, side: 64, Palette.vermilion),
                caption: map.strongest == nil
                    ? "\(map.name): all values are equal"
                    : "\(map.name): \(Self.text(map.maximum)) \(place(of: index, in: stage))")
        }
        return ImageSheet(
            "\(title): what the strongest number of each map of \(stage.stage.name) sees",
            sections: [ImageSheet.Section(detail: detail(stage), cells: cells, columns: 4)])
    }

    /// Larger pictures are shown larger, so that regions can be told apart.
    private var pictureSide: Double { max(picture.width, picture.height) > 64 ? 84 : 64 }

    private func box(of filter: Int, in stage: FeatureMaps.Stage, _ color: Color) -> ImageSheet.Box? {
        region(of: filter, in: stage).map {
            ImageSheet.Box(row: $0.top, column: $0.left, height: $0.height, width: $0.width, color: color)
        }
    }

    private func region(of filter: Int, in stage: FeatureMaps.Stage) -> PixelRegion? {
        stage.layers.last.flatMap {
            $0.strongestRegion(of: $0.maps[filter], height: picture.height, width: picture.width)
        }
    }

    /// The part of the picture that the strongest number of a map sees.
    private func patch(
        of filter: Int, in stage: FeatureMaps.Stage, side: Double, _ color: Color
    ) -> [ImageSheet.Tile] {
        guard let region = region(of: filter, in: stage), region.height > 0, region.width > 0 else { return [] }
        return [ImageSheet.Tile(GridImage(picture.cropped(to: region), frame: color), side: side)]
    }

    private func place(of filter: Int, in stage: FeatureMaps.Stage) -> String {
        guard let place = stage.layers.last?.maps[filter].strongest else { return "all values are equal" }
        return "at (\(place.row), \(place.column))"
    }

    // MARK: - Words

    /// The text next to the picture.
    private var words: [String] {
        let scale =
            colors == .gray
            ? ["Convolution: 0 is mid-gray. After that black is 0,", "and white the same as before."]
            : ["Blue is below 0, white is 0, red above;", "a filter's maps share one scale in a stage."]
        return ["\(picture.width)×\(picture.height) pixels, as the filters see them"] + note + [""] + scale
    }

    private func heading(_ stage: FeatureStage) -> String {
        let (count, window) = (stage.mapCount, stage.kernelSize)
        let depth = stage.inputCount == 1 ? "" : "×\(stage.inputCount)"
        let name = stage.name.hasPrefix("stage") ? "S" + stage.name.dropFirst() : stage.name
        return "\(name): \(count) filter\(count == 1 ? "" : "s") \(window.height)×\(window.width)\(depth)"
    }

    private func detail(_ stage: FeatureMaps.Stage) -> String { stage.layers.last.map(Self.sees) ?? "" }

    private static func sees(_ layer: FeatureLayer) -> String {
        let field = layer.field
        return "A number after \(layer.step.title) sees \(field.size.width)×\(field.size.height) pixels, "
            + "its neighbor those \(field.step.width) further"
    }

    private static func range(_ map: FeatureMap) -> String {
        "\(text(map.minimum)) … \(text(map.maximum))"
    }

    private static func text(_ number: Float) -> String { NumberFormat.compact.text(Double(number)) }
}

extension Picture {
    /// A part of the picture.
    ///
    /// - Precondition: the region is not empty and is inside the picture.
    func cropped(to region: PixelRegion) -> Picture {
        let pixels = (region.top..<region.bottom).flatMap { row in
            self.pixels[(row * width + region.left) * channels..<(row * width + region.right) * channels]
        }
        return Picture(width: region.width, height: region.height, channels: channels, pixels: pixels)
    }
}
