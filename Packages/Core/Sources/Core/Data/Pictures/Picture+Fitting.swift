extension Picture {
    /// The pixels as a model of `side` × `side` pixels sees them: grey, light on dark, the whole picture centred in a
    /// square.
    public func fitted(to side: Int) -> [UInt8] {
        let longest = max(width, height)
        let (newWidth, newHeight) = (max(1, width * side / longest), max(1, height * side / longest))
        let small = grey().resized(width: newWidth, height: newHeight)
        // Ink is what there is less of: dark strokes on light paper are turned over.
        let isDarkOnLight = small.pixels.reduce(0) { $0 + Int($1) } > 128 * small.pixels.count
        let (left, top) = ((side - newWidth) / 2, (side - newHeight) / 2)
        var pixels = [UInt8](repeating: 0, count: side * side)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let value = small.pixels[y * newWidth + x]
                pixels[(top + y) * side + left + x] = isDarkOnLight ? 255 - value : value
            }
        }
        return pixels
    }
}
