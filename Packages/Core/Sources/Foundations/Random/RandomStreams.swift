/// The named random streams of one run: each begins at its first use and can be resumed from its position.
public final class RandomStreams {
    public let seed: UInt64
    private var streams: [StreamName: RandomStream] = [:]

    public init(seed: UInt64) {
        self.seed = seed
    }

    /// The stream of this name.
    public subscript(name: StreamName) -> RandomStream {
        get { streams[name] ?? RandomStream(seed: seed, name: name) }
        set { streams[name] = newValue }
    }

    /// The position of each stream, by name.
    public var positions: [String: UInt64] {
        get { streams.reduce(into: [:]) { $0[$1.key.text] = $1.value.position } }
        set {
            streams = newValue.reduce(into: [:]) {
                let name = StreamName($1.key)
                $0[name] = RandomStream(seed: seed, name: name, position: $1.value)
            }
        }
    }
}
