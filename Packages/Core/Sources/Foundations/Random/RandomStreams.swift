/// The named random streams of one run: each begins at its first use and can be resumed from its position.
public final class RandomStreams {
    public let seed: UInt64
    /// The part of the run that the streams belong to; empty for the whole.
    private let part: String
    private var streams: [StreamName: RandomStream] = [:]

    public init(seed: UInt64) {
        (self.seed, part) = (seed, "")
    }

    /// The streams of a part of the run, which draw other numbers than those of every other part.
    ///
    /// - Parameters:
    ///   - seed: of the run.
    ///   - part: the part, such as a shard of a step.
    public init(seed: UInt64, part: String) {
        (self.seed, self.part) = (seed, part)
    }

    /// The same streams from their beginnings.
    public var restarted: RandomStreams { RandomStreams(seed: seed, part: part) }

    /// The stream of this name.
    public subscript(name: StreamName) -> RandomStream {
        get { streams[name] ?? stream(name) }
        set { streams[name] = newValue }
    }

    /// The position of each stream, by name.
    public var positions: [String: UInt64] {
        get { streams.reduce(into: [:]) { $0[$1.key.text] = $1.value.position } }
        set {
            streams = newValue.reduce(into: [:]) {
                let name = StreamName($1.key)
                $0[name] = stream(name, position: $1.value)
            }
        }
    }

    private func stream(_ name: StreamName, position: UInt64 = 0) -> RandomStream {
        let whole = part.isEmpty ? name : StreamName("\(name.text) \(part)")
        return RandomStream(seed: seed, name: whole, position: position)
    }
}
