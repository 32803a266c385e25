/// The pairs of classes that each of several ranks solves.
///
/// The largest pairs are dealt first, in turn, and every second turn goes backward: the shares are then of nearly the
/// same size. Every rank deals alike, and nothing has to be sent.
struct PairShares: Equatable {
    /// The places of the pairs of each rank, rising.
    let places: [[Int]]

    /// - Parameters:
    ///   - sizes: the number of points of each pair.
    ///   - ranks: the number of shares.
    init(sizes: [Int], among ranks: Int) {
        var places = [[Int]](repeating: [], count: ranks)
        let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        for (number, place) in order.enumerated() {
            let (turn, seat) = number.quotientAndRemainder(dividingBy: ranks)
            places[turn.isMultiple(of: 2) ? seat : ranks - 1 - seat].append(place)
        }
        self.places = places.map { $0.sorted() }
    }
}
