/// The named random streams of one run: each begins at its first use and can be resumed from its position.
public final class RandomStreams {
    public let seed: UInt64
    private var streams: [String: RandomStream] = [:]

    public init(seed: UInt64) {
        self.seed = seed
    }

    /// The stream of this name.
    public subscript(name: String) -> RandomStream {
        get { streams[name] ?? RandomStream(seed: seed, name: name) }
        set { streams[name] = newValue }
    }

    /// How far each stream has been drawn, by name.
    public var positions: [String: UInt64] {
        get { streams.mapValues(\.position) }
        set {
            streams = newValue.reduce(into: [:]) {
                $0[$1.key] = RandomStream(seed: seed, name: $1.key, position: $1.value)
            }
        }
    }
}
