import Core

extension FitControl {
    /// Stops when the user asks for it, and reports nothing.
    public static let interruptible = FitControl(isCancelled: { Interruption.isRequested })

    /// The same, and energy is sampled at every question.
    func sampling(_ sample: @escaping @Sendable () -> Void) -> FitControl {
        let isCancelled = isCancelled
        return FitControl(
            isCancelled: {
                sample()
                return isCancelled()
            }, report: report)
    }

    /// The same without reports.
    var silent: FitControl { FitControl(isCancelled: isCancelled) }
}

/// Runs a fit; a request to stop, and examples that cannot be fitted, become a tool's errors.
public func fitting<Result>(_ file: String, _ body: () throws(FitError) -> Result) throws(ToolError) -> Result {
    do {
        return try body()
    } catch .canceled {
        throw Interruption.error("before the machine was fitted; nothing was written")
    } catch {
        throw ToolError.badData("\(file): \(error.description)")
    }
}
