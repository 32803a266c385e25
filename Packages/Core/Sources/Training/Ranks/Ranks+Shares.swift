import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Ranks {
    /// Does a share of some work on every rank, and sends the results of each to all. Where a rank is asked to stop, all
    /// of them stop here, with its signal.
    ///
    /// - Parameters:
    ///   - ranks: those that share the work; all of them call this.
    ///   - work: this rank's share, as bytes; nil where it was stopped.
    /// - Returns: the bytes of every rank, in their order; nil where one of them was stopped.
    package static func shared(_ ranks: Communicator, _ work: () -> [UInt8]?) -> [[UInt8]]? {
        let own = work()
        if ranks.size == 1 { return own.map { [$0] } }
        // The signal that stopped the rank comes first, 0 where none did.
        let signal = Interruption.receivedSignal == 0 ? SIGINT : Interruption.receivedSignal
        let message = own.map { [0] + $0 } ?? [UInt8(clamping: signal)]
        let all = ranks.gather(message)
        if let stopped = all.compactMap(\.first).first(where: { $0 != 0 }) {
            Interruption.agree(on: Int32(stopped))
            return nil
        }
        return all.map { Array($0.dropFirst()) }
    }
}
