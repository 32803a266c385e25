/// Negative numbers as option values. The argument parser takes `-1` for an unknown option, so `--lr -1` would be
/// "missing a value" instead of a message about valid learning rates.
enum NegativeNumbers {
    /// Joins `--option -1` to `--option=-1`, up to a lone `--`.
    static func joined(_ arguments: [String]) -> [String] {
        var result: [String] = []
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return result + arguments[index...] }
            if isNegativeNumber(argument), let option = result.last, takesValue(option) {
                result[result.count - 1] = "\(option)=\(argument)"
            } else {
                result.append(argument)
            }
        }
        return result
    }

    private static func takesValue(_ option: String) -> Bool {
        option.hasPrefix("--") && !option.contains("=")
    }

    /// `-1`, `-.5`, `-4.79,5.9`, `-inf`, `-nan`: a minus sign and what begins a number.
    private static func isNegativeNumber(_ text: String) -> Bool {
        guard text.hasPrefix("-") else { return false }
        let rest = text.dropFirst().lowercased()
        let digits = rest.hasPrefix(".") ? rest.dropFirst() : rest[...]
        let isNumber = digits.first.map { ("0"..."9").contains($0) } ?? false
        return isNumber || ["inf", "infinity", "nan"].contains(rest)
    }
}
