/// Fewer points of a curve that look the same.
enum CurveThinning {
    /// In each of equal parts of the axis the smallest and the largest value, in their order, so that no peak vanishes;
    /// and the first point, the last one, and one of each part's values that are not finite. A curve of at most two
    /// points for each part stays as it is.
    ///
    /// - Parameters:
    ///   - xs: in increasing order.
    ///   - ys: as many.
    ///   - buckets: the number of parts, above 0.
    static func thinned(_ xs: [Double], _ ys: [Double], buckets: Int) -> (xs: [Double], ys: [Double]) {
        guard xs.count > 2 * buckets, let first = xs.first, let last = xs.last, last > first else { return (xs, ys) }
        var kept: [Int] = [0]
        var place = 0
        for bucket in 0..<buckets {
            let end = bucket == buckets - 1 ? .infinity : first + (last - first) * Double(bucket + 1) / Double(buckets)
            var (low, high, odd): (Int?, Int?, Int?)
            while place < xs.count, xs[place] < end {
                if !ys[place].isFinite {
                    odd = odd ?? place
                } else {
                    if low.map({ ys[place] < ys[$0] }) ?? true { low = place }
                    if high.map({ ys[place] > ys[$0] }) ?? true { high = place }
                }
                place += 1
            }
            kept += Set([low, high, odd].compactMap { $0 }).sorted().filter { $0 > kept[kept.count - 1] }
        }
        if kept.last != xs.count - 1 { kept.append(xs.count - 1) }
        return (kept.map { xs[$0] }, kept.map { ys[$0] })
    }
}
