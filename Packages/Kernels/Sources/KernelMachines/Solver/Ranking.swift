/// The indices of the few largest of many values.
struct Ranking {
    private let limit: Int
    private var best: [(value: Double, place: Int)] = []

    init(limit: Int) { self.limit = limit }

    mutating func offer(_ value: Double, _ place: Int) {
        if best.count == limit {
            guard let last = best.last, value > last.value else { return }
            best.removeLast()
        }
        best.insert((value, place), at: best.firstIndex { $0.value < value } ?? best.count)
    }

    var places: [Int] { best.map(\.place) }
}
