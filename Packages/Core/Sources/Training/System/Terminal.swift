#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The capabilities of a stream: whether a line may be redrawn, its width, and whether color is wanted.
public struct Terminal: Sendable {
    /// Whether it is a terminal, where a line may be redrawn.
    public var isInteractive: Bool
    /// Whether color is wanted. The variable `NO_COLOR` turns it off (no-color.org).
    public var hasColor: Bool
    /// The width in cells at this moment; a window can be resized while a tool runs.
    public var width: @Sendable () -> Int

    /// A terminal as described; tests describe their own.
    public init(isInteractive: Bool, hasColor: Bool = false, width: @escaping @Sendable () -> Int = { 80 }) {
        self.isInteractive = isInteractive
        self.hasColor = hasColor
        self.width = width
    }

    /// The terminal of standard error. A terminal called `dumb`, or with no name, gets plain lines.
    public static var standardError: Terminal {
        let name = Platform.environment("TERM") ?? "dumb"
        let isInteractive = isatty(STDERR_FILENO) == 1 && name != "dumb"
        return Terminal(
            isInteractive: isInteractive,
            hasColor: isInteractive && Platform.environment("NO_COLOR") == nil,
            width: { Self.width(of: STDERR_FILENO) })
    }

    /// Whether standard output is a terminal of any kind.
    public static var isStandardOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The window's width, then `COLUMNS`, then 80.
    private static func width(of descriptor: Int32) -> Int {
        var size = winsize()
        if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        if let columns = Platform.environment("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
        return 80
    }
}
