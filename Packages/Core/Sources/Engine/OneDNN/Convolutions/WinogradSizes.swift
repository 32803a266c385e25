import CoreLoops

/// The sizes of a convolution at Winograd's points.
struct WinogradSizes {
    static let block = 16
    /// The cost of transforming a number to its point or back, in multiplications of a direct convolution.
    private static let carrying = 30
    /// The approximate maximum size of the points of a part of a batch, so that caches keep them from pass to pass.
    private static let mostBytes = 10 << 20
    /// The number of pictures of a part is a multiple of this, for the threads.
    private static let evenly = 4

    private(set) var geometry: ConvolutionGeometry
    let tile: WinogradTile

    /// Nil where the windows are not the tile's, or channels do not fit into blocks.
    init?(_ geometry: ConvolutionGeometry, tile: WinogradTile) {
        let (weight, stride) = (geometry.weight, geometry.stride)
        guard weight[2] == tile.taps * stride.height, weight[3] == weight[2], stride.width == stride.height,
            weight[0] % Self.block == 0, weight[1] % Self.block == 0
        else { return nil }
        self.geometry = geometry
        self.tile = tile
    }

    /// With the cheapest tiles; nil where the direct way is cheaper.
    static func best(for geometry: ConvolutionGeometry) -> WinogradSizes? {
        let direct = geometry.output.elementCount * geometry.weight[1...].reduce(1, *)
        let least = WinogradTile.all.compactMap { WinogradSizes(geometry, tile: $0) }.min { $0.cost < $1.cost }
        return least.flatMap { $0.cost < direct ? $0 : nil }
    }

    /// The sizes of parts of the batch, and the number of the first picture of each.
    var parts: [(first: Int, sizes: WinogradSizes)] {
        let bytes = points * tiles * (inputs + outputs) * MemoryLayout<Float>.size
        let wanted = (bytes + Self.mostBytes - 1) / Self.mostBytes
        let each = (pictures + wanted * Self.evenly - 1) / (wanted * Self.evenly) * Self.evenly
        return stride(from: 0, to: pictures, by: each).map { first in
            var part = self
            part.geometry.input[0] = min(each, pictures - first)
            return (first, part)
        }
    }

    var pictures: Int { geometry.input[0] }
    /// Points of a tile.
    var points: Int { tile.points * tile.points }
    /// Tiles of all pictures, which are the rows of the matrix at a point.
    var tiles: Int { pictures * tilesDown * tilesAcross }
    /// Channels of all phases.
    var inputs: Int { geometry.stride.height * geometry.stride.width * geometry.input[1] }
    var outputs: Int { geometry.weight[0] }
    /// Numbers of a block of a picture, as wide as all its tiles.
    var planeCount: Int {
        let (down, across) = (tilesDown * tile.side, tilesAcross * tile.side)
        return (down + tile.taps - 1) * (across + tile.taps - 1) * geometry.stride.height
            * geometry.stride.width * Self.block
    }

    private var tilesDown: Int { (geometry.output[2] + tile.side - 1) / tile.side }
    private var tilesAcross: Int { (geometry.output[3] + tile.side - 1) / tile.side }

    /// The cost in multiplications of a direct convolution.
    private var cost: Int {
        points * (tiles * inputs * outputs + Self.carrying * (tiles * inputs + inputs * outputs + tiles * outputs))
    }

    /// Runs `body` with the sizes in the loops' form.
    func withLoopSizes(_ body: (UnsafePointer<loop_winograd>) -> Void) {
        tile.withMatrices { input, weight, output in
            let (picture, result, gap) = (geometry.input, geometry.output, WinogradMatrices.gap)
            let sizes = loop_winograd(
                height: Int32(picture[2]), width: Int32(picture[3]), channels: Int32(picture[1]),
                padding_top: Int32(geometry.padding.top), padding_left: Int32(geometry.padding.left),
                output_height: Int32(result[2]), output_width: Int32(result[3]), outputs: Int32(outputs),
                stride: Int32(geometry.stride.height), taps: Int32(tile.taps), tile: Int32(tile.side),
                tiles_down: Int32(tilesDown), tiles_across: Int32(tilesAcross), picture_point: tiles * inputs + gap,
                weight_point: outputs * inputs + gap, output_point: tiles * outputs + gap, input: input,
                weight: weight, output: output)
            withUnsafePointer(to: sizes, body)
        }
    }
}
