#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// The C library's functions under names that differ from the tensors' functions.

func sine(_ x: Double) -> Double { sin(x) }
func arcCosine(_ x: Double) -> Double { acos(x) }
func logarithm(_ x: Double) -> Double { log(x) }
