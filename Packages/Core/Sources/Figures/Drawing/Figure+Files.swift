import Files

extension Figure {
    /// Draws the figure to `path` plus `.png` and `.svg`.
    ///
    /// - Throws: `FigureError` where Cairo fails, `FileError` where a file cannot be written.
    public func write(to path: String) throws {
        try AtomicFile.write(rendered(as: .png), to: path + ".png")
        try AtomicFile.write(rendered(as: .svg), to: path + ".svg")
    }
}
