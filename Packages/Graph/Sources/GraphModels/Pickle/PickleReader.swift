import Core

/// A machine for the opcodes of Python's pickles, protocols 0 to 5, that can only build data.
///
/// Source: CPython, Lib/pickletools.py, the description of each opcode.
struct PickleReader {
    let file: String
    let bytes: [UInt8]
    var position = 0
    /// Where the current opcode is.
    private(set) var opcodeStart = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    var lists: [[PickleValue]] = []
    var tuples: [[PickleValue]] = []
    var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    var arrays: [PickleArray] = []
    var types: [PickleType] = []
    var matrices: [PickleMatrix] = []
    /// Bytes that may still be copied: otherwise a few opcodes could make any amount of data from a small file.
    private var allowance: Int

    private static let newestProtocol = 5

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        allowance = 32 * bytes.count + 1 << 16
    }

    /// The result of the pickle.
    mutating func run() throws(FileError) -> PickleValue {
        while true {
            opcodeStart = position
            let opcode = try byte()
            if opcode == UInt8(ascii: ".") {
                let result = try pop()
                guard position == bytes.count else {
                    throw FileError(
                        .badData, file, at: .byte(position), "\(bytes.count - position) bytes follow the pickle",
                        expected: "the end of the file")
                }
                return result
            }
            if try runScalar(opcode) { continue }
            if try runStructure(opcode) { continue }
            throw refused("opcode \(Self.text(of: opcode))", expected: "an opcode that builds data")
        }
    }

    /// An error at the current opcode.
    func refused(_ problem: String, expected: String? = nil) -> FileError {
        FileError(.badData, file, at: .byte(opcodeStart), problem, expected: expected)
    }

    private static func text(of opcode: UInt8) -> String {
        let hex = "0x" + (opcode < 16 ? "0" : "") + String(opcode, radix: 16)
        return (0x21..<0x7F).contains(opcode) ? "'\(Character(Unicode.Scalar(opcode)))' (\(hex))" : hex
    }

    // MARK: Numbers and texts

    private mutating func runScalar(_ opcode: UInt8) throws(FileError) -> Bool {
        switch opcode {
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.bool(true))
        case 0x89: stack.append(.bool(false))
        case UInt8(ascii: "K"): stack.append(.int(try unsigned(1)))
        case UInt8(ascii: "M"): stack.append(.int(try unsigned(2)))
        case UInt8(ascii: "J"):
            stack.append(.int(Int(Int32(bitPattern: UInt32(truncatingIfNeeded: try unsigned(4))))))
        case UInt8(ascii: "I"), UInt8(ascii: "L"):
            let line = try line()
            if opcode == UInt8(ascii: "I"), line == "00" || line == "01" {
                stack.append(.bool(line == "01"))
            } else {
                guard let number = Int(line.hasSuffix("L") ? String(line.dropLast()) : line) else {
                    throw refused("'\(line.prefix(40))'", expected: "a whole number of 64 bits")
                }
                stack.append(.int(number))
            }
        case 0x8A, 0x8B: stack.append(.int(try longInteger(lengthBytes: opcode == 0x8A ? 1 : 4)))
        case UInt8(ascii: "F"):
            let line = try line()
            guard let number = Double(line) else { throw refused("'\(line.prefix(40))'", expected: "a number") }
            stack.append(.float(number))
        case UInt8(ascii: "G"):
            let word = try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            stack.append(.float(Double(bitPattern: word)))
        case UInt8(ascii: "S"): stack.append(.bytes(try quotedString()))
        case UInt8(ascii: "T"): stack.append(.bytes(Array(try take(unsigned(4)))))
        case UInt8(ascii: "U"), UInt8(ascii: "C"): stack.append(.bytes(Array(try take(unsigned(1)))))
        case UInt8(ascii: "B"): stack.append(.bytes(Array(try take(unsigned(4)))))
        case 0x8E, 0x96: stack.append(.bytes(Array(try take(unsigned(8)))))
        case UInt8(ascii: "V"): stack.append(.text(try escapedText()))
        case UInt8(ascii: "X"): stack.append(.text(try text(unsigned(4))))
        case 0x8C: stack.append(.text(try text(unsigned(1))))
        case 0x8D: stack.append(.text(try text(unsigned(8))))
        default: return false
        }
        return true
    }

    // MARK: Structures

    private mutating func runStructure(_ opcode: UInt8) throws(FileError) -> Bool {
        switch opcode {
        case 0x80:
            let version = try unsigned(1)
            guard version <= Self.newestProtocol else {
                throw refused("protocol \(version)", expected: "0 to \(Self.newestProtocol)")
            }
        case 0x95: _ = try unsigned(8)
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "0"): if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"): stack.append(try top())
        case UInt8(ascii: "]"): stack.append(newList([]))
        case UInt8(ascii: "l"): stack.append(newList(try popToMark()))
        case UInt8(ascii: ")"): stack.append(newTuple([]))
        case UInt8(ascii: "t"): stack.append(newTuple(try popToMark()))
        case 0x85...0x87:
            var items: [PickleValue] = []
            for _ in 0..<(opcode - 0x84) { items.insert(try pop(), at: 0) }
            stack.append(newTuple(items))
        case UInt8(ascii: "}"): stack.append(newDictionary([]))
        case UInt8(ascii: "d"): stack.append(newDictionary(try pairs(try popToMark())))
        case UInt8(ascii: "a"): try extendList(by: [try pop()])
        case UInt8(ascii: "e"): try extendList(by: try popToMark())
        case UInt8(ascii: "s"):
            let value = try pop()
            try extendDictionary(by: [(try pop(), value)])
        case UInt8(ascii: "u"): try extendDictionary(by: try pairs(try popToMark()))
        case UInt8(ascii: "p"): memo[try index()] = try top()
        case UInt8(ascii: "q"): memo[try unsigned(1)] = try top()
        case UInt8(ascii: "r"): memo[try unsigned(4)] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "g"): stack.append(try remembered(index()))
        case UInt8(ascii: "h"): stack.append(try remembered(unsigned(1)))
        case UInt8(ascii: "j"): stack.append(try remembered(unsigned(4)))
        case UInt8(ascii: "c"): stack.append(try global(module: line(), name: line()))
        case 0x93:
            let (name, module) = (try pop(), try pop())
            stack.append(try global(module: module.name ?? "", name: name.name ?? ""))
        case UInt8(ascii: "R"), 0x81:
            let (arguments, function) = (try tupleItems(try pop()), try pop())
            stack.append(try call(function, arguments, isNew: opcode == 0x81))
        case UInt8(ascii: "b"):
            let state = try pop()
            try build(try top(), state)
        default: return false
        }
        return true
    }

    private func global(module: String, name: String) throws(FileError) -> PickleValue {
        guard let known = PickleGlobal(module: module, name: name) else {
            throw refused(
                "names '\(module.prefix(60)).\(name.prefix(60))', which is not allowed here",
                expected: "only dictionaries, lists, NumPy arrays and SciPy CSR matrices")
        }
        return .global(known)
    }

    mutating func newList(_ items: [PickleValue]) -> PickleValue {
        lists.append(items)
        return .list(lists.count - 1)
    }

    private mutating func newTuple(_ items: [PickleValue]) -> PickleValue {
        tuples.append(items)
        return .tuple(tuples.count - 1)
    }

    mutating func newDictionary(_ items: [(key: PickleValue, value: PickleValue)]) -> PickleValue {
        dictionaries.append(items)
        return .dictionary(dictionaries.count - 1)
    }

    private mutating func extendList(by items: [PickleValue]) throws(FileError) {
        guard case .list(let number) = try top() else {
            throw refused("items for \(try top().kind)", expected: "a list")
        }
        lists[number] += items
    }

    private mutating func extendDictionary(by items: [(key: PickleValue, value: PickleValue)]) throws(FileError) {
        guard case .dictionary(let number) = try top() else {
            throw refused("entries for \(try top().kind)", expected: "a dictionary")
        }
        dictionaries[number] += items
    }

    private func pairs(_ items: [PickleValue]) throws(FileError) -> [(key: PickleValue, value: PickleValue)] {
        guard items.count.isMultiple(of: 2) else { throw refused("a key without a value") }
        return stride(from: 0, to: items.count, by: 2).map { (items[$0], items[$0 + 1]) }
    }

    func tupleItems(_ value: PickleValue) throws(FileError) -> [PickleValue] {
        guard case .tuple(let number) = value else { throw refused(value.kind, expected: "a tuple") }
        return tuples[number]
    }

    /// Counts bytes that are about to be copied.
    mutating func allow(_ count: Int) throws(FileError) {
        guard count <= allowance else { throw refused("makes far more data than the file contains") }
        allowance -= count
    }

    // MARK: The stack

    private mutating func pop() throws(FileError) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
            throw refused("takes a value where there is none")
        }
        return value
    }

    private func top() throws(FileError) -> PickleValue {
        guard let value = stack.last else { throw refused("takes a value where there is none") }
        return value
    }

    private mutating func popToMark() throws(FileError) -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else {
            throw refused("takes values up to a mark that does not exist")
        }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private func remembered(_ number: Int) throws(FileError) -> PickleValue {
        guard let value = memo[number] else { throw refused("recalls number \(number), which was never stored") }
        return value
    }
}
