import Core

/// A lesson on support vector machines: what it shows, in words, numbers and pictures.
public struct Lesson: Sendable {
    public let name: String
    public let title: String
    private let give: @Sendable (FitControl) throws(FitError) -> Page

    /// The result of a lesson.
    public struct Page {
        public var words: [String] = []
        public var table: TextTable
        /// Rows of the table as numbers.
        public var rows: [JSONValue] = []
        public var pictures: [(name: String, figure: any Figure)] = []
    }

    init(_ name: String, _ title: String, _ give: @escaping @Sendable (FitControl) throws(FitError) -> Page) {
        (self.name, self.title, self.give) = (name, title, give)
    }

    /// - Throws: `FitError.canceled`
    public func page(_ control: FitControl = FitControl()) throws(FitError) -> Page { try give(control) }

    /// The lessons in order.
    public static let all = [features, construction, phi, rbf, gamma, cost]

    /// The meaning of the columns of a lesson's table.
    static let legend =
        "b = bias; dual = dual objective, which the fit maximizes; gap = duality gap, the primal objective minus the "
        + "dual, 0 at the optimum; “4 + 4” = support vectors of each class"

    /// Collects the rows and the small pictures of a lesson.
    struct Sheet {
        private(set) var page: Page
        private var plots: [any Figure] = []

        init(_ column: String) {
            page = Page(
                table: TextTable([
                    .left(column), .right("accuracy"), .right("support vectors"), .right("b"), .right("dual"),
                    .right("gap"),
                ]))
        }

        /// - Parameters:
        ///   - caption: over the small picture; nil for the name.
        ///   - plot: the place of the picture; nil for no picture.
        mutating func add(
            _ name: String, _ machine: PlaneMachine, caption: String? = nil, on plot: DecisionPlot? = nil
        ) throws(FitError) {
            page.table.add([
                name, Readable.decimal(machine.accuracy, places: 4), machine.vectorCounts,
                machine.bias.map { Readable.decimal($0, places: 4) } ?? "–",
                Readable.decimal(machine.report.objective, places: 4), Readable.decimal(machine.report.gap, places: 4),
            ])
            page.rows.append([
                "name": .string(name), "accuracy": .number(machine.accuracy),
                "support_vectors": .array(machine.classifier.vectorCounts.map { .integer($0) }),
                "b": machine.bias.map { .number($0) } ?? .null, "dual_objective": .number(machine.report.objective),
                "duality_gap": .number(machine.report.gap),
            ])
            if let plot { plots.append(try plot.small(machine, title: caption ?? name)) }
        }

        mutating func say(_ words: String...) { page.words += words }

        mutating func picture(_ name: String, _ figure: any Figure) { page.pictures.append((name, figure)) }

        /// The page with the small pictures on one sheet.
        func finished(_ name: String, title: String, columns: Int) -> Page {
            var page = page
            page.words.insert(Lesson.legend, at: 0)
            if !plots.isEmpty {
                page.pictures.insert(
                    (
                        name,
                        Panels(
                            plots, title: title, caption: "rings: support vectors; solid: decision; dashed: margins",
                            columns: columns, width: 390 * Double(columns))
                    ), at: 0)
            }
            return page
        }
    }
}
