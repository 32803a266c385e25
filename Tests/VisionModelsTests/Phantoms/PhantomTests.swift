import Core
import Testing

@testable import VisionModels

@Suite("Drawn phantoms") struct PhantomTests {
    private let set = Phantoms.dataset(training: 40, test: 20)

    @Test("the classes take turns, and every slice is a head on black")
    func slices() {
        #expect(set.training.labels == (0..<40).map { Int32($0 % 4) })
        #expect(set.exampleShape == [1, 84, 84] && set.classNames.count == 4)
        for number in 0..<40 {
            let pixels = Array(set.training.example(number))
            let mean = pixels.reduce(0) { $0 + Int($1) } / pixels.count
            #expect((20...120).contains(mean))
            #expect(pixels[0] < 60 && pixels[84 * 84 - 1] < 60)
        }
    }

    @Test("the same seed draws the same, whatever the count; another seed and the other split do not")
    func seeds() {
        let more = Phantoms.dataset(training: 44, test: 4)
        #expect(more.training.bytes.prefix(set.training.bytes.count) == set.training.bytes[...])
        #expect(Phantoms.dataset(seed: 1, training: 4, test: 4).training.bytes != more.test.bytes)
        #expect(more.test.bytes != Array(more.training.bytes.prefix(more.test.bytes.count)))
        let all = (0..<40).map { ContentDigest(set.training.example($0)) }
        #expect(Set(all).count == 40)
        #expect(PictureDataset(set).deduplicated().images.test.count == 20)
    }
}
