#ifndef KUMIKI_CLONES_H
#define KUMIKI_CLONES_H

// Compiles a function once for each level of x86-64; the loader chooses the best one for the machine. It picks before
// a sanitizer has started, so that a sanitized build has one of each.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED
#endif
#endif

#if defined(__x86_64__) && defined(__ELF__) && !defined(IS_SANITIZED)
#define FOR_EVERY_CPU __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EVERY_CPU
#endif

/// Before a loop whose rounds do not depend on each other except for sums in float64, which may be added in any order.
/// Sums in float32 are written with sums.h.
#define SIDE_BY_SIDE _Pragma("clang loop vectorize(assume_safety)")

#define INLINE static inline __attribute__((always_inline))

#endif
