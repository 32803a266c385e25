/// What a buffer's numbers are at Winograd's points, for the buffer to keep.
final class WinogradCache: Sendable {
    /// What the points depend on besides the numbers; those of weights not on the pictures.
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
