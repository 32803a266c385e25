import Figures
import Foundations

/// The settings of runs: what differs between them, and what is common.
struct PageSettings {
    /// A setting and its value in each run; nil where a run does not have it.
    struct Setting {
        let name: String
        /// The names in `config.json`, for readers who look there.
        let key: String
        let values: [String?]
    }

    /// The settings that are not the same in all runs, chosen ones first.
    let differing: [Setting]
    /// The settings that are.
    let common: [Setting]
    /// For each run what is not its seed, to find runs that differ only in that.
    let kinds: [String]

    /// Settings that change no result, or that only say where things are.
    private static let unimportant = ["threads", "record.place", "data"]

    init(_ runs: [PageRun]) {
        var keys: [String] = []
        for run in runs {
            let known = Set(keys)
            keys += run.settings.keys.filter { !known.contains($0) }.sorted()
        }
        let names = Self.names(of: keys)
        let readable = runs.indices.filter { runs[$0].tool != nil && runs[$0].state != .newer }
        let all = keys.map { key in
            Setting(name: names[key] ?? key, key: key, values: runs.map { $0.settings[key] })
        }
        let first = ["model", "dataset", "recipe.learningRate", "recipe.batchSize", "recipe.epochs", "seed"]
        let order = { (setting: Setting) in (first.firstIndex(of: setting.key) ?? first.count, setting.key) }
        let sorted = all.sorted { order($0) < order($1) }
        let differs = { (setting: Setting) in Set(readable.map { setting.values[$0] }).count > 1 }
        (differing, common) = (sorted.filter(differs), sorted.filter { !differs($0) })
        let varying = differing.filter { $0.key != "seed" && !Self.unimportant.contains($0.key) }
        kinds = runs.indices.map { run in
            ([runs[run].tool ?? "?"] + varying.map { $0.values[run] ?? "–" }).joined(separator: "\u{1F}")
        }
    }

    /// The differing settings that a table of runs has room for.
    var shown: [Setting] { Array(differing.filter { !Self.unimportant.contains($0.key) }.prefix(6)) }

    /// The options' names; where two settings have the same option, their own.
    private static func names(of keys: [String]) -> [String: String] {
        let options = keys.map { (key: $0, option: String(OptionName.of($0).dropFirst(2))) }
        let counts = Dictionary(options.map { ($0.option, 1) }, uniquingKeysWith: +)
        return Dictionary(
            options.map { ($0.key, counts[$0.option] == 1 ? $0.option : $0.key) }, uniquingKeysWith: { $1 })
    }

    /// The longest value that is shown.
    private static let mostCharacters = 160

    static func cell(_ value: String?) -> HTML {
        guard let value, !value.isEmpty, value != "null" else { return "<span class=\"soft\">–</span>" }
        guard value.count > mostCharacters else { return "\(value)" }
        return "\(String(value.prefix(mostCharacters)))…"
    }

    func html(names: [String]) -> HTML? {
        if differing.isEmpty && common.isEmpty { return nil }
        let list: (([Setting]) -> HTML) = { settings in
            let rows: [HTML] = settings.map { setting in
                let value = setting.values.compactMap { $0 }.first
                return
                    "<tr><th scope=\"row\" title=\"\(setting.key)\">\(setting.name)</th><td>\(Self.cell(value))</td></tr>"
            }
            return "<div class=\"wide\"><table class=\"plain\"><tbody>\(rows)</tbody></table></div>"
        }
        guard names.count > 1 else { return list(common) }
        let folded: HTML = """
            <details data-name="common settings"><summary>\(Readable.count(common.count, "setting")) that all runs share\
            </summary>\(list(common))</details>
            """
        guard !differing.isEmpty else { return "<p>All runs have the same settings.</p>\(folded)" }
        let heads: [HTML] = differing.map { "<th scope=\"col\" title=\"\($0.key)\">\($0.name)</th>" }
        let rows: [HTML] = names.indices.map { run in
            let cells: [HTML] = differing.map { "<td>\(Self.cell($0.values[run]))</td>" }
            let mark: HTML = "<span class=\"swatch color-\(run % 8)\"></span>"
            return "<tr><th scope=\"row\">\(mark)\(names[run])</th>\(cells)</tr>"
        }
        return """
            <p class="soft">Only the settings that differ.</p>
            <div class="wide"><table><thead><tr><th scope="col">run</th>\(heads)</tr></thead><tbody>\(rows)</tbody></table>\
            </div>\(folded)
            """
    }
}
