/// Where a programmer's mistake (shapes, types) stops the program, always with the operation and what was expected.
enum Contract {
    @inline(__always)
    static func require(
        _ holds: Bool, _ operation: StaticString, _ message: @autoclosure () -> String, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        precondition(holds, "\(operation): \(message())", file: file, line: line)
    }

    /// Stops with the operation and the message; for branches that a correct program never reaches.
    static func fail(
        _ operation: StaticString, _ message: String, file: StaticString = #filePath, line: UInt = #line
    ) -> Never {
        preconditionFailure("\(operation): \(message)", file: file, line: line)
    }
}
