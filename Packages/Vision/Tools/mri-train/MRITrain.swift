import ArgumentParser
import CommandLineSupport
import VisionModels

@main
struct MRITrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "mri-train", abstract: "Train, test and explain a classifier of magnetic resonance slices.",
        discussion: """
            Reads folders of class folders with PNG and JPEG pictures of any size (Training/glioma/…, Testing/glioma/…) \
            and makes them grey, 84×84 pixels. Without a data set it draws phantoms of its own. An experiment for \
            learning; not for diagnosis.

            mri-train --dataset brain-tumor-mri/   train, and keep the run
            mri-train evaluate --deduplicated      test without repeated pictures
            mri-train predict slice.jpg            predict by the latest run
            """,
        subcommands: [TrainCommand<MRIOptions>.self, Evaluate.self, Predict.self],
        defaultSubcommand: TrainCommand<MRIOptions>.self)
}
