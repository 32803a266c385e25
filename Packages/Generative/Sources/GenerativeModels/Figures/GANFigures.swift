import Core

/// The pictures of a training of two networks.
public struct GANFigures {
    /// Model and data set, such as "dcgan on mnist".
    public let title: String

    public init(title: String) {
        self.title = title
    }

    /// Both losses, the discriminator's outputs for real and generated pictures, and the scores of the samples.
    public func learningCurves(_ log: MetricsLog) -> any Figure {
        func series(_ name: String, _ metric: Metric) -> LineChart.Series {
            LineChart.Series(name, xs: log.column(.epoch), ys: log.column(metric), hasMarkers: false)
        }
        var charts: [any Figure] = [
            LineChart(
                "Losses", x: "epoch", y: "binary cross entropy",
                series: [series("discriminator", .discriminatorLoss), series("generator", .generatorLoss)]),
            LineChart(
                "Discriminator output", x: "epoch", y: Axis("probability of being real", range: 0...1),
                series: [series("real pictures", .onReal), series("generated pictures", .onFake)]),
        ]
        for part in [DataPart.validation, .test] {
            let distance = Metric.digitsFrechet(part)
            let epochs = log.column(.epoch).filter { log.value(distance, epoch: Int($0))?.isFinite == true }
            guard epochs.count > 1 else { continue }
            let values = epochs.compactMap { log.value(distance, epoch: Int($0)) }
            charts.append(
                LineChart(
                    "Samples against \(part.rawValue) pictures", x: "epoch", y: "Fréchet distance, Kumiki's digits",
                    series: [.init("", xs: epochs, ys: values)]))
        }
        return Panels(charts, title: title, width: Double(charts.count) * 480)
    }

    /// Pictures in rows and columns.
    ///
    /// - Parameters:
    ///   - samples: drawn row by row from the upper left.
    ///   - caption: their description, such as "epoch 200".
    ///   - columns: pictures per row.
    ///   - scale: points per pixel; nil to fit.
    public func grid(_ samples: SamplePictures, caption: String, columns: Int, scale: Int? = nil) -> any Figure {
        ImageGrid(
            "\(title), \(caption)", images: (0..<samples.count).map { GridImage(samples.picture($0)) },
            columns: columns, magnification: scale)
    }

    /// Grids side by side; further ones follow below.
    public static let gridsInARow = 5

    /// Whole grids side by side, each with its epoch below.
    public func grids(
        _ grids: [(epoch: Int, samples: SamplePictures)], columns: Int, scale: Int? = nil
    ) -> any Figure {
        let images = grids.map { epoch, samples in
            GridImage(samples.sheet(columns: columns, gap: 1), caption: "epoch \(epoch)")
        }
        return ImageGrid(
            "\(title): the same noise", images: images, columns: min(Self.gridsInARow, images.count),
            magnification: scale)
    }

    /// The same noise over time: a row for each epoch.
    public func filmStrip(_ frames: [(epoch: Int, samples: SamplePictures)], columns: Int = 12) -> any Figure {
        let images = frames.flatMap { frame in
            (0..<min(columns, frame.samples.count)).map { GridImage(frame.samples.picture($0)) }
        }
        return ImageGrid(
            "\(title): the same noise over time", images: images,
            columns: min(columns, frames.first?.samples.count ?? 1), rowLabels: frames.map { "epoch \($0.epoch)" })
    }

    /// The epochs of a film strip: dense at first, because most changes happen early, and at most a dozen.
    public static func filmEpochs(upTo last: Int) -> [Int] {
        var epochs = [0, 1, 2, 3, 5, 8, 12, 20, 35, 50, 75, 100, 150, 200, 300, 500, 750].filter { $0 < last }
        if epochs.count > 11 {
            // The first ones show most changes; of the later ones every second.
            let early = epochs.prefix(4)
            let late = epochs.dropFirst(4).reversed().enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            epochs = early + late.reversed()
        }
        return epochs + [last]
    }
}
