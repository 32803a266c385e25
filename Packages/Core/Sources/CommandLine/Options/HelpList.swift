import Foundations

/// Named choices as an option's help lists them: a line for each, its name first, longer ones with a hanging indent.
///
/// ```text
/// conv  two convolutions 3×3 with ReLU and max pooling,
///       then two linear layers
/// ```
public enum HelpList {
    /// The width that a page of 80 columns leaves next to the options' names; the parser counts the line end, too.
    private static let room = 53

    /// The list, beginning on a new line.
    public static func lines(of entries: [(name: String, summary: String)]) -> String {
        let indent = (entries.map { TextWidth.cells(in: $0.name) }.max() ?? 0) + 2
        let margin = String(repeating: " ", count: indent)
        return entries.map { name, summary in
            var lines = [""]
            for word in summary.split(separator: " ") {
                let longer = lines[lines.count - 1] + (lines[lines.count - 1].isEmpty ? "" : " ") + word
                if TextWidth.cells(in: longer) + indent <= room {
                    lines[lines.count - 1] = longer
                } else {
                    lines.append(String(word))
                }
            }
            return "\n" + TextWidth.padded(name, to: indent, alignment: .left) + lines.joined(separator: "\n" + margin)
        }.joined()
    }
}
