/// A task of a search for C and γ: a part of the cross-validation of one γ, for all C, which share its kernel values.
struct GridTask: Equatable {
    /// The place of its γ.
    let row: Int
    /// The parts that it leaves out in turn: one, or several where there are more parts than tasks.
    let parts: [Int]
    /// "part 2 of 5", unique within its row.
    let name: String

    /// The maximum number of tasks of a γ. The file of finished tasks is written after each of them, so that a thousand
    /// of them would take longer than small fits.
    static let most = 20

    /// All tasks, those of a γ next to each other.
    ///
    /// - Parameters:
    ///   - rows: the number of γ.
    ///   - folds: the parts of the cross-validation.
    static func all(rows: Int, folds: Int) -> [GridTask] {
        let count = min(folds, most)
        return (0..<rows).flatMap { row in
            (0..<count).map { number in
                GridTask(
                    row: row, parts: Array(stride(from: number, to: folds, by: count)),
                    name: "part \(number + 1) of \(count)")
            }
        }
    }
}
