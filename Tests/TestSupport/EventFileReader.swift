import Files
import Foundation

/// The events of an event file, for tests: another reading of the same formats than the writer's.
package struct EventFileReader {
    /// A value of an event.
    package enum Value: Equatable {
        case scalar(Float)
        case picture(width: Int, height: Int, png: [UInt8])
        /// Count, sum, and the upper limits and counts of its buckets.
        case histogram(count: Double, sum: Double, limits: [Double], counts: [Double])
        case other
    }

    /// An event.
    package struct Event {
        package var time = 0.0
        package var step = 0
        package var version: String?
        /// Whether it makes earlier values from its step on void.
        package var isStart = false
        package var values: [(tag: String, value: Value)] = []
    }

    package private(set) var events: [Event] = []
    /// Whether the file ends after a whole record, and all checks are right.
    package let isWhole: Bool

    package init(_ bytes: [UInt8]) {
        var place = 0
        while place < bytes.count {
            guard place + 12 <= bytes.count else { break }
            let length = Int(Self.number(bytes[place..<place + 8]))
            let end = place + 12 + length
            guard end + 4 <= bytes.count, Self.isChecked(bytes, place..<place + 8),
                Self.isChecked(bytes, place + 12..<end)
            else { break }
            events.append(Self.event(bytes[(place + 12)..<end]))
            place = end + 4
        }
        isWhole = place == bytes.count
    }

    /// The values that are valid after all files of a folder, by tag: those of a restart's step and later ones are void.
    package static func series(in folder: String) throws -> [String: [(step: Int, value: Value)]] {
        var series: [String: [(step: Int, value: Value)]] = [:]
        var hasBegun = false
        for name in EventFileWriter.files(in: folder) {
            for event in EventFileReader([UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))).events {
                if event.isStart, hasBegun {
                    for tag in series.keys { series[tag]?.removeAll { $0.step >= event.step } }
                }
                hasBegun = hasBegun || event.isStart
                for (tag, value) in event.values { series[tag, default: []].append((event.step, value)) }
            }
        }
        return series
    }

    private static func isChecked(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let check = bytes[range].withUnsafeBytes { CRC32C.masked($0) }
        return number(bytes[range.upperBound..<range.upperBound + 4]) == UInt64(check)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The fields of a message: numbers, and the bytes of those that have some.
    private static func fields(_ bytes: ArraySlice<UInt8>) -> [(number: Int, value: UInt64, bytes: ArraySlice<UInt8>)] {
        var rest = bytes
        func variableLength() -> UInt64 {
            var (value, shift): (UInt64, UInt64) = (0, 0)
            while let byte = rest.popFirst() {
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            return value
        }
        func take(_ count: Int) -> ArraySlice<UInt8> {
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        var fields: [(Int, UInt64, ArraySlice<UInt8>)] = []
        while !rest.isEmpty {
            let key = variableLength()
            let number = Int(key >> 3)
            switch key & 7 {
            case 0: fields.append((number, variableLength(), []))
            case 1: fields.append((number, Self.number(take(8)), []))
            case 2: fields.append((number, 0, take(Int(variableLength()))))
            default: fields.append((number, Self.number(take(4)), []))
            }
        }
        return fields
    }

    private static func event(_ bytes: ArraySlice<UInt8>) -> Event {
        var event = Event()
        for field in fields(bytes) {
            switch field.number {
            case 1: event.time = Double(bitPattern: field.value)
            case 2: event.step = Int(field.value)
            case 3: event.version = String(decoding: field.bytes, as: UTF8.self)
            case 5: event.values += fields(field.bytes).map { value($0.bytes) }
            case 7: event.isStart = fields(field.bytes).contains { $0.number == 1 && $0.value == 1 }
            default: break
            }
        }
        return event
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> (tag: String, value: Value) {
        var (tag, value) = ("", Value.other)
        for field in fields(bytes) {
            switch field.number {
            case 1: tag = String(decoding: field.bytes, as: UTF8.self)
            case 2: value = .scalar(Float(bitPattern: UInt32(field.value)))
            case 4:
                let parts = fields(field.bytes)
                let side = { (number: Int) in Int(parts.first { $0.number == number }?.value ?? 0) }
                value = .picture(
                    width: side(2), height: side(1), png: Array(parts.first { $0.number == 4 }?.bytes ?? []))
            case 5:
                let parts = fields(field.bytes)
                let double = { (number: Int) in Double(bitPattern: parts.first { $0.number == number }?.value ?? 0) }
                let list = { (number: Int) -> [Double] in
                    let bytes = Array(parts.first { $0.number == number }?.bytes ?? [])
                    return stride(from: 0, to: bytes.count, by: 8).map {
                        Double(bitPattern: Self.number(bytes[$0..<$0 + 8]))
                    }
                }
                value = .histogram(count: double(3), sum: double(4), limits: list(6), counts: list(7))
            default: break
            }
        }
        return (tag, value)
    }
}
