import Core

/// Keeps the pictures of the fixed test noise after every epoch, and before the first, in `samples/epoch-0007.png`.
public final class SampleHook: TrainingHook {
    /// Rows and columns of a sheet.
    public static let side = 4

    private let run: RunFolder?
    private let make: () -> SamplePictures
    /// The pictures of the latest epoch.
    public private(set) var latest: SamplePictures?

    /// - Parameters:
    ///   - run: the run that keeps them; nil to keep none.
    ///   - make: draws the test pictures with the model's present weights.
    public init(_ run: RunFolder?, _ make: @escaping () -> SamplePictures) {
        self.run = run
        self.make = make
    }

    static func file(epoch: Int, in run: RunFolder) -> String {
        "\(folder(of: run))/epoch-\(padded(epoch)).png"
    }

    /// An epoch in file names: 0007.
    static func padded(_ epoch: Int) -> String {
        let digits = String(epoch)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    public static func folder(of run: RunFolder) -> String { run.path + "/samples" }

    /// The pictures of an epoch; nil where they were not kept.
    public static func samples(epoch: Int, in run: RunFolder, shape: Shape) -> SamplePictures? {
        (try? Picture.readPNG(file(epoch: epoch, in: run))).flatMap { SamplePictures($0, shape: shape) }
    }

    public func trainingWillBegin(_ state: TrainingState) throws {
        if let run { try AtomicFile.createFolder(Self.folder(of: run)) }
        if state.step == 0 { try keep(epoch: 0) }
    }

    public func epochDidEnd(_ state: TrainingState) throws { try keep(epoch: state.epoch) }

    private func keep(epoch: Int) throws {
        let samples = make()
        latest = samples
        guard let run else { return }
        let file = Self.file(epoch: epoch, in: run)
        try AtomicFile.write(samples.sheet(columns: Self.side).png(for: file), to: file)
    }
}
