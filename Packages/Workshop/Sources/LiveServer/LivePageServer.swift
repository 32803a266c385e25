import Core
import NIOCore
import NIOHTTP1
import NIOPosix

/// A web server of this machine with one page: that of runs, alive.
///
/// It listens to the loopback address alone, so that other machines reach it only by a tunnel such as `ssh -L`.
///
/// ```swift
/// let server = try LivePageServer(PageFollower { [RunFolder("runs/charrnn/first")] })
/// print(server.address)
/// server.end(saying: "The server has ended.")
/// ```
public final class LivePageServer: Sendable {
    private static let host = "127.0.0.1"
    /// Further connections are closed at once: each takes a file descriptor.
    private static let mostConnections = 200
    /// How long browsers have to read the last state.
    private static let farewell = Duration.seconds(2)

    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let follower: PageFollower
    private let following: Task<Void, Never>
    private let streams: Count

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - follower: the page.
    ///   - port: 0 for a free one.
    /// - Throws: `ToolError` (69) where the port is taken or not allowed.
    public init(_ follower: PageFollower, port: Int = 0) throws(ToolError) {
        let (streams, connections) = (Count(), Count())
        // One thread: an answer takes a millisecond, and the processors belong to the training.
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Where descriptors run out it waits a second for others to close.
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            .childChannelInitializer { channel in
                guard connections.add(1) <= Self.mostConnections else {
                    connections.add(-1)
                    return channel.close()
                }
                channel.closeFuture.whenComplete { _ in connections.add(-1) }
                return channel.eventLoop.makeCompletedFuture {
                    try Self.serve(channel, follower, streams)
                }
            }
        do {
            channel = try bootstrap.bind(host: Self.host, port: port).wait()
        } catch {
            try? group.syncShutdownGracefully()
            let reason = (error as? IOError).map { Platform.message(for: $0.errnoCode) } ?? "\(error)"
            throw ToolError(
                "--port \(port): \(reason): expected another port, or 0 for a free one",
                exitCode: ExitStatus.unavailable)
        }
        (self.follower, self.streams) = (follower, streams)
        following = Task { await follower.follow() }
    }

    /// The number of the port.
    public var port: Int { channel.localAddress?.port ?? 0 }

    /// The page's address.
    public var address: String { "http://\(Self.host):\(port)/" }

    private static func serve(_ channel: any Channel, _ follower: PageFollower, _ streams: Count) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(IdleStateHandler(writeTimeout: IdleConnections.patience))
        try pipeline.addHandler(IdleConnections())
        try pipeline.configureHTTPServerPipeline()
        let connection = BrowserConnection(
            channel: try BrowserConnection.Channel(wrappingChannelSynchronously: channel), follower: follower,
            streams: streams)
        let serving = Task { await connection.serve() }
        channel.closeFuture.whenComplete { _ in serving.cancel() }
    }

    /// Sends the last state, then stops. Browsers that do not read are not waited for.
    ///
    /// - Parameter words: what the pages say then.
    public func end(saying words: String) {
        try? channel.close().wait()
        let (follower, streams) = (follower, streams)
        let farewell = channel.eventLoop.makeFutureWithTask {
            await follower.end(saying: words)
            let end = ContinuousClock.now + Self.farewell
            while streams.value > 0, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(10)) }
        }
        try? farewell.wait()
        following.cancel()
        try? group.syncShutdownGracefully()
    }
}
