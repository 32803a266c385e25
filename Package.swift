// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled alike: Swift 6 language mode, warnings are errors.
let swiftSettings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The C loops have no flags that SwiftPM calls unsafe: what the optimizer needs to know is in their sources.
let loopSettings: [CSetting] = [.enableWarning("all"), .treatAllWarnings(as: .error)]

/// The commit that `--version` says: Tools/package sets it, a plain build does not.
let recordedCommit: [CSetting] =
    Context.environment["KUMIKI_COMMIT"].map { [.define("KUMIKI_COMMIT", to: "\"\($0)\"")] } ?? []

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

/// A C library of the system: a module map and a header, under `Packages/<room>/Sources/<name>`.
func system(_ name: String, in room: String = "Core", pkgConfig: String? = nil, debian package: String) -> Target {
    .systemLibrary(
        name: name, path: "Packages/\(room)/Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// The tests of one library, under `Tests/<name>`.
func tests(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: swiftSettings)
}

/// Core's libraries, and the umbrella that re-exports them. Whatever imports `Core` lists all of them: SwiftPM compiles a
/// module again only after a change of those that it lists, and the umbrella itself does not change.
let core: [Target.Dependency] = [
    "Core", "CommandLine", "Training", "Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations",
]

/// The web server of the live page.
let webServer: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
    .product(name: $0, package: "swift-nio")
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "Kumiki",
    products: [
        .library(
            name: "Core",
            targets: [
                "Core", "CommandLine", "Training", "Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations",
            ]),
        .library(name: "VisionModels", targets: ["VisionModels"]),
        .library(name: "SequenceModels", targets: ["SequenceModels"]),
        .library(name: "TabularModels", targets: ["TabularModels"]),
        .library(name: "GraphModels", targets: ["GraphModels"]),
        .library(name: "GenerativeModels", targets: ["GenerativeModels"]),
        .library(name: "KernelMachines", targets: ["KernelMachines"]),
        .library(name: "Workshop", targets: ["Workshop"]),
        .executable(name: "kumiki", targets: ["kumiki"]),
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
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The web server of `kumiki watch`; no other program contains it.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
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
        .target(
            name: "BuildFacts", path: "Packages/Core/Sources/BuildFacts", cSettings: loopSettings + recordedCommit),
        .target(name: "CMPI", path: "Packages/Core/Sources/CMPI", cSettings: loopSettings),
        library("Foundations", in: "Core", uses: ["BuildFacts"]),
        library("Files", in: "Core", uses: ["Foundations", "CPNG", "CTurboJPEG", "CZlib"]),
        library("Engine", in: "Core", uses: ["Foundations", "COneDNN", "CoreLoops"]),
        library("Tensors", in: "Core", uses: ["Engine", "Foundations"]),
        library("Datasets", in: "Core", uses: ["Tensors", "Engine", "Files", "Foundations", "CoreLoops"]),
        .target(
            name: "Figures", dependencies: ["Files", "Foundations", "CCairo"], path: "Packages/Core/Sources/Figures",
            // In every binary, so that a page needs nothing else.
            resources: [
                "page.css", "page.js", "axis.js", "legend.js", "chart.js", "steering.js", "live.js", "frames.js",
                "matrix.js", "points.js", "heads.js",
                "strips.js",
            ].map { .embedInCode("Resources/\($0)") },
            swiftSettings: swiftSettings),
        library(
            "Training", in: "Core",
            uses: ["Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations", "CMPI"]),
        library(
            "CommandLine", in: "Core",
            uses: ["Training", "Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations", argumentParser]),
        library(
            "Core", in: "Core",
            uses: ["CommandLine", "Training", "Datasets", "Tensors", "Engine", "Figures", "Files", "Foundations"]),
        tool("core-benchmarks", in: "Core", uses: core),
        .target(
            name: "TestSupport", dependencies: core, path: "Tests/TestSupport", swiftSettings: swiftSettings),
        tests("FoundationsTests", uses: core + ["TestSupport"]),
        tests("FilesTests", uses: core + ["TestSupport"]),
        tests("EngineTests", uses: core + ["CoreLoops", "TestSupport"]),
        tests("TensorsTests", uses: core + ["TestSupport"]),
        tests("DatasetsTests", uses: core + ["TestSupport"]),
        tests("FiguresTests", uses: core + ["TestSupport"]),
        tests("TrainingTests", uses: core + ["TestSupport"]),
        tests("CommandLineTests", uses: core + ["TestSupport"]),

        // A whole tool in one file, to begin one's own from.
        .executableTarget(
            name: "curve-train", dependencies: core + [argumentParser],
            path: "Examples/curve-train", swiftSettings: swiftSettings),

        // Vision: images.
        library("VisionModels", in: "Vision", uses: core),
        tool("kmnist-train", in: "Vision", uses: core + ["VisionModels"]),
        tool("mri-train", in: "Vision", uses: core + ["VisionModels"]),
        tool("feature-maps", in: "Vision", uses: core + ["VisionModels"]),
        tests("VisionModelsTests", uses: core + ["VisionModels", "TestSupport"]),

        // Sequence: characters, counting languages, copying.
        library("SequenceModels", in: "Sequence", uses: core),
        tool("charrnn", in: "Sequence", uses: core + ["SequenceModels"]),
        tool("copy-transformer", in: "Sequence", uses: core + ["SequenceModels"]),
        tool("anbn-train", in: "Sequence", uses: core + ["SequenceModels"]),
        tests("SequenceModelsTests", uses: core + ["SequenceModels", "TestSupport"]),

        // Tabular: rows of numbers.
        library("TabularModels", in: "Tabular", uses: core),
        tool("housing-train", in: "Tabular", uses: core + ["TabularModels"]),
        tool("perceptron-surface", in: "Tabular", uses: core + ["TabularModels"]),
        tool("activations", in: "Tabular", uses: core + ["TabularModels"]),
        tool("plane-train", in: "Tabular", uses: core + ["TabularModels"]),
        tests("TabularModelsTests", uses: core + ["TabularModels", "TestSupport"]),

        // Graph: nodes and edges.
        library("GraphModels", in: "Graph", uses: core),
        tool("gnn-train", in: "Graph", uses: core + ["GraphModels"]),
        tests("GraphModelsTests", uses: core + ["GraphModels", "TestSupport"]),

        // Generative: pictures from noise.
        .target(
            name: "GenerativeModels", dependencies: core,
            path: "Packages/Generative/Sources/GenerativeModels",
            // In the binary itself, which may then be copied anywhere.
            resources: [.embedInCode("Resources/digits-1.safetensors")], swiftSettings: swiftSettings),
        tool("gan-train", in: "Generative", uses: core + ["GenerativeModels"]),
        tool("gan-grid", in: "Generative", uses: core + ["GenerativeModels"]),
        tests("GenerativeModelsTests", uses: core + ["GenerativeModels", "TestSupport"]),

        // Kernels: support vector machines.
        .target(
            name: "KernelLoops", path: "Packages/Kernels/Sources/KernelLoops",
            // The vectors and arithmetic functions that loops are written with.
            cSettings: loopSettings + [.headerSearchPath("../../../Core/Sources/CoreLoops")]),
        library("KernelMachines", in: "Kernels", uses: core + ["CoreLoops", "KernelLoops"]),
        tool("svm", in: "Kernels", uses: core + ["KernelMachines"]),
        tests("KernelMachinesTests", uses: core + ["KernelMachines", "TestSupport"]),

        // Workshop: the tools, data sets and runs of a machine. It knows no experiment.
        system("CCurl", in: "Workshop", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        .target(
            name: "Workshop", dependencies: core, path: "Packages/Workshop/Sources/Workshop",
            resources: [.embedInCode("Resources/datasets.json"), .embedInCode("Resources/experiments.json")],
            swiftSettings: swiftSettings),
        library("LiveServer", in: "Workshop", uses: core + webServer),
        tool("kumiki", in: "Workshop", uses: core + ["Workshop", "LiveServer", "CCurl"]),
        tests("WorkshopTests", uses: core + ["Workshop", "LiveServer", "TestSupport"] + webServer),

        // What holds for every experiment, and for every tool.
        tests(
            "ExperimentTests",
            uses: core + [
                "VisionModels", "SequenceModels", "TabularModels", "GraphModels",
                "GenerativeModels",
            ]),
        tests(
            "ToolTests",
            uses: core + [
                "TestSupport", "VisionModels", "kmnist-train", "mri-train",
                "feature-maps",
                "charrnn", "anbn-train", "copy-transformer", "housing-train", "perceptron-surface",
                "activations", "plane-train",
                "gnn-train", "GenerativeModels", "gan-train", "gan-grid", "svm", "curve-train",
                "Workshop", "kumiki",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// Tools/check --sanitize builds the tests of engine and tensors alone, with what they need.
if Context.environment["KUMIKI_ONLY_ENGINE"] != nil {
    package.products = []
    package.targets.removeAll { target in
        !(target.path ?? "").hasPrefix("Packages/Core/Sources/")
            && !["TestSupport", "EngineTests", "TensorsTests"].contains(target.name)
    }
}
