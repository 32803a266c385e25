import ArgumentParser
import Core
import VisionModels

@main
struct MRITrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "mri-train", abstract: "Train, test and explain a classifier of magnetic resonance slices.",
        discussion: """
            Reads folders of class folders with PNG and JPEG pictures of any size (Training/glioma/…, \
            Testing/glioma/…) and makes them gray, 84×84 pixels. Without a data set it draws its own phantoms. This is \
            an experiment for learning, not for diagnosis.

            The network, with LeakyReLU (slope 0.01) after every layer but the last:

              conv 3×3 to 8 maps, conv 3×3 to 32 maps, max pooling 2×2, dropout
              conv 3×3 to 32 maps, conv 3×3 to 64 maps, max pooling 2×2, dropout
              means over 7×7 parts of each map: 64 · 7 · 7 = 3136 numbers
              linear to 256, dropout, linear to 128, dropout, linear to the classes

            mri-train --dataset brain-tumor-mri/   train, and keep the run
            mri-train evaluate --deduplicated      test without repeated pictures
            mri-train predict slice.jpg            predict with the latest run
            mri-train sweep --lr 0.001,0.004       compare learning rates
            """,
        subcommands: [
            TrainCommand<MRIOptions>.self, Evaluate.self, Predict.self, SweepCommand<MRISweepOptions>.self,
            CompareCommand<MRIExperiment>.self, CheckGradientsCommand<MRIOptions>.self,
        ],
        defaultSubcommand: TrainCommand<MRIOptions>.self)
}
