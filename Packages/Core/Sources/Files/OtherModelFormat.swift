/// A file of weights from another program, recognized by its first bytes.
public struct OtherModelFormat: Equatable, Sendable {
    /// Such as "a Python pickle".
    public let name: String
    /// How to convert it to a safetensors file.
    public let advice: String

    private static let torch =
        "in Python, safetensors.torch.save_file(model.state_dict(), \"model.safetensors\") writes one"
    private static let numpy = "in Python, safetensors.numpy.save_file writes one from arrays by name"

    /// Nil where the bytes do not have one of these formats; safetensors is not one of them.
    public init?(_ bytes: [UInt8]) {
        // Where a safetensors file's header begins.
        if bytes.count > 8, bytes[8] == UInt8(ascii: "{") { return nil }
        let pickles = (UInt8(2)...5).map {
            ([0x80, $0], "a Python pickle, as older PyTorch writes (.pt, .pth)", Self.torch)
        }
        let others: [(start: [UInt8], name: String, advice: String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "a zip archive, as torch.save writes (.pt, .pth)", Self.torch),
            ([0x89] + Array("HDF\r\n".utf8), "an HDF5 file, as Keras writes (.h5)", Self.numpy),
            ([0x93] + Array("NUMPY".utf8), "a NumPy array", Self.numpy),
            (
                Array("version https://git-lfs".utf8), "a pointer of Git LFS, not the file itself",
                "git lfs pull fetches it"
            ),
        ]
        let known = others + pickles
        guard let found = known.first(where: { bytes.starts(with: $0.start) }) else { return nil }
        (name, advice) = (found.name, found.advice)
    }
}
