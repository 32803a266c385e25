import Core

/// Reads the lines of a file of examples one after the other.
struct LIBSVMLineReader {
    let file: String
    /// Whether index 0 may stand first, as before kernel values.
    let takesZero: Bool
    /// Columns are indices as they stand in the file.
    private(set) var rows = KernelRows.Sparse()
    private(set) var targets: [Double] = []
    private(set) var lines: [Int] = []
    /// The greatest index.
    private(set) var width = 0

    init(file: String, takesZero: Bool) { (self.file, self.takesZero) = (file, takesZero) }

    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// Adds the example of a line, if it holds one; what is wrong with it, else nil.
    mutating func take(_ line: Bytes, line number: Int) -> FileError? {
        var rest = line[...]
        if let remark = rest.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<remark] }
        guard let label = nextWord(&rest) else { return nil }
        func failure(_ problem: String, _ expected: String) -> FileError {
            FileError(.badData, file, at: .line(number), problem, expected: expected)
        }
        if label.contains(UInt8(ascii: ":")) {
            return failure("no label before \(text(label))", "a line such as '1 1:0.5 3:2'")
        }
        guard let target = decimalNumber(label), target.isFinite else {
            return failure("label \(text(label))", "a number")
        }
        var last = takesZero ? -1 : 0
        while let word = nextWord(&rest) {
            guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else {
                return failure("\(text(word))", "index:value")
            }
            guard let index = wholeNumber(word[..<colon]) else {
                return failure("index \(text(word[..<colon]))", "a whole number from 1 to \(LIBSVMText.greatestIndex)")
            }
            if index <= last {
                if index == 0 { return failure("index 0", "indices from 1 on") }
                let problem = index == last ? "index \(index) stands twice" : "index \(index) after \(last)"
                return failure(problem, "rising indices")
            }
            let digits = word[word.index(after: colon)...]
            guard let value = decimalNumber(digits), Float(value).isFinite else {
                return failure("value \(text(digits)) of index \(index)", "a finite number")
            }
            last = index
            // LIBSVM writes no zeros; those that others write say nothing.
            if value != 0 || index == 0 {
                rows.columns.append(Int32(index))
                rows.values.append(Float(value))
            }
        }
        width = max(width, last)
        rows.starts.append(Int64(rows.values.count))
        targets.append(target)
        lines.append(number)
        return nil
    }

    private func nextWord(_ rest: inout Bytes) -> Bytes? {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        rest = rest.drop(while: isSpace)
        guard !rest.isEmpty else { return nil }
        let word = rest.prefix { !isSpace($0) }
        rest = rest[word.endIndex...]
        return word
    }

    /// Nil beyond what LIBSVM's 32 bits hold, and for anything but digits.
    private func wholeNumber(_ digits: Bytes) -> Int? {
        guard !digits.isEmpty, digits.count <= 12 else { return nil }
        var number = 0
        for digit in digits {
            guard 0x30...0x39 ~= digit else { return nil }
            number = 10 * number + Int(digit - 0x30)
        }
        return number <= LIBSVMText.greatestIndex ? number : nil
    }

    private func text(_ bytes: Bytes) -> String {
        "'" + String(decoding: bytes.prefix(40), as: UTF8.self) + (bytes.count > 40 ? "…'" : "'")
    }
}
