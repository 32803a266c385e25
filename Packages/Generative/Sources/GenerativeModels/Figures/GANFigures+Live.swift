import Core

extension GANFigures {
    /// Frames of a page's slider at most.
    private static let mostFrames = 30

    /// The epochs of a page's slider: all of the first ones, then ever fewer, because most changes happen early.
    static func liveEpochs(upTo last: Int) -> [Int] {
        guard last >= mostFrames else { return Array(0...max(0, last)) }
        // Each step is a share of the way, and one epoch at least.
        var (epochs, ratio) = ([Int](), 1.02)
        repeat {
            epochs = [0]
            while let latest = epochs.last, latest < last {
                epochs.append(min(last, max(latest + 1, Int((Double(latest) * ratio).rounded(.up)))))
            }
            ratio += 0.02
        } while epochs.count > mostFrames
        return epochs
    }

    /// The pictures of the same noise with a slider over epochs; nil without pictures.
    func liveStrip(_ frames: [(epoch: Int, samples: SamplePictures)]) -> LiveFrames? {
        guard let first = frames.first?.samples else { return nil }
        let size = first.sheet(columns: SampleHook.side, gap: 1)
        var sheet = PictureSheet(width: size.width, height: size.height, channels: size.channels)
        for frame in frames { sheet.add(frame.samples.sheet(columns: SampleHook.side, gap: 1).pixels) }
        return LiveFrames(
            axes: [.init("epoch", frames.map { Readable.count($0.epoch) })],
            frames: frames.map { LiveFrames.Frame(note: "the same noise after epoch \(Readable.count($0.epoch))") },
            sheet: sheet)
    }
}
