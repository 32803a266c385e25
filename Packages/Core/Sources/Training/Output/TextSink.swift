/// A destination of text.
public protocol TextSink {
    /// Writes the text, all of it and at once.
    ///
    /// - Throws: ``OutputFailure`` where it cannot be written.
    func write(_ text: String) throws(OutputFailure)
}

/// Where text goes that nobody reads.
package struct NoText: TextSink {
    package init() {}
    package func write(_ text: String) {}
}

/// A standard stream, unbuffered: written text is out even if the process is killed.
public struct StandardStream: TextSink, Sendable {
    /// The stream's name in error messages.
    let name: String
    let descriptor: Int32

    /// Standard output, for results.
    public static let output = StandardStream(name: "standard output", descriptor: 1)
    /// Standard error, for progress and messages.
    public static let error = StandardStream(name: "standard error", descriptor: 2)

    public func write(_ text: String) throws(OutputFailure) {
        var text = text
        let code = text.withUTF8 { Platform.writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
        if code != 0 { throw OutputFailure(stream: name, code: code) }
    }

    /// Writes the buffer of `print`; text that is written here does not use that buffer.
    package static func flushPrinted() throws(OutputFailure) {
        let code = Platform.flushBufferedOutput()
        if code != 0 { throw OutputFailure(stream: output.name, code: code) }
    }
}
