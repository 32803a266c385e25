// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled alike: Swift 6 language mode, warnings are errors.
let swiftSettings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The C loops are optimized in every configuration, for they are what the engine's speed rests on.
var loopFlags = ["-O3", "-Wall", "-Werror", "-fopenmp-simd", "-fno-math-errno", "-fno-trapping-math"]
#if arch(x86_64)
loopFlags.append("-mprefer-vector-width=512")
#endif

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
        .library(name: "Core", targets: ["Core", "Figures", "CommandLineSupport"]),
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
            name: "CoreLoops", path: "Packages/Core/Sources/CoreLoops", cSettings: [.unsafeFlags(loopFlags)],
            linkerSettings: [.linkedLibrary("gomp")]),
        library("Core", in: "Core", uses: ["COneDNN", "CoreLoops", "CPNG", "CTurboJPEG", "CZlib"]),
        library("Figures", in: "Core", uses: ["Core", "CCairo"]),
        library("CommandLineSupport", in: "Core", uses: ["Core", "Figures", argumentParser]),
        tool("core-benchmarks", in: "Core", uses: ["Core", "CommandLineSupport"]),
        .target(
            name: "TestSupport", dependencies: ["Core"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
        tests("CoreTests", uses: ["Core", "TestSupport"]),
        tests("FiguresTests", uses: ["Figures"]),
        tests("CommandLineSupportTests", uses: ["CommandLineSupport", "Core", "TestSupport"]),

        // A whole tool in one file, to begin one's own from.
        .executableTarget(
            name: "curve-train", dependencies: ["Core", "Figures", "CommandLineSupport", argumentParser],
            path: "Examples/curve-train", swiftSettings: swiftSettings),

        // Vision: images.
        library("VisionModels", in: "Vision", uses: ["Core", "Figures", "CommandLineSupport"]),
        tool("kmnist-train", in: "Vision", uses: ["VisionModels", "Core", "Figures", "CommandLineSupport"]),
        tool("mri-train", in: "Vision", uses: ["VisionModels", "Core", "Figures", "CommandLineSupport"]),
        tool("feature-maps", in: "Vision", uses: ["VisionModels", "Core", "Figures", "CommandLineSupport"]),
        tests("VisionModelsTests", uses: ["VisionModels", "CommandLineSupport", "TestSupport"]),

        // Sequence: characters, counting languages, copying.
        library("SequenceModels", in: "Sequence", uses: ["Core", "Figures", "CommandLineSupport"]),
        tool("charrnn", in: "Sequence", uses: ["SequenceModels", "Core", "Figures", "CommandLineSupport"]),
        tool("copy-transformer", in: "Sequence", uses: ["SequenceModels", "Core", "Figures", "CommandLineSupport"]),
        tool("anbn-train", in: "Sequence", uses: ["SequenceModels", "Core", "Figures", "CommandLineSupport"]),
        tests("SequenceModelsTests", uses: ["SequenceModels", "CommandLineSupport", "TestSupport"]),

        // Tabular: rows of numbers.
        library("TabularModels", in: "Tabular", uses: ["Core", "Figures", "CommandLineSupport"]),
        tool("housing-train", in: "Tabular", uses: ["TabularModels", "Core", "Figures", "CommandLineSupport"]),
        tool("perceptron-surface", in: "Tabular", uses: ["TabularModels", "Core", "Figures", "CommandLineSupport"]),
        tool("activations", in: "Tabular", uses: ["TabularModels", "Core", "Figures", "CommandLineSupport"]),
        tool("plane-train", in: "Tabular", uses: ["TabularModels", "Core", "Figures", "CommandLineSupport"]),
        tests("TabularModelsTests", uses: ["TabularModels", "CommandLineSupport", "TestSupport"]),

        // Graph: nodes and edges.
        library("GraphModels", in: "Graph", uses: ["Core", "Figures", "CommandLineSupport"]),
        tool("gnn-train", in: "Graph", uses: ["GraphModels", "Core", "Figures", "CommandLineSupport"]),
        tests("GraphModelsTests", uses: ["GraphModels", "CommandLineSupport", "TestSupport"]),

        // Generative: pictures from noise.
        .target(
            name: "GenerativeModels", dependencies: ["Core", "Figures", "CommandLineSupport"],
            path: "Packages/Generative/Sources/GenerativeModels",
            // In the binary itself, which may then be copied anywhere.
            resources: [.embedInCode("Resources/digits-1.safetensors")], swiftSettings: swiftSettings),
        tool("gan-train", in: "Generative", uses: ["GenerativeModels", "Core", "Figures", "CommandLineSupport"]),
        tool("gan-grid", in: "Generative", uses: ["GenerativeModels", "Core", "Figures", "CommandLineSupport"]),
        tests("GenerativeModelsTests", uses: ["GenerativeModels", "CommandLineSupport", "TestSupport"]),

        // Kernels: support vector machines.
        library("KernelMachines", in: "Kernels", uses: ["Core", "Figures", "CommandLineSupport"]),
        tool("svm", in: "Kernels", uses: ["KernelMachines", "Core", "Figures", "CommandLineSupport"]),
        tests("KernelMachinesTests", uses: ["KernelMachines", "CommandLineSupport", "Core", "TestSupport"]),

        // What holds for every experiment, and for every tool.
        tests(
            "ExperimentTests",
            uses: [
                "Core", "CommandLineSupport", "VisionModels", "SequenceModels", "TabularModels", "GraphModels",
                "GenerativeModels",
            ]),
        tests(
            "ToolTests",
            uses: [
                "Core", "CommandLineSupport", "TestSupport", "VisionModels", "kmnist-train", "mri-train",
                "feature-maps",
                "charrnn", "anbn-train", "copy-transformer", "housing-train", "perceptron-surface",
                "activations", "plane-train",
                "gnn-train", "GenerativeModels", "gan-train", "gan-grid", "svm", "curve-train",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
