/// Which engine computes.
public enum ComputeContext {
    /// The engine of the current task; a type that it does not support is computed by the reference engine.
    @TaskLocal public static var engine: any ComputeEngine = OneDNNEngine.shared

    /// Runs `body` with `engine` as the engine of every operation within.
    public static func with<Result>(_ engine: any ComputeEngine, _ body: () throws -> Result) rethrows -> Result {
        try $engine.withValue(engine, operation: body)
    }

    @inline(__always)
    package static func engine(for type: ScalarType) -> any ComputeEngine {
        let engine = engine
        return engine.supports(type) ? engine : ReferenceEngine.shared
    }

    /// The processor threads that operations share.
    public static var threads: Int {
        get { Parallel.threads }
        set { Parallel.threads = newValue }
    }

    /// Runs `body` for each of 0 ..< `count`, on every thread at once: a thread that is done takes the next. What the
    /// body computes runs on the thread that asks.
    public static func concurrently(_ count: Int, _ body: (Int) -> Void) {
        // The other threads belong to no task, and would not know of the engine.
        let engine = engine
        Parallel.each(count) { number in with(engine) { body(number) } }
    }
}
