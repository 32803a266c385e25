import Figures
import Foundations

extension LiveMatrix {
    /// The examples of a matrix at most, and those of one cell.
    private static let mostExamples = 160
    private static let mostOfCell = 8

    /// The confusion matrix of a score with examples in its cells, the most confident ones first; nil for too many
    /// classes, or where nothing was scored.
    ///
    /// - Parameters:
    ///   - score: of the examples.
    ///   - labels: the true class of each example.
    ///   - names: the classes.
    ///   - cells: what the cells show.
    ///   - most: examples at most.
    ///   - sheet: gets the pictures of the examples; nil for none.
    ///   - picture: the pixels of an example for the sheet.
    ///   - words: the description of an example without the probability.
    public init?(
        _ score: ClassificationScore, labels: [Int], names: [String], showing cells: ConfusionCells,
        atMost most: Int = 160, sheet: PictureSheet? = nil, picture: (Int) -> [UInt8] = { _ in [] },
        words: (Int) -> String
    ) {
        guard names.count <= Self.mostClasses, score.count > 0, labels.count == score.count else { return nil }
        var byCell: [Int: [Int]] = [:]
        for (example, (truth, predicted)) in zip(labels, score.predictions).enumerated() {
            byCell[truth * names.count + predicted, default: []].append(example)
        }
        let share = min(most, Self.mostExamples) / max(1, byCell.count)
        var (examples, sheet): ([Example], PictureSheet?) = ([], sheet)
        for cell in byCell.keys.sorted() {
            let (truth, predicted) = (cell / names.count, cell % names.count)
            // Mistakes teach more than what is right.
            let count = min(Self.mostOfCell, max(1, truth == predicted ? share / 2 : share))
            let own = (byCell[cell] ?? []).sorted { (score.confidences[$1], $0) < (score.confidences[$0], $1) }
            for example in own.prefix(count) where examples.count < min(most, Self.mostExamples) {
                var place: Int?
                if sheet != nil {
                    place = sheet?.count
                    sheet?.add(picture(example))
                }
                let confidence = Readable.percent(Double(score.confidences[example]), places: 0)
                examples.append(
                    Example(
                        truth: truth, predicted: predicted, picture: place, words: "\(words(example)), \(confidence)"))
            }
        }
        self.init(
            names: names, counts: score.confusion, showsShares: cells == .rows, examples: examples, sheet: sheet)
    }
}
