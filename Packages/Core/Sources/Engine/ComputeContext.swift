/// The engine that computes.
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

    /// Runs `body` for each of 0 ..< `count`, on all threads in parallel: a free thread takes the next. The body's own
    /// operations run on the calling thread.
    public static func concurrently(_ count: Int, _ body: @Sendable (Int) -> Void) {
        // The other threads do not belong to a task, so they do not know the engine.
        let engine = engine
        Parallel.each(count) { number in with(engine) { body(number) } }
    }
}
