import Core
import Testing

@testable import VisionModels

@Suite("Feature maps") struct FeatureMapsTests {
    private func maps(_ pixels: [Float], _ height: Int, _ width: Int, _ stages: [FeatureStage]) throws -> FeatureMaps {
        try FeatureMaps(of: Tensor(pixels, shape: [1, 1, height, width]), through: stages)
    }

    @Test("edge filters, ReLU and pooling, as worked out by hand")
    func byHand() throws {
        // Rows 1 2 3 4, 5 6 7 8, 9 10 11 12, 13 14 15 16.
        let second = FeatureStage(
            "second", weight: Tensor([2, -1] as [Float], shape: [1, 2, 1, 1]), bias: Tensor([0.5] as [Float]),
            pooling: nil)
        let maps = try maps((1...16).map(Float.init), 4, 4, [.edges, second])
        // To the right the numbers grow by 1: three rows of 2. Downwards by 4: three columns of −8.
        let edges = maps.stages[0].layers
        #expect(edges.map(\.step) == [.convolution, .rectifier(slope: 0), .pooling(2)])
        #expect(edges[0].maps[0].values == [6, 6, 6, 6] && edges[0].maps[1].values == [-24, -24, -24, -24])
        #expect(edges[1].maps[0].values == [6, 6, 6, 6] && edges[1].maps[1].values == [0, 0, 0, 0])
        #expect(edges[2].maps.map(\.values) == [[6], [0]])
        // 2 · 6 − 1 · 0 + 0.5
        #expect(maps.stages[1].layers.map { $0.maps[0].values } == [[12.5], [12.5]])
        #expect(maps.stages[0].layers[0].maps.map(\.name) == ["vertical", "horizontal"])
    }

    @Test("the filter is not turned over, and each output has windows of its own")
    func correlation() throws {
        let weight = Tensor([1, 2, 3, 4, 0, 0, 0, 1] as [Float], shape: [2, 1, 2, 2])
        let maps = try maps([1, 0, 0, 0, 0, 5], 2, 3, [FeatureStage("one", weight: weight, pooling: nil)])
        #expect(maps.stages[0].layers[0].maps.map(\.values) == [[1, 20], [0, 5]])
    }

    @Test("edge filters answer at edges, with the sign of the change, and nowhere else")
    func edges() throws {
        let (height, width) = (12, 14)
        func picture(_ isLight: (_ row: Int, _ column: Int) -> Bool) -> [Float] {
            (0..<height * width).map { isLight($0 / width, $0 % width) ? 1 : 0 }
        }
        // Light from column 5 to 8: the windows that begin in columns 3 and 4 see it begin, those in 7 and 8 see it end.
        let upright = try maps(picture { (5...8).contains($1) }, height, width, [.edges])
        let (vertical, horizontal) = (upright.stages[0].layers[0].maps[0], upright.stages[0].layers[0].maps[1])
        for (index, value) in vertical.values.enumerated() {
            let column = index % vertical.width
            #expect(value == ([3, 4].contains(column) ? 3 : [7, 8].contains(column) ? -3 : 0))
        }
        #expect(horizontal.values.allSatisfy { $0 == 0 } && horizontal.strongest == nil)
        let level = try maps(picture { row, _ in row < 6 }, height, width, [.edges])
        #expect(level.stages[0].layers[0].maps[0].values.allSatisfy { $0 == 0 })
        let darker = level.stages[0].layers[0].maps[1]
        #expect(darker.maximum == 3 && darker.strongest == FeatureMap.Place(row: 4, column: 0))
        #expect(level.stages[0].layers[2].maps[1].strongest == FeatureMap.Place(row: 2, column: 0))
    }

    @Test("a map knows its range, mean and first strongest place")
    func figures() {
        let map = FeatureMap(name: "m", values: [-3, 1, 4, 0, 4, 0], height: 2, width: 3)
        #expect(map.minimum == -3 && map.maximum == 4 && map.mean == 1)
        #expect(map.strongest == FeatureMap.Place(row: 0, column: 2))
        #expect(FeatureMap(name: "m", values: [2, 2], height: 1, width: 2).strongest == nil)
    }

