import ArgumentParser
import Core
import VisionModels

/// The options of `mri-train sweep`.
struct MRISweepOptions: SweepOptions {
    typealias Training = MRIOptions
    static let examples = ["--dropout 0,0.2,0.5", "--layers 2,4,6"]

    @Option(
        help: ArgumentHelp("Counts of convolutional layers. (default: \(MRIOptions.layersShown))", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atLeast: MRINet.layers.lowerBound, atMost: MRINet.layers.upperBound))
    var layers: [Int]?

    @Option(
        help: ArgumentHelp("Dropout rates. (default: \(MRIOptions.dropoutShown))", valueName: "rate,rate,…"),
        transform: OptionValue.numbers(in: MRINet.dropouts))
    var dropout: [Double]?

    @OptionGroup var pictures: MRIPictureOptions

    var axes: [SweepAxis<MRIExperiment>] {
        [SweepAxis(.layers, layers?.map(Double.init) ?? []), SweepAxis(.dropout, dropout ?? [])]
    }

    func apply(to experiment: inout MRIExperiment) { pictures.apply(to: &experiment) }
}

extension SweepSetting<MRIExperiment> {
    static let layers = SweepSetting(
        "layers", words: "layers", get: { Double($0.layers) }, set: { $0.layers = Int($1) })
    static let dropout = SweepSetting(
        "dropout", words: "dropout rate", get: { $0.dropout }, set: { $0.dropout = $1 })
}
