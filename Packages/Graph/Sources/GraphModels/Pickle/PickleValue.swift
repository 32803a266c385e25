/// A value of a pickle. Lists, tuples, dictionaries and arrays are referred to by their number among those of the
/// document, so that even deep nesting needs no recursion.
enum PickleValue {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case text(String)
    /// Also a string of Python 2.
    case bytes([UInt8])
    case list(Int)
    case tuple(Int)
    case dictionary(Int)
    case array(Int)
    case type(Int)
    case matrix(Int)
    case global(PickleGlobal)

    /// The kind of the value, for messages.
    var kind: String {
        switch self {
        case .none: "None"
        case .bool: "a truth value"
        case .int: "a whole number"
        case .float: "a number"
        case .text: "a text"
        case .bytes: "bytes"
        case .list: "a list"
        case .tuple: "a tuple"
        case .dictionary: "a dictionary"
        case .array: "a NumPy array"
        case .type: "a NumPy type"
        case .matrix: "a SciPy matrix"
        case .global(let global): "'\(global.rawValue)'"
        }
    }

    /// A text, also where Python 2 wrote it as bytes.
    var name: String? {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }
}

/// The only names that a pickle may mention; their code in Python is never run.
enum PickleGlobal: String {
    case list, object, bytes
    case defaultDictionary = "defaultdict"
    case reconstructor = "_reconstructor"
    case encode
    case array = "ndarray"
    case reconstruct = "_reconstruct"
    case fromBuffer = "_frombuffer"
    case scalar
    case type = "dtype"
    case matrix = "csr_matrix"

    /// The name in a module, as Python 2 and 3 and the versions of NumPy and SciPy write it; nil for any other.
    init?(module: String, name: String) {
        switch (module, name) {
        case ("__builtin__", "list"), ("builtins", "list"): self = .list
        case ("__builtin__", "object"), ("builtins", "object"): self = .object
        case ("__builtin__", "bytes"), ("builtins", "bytes"): self = .bytes
        case ("collections", "defaultdict"): self = .defaultDictionary
        case ("copy_reg", "_reconstructor"), ("copyreg", "_reconstructor"): self = .reconstructor
        case ("_codecs", "encode"): self = .encode
        case ("numpy", "ndarray"): self = .array
        case ("numpy", "dtype"): self = .type
        case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
            self = .reconstruct
        case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): self = .scalar
        case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): self = .fromBuffer
        case ("scipy.sparse.csr", "csr_matrix"), ("scipy.sparse._csr", "csr_matrix"),
            ("scipy.sparse._csr", "csr_array"):
            self = .matrix
        default: return nil
        }
    }
}
