import Foundations

/// Rows of zeros with a one in the column of each label.
///
/// - Shapes: labels N of int32 in 0 ..< K to N × K of float32.
public func oneHot(_ labels: Tensor, classes: Int) -> Tensor {
    let numbers = labels.scalars(Int32.self)
    Contract.require(
        labels.rank == 1 && numbers.allSatisfy { (0..<classes).contains(Int($0)) }, "oneHot",
        "labels \(labels.shape), expected N numbers in 0 ..< \(classes)")
    var rows = [Float](repeating: 0, count: numbers.count * classes)
    for (row, label) in numbers.enumerated() { rows[row * classes + Int(label)] = 1 }
    return Tensor(rows, shape: [numbers.count, classes])
}
