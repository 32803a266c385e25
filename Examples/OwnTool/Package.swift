// swift-tools-version: 6.2
import PackageDescription

// By default Kumiki is the folder that contains this example. KUMIKI_URL is the address of its repository instead, as a
// package elsewhere has it: .package(url: "https://…/Kumiki", from: "0.2.0").
let kumiki: Package.Dependency =
    if let address = Context.environment["KUMIKI_URL"] {
        .package(url: address, from: "0.2.0")
    } else {
        .package(name: "Kumiki", path: "../..")
    }

let package = Package(
    name: "OwnTool",
    dependencies: [kumiki, .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")],
    targets: [
        .executableTarget(
            name: "own-train",
            dependencies: [
                .product(name: "Core", package: "Kumiki"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