    @Test("the fixed stages have the sizes of the experiment, and their random filters mean 0 and length 1")
    func fixed() throws {
        let stages = FeatureStage.fixed(seed: 0)
        #expect(stages.map(\.weight.shape) == [[2, 1, 3, 3], [3, 2, 5, 5], [1, 3, 7, 7]])
        for stage in stages.dropFirst() {
            let size = stage.weight.count / stage.mapCount
            for filter in 0..<stage.mapCount {
                let weights = stage.weight.doubles[filter * size..<(filter + 1) * size]
                #expect(abs(weights.reduce(0, +)) < 1e-5)
                #expect(abs(weights.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
            }
        }
        let other = FeatureStage.fixed(seed: 1)
        #expect(other[0].weight.doubles == stages[0].weight.doubles)
        #expect(other[1].weight.doubles != stages[1].weight.doubles)
        #expect(FeatureStage.fixed(seed: 0)[2].weight.doubles == stages[2].weight.doubles)
        let maps = try maps([Float](repeating: 0.5, count: 64 * 50), 64, 50, stages)
        let sizes = maps.stages.flatMap { $0.layers.map { [$0.height, $0.width, $0.maps.count] } }
        #expect(
            sizes == [
                [62, 48, 2], [62, 48, 2], [31, 24, 2], [27, 20, 3], [27, 20, 3], [13, 10, 3], [7, 4, 1], [7, 4, 1],
                [3, 2, 1],
            ])
        #expect(FeatureStage.numberCount(of: stages, for: Size2D(64, 50)) == sizes.map { $0.reduce(1, *) }.reduce(0, +))
    }

    @Test("a picture of the least size leaves a single number, a smaller one none")
    func least() throws {
        let stages = FeatureStage.fixed(seed: 0)
        #expect(FeatureStage.smallestInput(of: stages) == 42)
        let least = try maps([Float](repeating: 0, count: 42 * 42), 42, 42, stages)
        #expect(least.stages[2].layers[2].maps[0].values == [0])
        #expect(throws: FeatureMapError.tooSmall(Size2D(42, 41), smallest: 42, stages: 3)) {
            try maps([Float](repeating: 0, count: 42 * 41), 42, 41, stages)
        }
        let error = FeatureMapError.tooSmall(Size2D(42, 41), smallest: 42, stages: 3)
        #expect("\(error)" == "41×42 pixels are too few for 3 stages of these filters, expected at least 42×42")
        let padded = FeatureStage("p", weight: .zeros([1, 1, 5, 5]), padding: 2, pooling: nil)
        #expect(FeatureStage.smallestInput(of: [padded]) == 1)
    }

    @Test("numbers beyond float32 are told")
    func overflow() {
        let large = FeatureStage("one", weight: Tensor([3e38, 3e38] as [Float], shape: [1, 1, 1, 2]), pooling: nil)
        #expect(throws: FeatureMapError.tooLarge(stage: "one")) { try maps([1, 1], 1, 2, [large]) }
    }

    @Test("the stages of trained models lead to what the models say")
    func models() throws {
        var random = RandomStream(seed: 4, name: .initialization)
        let conv = ConvNet(input: [1, 28, 28], classes: 10, random: &random)
        let character = ImageDataset.strokes(training: 1, test: 0).training.batch([0]).inputs
        let last = try #require(try FeatureMaps(of: character, through: conv.featureStages).stages.last?.layers.last)
        #expect(last.maps.count == 32 && last.field.size == 10 && last.field.step == 4 && last.field.top == -3)
        let features = Tensor(last.maps.flatMap(\.values), shape: [1, 1568])
        let logits = conv.fc2(relu(conv.fc1(features))).doubles
        for (ours, models) in zip(logits, conv(character).doubles) { #expect(abs(ours - models) < 1e-4) }

        let mri = MRINet(input: [1, 84, 84], classes: 4, random: &random)
        let slice = Phantoms.dataset(training: 1, test: 0).training.batch([0]).inputs
        let maps = try FeatureMaps(of: slice, through: mri.featureStages)
        #expect(maps.stages.map { $0.layers.count } == [2, 3, 2, 3])
        #expect(maps.stages.compactMap { $0.layers.last?.field.size } == [3, 6, 10, 16])
        let deep = try #require(maps.stages.last?.layers.last)
        let pooled = Tensor(deep.maps.flatMap(\.values), shape: [1, 64, 21, 21]).averagePool2D(to: 7).flattened()
        let scores = mri.fc3(leakyReLU(mri.fc2(leakyReLU(mri.fc1(pooled))))).doubles
        for (ours, models) in zip(scores, mri(slice).doubles) { #expect(abs(ours - models) < 1e-4) }
    }
}

@Suite("The drawn house") struct DrawnHouseTests {
    @Test("is the same everywhere, and has light, dark, and edges of all kinds")
    func picture() throws {
        let house = DrawnHouse.picture()
        #expect(house == DrawnHouse.picture() && house.width == 256 && house.channels == 1)
        #expect(house.pixels[50 * 256 + 52] == 255, "the sun")
        #expect(house.pixels[233 * 256 + 196] == 15, "the cat")
        #expect(house.pixels[0] == 184, "the sky")
        let maps = try FeatureMaps(
            of: Tensor(house.pixels.map { Float($0) / 255 }, shape: [1, 1, 256, 256]), through: [.edges])
        for map in maps.stages[0].layers[0].maps { #expect(map.maximum > 2 && map.minimum < -2) }
        #expect(DrawnHouse.picture(side: 64).pixels.count == 64 * 64)
    }
}
