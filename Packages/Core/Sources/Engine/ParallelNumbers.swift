/// Numbers that all threads of a parallel loop read.
///
/// The bodies of `Parallel`'s loops are `@Sendable`, so that the compiler refuses a captured pointer and a captured
/// variable. A body names the numbers that it reads or writes as one of the two types in this file.
// Sendable although unchecked: nothing writes to an input while a loop runs, for a loop's outputs are memory of their
// own. Whoever starts the loop owns the memory until the loop has ended.
package struct ParallelInput<Element>: @unchecked Sendable {
    /// The first of the numbers.
    package let start: UnsafePointer<Element>

    @inlinable
    package init(_ start: UnsafePointer<Element>) { self.start = start }

    /// The numbers from `offset` on.
    @inlinable @inline(__always)
    package static func + (input: Self, offset: Int) -> UnsafePointer<Element> { input.start + offset }

    @inlinable
    package subscript(place: Int) -> Element {
        @inline(__always) get { start[place] }
    }
}

/// Numbers that the threads of a parallel loop write: each only the part that belongs to its range.
///
/// That part is nobody else's: the thread may read it, too, as an update in place does. What several threads would add
/// to the same number, each adds in a part of its own; the parts are added after the loop, in their order.
// Sendable although unchecked: the ranges of a loop do not overlap, and no thread accesses the numbers of another's
// range. The thread sanitizer runs the tests to find a body that breaks this promise.
package struct ParallelOutput<Element>: @unchecked Sendable {
    /// The first of the numbers.
    package let start: UnsafeMutablePointer<Element>

    @inlinable
    package init(_ start: UnsafeMutablePointer<Element>) { self.start = start }

    /// The numbers from `offset` on.
    @inlinable @inline(__always)
    package static func + (output: Self, offset: Int) -> UnsafeMutablePointer<Element> { output.start + offset }

    @inlinable
    package subscript(place: Int) -> Element {
        @inline(__always) get { start[place] }
        @inline(__always) nonmutating set { start[place] = newValue }
    }
}

extension Buffer {
    /// `rowMajor(_:)` for all threads of a loop to read.
    package func rowMajor<Scalar: TensorScalar>(reading type: Scalar.Type) -> ParallelInput<Scalar> {
        ParallelInput(rowMajor(type))
    }

    /// `stored(_:)` for all threads of a loop to read.
    package func stored<Scalar: TensorScalar>(reading type: Scalar.Type) -> ParallelInput<Scalar> {
        ParallelInput(stored(type))
    }

    /// `stored(_:)` for the threads of a loop to write, each its own part.
    package func stored<Scalar: TensorScalar>(writing type: Scalar.Type) -> ParallelOutput<Scalar> {
        ParallelOutput(stored(type))
    }
}
