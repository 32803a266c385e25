/// A buffer's numbers at Winograd's points, stored in the buffer.
final class WinogradCache: Sendable {
    /// The sizes that the points depend on besides the numbers; points of weights do not depend on the pictures.
    struct Kind: Equatable, Sendable {
        enum Role { case pictures, weights, outputs }
        let role: Role
        let tile: WinogradTile
        var geometry: ConvolutionGeometry?
    }

    let kind: Kind
    let matrices: WinogradMatrices

    init(kind: Kind, matrices: WinogradMatrices) {
        (self.kind, self.matrices) = (kind, matrices)
    }
}
