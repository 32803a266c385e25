import NIOCore

/// Closes a connection to which nothing could be written for a while: a browser that does not read, or one that asks for
/// nothing. A page that is alive is written to more often.
final class IdleConnections: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// How long that may last.
    static let patience = TimeAmount.seconds(60)

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case IdleStateHandler.IdleStateEvent.write = event {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
