import Core

/// The pictures of one classifier's training.
public struct ClassifierFigures {
    public let title: String
    /// Class names that the available fonts can show.
    public let classNames: [String]

    /// - Parameters:
    ///   - title: what was trained on what, such as "conv on mnist".
    ///   - classNames: in the order of the classes' numbers.
    public init(title: String, classNames: [String]) {
        self.title = title
        self.classNames = classNames.map(Self.drawable)
    }

    /// A class's name, in Latin letters where no font has its characters.
    public static func drawable(_ name: String) -> String {
        guard !Typeface.canShow(name), let number = StrokeCharacters.classNames.firstIndex(of: name) else {
            return name
        }
        return StrokeCharacters.romanizedNames[number]
    }

    /// The confusion matrix: how often examples of each class were predicted as each class.
    public func confusion(_ score: ClassificationScore, showing cells: ConfusionCells) -> some Figure {
        HeatMap.confusionMatrix(
            "\(title): test examples by class", counts: score.confusion, labels: classNames, showing: cells)
    }

    /// The confusion matrix with the pictures of its cells; nil for too many classes.
    public func liveConfusion(
        _ score: ClassificationScore, of examples: ByteExamples, showing cells: ConfusionCells
    ) -> LiveMatrix? {
        let (channels, height, width) = (
            examples.exampleShape[0], examples.exampleShape[1], examples.exampleShape[2]
        )
        guard channels == 1 || channels == 3 else { return nil }
        let shrink = max(1, Double(max(height, width)) / Double(Self.thumbnail))
        let (rows, columns) = (max(1, Int(Double(height) / shrink)), max(1, Int(Double(width) / shrink)))
        return LiveMatrix(
            score, labels: examples.labels.map(Int.init), names: classNames, showing: cells,
            atMost: Self.mostPixels / (rows * columns * channels),
            sheet: PictureSheet(width: columns, height: rows, channels: channels),
            picture: { number in
                let planes = Array(examples.example(number))
                let pixels = (0..<height * width).flatMap { place in
                    (0..<channels).map { planes[$0 * height * width + place] }
                }
                return Picture(width: width, height: height, channels: channels, pixels: pixels)
                    .resized(width: columns, height: rows).pixels
            }, words: { "no. \(Readable.count($0 + 1))" })
    }

    /// The largest side of a picture of a cell, and the pixels of all of them.
    private static let (thumbnail, mostPixels) = (40, 130_000)

    /// What the units next to the pixels look for: positive weights are red, negative ones blue.
    public func firstWeights(of model: any ImageClassifier, input: Shape) -> (any Figure)? {
        guard let weight = model.parameters.first?.parameter.value else { return nil }
        let units = weight.shape[0]
        let (height, width) = weight.rank == 4 ? (weight.shape[2], weight.shape[3]) : (input[1], input[2])
        let size = height * width
        guard weight.count == units * size else { return nil }
        let numbers = weight.scalars(Float.self)
        let isByClass = weight.rank == 2 && units == classNames.count
        let shown = min(units, 100)
        let images = (0..<shown).map { unit in
            GridImage(
                signed: Array(numbers[(unit * size)..<((unit + 1) * size)]), width: width, height: height,
                caption: isByClass ? classNames[unit] : "\(unit + 1)")
        }
        let what = isByClass ? "weights of each class" : weight.rank == 4 ? "first filters" : "hidden units' weights"
        // A weight of a class is evidence for or against it; a filter has no class.
        let signs = isByClass ? "red for, blue against" : "red +, blue −"
        return ImageGrid(
            "\(title): \(what) (\(signs))", images: images,
            columns: shown > 20 ? 10 : shown > 10 ? 8 : (shown + 1) / 2)
    }

    /// Misclassified examples, the most confident mistakes first.
    public func misclassified(_ score: ClassificationScore, of examples: ByteExamples) -> (any Figure)? {
        // Larger pictures are fewer, and magnified, so that the text below them has room.
        let isLarge = examples.exampleShape[2] > 48
        let (count, columns) = isLarge ? (20, 4) : (30, 6)
        let wrong = score.predictions.indices.filter { score.predictions[$0] != Int(examples.labels[$0]) }
            .sorted { (score.confidences[$1], $0) < (score.confidences[$0], $1) }
        guard !wrong.isEmpty else { return nil }
        let images = wrong.prefix(count).map { index in
            let truth = classNames[Int(examples.labels[index])]
            let confidence = NumberFormat.fixed(2).text(Double(score.confidences[index]))
            return GridImage(
                gray: Array(examples.example(index)), width: examples.exampleShape[2],
                height: examples.exampleShape[1],
                caption: "\(truth)→\(classNames[score.predictions[index]]) \(confidence)"
            )
        }
        return ImageGrid(
            "\(title): the most confident mistakes (truth → prediction, probability)", images: images, columns: columns,
            magnification: isLarge && examples.exampleShape[2] <= 96 ? 2 : nil)
    }

    /// Examples of every class, a row for each.
    ///
    /// - Parameters:
    ///   - examples: pictures with their classes.
    ///   - count: how many of each class.
    public func samples(of examples: ByteExamples, count: Int = 8) -> some Figure {
        let rows = classNames.indices.map { label -> [GridImage] in
            let numbers = examples.labels.indices.filter { examples.labels[$0] == Int32(label) }.prefix(count)
            return numbers.map { image(Array(examples.example($0)), examples.exampleShape) }
        }
        return ImageGrid(
            "\(title): training examples", images: Self.filled(rows, to: count, examples.exampleShape), columns: count,
            rowLabels: classNames)
    }

    /// An example of every class and how training sees it in its first epochs, a row for each.
    public func augmented(_ examples: AugmentedExamples, count: Int = 8) -> some Figure {
        let shape = examples.examples.exampleShape
        let rows = classNames.indices.map { label -> [GridImage] in
            guard let number = examples.examples.labels.firstIndex(of: Int32(label)) else { return [] }
            let pixels = Array(examples.examples.example(number).prefix(shape[1] * shape[2]))
            return (0..<count).map { epoch in
                if epoch == 0 { return image(pixels, shape, caption: "as it is") }
                let change = examples.change(of: Int32(number), epoch: epoch - 1)
                let changed = change.apply(to: pixels, width: shape[2], height: shape[1])
                return image(changed.map { UInt8(min(max($0.rounded(), 0), 255)) }, shape, caption: "epoch \(epoch)")
            }
        }
        return ImageGrid(
            "\(title): the same example in every epoch", images: Self.filled(rows, to: count, shape), columns: count,
            rowLabels: classNames)
    }

    private func image(_ pixels: [UInt8], _ shape: Shape, caption: String = "") -> GridImage {
        GridImage(
            gray: Array(pixels.prefix(shape[1] * shape[2])), width: shape[2], height: shape[1], caption: caption)
    }

    /// The rows one after the other, short ones filled with white.
    private static func filled(_ rows: [[GridImage]], to count: Int, _ shape: Shape) -> [GridImage] {
        let size = shape[1] * shape[2]
        let blank = GridImage(gray: [UInt8](repeating: 255, count: size), width: shape[2], height: shape[1])
        return rows.flatMap { $0 + Array(repeating: blank, count: max(0, count - $0.count)) }
    }
}
