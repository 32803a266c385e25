#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A stack for signal handlers alone.
///
/// A handler usually runs on the stack of the code that it interrupts, just below its stack pointer. Code made while the
/// program runs need not keep one: some of oneDNN 2's matrix products lend the stack pointer's register to their data,
/// and a handler that ran there would overwrite the heap.
enum SignalStack {
    /// A handler of ours needs hundreds of bytes; the registers that are saved with it some 12 KB where they are widest.
    private static let size = 64 << 10

    /// Gives the calling thread such a stack, for the rest of its life, unless it has one.
    static func prepare() {
        var stack = stack_t()
        guard sigaltstack(nil, &stack) == 0, stack.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        stack = stack_t()
        stack.ss_sp = .allocate(byteCount: size, alignment: 64)
        stack.ss_size = size
        sigaltstack(&stack, nil)
    }

    /// Lets the handler of a signal run there.
    static func use(for number: Int32) {
        var action = sigaction()
        sigaction(number, nil, &action)
        action.sa_flags |= SA_ONSTACK
        sigaction(number, &action, nil)
    }
}
