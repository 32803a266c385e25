/// A row of kernel values in one or two stretches.
struct KernelRow {
    let first: UnsafePointer<Float>
    /// Of the variables from `split` on.
    let second: UnsafePointer<Float>
}

/// Where a solver gets kernel rows from.
protocol KernelRowSource: AnyObject {
    /// Variables in play.
    var count: Int { get }
    /// The first variable of the second stretch.
    var split: Int { get }
    /// k(t, t)
    var diagonal: [Double] { get }
    /// The row of a variable, valid until the second next request.
    ///
    /// - Parameter prefetching: other variables whose rows will probably be asked for, the likeliest first.
    func row(_ variable: Int, prefetching candidates: (_ atMost: Int) -> [Int]) -> KernelRow
    /// Whether rows cost next to nothing, so that variables may be set aside and taken back at will.
    var isCheap: Bool { get }
    /// Whether so many of the variables in play may be left, within the bound of memory.
    func hasRoom(for count: Int) -> Bool
    /// Leaves only these variables, rising, and numbers them anew.
    func restrict(to kept: [Int])
    /// Takes all variables back.
    func restoreAll()
    /// Σₛ βₛ k(s, t) for some variables t, whatever is left out at the moment.
    ///
    /// - Parameters:
    ///   - coefficients: β of all variables.
    ///   - variables: by their numbers among all.
    func products(_ coefficients: [Double], of variables: [Int]) -> [Double]
}
