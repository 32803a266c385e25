extension Workplace {
    /// A place with something small to train any tool on: a set of pictures in `set`, for `mri-train` in its layout, and
    /// `text.txt`.
    static func withSmallData(for tool: String) throws -> Workplace {
        let place = try Workplace(tool: tool)
        if tool == "mri-train" {
            try place.writePhantoms(training: 8, test: 4)
        } else {
            try place.write(SmallSet(), to: "set")
        }
        try place.write(SmallText.bytes(), to: "text.txt")
        return place
    }
}
