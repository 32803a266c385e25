import Core
import FoundationEssentials
import VisionModels

extension FeatureResult {
    /// Pictures of maps that the folder already contains and that this result does not replace.
    var strangers: [String] {
        guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        let (own, steps) = (Set(files.map(\.name)), ["-convolution-", "-relu-", "-leaky-relu-", "-pooling-"])
        return names.sorted().filter { name in
            name.first?.isNumber == true && name.hasSuffix(".png") && steps.contains { name.contains($0) }
                && !own.contains(name)
        }
    }

    /// Writes the picture, every map, the sheets and the filters; nothing without a folder.
    ///
    /// - Throws: `FileError` where a file cannot be written, `FigureError` where a sheet cannot be drawn.
    func write() throws {
        guard let folder else { return }
        try AtomicFile.createFolder(folder)
        func path(_ name: String) -> String { "\(folder)/\(name)" }
        func write(_ picture: Picture, as name: String) throws {
            try AtomicFile.write(picture.png(for: path(name)), to: path(name))
        }
        try write(look.picture, as: "0-picture.png")
        for file in files {
            let reach = file.stage.layers[0].maps[file.number].reach
            try write(colors.image(of: file.map, after: file.layer.step, reach: reach).picture, as: file.name)
        }
        let figures = FeatureFigures(
            title: look.title, picture: look.picture, maps: maps, colors: colors, note: look.verdict)
        try figures.contactSheet.write(to: path("contact-sheet"))
        if !figures.isDetailed {
            for stage in maps.stages {
                let name = "strongest-" + Self.plain(stage.stage.name.replacing(" ", with: ""))
                try figures.strongest(in: stage)?.write(to: path(name))
            }
        }
        // A file of filters cannot express a network's padding and rectifiers.
        if case .learned = look.filters { return }
        try AtomicFile.write(Array(FilterText.text(of: look.stages).utf8), to: path("filters.txt"))
    }
}
