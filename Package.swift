// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled alike: Swift 6 language mode, warnings are errors.
let swiftSettings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The C loops have no flags that SwiftPM calls unsafe: what the optimizer needs to know is in their sources.
let loopSettings: [CSetting] = [.enableWarning("all"), .treatAllWarnings(as: .error)]

/// A library of the workshop, under `Packages/<package>/Sources/<name>`.
func library(_ name: String, in package: String, uses dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Packages/\(package)/Sources/\(name)",
        swiftSettings: swiftSettings)
}

/// A command-line tool of the workshop, under `Packages/<package>/Tools/<name>`.
func tool(_ name: String, in package: String, uses dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + [argumentParser], path: "Packages/\(package)/Tools/\(name)",
        swiftSettings: swiftSettings)
}

/// A C library of the system: a module map and a header, under `Packages/Core/Sources/<name>`.
func system(_ name: String, pkgConfig: String? = nil, debian package: String) -> Target {
    .systemLibrary(
        name: name, path: "Packages/Core/Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// The tests of one library, under `Tests/<name>`.
func tests(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: swiftSettings)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "Kumiki",
    products: [
        .library(name: "Core", targets: ["Core"]),
        .library(name: "VisionModels", targets: ["VisionModels"]),
        .library(name: "SequenceModels", targets: ["SequenceModels"]),
        .library(name: "TabularModels", targets: ["TabularModels"]),
        .library(name: "GraphModels", targets: ["GraphModels"]),
        .library(name: "GenerativeModels", targets: ["GenerativeModels"]),
        .library(name: "KernelMachines", targets: ["KernelMachines"]),
        .executable(name: "core-benchmarks", targets: ["core-benchmarks"]),
        .executable(name: "copy-transformer", targets: ["copy-transformer"]),
        .executable(name: "kmnist-train", targets: ["kmnist-train"]),
        .executable(name: "mri-train", targets: ["mri-train"]),
        .executable(name: "feature-maps", targets: ["feature-maps"]),
        .executable(name: "charrnn", targets: ["charrnn"]),
        .executable(name: "anbn-train", targets: ["anbn-train"]),
        .executable(name: "housing-train", targets: ["housing-train"]),
        .executable(name: "gnn-train", targets: ["gnn-train"]),
        .executable(name: "gan-train", targets: ["gan-train"]),
        .executable(name: "gan-grid", targets: ["gan-grid"]),
        .executable(name: "perceptron-surface", targets: ["perceptron-surface"]),
        .executable(name: "activations", targets: ["activations"]),
        .executable(name: "plane-train", targets: ["plane-train"]),
        .executable(name: "svm", targets: ["svm"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // Core: what every package shares.
        system("COneDNN", debian: "libdnnl-dev"),
        system("CPNG", pkgConfig: "libpng", debian: "libpng-dev"),
        system("CTurboJPEG", pkgConfig: "libturbojpeg", debian: "libturbojpeg0-dev"),
        system("CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
        system("CCairo", pkgConfig: "cairo", debian: "libcairo2-dev"),
        .target(
            name: "CoreLoops", path: "Packages/Core/Sources/CoreLoops", cSettings: loopSettings,
            linkerSettings: [.linkedLibrary("gomp")]),
        library("Foundations", in: "Core"),
        library("Files", in: "Core", uses: ["Foundations", "CPNG", "CTurboJPEG", "CZlib"]),
        library("Engine", in: "Core", uses: ["Foundations", "COneDNN", "CoreLoops"]),
        library("Tensors", in: "Core", uses: ["Engine", "Foundations"]),
        library("Datasets", in: "Core", uses: ["Tensors", "Engine", "Files", "Foundations", "CoreLoops"]),
        library("Figures", in: "Core", uses: ["Files", "Foundations", "CCairo"]),
        library("Training", in: "Core", uses: ["Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations"]),
        library(
            "CommandLine", in: "Core",
            uses: ["Training", "Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations", argumentParser]),
        library(
            "Core", in: "Core",
            uses: ["CommandLine", "Training", "Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations"]),
        tool("core-benchmarks", in: "Core", uses: ["Core"]),
        .target(
            name: "TestSupport", dependencies: ["Core"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
        tests("FoundationsTests", uses: ["Core", "TestSupport"]),
        tests("FilesTests", uses: ["Core", "TestSupport"]),
        tests("EngineTests", uses: ["Core", "TestSupport"]),
        tests("TensorsTests", uses: ["Core", "TestSupport"]),
        tests("DatasetsTests", uses: ["Core", "TestSupport"]),
        tests("FiguresTests", uses: ["Core", "TestSupport"]),
        tests("TrainingTests", uses: ["Core", "TestSupport"]),
        tests("CommandLineTests", uses: ["Core", "TestSupport"]),

        // A whole tool in one file, to begin one's own from.
        .executableTarget(
            name: "curve-train", dependencies: ["Core", argumentParser],
            path: "Examples/curve-train", swiftSettings: swiftSettings),

        // Vision: images.
        library("VisionModels", in: "Vision", uses: ["Core"]),
        tool("kmnist-train", in: "Vision", uses: ["VisionModels", "Core"]),
        tool("mri-train", in: "Vision", uses: ["VisionModels", "Core"]),
        tool("feature-maps", in: "Vision", uses: ["VisionModels", "Core"]),
        tests("VisionModelsTests", uses: ["VisionModels", "Core", "TestSupport"]),

        // Sequence: characters, counting languages, copying.
        library("SequenceModels", in: "Sequence", uses: ["Core"]),
        tool("charrnn", in: "Sequence", uses: ["SequenceModels", "Core"]),
        tool("copy-transformer", in: "Sequence", uses: ["SequenceModels", "Core"]),
        tool("anbn-train", in: "Sequence", uses: ["SequenceModels", "Core"]),
        tests("SequenceModelsTests", uses: ["SequenceModels", "Core", "TestSupport"]),

        // Tabular: rows of numbers.
        library("TabularModels", in: "Tabular", uses: ["Core"]),
        tool("housing-train", in: "Tabular", uses: ["TabularModels", "Core"]),
        tool("perceptron-surface", in: "Tabular", uses: ["TabularModels", "Core"]),
        tool("activations", in: "Tabular", uses: ["TabularModels", "Core"]),
        tool("plane-train", in: "Tabular", uses: ["TabularModels", "Core"]),
        tests("TabularModelsTests", uses: ["TabularModels", "Core", "TestSupport"]),

        // Graph: nodes and edges.
        library("GraphModels", in: "Graph", uses: ["Core"]),
        tool("gnn-train", in: "Graph", uses: ["GraphModels", "Core"]),
        tests("GraphModelsTests", uses: ["GraphModels", "Core", "TestSupport"]),

        // Generative: pictures from noise.
        .target(
            name: "GenerativeModels", dependencies: ["Core"],
            path: "Packages/Generative/Sources/GenerativeModels",
            // In the binary itself, which may then be copied anywhere.
            resources: [.embedInCode("Resources/digits-1.safetensors")], swiftSettings: swiftSettings),
        tool("gan-train", in: "Generative", uses: ["GenerativeModels", "Core"]),
        tool("gan-grid", in: "Generative", uses: ["GenerativeModels", "Core"]),
        tests("GenerativeModelsTests", uses: ["GenerativeModels", "Core", "TestSupport"]),

        // Kernels: support vector machines.
        .target(
            name: "KernelLoops", path: "Packages/Kernels/Sources/KernelLoops",
            // The vectors and arithmetic functions that loops are written with.
            cSettings: loopSettings + [.headerSearchPath("../../../Core/Sources/CoreLoops")]),
        library("KernelMachines", in: "Kernels", uses: ["Core", "CoreLoops", "KernelLoops"]),
        tool("svm", in: "Kernels", uses: ["KernelMachines", "Core"]),
        tests("KernelMachinesTests", uses: ["KernelMachines", "Core", "TestSupport"]),

        // What holds for every experiment, and for every tool.
        tests(
            "ExperimentTests",
            uses: [
                "Core", "VisionModels", "SequenceModels", "TabularModels", "GraphModels",
                "GenerativeModels",
            ]),
        tests(
            "ToolTests",
            uses: [
                "Core", "TestSupport", "VisionModels", "kmnist-train", "mri-train",
                "feature-maps",
                "charrnn", "anbn-train", "copy-transformer", "housing-train", "perceptron-surface",
                "activations", "plane-train",
                "gnn-train", "GenerativeModels", "gan-train", "gan-grid", "svm", "curve-train",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
