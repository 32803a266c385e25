import Core
import VisionModels

/// The maps of a picture in words, as an object, and as files.
struct FeatureResult {
    let look: Look
    let maps: FeatureMaps
    let colors: FeatureColors
    /// Where files go; nil where none are written.
    let folder: String?
    let files: [MapFile]

    /// A map and its file.
    struct MapFile {
        let name: String
        let stage: FeatureMaps.Stage
        let layer: FeatureLayer
        let number: Int

        var map: FeatureMap { layer.maps[number] }
        /// Whether it is a map that the next stage reads.
        let isLast: Bool
    }

    init(look: Look, maps: FeatureMaps, colors: FeatureColors, folder: String?) {
        self.look = look
        self.maps = maps
        self.colors = colors
        self.folder = folder
        let steps = maps.stages.flatMap { stage in stage.layers.map { (stage, $0) } }
        files = steps.enumerated().flatMap { index, step in
            let (stage, layer) = step
            return layer.maps.indices.map { number in
                let name = layer.maps[number].name
                let parts = [
                    Self.padded(index + 1, steps.count), layer.step.word, Self.padded(number + 1, layer.maps.count),
                ]
                return MapFile(
                    name: (parts + (name == "\(number + 1)" ? [] : [Self.plain(name)])).joined(separator: "-") + ".png",
                    stage: stage, layer: layer, number: number, isLast: layer.step == stage.layers.last?.step)
            }
        }
    }

    /// A number with as many digits as the largest has, so that a listing is in order.
    private static func padded(_ number: Int, _ largest: Int) -> String {
        String(repeating: "0", count: "\(largest)".count - "\(number)".count) + "\(number)"
    }

    /// A name as part of a file's.
    static func plain(_ name: String) -> String {
        String(name.prefix(40).map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "-" })
    }

    // MARK: - Words

    private func region(_ file: MapFile) -> PixelRegion? {
        file.layer.strongestRegion(of: file.map, height: look.picture.height, width: look.picture.width)
    }

    /// Whether the table leaves out maps, because there are many.
    var isShortened: Bool { files.count > 40 }

    /// A row for each map; where there are many, only for those at the ends of stages.
    var table: TextTable {
        var table = TextTable([
            .left("stage"), .left("step"), .left("map"), .right("size"), .right("smallest"), .right("largest"),
            .right("mean"), .left("strongest at"), .left("sees rows"), .left("sees columns"),
        ])
        for file in files where file.isLast || !isShortened {
            let (map, region) = (file.map, region(file))
            table.add([
                file.stage.stage.name, file.layer.step.title, map.name, "\(map.width)×\(map.height)",
                Readable.decimal(Double(map.minimum), places: 3), Readable.decimal(Double(map.maximum), places: 3),
                Readable.decimal(map.mean, places: 3),
                map.strongest.map { "(\($0.row), \($0.column))" } ?? "nowhere",
                region.map { "\($0.top)–\($0.bottom - 1)" } ?? "", region.map { "\($0.left)–\($0.right - 1)" } ?? "",
            ])
        }
        return table
    }

    var summary: RunSummary {
        var summary = RunSummary(tool: FeatureMapsTool.configuration.commandName ?? "")
        summary.threads = ComputeContext.threads
        summary.extra["picture"] = [
            "file": .string(look.name), "width": .integer(look.picture.width),
            "height": .integer(look.picture.height), "channels": .integer(look.stages[0].inputCount),
        ]
        switch look.filters {
        case .fixed(let seed):
            summary.seed = seed
            summary.extra["filters"] = "fixed"
        case .file(let file): summary.extra["filters"] = .string(file)
        case .learned(let learned):
            summary.model = learned.modelName
            summary.dataset = learned.dataset
            summary.parameters = learned.parameterCount
            summary.run = learned.source
            summary.extra["filters"] = "learned"
            let ranked = learned.ranking(of: look.picture).prefix(3)
            summary.extra["top"] = .array(
                ranked.map { ["class": .string($0.name), "probability": .number($0.probability)] })
        }
        summary.extra["stages"] = .array(maps.stages.map(json))
        summary.extra["maps"] = .array(files.map(json))
        summary.extra["output"] = folder.map { .string($0) } ?? .null
        if folder == nil { summary.extra["dry_run"] = true }
        return summary
    }

    private func json(_ stage: FeatureMaps.Stage) -> JSONValue {
        let window = stage.stage.kernelSize
        return [
            "name": .string(stage.stage.name), "filters": .integer(stage.stage.mapCount),
            "reads": .integer(stage.stage.inputCount),
            "window": ["height": .integer(window.height), "width": .integer(window.width)],
            "steps": .array(
                stage.layers.map { layer in
                    [
                        "step": .string(layer.step.word), "width": .integer(layer.width),
                        "height": .integer(layer.height),
                        "sees": [
                            "height": .integer(layer.field.size.height), "width": .integer(layer.field.size.width),
                            "step": .integer(layer.field.step.width),
                        ],
                    ]
                }),
        ]
    }

    private func json(_ file: MapFile) -> JSONValue {
        let map = file.map
        return [
            "file": .string(file.name), "stage": .string(file.stage.stage.name),
            "step": .string(file.layer.step.word), "map": .string(map.name), "width": .integer(map.width),
            "height": .integer(map.height), "min": .number(Double(map.minimum)), "max": .number(Double(map.maximum)),
            "mean": .number(map.mean),
            "strongest": map.strongest.map { ["row": .integer($0.row), "column": .integer($0.column)] } ?? .null,
            "region": region(file).map {
                [
                    "row": .integer($0.top), "column": .integer($0.left), "height": .integer($0.height),
                    "width": .integer($0.width),
                ]
            } ?? .null,
        ]
    }
}
