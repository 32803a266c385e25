import Foundations

/// The live line of a training: `epoch 3/10 ▕█████▌    ▏ 55 %  61,234 examples/s  loss 0.4312  1 min 12 s left`.
struct ProgressLine {
    /// The position of the training, such as "epoch 3/10".
    var label: String
    /// The part of all work that is done, 0 to 1.
    var fraction: Double
    /// The rate with its unit, such as "61,234 examples/s".
    var rate: String?
    /// The loss, such as "loss 0.4312".
    var loss: String?
    /// The time left, such as "1 min 12 s left".
    var left: String?

    private static let widestBar = 40
    private static let narrowestBar = 8

    /// The line for a terminal of a given width. The last cell stays free, because some terminals wrap there. Where the
    /// width is small, the bar shrinks first; then the rate, the bar, the time and the loss are left out, in this
    /// order.
    func text(width: Int, hasColor: Bool) -> String {
        let room = max(0, width - 1)
        // Truncated, not rounded: 100 % means complete.
        let percent = "\(Int((min(max(fraction, 0), 1) * 100).rounded(.down))) %"
        let padded = TextWidth.padded(percent, to: 5, alignment: .right)
        for (hasBar, fields) in [
            (true, [padded, rate, loss, left]), (true, [padded, loss, left]), (false, [percent, loss, left]),
            (false, [percent, loss]), (false, [percent]),
        ] {
            let tail = fields.compactMap { $0 }.joined(separator: "  ")
            let used = TextWidth.cells(in: label) + 1 + TextWidth.cells(in: tail)
            guard hasBar else {
                if used <= room { return "\(label) \(tail)" }
                continue
            }
            // Two edges and the space before the bar.
            let cells = min(Self.widestBar, room - used - 3)
            if cells >= Self.narrowestBar {
                let bar = Self.bar(fraction, cells: cells)
                return "\(label) ▕\(hasColor ? "\u{1B}[36m\(bar)\u{1B}[39m" : bar)▏\(tail)"
            }
        }
        return TextWidth.prefix(of: label, cells: room)
    }

    /// A bar of full blocks, one block in eighths, and blanks.
    static func bar(_ fraction: Double, cells: Int) -> String {
        let eighths = Int((min(max(fraction, 0), 1) * Double(cells * 8)).rounded(.down))
        let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        let filled = String(repeating: "█", count: eighths / 8) + partial
        return TextWidth.padded(filled, to: cells, alignment: .left)
    }
}
