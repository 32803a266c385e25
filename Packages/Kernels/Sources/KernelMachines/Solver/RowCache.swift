/// Rows of numbers kept within a limit of bytes; the least recently used row is replaced.
final class RowCache {
    private let width: Int
    private let capacity: Int
    /// The place of each row, −1 for one that is not in the cache.
    private var slotOfRow: [Int32]
    private var rowOfSlot: [Int] = []
    private var memory: [UnsafeMutablePointer<Float>] = []
    // A ring of slots by use, through a head that is not a slot itself: newer[head] is the oldest.
    private var newer: [Int32] = [0]
    private var older: [Int32] = [0]

    /// - Parameters:
    ///   - rows: the number of different rows.
    ///   - width: the numbers of each.
    ///   - limit: the maximum number of bytes.
    ///   - least: the number of rows that always fit.
    init(rows: Int, width: Int, limit: Int, least: Int) {
        self.width = width
        capacity = min(rows, max(least, limit / max(1, width * MemoryLayout<Float>.size)))
        slotOfRow = [Int32](repeating: -1, count: rows)
    }

    deinit { memory.forEach { $0.deallocate() } }

    func holds(_ row: Int) -> Bool { slotOfRow[row] >= 0 }

    /// The row, which becomes the one used last; nil where it is not in the cache.
    subscript(row: Int) -> UnsafeMutablePointer<Float>? {
        let slot = Int(slotOfRow[row])
        guard slot >= 0 else { return nil }
        unlink(slot)
        linkAsNewest(slot)
        return memory[slot]
    }

    /// A place for a row that is not in the cache; the caller sets its numbers.
    func place(for row: Int) -> UnsafeMutablePointer<Float> {
        let slot: Int
        if memory.count < capacity {
            slot = memory.count
            memory.append(.allocate(capacity: max(1, width)))
            rowOfSlot.append(row)
            newer.append(0)
            older.append(0)
        } else {
            slot = Int(newer[0]) - 1
            unlink(slot)
            slotOfRow[rowOfSlot[slot]] = -1
            rowOfSlot[slot] = row
        }
        slotOfRow[row] = Int32(slot)
        linkAsNewest(slot)
        return memory[slot]
    }

    /// The rows of these numbers with only these columns, renumbered. They are removed from this cache.
    ///
    /// - Parameter columns: rows and columns to keep.
    func restricted(to columns: [Int], limit: Int, least: Int) -> RowCache {
        let result = RowCache(rows: columns.count, width: columns.count, limit: limit, least: least)
        var rowsOf: [Int: [Int]] = [:]
        for (place, row) in columns.enumerated() where holds(row) { rowsOf[row, default: []].append(place) }
        var place = newer[0]
        while place != 0 {
            let slot = Int(place) - 1
            for row in rowsOf[rowOfSlot[slot]] ?? [] {
                let to = result.place(for: row)
                for (index, column) in columns.enumerated() { to[index] = memory[slot][column] }
            }
            memory[slot].deallocate()
            place = newer[Int(place)]
        }
        memory = []
        rowOfSlot = []
        (newer, older) = ([0], [0])
        slotOfRow = [Int32](repeating: -1, count: slotOfRow.count)
        return result
    }

    private func unlink(_ slot: Int) {
        let place = slot + 1
        let (before, after) = (Int(older[place]), Int(newer[place]))
        newer[before] = Int32(after)
        older[after] = Int32(before)
    }

    private func linkAsNewest(_ slot: Int) {
        let place = Int32(slot + 1)
        let last = older[0]
        newer[Int(last)] = place
        older[Int(place)] = last
        newer[Int(place)] = 0
        older[0] = place
    }
}
