import Foundations
import Synchronization
import Testing

@testable import Engine

/// Every index belongs to exactly one thread: that is what makes it safe for threads to write into the same numbers.
@Suite("Parallel loops divide their work without overlap") struct ParallelTests {
    static let threads = [1, 2, 3, 5]

    /// How often a loop over 0 ..< `count` has visited each index, with a number of threads.
    private func visits(_ count: Int, threads: Int, _ loop: (ParallelOutput<Int>) -> Void) -> [Int] {
        let before = Parallel.threads
        Parallel.threads = threads
        defer { Parallel.threads = before }
        var visits = [Int](repeating: 0, count: count + 1)
        visits.withUnsafeMutableBufferPointer { visits in
            guard let first = visits.baseAddress else { return }
            loop(ParallelOutput(first))
        }
        // Nothing is written past the end.
        #expect(visits.removeLast() == 0)
        return visits
    }

    @Test("ranges cover each index once, and begin at multiples of the alignment", arguments: threads)
    func ranges(threads: Int) {
        for count in [0, 1, 2, 15, 16, 17, 100, 512, 1_000] {
            for alignment in [1, 2, 16, 512] {
                let areAligned = Atomic(true)
                let visits = visits(count, threads: threads) { visits in
                    Parallel.ranges(count, grain: 1, alignment: alignment) { range in
                        if range.lowerBound % alignment != 0 || range.isEmpty {
                            areAligned.store(false, ordering: .relaxed)
                        }
                        for index in range { visits[index] += 1 }
                    }
                }
                #expect(visits.allSatisfy { $0 == 1 }, "\(count) by \(alignment)")
                let isAligned = areAligned.load(ordering: .relaxed)
                #expect(isAligned, "\(count) by \(alignment)")
            }
        }
    }

    @Test("planes are each visited once, whatever their size", arguments: threads)
    func planes(threads: Int) {
        for (count, size) in [(1, 1), (7, 0), (7, 5), (7, 1 << 20), (64, 20_000)] {
            let visits = visits(count, threads: threads) { visits in
                Parallel.planes(count, of: size) { for plane in $0 { visits[plane] += 1 } }
            }
            #expect(visits.allSatisfy { $0 == 1 }, "\(count) of \(size)")
        }
    }

    @Test("rows of a sparse matrix are each visited once, however their entries are distributed", arguments: threads)
    func rows(threads: Int) {
        let lengths: [[Int]] = [
            [], [0], [5], [0, 0, 0, 0], [100, 0, 0, 1], [0, 0, 0, 100], (0..<50).map { $0 % 7 * ($0 % 3) },
        ]
        for lengths in lengths {
            let offsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
            let visits = visits(lengths.count, threads: threads) { visits in
                offsets.withUnsafeBufferPointer { offsets in
                    guard let first = offsets.baseAddress else { return }
                    Parallel.rows(lengths.count, offsets: ParallelInput(first), of: 1 << 20) { range in
                        for row in range { visits[row] += 1 }
                    }
                }
            }
            #expect(visits.allSatisfy { $0 == 1 }, "\(lengths)")
        }
    }

    @Test("a batch is divided into one share for each thread, each with a plane of its own", arguments: threads)
    func shares(threads: Int) {
        for pictures in [0, 1, 2, 7, 64] {
            let planes = Mutex<[UInt]>([])
            let visits = visits(pictures, threads: threads) { visits in
                BatchPartition(pictures: pictures, planeCount: 64).each { plane, share, range in
                    planes.withLock { $0.append(UInt(bitPattern: plane)) }
                    plane.update(repeating: Float(share), count: 64)
                    for picture in range { visits[picture] += 1 }
                }
            }
            #expect(visits.allSatisfy { $0 == 1 }, "\(pictures)")
            let made = planes.withLock { $0.count }
            #expect(made == min(threads, pictures))
        }
    }

    @Test("each index is taken by one thread", arguments: threads)
    func each(threads: Int) {
        for count in [0, 1, 2, 3, 100] {
            let visits = visits(count, threads: threads) { visits in
                Parallel.each(count) { visits[$0] += 1 }
            }
            #expect(visits.allSatisfy { $0 == 1 }, "\(count)")
        }
    }

    @Test("a loop within a loop covers its indices, too", arguments: threads)
    func nested(threads: Int) {
        let (rows, columns) = (9, 40)
        let visits = visits(rows * columns, threads: threads) { visits in
            Parallel.ranges(rows, grain: 1, alignment: 1) { range in
                for row in range {
                    Parallel.ranges(columns, grain: 1, alignment: 4) { range in
                        for column in range { visits[row * columns + column] += 1 }
                    }
                }
            }
        }
        #expect(visits.allSatisfy { $0 == 1 })
    }

    @Test("a small operation runs on this thread only, and the number of threads is kept", arguments: threads)
    func alone(threads: Int) {
        let before = Parallel.threads
        Parallel.threads = threads
        defer { Parallel.threads = before }
        #expect(Parallel.alone(if: true) { Parallel.threads } == 1)
        #expect(Parallel.alone(if: false) { Parallel.threads } == threads)
        #expect(Parallel.threads == threads)
    }

    @Test("inputs and outputs are the numbers that they were made of")
    func handles() {
        let buffer = Buffer(shape: [4], type: .float32)
        let (output, input) = (buffer.stored(writing: Float.self), buffer.stored(reading: Float.self))
        for place in 0..<4 { output[place] = Float(place) }
        (output + 1).pointee += 10
        #expect((0..<4).map { input[$0] } == [0, 11, 2, 3])
        #expect((input + 2).pointee == 2 && input.start == UnsafePointer(output.start))
        #expect(buffer.rowMajor(reading: Float.self).start == input.start)
    }
}
