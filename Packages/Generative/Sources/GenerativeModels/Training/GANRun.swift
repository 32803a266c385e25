import CommandLineSupport
import Core

/// What a run of `gan-train` was begun with; everything that its result depends on.
public struct GANRun: TrainingSettings, ModelSettings {
    public private(set) var tool = toolName
    public private(set) var version = KumikiVersion.current
    public var model: String
    public var dataset: String
    /// Where to look for the data set first.
    public var data: String?
    /// The first so many pictures alone are shown; nil for all.
    public var trainingExamples: Int?
    /// C × H × W of a picture.
    public var picture: Shape
    public var classNames: [String]
    public var recipe: GANRecipe
    /// The epochs whose grids are drawn and whose checkpoints stay, besides the last.
    public var gridEpochs: [Int]
    /// Epochs from one score of the samples to the next.
    public var scoreInterval: Int
    public var seed: UInt64
    public var threads: Int

    public static let toolName = "gan-train"

    /// - Parameter gridEpochs: nil for five, evenly over the training.
    public init(
        model: String, dataset: String, data: String?, trainingExamples: Int?, picture: Shape, classNames: [String],
        recipe: GANRecipe, gridEpochs: [Int]?, scoreInterval: Int, seed: UInt64, threads: Int
    ) {
        (self.model, self.dataset, self.data, self.trainingExamples) = (model, dataset, data, trainingExamples)
        (self.picture, self.classNames, self.recipe) = (picture, classNames, recipe)
        self.gridEpochs = gridEpochs ?? (0...4).map { $0 * recipe.epochs / 4 }
        (self.scoreInterval, self.seed, self.threads) = (scoreInterval, seed, threads)
    }

    public var isSound: Bool {
        picture.count == 3 && (1...3).contains(picture[0]) && picture[1...].allSatisfy { (1...1_024).contains($0) }
            && !classNames.isEmpty && recipe.isSound && scoreInterval > 0 && (1...4_096).contains(threads)
            && gridEpochs.allSatisfy { $0 >= 0 }
    }

    /// What is named in figures and summaries, such as "dcgan on mnist".
    public var title: String { "\(model) on \(dataset.split(separator: "/").last.map(String.init) ?? dataset)" }

    /// The epochs whose grids are drawn.
    public var shownEpochs: [Int] {
        Set((gridEpochs + [recipe.epochs]).filter { $0 <= recipe.epochs }).sorted()
    }

    /// The width and height of its pictures, such as "28×28 pixels".
    public static func size(of picture: Shape) -> String { "\(picture[2])×\(picture[1]) pixels" }

    /// The model as it begins.
    ///
    /// - Throws: `ToolError` where its name is not known or it cannot make such pictures.
    public func makeModel() throws -> AdversarialModel {
        let entry = try GANEntry.named(model)
        var random = RandomStream(seed: seed, name: "init")
        guard let made = entry.make(picture, classNames.count, recipe, &random) else {
            throw ToolError.badData(
                "\(dataset): pictures of \(Self.size(of: picture)); \(model) builds squares by doubling 4 to 7 pixels two "
                    + "to five times, such as 28×28, 32×32 and 64×64; --model gan takes any size")
        }
        return made
    }

    /// Noise for test pictures: the same whatever the training did, and more of it begins with the less.
    ///
    /// - Shapes: count × Z.
    public func testNoise(_ count: Int, seed: UInt64? = nil) -> Tensor {
        var random = RandomStream(seed: seed ?? self.seed, name: "test noise")
        return random.normals([count, recipe.noise])
    }
}
