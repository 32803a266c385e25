import Core
import VisionModels

@main
struct KMNISTTrain {
    static func main() throws {
        let d = "/work/shared/data/mnist/"
        func load(_ k: String) throws -> ByteExamples {
            let x = try FileArray.readIDX(d + k + "-images-idx3-ubyte.gz"),
                y = try FileArray.readIDX(d + k + "-labels-idx1-ubyte.gz")
            return ByteExamples(bytes: x.bytes, exampleShape: [1, 28, 28], labels: y.bytes.map(Int32.init))
        }
        let train = try load("train"), test = try load("t10k")
        var r = RandomStream(seed: 1, name: "init")
        let model = ConvNet(input: [1, 28, 28], classes: 10, random: &r)
        let t = Trainer(
            model, optimizer: Optimizer(.sgd(momentum: 0.5), learningRate: 0.01), random: RandomStreams(seed: 1),
            epochs: 3, batchSize: 64, exampleCount: train.count, hooks: []
        ) { m, b in softmaxCrossEntropy(m(b.inputs), b.labels) }
        try t.train(on: train)
        var correct = 0
        for b in Batches(of: test, size: 250) {
            let p = model(b.inputs).argmax(); let l = b.labels.scalars(Int32.self);
            correct += zip(p, l).count { Int($0) == Int($1) }
        }
        print(t.state.trainingSeconds / 3, t.state.meanLoss, correct)
    }
}
