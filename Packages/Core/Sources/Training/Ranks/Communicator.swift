import CMPI
import Foundations
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The processes that compute together, and how bytes get from one to another. One that was started alone is rank 0 of
/// 1, and needs no library.
///
/// Only the main thread may call it. Waiting threads give way to others.
// Sendable although unchecked: the functions of the library do not change.
public final class Communicator: @unchecked Sendable {
    /// The number of this process, from 0.
    public let rank: Int
    /// The number of processes.
    public let size: Int
    private let library: mpi_library?
    private let waitedNanoseconds = Atomic<Int>(0)
    private let sentBytes = Atomic<Int>(0)

    /// This process by itself.
    package static let alone = Communicator(rank: 0, size: 1, nil)

    private init(rank: Int, size: Int, _ library: mpi_library?) {
        (self.rank, self.size, self.library) = (rank, size, library)
    }

    /// All processes of a launch; starts MPI.
    ///
    /// - Throws: `ToolError` where the library is missing, or sees another number of processes than were started.
    static func start(_ launch: Launch?) throws(ToolError) -> Communicator {
        guard let launch, launch.isShared else { return .alone }
        if launch.launcher == .unconnected {
            throw ToolError(
                "srun has started \(launch.count ?? 0) processes that do not know each other, and each would train "
                    + "alone; start them with srun --mpi=pmix or mpirun, or give each its part with --part",
                exitCode: ExitStatus.unavailable)
        }
        let library = try load(launch)
        var (rank, size): (Int32, Int32) = (0, 0)
        guard withUnsafePointer(to: library, { mpi_start($0, &rank, &size) }) else {
            throw ToolError("MPI could not be started", exitCode: ExitStatus.unavailable)
        }
        let world = Communicator(rank: Int(rank), size: Int(size), library)
        if let count = launch.count, count != world.size {
            throw ToolError(
                "\(count) processes were started, but \(world.version) sees \(world.size): the launcher belongs to "
                    + "another MPI; KUMIKI_MPI names the file of the right library",
                exitCode: ExitStatus.unavailable)
        }
        return world
    }

    private static func load(_ launch: Launch) throws(ToolError) -> mpi_library {
        let names = Platform.environment("KUMIKI_MPI").map { [$0] } ?? launch.libraries
        for name in names {
            var library = mpi_library()
            if mpi_load(&library, name) { return library }
        }
        throw ToolError(
            "\(names.joined(separator: " or ")) is not on this machine, which was started as one of several by MPI: "
                + "install \(launch.packages)", exitCode: ExitStatus.unavailable)
    }

    /// The library's name and version, such as "Open MPI 4.1.4"; empty for a process alone.
    package var version: String {
        guard let library else { return "" }
        var text = [CChar](repeating: 0, count: 8192)
        var length: Int32 = 0
        guard library.version(&text, &length) == 0 else { return "MPI" }
        let whole = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let words = whole.split { " \t\n,:".contains($0) }
        if library.kind == mpi_open, let place = words.firstIndex(where: { $0.hasPrefix("v") }) {
            return "Open MPI " + words[place].dropFirst()
        }
        // "MPICH Version: 4.0.2 …"
        return words.count > 2 ? "\(words[0]) \(words[2])" : "MPICH"
    }

    /// Seconds of waiting for other ranks since the start.
    package var secondsWaited: Double { Double(waitedNanoseconds.load(ordering: .relaxed)) / 1e9 }

    /// Bytes that this rank has sent to others since the start.
    package var bytesSent: Int { sentBytes.load(ordering: .relaxed) }

    // MARK: - Bytes

    /// Sends to every rank its part of `data`, and receives a part of every rank. Counts and places are in bytes.
    package func exchange(
        _ data: UnsafeRawBufferPointer, counts: [Int], places: [Int], into received: UnsafeMutableRawBufferPointer,
        counts receivedCounts: [Int], places receivedPlaces: [Int]
    ) {
        guard var library else { return copy(data[places[0]..<places[0] + counts[0]], to: received, receivedPlaces[0]) }
        sentBytes.wrappingAdd(counts.reduce(0, +) - counts[rank], ordering: .relaxed)
        // One list, which stays until the request is done: the library may read it until then.
        let numbers = Self.sizes(counts + places + receivedCounts + receivedPlaces)
        numbers.withUnsafeBufferPointer { numbers in
            guard let own = numbers.baseAddress else { return }
            var request: UnsafeMutableRawPointer?
            let isBegun = mpi_exchange(
                &library, data.baseAddress, own, own + size, received.baseAddress, own + 2 * size, own + 3 * size,
                &request)
            wait(for: &request, isBegun, library)
        }
    }

