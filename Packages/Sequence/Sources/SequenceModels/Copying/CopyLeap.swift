import Core

/// The largest drop of the share of exact copies from one epoch to the next.
///
/// The share jumps where the loss does not: greedy decoding takes the most probable symbol at every place, and a copy
/// is exact only if all of them are right. The classic task has only four different sequences, and the network learns
/// late at which place ⟨EOS⟩ comes: while that decision is near a tie, a small step of the weights ends every copy one
/// symbol too early.
struct CopyLeap: Equatable {
    /// The epoch before the drop.
    let epoch: Int
    /// The share of exact copies before and after.
    let exact: [Double]
    /// The loss before and after.
    let losses: [Double]

    /// Smaller drops need no explanation.
    static let least = 0.25

    /// Nil where no epoch dropped by as much.
    init?(_ log: MetricsLog, on part: DataPart) {
        let (epochs, shares) = (log.column(.epoch), log.column(.exactCopies(part)))
        let all = log.column(.loss(part))
        let falls: [Double] = zip(shares, shares.dropFirst()).map { $0 - $1 }
        guard epochs.count == shares.count, all.count == shares.count, let greatest = falls.max(),
            greatest >= Self.least, let before = falls.firstIndex(of: greatest)
        else { return nil }
        epoch = Int(epochs[before])
        (exact, losses) = (Array(shares[before...(before + 1)]), Array(all[before...(before + 1)]))
    }

    /// An explanation for a reader who sees the drop for the first time.
    ///
    /// - Parameters:
    ///   - symbols: the number of symbols that must be right in a copy, ⟨EOS⟩ included.
    ///   - different: the number of different sequences.
    func words(symbols: Int, different: Int) -> [String] {
        [
            "exact copies fell from \(Readable.percent(exact[0])) to \(Readable.percent(exact[1])) from epoch "
                + "\(epoch) to \(epoch + 1), while the loss went from \(Readable.loss(losses[0])) to "
                + "\(Readable.loss(losses[1])):",
            "  a copy is exact only if the most probable symbol is right at all \(symbols) places, and there "
                + "are \(Readable.count(different)) different sequences,",
            "  so one place near a tie, mostly where ⟨EOS⟩ comes, changes many copies at once; the best epoch is "
                + "kept, and a",
            "  falling learning rate (--schedule cosine) ends the jumps",
        ]
    }
}
