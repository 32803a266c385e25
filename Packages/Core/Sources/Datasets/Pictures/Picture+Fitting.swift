import Files

extension Picture {
    /// The pixels as a model of `side` × `side` pixels sees them: gray, the whole picture centered in a square of
    /// black.
    ///
    /// - Parameters:
    ///   - side: width and height of the result, in pixels.
    ///   - inverts: whether dark and light are swapped, so that dark ink on light paper becomes light on dark.
    public func fitted(to side: Int, inverting inverts: Bool = false) -> [UInt8] {
        let longest = max(width, height)
        let (newWidth, newHeight) = (max(1, width * side / longest), max(1, height * side / longest))
        let small = gray().resized(width: newWidth, height: newHeight)
        let (left, top) = ((side - newWidth) / 2, (side - newHeight) / 2)
        var pixels = [UInt8](repeating: 0, count: side * side)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let value = small.pixels[y * newWidth + x]
                pixels[(top + y) * side + left + x] = inverts ? 255 - value : value
            }
        }
        return pixels
    }

    /// Whether the outermost pixels are light on average: the strokes are then probably dark.
    public var hasLightFrame: Bool {
        let gray = gray()
        var (sum, count) = (0, 0)
        for y in 0..<height {
            let isEdge = y == 0 || y == height - 1
            for x in stride(from: 0, to: width, by: isEdge ? 1 : max(1, width - 1)) {
                sum += Int(gray.pixels[y * width + x])
                count += 1
            }
        }
        return sum > 128 * count
    }
}

extension ByteExamples {
    /// Whether most of the pictures, of some that are evenly spaced, have a light frame.
    public var haveLightGround: Bool {
        let (height, width) = (exampleShape[1], exampleShape[2])
        let looks = min(count, PictureInk.sample)
        let light = (0..<looks).count { look in
            let plane = Array(example(look * count / looks).prefix(height * width))
            return Picture(width: width, height: height, channels: 1, pixels: plane).hasLightFrame
        }
        return 2 * light > looks
    }
}
