import Core

/// Reads the lines of a file of examples one after the other.
struct LIBSVMLineReader {
    let file: String
    /// Where each row begins in `indices` and `values`.
    private(set) var starts: [Int64] = [0]
    /// The values in the file.
    private(set) var indices: [Int32] = []
    private(set) var values: [Double] = []
    private(set) var targets: [Double] = []
    private(set) var lines: [Int] = []
    /// The largest index.
    private(set) var width = 0
    /// The first line with an index 0.
    private(set) var lineOfZero: Int?
    /// The number of rows with a query, `qid:n`, which is for learning to rank.
    private(set) var queries = 0

    init(file: String) { self.file = file }

    /// Where row `number` is among all indices and values.
    func places(of number: Int) -> Range<Int> { Int(starts[number])..<Int(starts[number + 1]) }

    /// The rows, with a column for each index from `first` on.
    func rows(from first: Int, width: Int? = nil) -> KernelRows {
        let (columns, width) = (indices.map { $0 - Int32(first) }, width ?? max(1, self.width - first + 1))
        return .suiting(KernelRows(starts: starts, columns: columns, exact: values, width: width))
    }

    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// Adds the example of a line, if it contains one. Returns the problem, or nil.
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
        var last = -1
        while let word = nextWord(&rest) {
            if word.starts(with: Array("qid:".utf8)), last < 0, starts.last == Int64(values.count) {
                queries += 1
                continue
            }
            guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else {
                return failure("\(text(word))", "index:value")
            }
            guard let index = wholeNumber(word[..<colon]) else {
                return failure("index \(text(word[..<colon]))", "a whole number from 1 to \(LIBSVMText.greatestIndex)")
            }
            if index <= last {
                let problem = index == last ? "index \(index) occurs twice" : "index \(index) after \(last)"
                return failure(problem, "rising indices")
            }
            let digits = word[word.index(after: colon)...]
            guard let value = decimalNumber(digits), Float(value).isFinite else {
                return failure("value \(text(digits)) of index \(index)", "a finite number")
            }
            last = index
            if index == 0, lineOfZero == nil { lineOfZero = number }
            // LIBSVM does not write zeros; zeros from other programs have no effect.
            if value != 0 || index == 0 {
                indices.append(Int32(index))
                values.append(value)
            }
        }
        width = max(width, last)
        starts.append(Int64(values.count))
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

    /// Nil beyond LIBSVM's 32 bits, and for anything except digits.
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
