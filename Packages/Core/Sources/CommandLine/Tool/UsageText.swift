import Foundations

/// The argument parser's texts, brought into the tools' form.
enum UsageText {
    /// Turns "The value '0' is invalid for '--epochs <epochs>': expected …" into "--epochs 0: expected …"; a reason
    /// that repeats the value, "unknown model 'cnov', …", is shown alone. Any other text does not change.
    static func line(_ message: String) -> String {
        guard let value = message.between("The value '", "' is invalid for '"),
            let option = message.between("' is invalid for '", "': "),
            let reason = message.after("' is invalid for '\(option)': ")
        else { return message }
        if reason.hasPrefix("unknown ") { return reason }
        let name = option.before(" <") ?? option
        return "\(name) \(value.isEmpty ? "''" : value): \(reason)"
    }

    /// The parser's last line, "See 'charrnn train --help' for more information.", where there is one.
    static func hint(in text: String) -> String? {
        let last = text.split(separator: "\n").last.map(String.init) ?? ""
        let line = last.drop { $0 == " " }
        return line.hasPrefix("See '") ? String(line) : nil
    }

    /// A help page whose usage fits into 80 columns: the parser wraps everything else. A line breaks
    /// between arguments, never within one.
    static func wrapped(_ page: String) -> String {
        page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("USAGE: "), TextWidth.cells(in: String(line)) > 80 else { return String(line) }
            var lines = [""]
            for argument in arguments(of: line) {
                let longer = lines[lines.count - 1] + (lines == [""] ? "" : " ") + argument
                if TextWidth.cells(in: longer) <= 80 {
                    lines[lines.count - 1] = longer
                } else {
                    lines.append("  " + argument)
                }
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The words of a usage line; a group in brackets is one word.
    private static func arguments(of line: Substring) -> [String] {
        var (words, depth) = ([""], 0)
        for character in line {
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            if character == " ", depth == 0 { words.append("") } else { words[words.count - 1].append(character) }
        }
        return words
    }

    /// A text as one line that cannot steer the terminal: runs of line ends become a space.
    static func oneLine(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }
        return words.joined(separator: " ").displayed
    }
}

extension String {
    /// The text up to the first occurrence of a mark.
    fileprivate func before(_ mark: String) -> String? {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) }
    }

    /// The text after the first occurrence of a mark.
    fileprivate func after(_ mark: String) -> String? {
        firstRange(of: mark).map { String(self[$0.upperBound...]) }
    }

    /// The text between the first occurrence of one mark and the next occurrence of another.
    fileprivate func between(_ start: String, _ end: String) -> String? {
        after(start)?.before(end)
    }

    private func firstRange(of mark: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(mark) { return start..<index(start, offsetBy: mark.count) }
            start = index(after: start)
        }
        return nil
    }
}
