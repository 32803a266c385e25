import COneDNN
import CoreLoops

/// What computes on this machine. Asking starts no engine.
public struct EngineFacts: Equatable, Sendable {
    /// The library of convolutions and matrix products, and its version.
    public let library: String
    /// The widest instruction set that the library uses; nil where it names none.
    public let instructionSet: String?
    /// The level of x86-64 for which Core's own loops run, 1 to 4; nil on other processors.
    public let level: Int?

    /// The facts of this machine.
    public static var current: EngineFacts {
        let version = dnnl_version().map { "\($0.pointee.major).\($0.pointee.minor).\($0.pointee.patch)" }
        let level = Int(loop_cpu_level())
        return EngineFacts(
            library: "oneDNN" + (version.map { " " + $0 } ?? ""),
            instructionSet: onednn_instruction_set().map { String(cString: $0) }, level: level == 0 ? nil : level)
    }
}
