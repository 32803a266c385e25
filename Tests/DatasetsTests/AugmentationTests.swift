import Testing

@testable import Datasets
@testable import Foundations
@testable import Training

@Suite("Pictures changed at random") struct AugmentationTests {
    /// 3 wide, 2 high.
    private let small: [UInt8] = [10, 20, 30, 40, 50, 60]
    /// 4×4, all different.
    private let square = (0..<16).map { UInt8($0 * 16) }

    private func isClose(_ values: [Float], _ expected: [Float]) -> Bool {
        zip(values, expected).allSatisfy { abs($0 - $1) < 0.01 } && values.count == expected.count
    }

    @Test("no change leaves every pixel, mirroring turns rows over")
    func plain() {
        #expect(PictureChange().apply(to: small, width: 3, height: 2) == small.map(Float.init))
        #expect(
            PictureChange(isFlipped: true).apply(to: small, width: 3, height: 2) == [30, 20, 10, 60, 50, 40])
    }

    @Test("a quarter turn moves pixels to where they belong, clockwise")
    func quarterTurn() {
        let turned = PictureChange(angle: .pi / 2).apply(to: square, width: 4, height: 4)
        let expected = (0..<16).map { index in Float(square[(3 - index % 4) * 4 + index / 4]) }
        #expect(isClose(turned, expected))
        let half = PictureChange(angle: .pi).apply(to: square, width: 4, height: 4)
        #expect(isClose(half, square.reversed().map(Float.init)))
    }

    @Test("shifts move whole pixels, and halves of pixels are mixed; beyond the border it is black")
    func shifts() {
        let right = PictureChange(shiftX: 1.0 / 3).apply(to: small, width: 3, height: 2)
        #expect(isClose(right, [0, 10, 20, 0, 40, 50]))
        let down = PictureChange(shiftY: 0.5).apply(to: small, width: 3, height: 2)
        #expect(isClose(down, [0, 0, 0, 10, 20, 30]))
        let half = PictureChange(shiftX: 1.0 / 6).apply(to: small, width: 3, height: 2)
        #expect(isClose(half, [5, 15, 25, 20, 45, 55]))
        let away = PictureChange(shiftX: 5, shiftY: -7).apply(to: small, width: 3, height: 2)
        #expect(away.allSatisfy { $0 == 0 })
    }

    @Test("zooming keeps the middle and draws the rest away from it")
    func zoom() {
        let near = PictureChange(zoom: 2).apply(to: [0, 0, 80, 0, 0], width: 5, height: 1)
        #expect(isClose(near, [0, 40, 80, 40, 0]))
        let flat = PictureChange(zoom: 1.7).apply(to: [UInt8](repeating: 9, count: 49), width: 7, height: 7)
        #expect(isClose(flat, [Float](repeating: 9, count: 49)))
    }

    @Test("draws stay within what is asked for and use all of it")
    func draws() {
        let augmentation = Augmentation(flip: 0.25, rotation: 10, shift: 0.1, zoom: 0.2)
        var random = RandomStream(seed: 1, name: StreamName("augment"))
        let changes = (0..<4000).map { _ in augmentation.draw(&random) }
        let flipped = changes.filter(\.isFlipped).count
        #expect((900...1100).contains(flipped))
        for (values, reach, middle) in [
            (changes.map(\.angle), 10 * Double.pi / 180, 0.0), (changes.map(\.shiftX), 0.1, 0),
            (changes.map(\.shiftY), 0.1, 0), (changes.map(\.zoom), 0.2, 1),
        ] {
            let offsets = values.map { $0 - middle }
            #expect(offsets.allSatisfy { abs($0) <= reach })
            #expect((offsets.max() ?? 0) > 0.99 * reach && (offsets.min() ?? 0) < -0.99 * reach)
            #expect(abs(offsets.reduce(0, +) / 4000) < 0.05 * reach)
        }
        #expect(Augmentation().isIdentity && !augmentation.isIdentity)
        #expect(Augmentation().draw(&random) == PictureChange())
    }

    @Test("an example's change depends on seed, epoch and number alone")
    func examples() throws {
        let examples = ByteExamples(
            bytes: small + square + [0, 0] + small, exampleShape: [2, 5, 1], labels: [7, 8, 9], scale: 0.5, offset: 1)
        let augmentation = Augmentation(flip: 0.5, rotation: 30, shift: 0.1)
        func source(_ seed: UInt64 = 3) -> AugmentedExamples { AugmentedExamples(examples, augmentation, seed: seed) }
        let (whole, some) = (source().batch([0, 1, 2][...]), source().batch([2, 0][...]))
        #expect(whole.labels.scalars(Int32.self) == [7, 8, 9] && whole.inputs.shape == [3, 2, 5, 1])
        #expect(some.inputs.scalars() == Array(whole.inputs.scalars()[20...] + whole.inputs.scalars()[..<10]))
        // Both channels of an example are changed alike.
        let change = source().change(of: 1, epoch: 0)
        let pixels = Array(examples.example(1))
        let expected =
            change.apply(to: Array(pixels[..<5]), width: 1, height: 5)
            + change.apply(to: Array(pixels[5...]), width: 1, height: 5)
        #expect(Array(whole.inputs.scalars()[10..<20]) == expected.map { 0.5 * $0 + 1 })
        #expect(change != source().change(of: 1, epoch: 1) && change != source().change(of: 2, epoch: 0))
        #expect(change != source(4).change(of: 1, epoch: 0) && change == source().change(of: 1, epoch: 0))
    }
}
