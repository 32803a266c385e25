/// A row of kernel values in one or two parts.
struct KernelRow {
    let first: UnsafePointer<Float>
    /// Of the variables from `split` on.
    let second: UnsafePointer<Float>
}

/// A solver's source of kernel rows.
protocol KernelRowSource: AnyObject {
    /// The number of active variables.
    var count: Int { get }
    /// The first variable of the second part.
    var split: Int { get }
    /// k(t, t)
    var diagonal: [Double] { get }
    /// The row of a variable, valid until the second next request.
    ///
    /// - Parameter prefetching: other variables whose rows will probably be requested, the most probable first.
    func row(_ variable: Int, prefetching candidates: (_ atMost: Int) -> [Int]) -> KernelRow
    /// Whether rows are nearly free, so that variables may be set aside and restored at any time.
    var isCheap: Bool { get }
    /// Whether this number of active variables fits within the memory limit.
    func hasRoom(for count: Int) -> Bool
    /// Keeps only these variables, in rising order, and renumbers them.
    func restrict(to kept: [Int])
    /// Restores all variables.
    func restoreAll()
    /// Σₛ βₛ k(s, t) for some variables t, including those that are set aside.
    ///
    /// - Parameters:
    ///   - coefficients: β of all variables.
    ///   - variables: by their numbers among all.
    func products(_ coefficients: [Double], of variables: [Int]) -> [Double]
}
