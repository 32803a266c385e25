import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Results could not be written to a standard stream.
public struct OutputFailure: ExitCodeProviding, Equatable {
    /// The stream, such as "standard output".
    public let stream: String
    /// The system's error number.
    public let code: Int32

    /// A failure of a stream, with the system's error number.
    public init(stream: String, code: Int32) {
        self.stream = stream
        self.code = code
    }

    /// Whether the reader closed the stream, as `head` does. A tool then ends silently and successfully.
    public var isClosedPipe: Bool { code == EPIPE }

    public var exitCode: Int32 { isClosedPipe ? ExitStatus.success : ExitStatus.ioError }

    public var description: String { "\(stream): cannot write: \(Platform.message(for: code))" }
}
