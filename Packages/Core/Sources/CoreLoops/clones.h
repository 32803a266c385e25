#ifndef KUMIKI_CLONES_H
#define KUMIKI_CLONES_H

// Compiles a function once for each level of x86-64; the loader picks the best that the machine can run.
#if defined(__x86_64__) && defined(__ELF__)
#define FOR_EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EVERY_CPU
#endif

/// Before a loop whose rounds do not depend on each other but for sums, which may be added in any order.
#define SIDE_BY_SIDE _Pragma("clang loop vectorize(assume_safety)")

#define INLINE static inline __attribute__((always_inline))

#endif
