import Core
import KernelLoops

/// A kernel of support vector machines: an inner product of two rows in some space of features.
public enum KernelFunction: Sendable, Hashable {
    /// a · b
    case linear
    /// (scale a · b + offset)^degree, with a degree of 1 or more
    case polynomial(degree: Int, scale: Double, offset: Double)
    /// exp(−scale |a − b|²), the radial basis function
    case gaussian(scale: Double)
    /// tanh(scale a · b + offset), which is an inner product only for some numbers
    case sigmoid(scale: Double, offset: Double)
    /// The values are given: row i of a contains those of point i with every known point, and b names known points.
    case precomputed
}
