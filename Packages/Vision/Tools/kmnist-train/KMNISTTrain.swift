import ArgumentParser
import Core
import VisionModels

@main
struct KMNISTTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "kmnist-train", abstract: "Train, test and explain classifiers of small pictures.",
        discussion: """
            Reads MNIST, Kuzushiji-MNIST, Fashion-MNIST, EMNIST, QMNIST, any folder of IDX files or NumPy archives, or \
            a folder of pictures (PNG or JPEG) for each class, and all of these as .zip or .npz files. Without a data \
            set it draws its own characters.

            kmnist-train --model conv --epochs 3   train, and keep the run
            kmnist-train predict picture.png       predict with the latest run
            kmnist-train sweep --lr 0.1,0.01       compare learning rates
            """,
        subcommands: [
            TrainCommand<KMNISTOptions>.self, Evaluate.self, Predict.self, SweepCommand<KMNISTSweepOptions>.self,
            CompareCommand<KMNISTExperiment>.self, CheckGradientsCommand<KMNISTOptions>.self,
        ],
        defaultSubcommand: TrainCommand<KMNISTOptions>.self)
}
