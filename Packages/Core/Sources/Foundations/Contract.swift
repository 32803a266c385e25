/// The place where a programmer's mistake (shapes, types) stops the program, always with the operation and the expected
/// value.
package enum Contract {
    @inline(__always)
    package static func require(
        _ holds: Bool, _ operation: StaticString, _ message: @autoclosure () -> String
    ) {
        if !holds { fail(operation, message()) }
    }

    /// Stops with the operation and the message, which an optimized build would otherwise not print.
    @inline(never)
    package static func fail(_ operation: StaticString, _ message: String) -> Never {
        let line = "\(operation): \(message)"
        StandardError.say(line)
        preconditionFailure(line)
    }
}