    /// Sends `data` to all ranks, and receives the data of each at its place, in bytes.
    package func gather(
        _ data: UnsafeRawBufferPointer, into received: UnsafeMutableRawBufferPointer, counts: [Int], places: [Int]
    ) {
        guard var library else { return copy(data, to: received, places[0]) }
        sentBytes.wrappingAdd(data.count * (size - 1), ordering: .relaxed)
        let numbers = Self.sizes(counts + places)
        numbers.withUnsafeBufferPointer { numbers in
            guard let own = numbers.baseAddress else { return }
            var request: UnsafeMutableRawPointer?
            let isBegun = mpi_gather(
                &library, data.baseAddress, Self.sizes([data.count])[0], received.baseAddress, own, own + size,
                &request)
            wait(for: &request, isBegun, library)
        }
    }

    /// The bytes of every rank, in their order. They may have different numbers of them.
    package func gather(_ bytes: [UInt8]) -> [[UInt8]] {
        if size == 1 { return [bytes] }
        var lengths = [Int](repeating: 0, count: size)
        let width = MemoryLayout<Int>.size
        let (widths, ends) = (lengths.map { _ in width }, lengths.indices.map { $0 * width })
        withUnsafeBytes(of: bytes.count) { own in
            lengths.withUnsafeMutableBytes { gather(own, into: $0, counts: widths, places: ends) }
        }
        var places = [0]
        for length in lengths.dropLast() { places.append(places[places.count - 1] + length) }
        var all = [UInt8](repeating: 0, count: max(1, lengths.reduce(0, +)))
        bytes.withUnsafeBytes { own in
            all.withUnsafeMutableBytes { gather(own, into: $0, counts: lengths, places: places) }
        }
        return zip(places, lengths).map { Array(all[$0..<$0 + $1]) }
    }

    /// The numbers of every rank, in their order. They may have different numbers of them.
    func gather<Number: BitwiseCopyable>(numbers: [Number]) -> [[Number]] {
        if size == 1 { return [numbers] }
        return gather(numbers.withUnsafeBytes(Array.init)).map { bytes in
            bytes.withUnsafeBytes { Array($0.bindMemory(to: Number.self)) }
        }
    }

    /// Sizes as MPI 3.1 has them, in 32 bits. A size that does not fit stops the program: it would move other bytes.
    private static func sizes(_ counts: [Int]) -> [Int32] {
        counts.map { count in
            guard let size = Int32(exactly: count) else {
                Contract.fail("MPI", "a message of \(count) bytes, expected less than 2 GiB")
            }
            return size
        }
    }

    private func copy(_ data: Slice<UnsafeRawBufferPointer>, to received: UnsafeMutableRawBufferPointer, _ place: Int) {
        copy(UnsafeRawBufferPointer(rebasing: data), to: received, place)
    }

    private func copy(_ data: UnsafeRawBufferPointer, to received: UnsafeMutableRawBufferPointer, _ place: Int) {
        UnsafeMutableRawBufferPointer(rebasing: received[place..<place + data.count]).copyMemory(from: data)
    }

    /// Waits until a request is done: at first without giving way, because most take microseconds; ranks that wait long
    /// leave their cores to others.
    private func wait(for request: inout UnsafeMutableRawPointer?, _ isBegun: Bool, _ library: mpi_library) {
        Contract.require(isBegun, "MPI", "could not begin to send")
        var library = library
        let start = ContinuousClock.now
        var polls = 0
        while true {
            let state = mpi_is_done(&library, &request)
            Contract.require(state >= 0, "MPI", "could not receive")
            if state == 1 { break }
            polls += 1
            if polls > 20_000 { usleep(100) } else if polls > 100 { sched_yield() }
        }
        let waited = (ContinuousClock.now - start) / .nanoseconds(1)
        waitedNanoseconds.wrappingAdd(Int(waited), ordering: .relaxed)
    }

    // MARK: - The end

    /// Ends MPI when all ranks have come here.
    package func finish() { _ = library?.finalize() }

    /// Ends all ranks at once, with this exit code.
    package func abort(_ code: Int32) {
        guard let library else { return }
        _ = library.abort(library.world, code)
    }
}
