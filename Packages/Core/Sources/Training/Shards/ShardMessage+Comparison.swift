import Foundations

extension ShardMessage {
    /// The error that a rank has other weights than rank 0; nil where all have the same, or none is compared.
    ///
    /// - Parameters:
    ///   - messages: of all ranks, in order.
    ///   - step: the number of steps before the exchange.
    static func difference(_ messages: [ShardMessage], step: Int) -> ToolError? {
        guard let other = messages.firstIndex(where: { $0.digest != messages[0].digest }) else { return nil }
        return .software(
            "the weights of rank \(other) differ from those of rank 0 after step \(step): the machines do not compute "
                + "alike, or memory is damaged; the last checkpoint is from before")
    }
}
