import CoreLoops

/// The gradient by the input of a convolution whose input has few channels; also the transposed convolution to few
/// channels.
///
/// oneDNN pads the channels to sixteen: from 64 channels at 14 × 14 to one at 28 × 28, with 4 × 4 windows in batches of
/// 100, that takes 2 ms, this 0.3.
struct FewChannelConvolution: ConvolutionAlgorithm {
    /// Numbers of a window that are computed side by side.
    private static let lanes = 16
    /// Channels from which on oneDNN's blocks are at least half full.
    private static let manyChannels = 8
    /// The number that the loop keeps in registers.
    private static let mostCells = 48

    private let geometry: ConvolutionGeometry
    private let engine: OneDNNEngine

    /// Nil where the dense way is faster for these windows and channels.
    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        guard geometry.input[1] < Self.manyChannels, geometry.weight[1...].reduce(1, *) <= Self.mostCells,
            geometry.weight[0] % 16 == 0
        else { return nil }
        (self.geometry, self.engine) = (geometry, engine)
    }

    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer? {
        let block = gradient.layout?.channelBlock == 8 ? 8 : 16
        let result = Buffer(shape: geometry.input, type: .float32)
        let layout = engine.blockedLayout(of: geometry.output, channelBlock: block)
        let gradient = layout.map { engine.arranged(gradient, in: $0) } ?? gradient.rowMajorMemory
        let rows = paddedRows(weight)
        let (dx, sizes) = (result.stored(writing: Float.self), sizes(block))
        let (inputs, outputs) = (geometry.input[1...].reduce(1, *), geometry.output[1...].reduce(1, *))
        BatchPartition(of: geometry, channels: geometry.input[1]).each { planes, _, pictures in
            withUnsafePointer(to: sizes) {
                loop_few_channels_input_gradient(
                    $0, rows.floats, gradient.floats + pictures.lowerBound * outputs, planes,
                    dx + pictures.lowerBound * inputs, pictures.count)
            }
        }
        return result
    }

    /// O rows of a window's cells each, filled up with zeros.
    private func paddedRows(_ weight: Buffer) -> Memory {
        let cells = geometry.weight[1...].reduce(1, *)
        let stride = (cells + Self.lanes - 1) / Self.lanes * Self.lanes
        guard stride > cells else { return weight.rowMajorMemory }
        let from = weight.rowMajor(Float.self)
        let rows = Memory(byteCount: geometry.weight[0] * stride * MemoryLayout<Float>.size)
        rows.floats.update(repeating: 0, count: geometry.weight[0] * stride)
        for row in 0..<geometry.weight[0] {
            (rows.floats + row * stride).update(from: from + row * cells, count: cells)
        }
        return rows
    }

    private func sizes(_ block: Int) -> loop_few_channels {
        let (input, weight, output, padding) = (geometry.input, geometry.weight, geometry.output, geometry.padding)
        return loop_few_channels(
            height: Int32(input[2]), width: Int32(input[3]),
            padded_height: Int32(input[2] + padding.top + padding.bottom),
            padded_width: Int32(input[3] + padding.left + padding.right), padding_top: Int32(padding.top),
            padding_left: Int32(padding.left), channels: Int32(input[1]), outputs: Int32(weight[0]),
            block: Int32(block), window_height: Int32(weight[2]), window_width: Int32(weight[3]),
            stride_height: Int32(geometry.stride.height), stride_width: Int32(geometry.stride.width),
            output_height: Int32(output[2]), output_width: Int32(output[3]))
    }
}
