#ifndef KUMIKI_BLOCKS_H
#define KUMIKI_BLOCKS_H

// A block of channels as one value; the compiler splits it where the CPU's registers are narrower.

#include <stdint.h>

typedef float floats_of_16 __attribute__((vector_size(64), aligned(4)));
typedef double doubles_of_16 __attribute__((vector_size(128), aligned(8)));
typedef int32_t ints_of_16 __attribute__((vector_size(64), aligned(4)));
typedef uint8_t bytes_of_16 __attribute__((vector_size(16), aligned(1)));
typedef float floats_of_8 __attribute__((vector_size(32), aligned(4)));
typedef double doubles_of_8 __attribute__((vector_size(64), aligned(8)));
typedef int32_t ints_of_8 __attribute__((vector_size(32), aligned(4)));
typedef uint8_t bytes_of_8 __attribute__((vector_size(8), aligned(1)));
typedef double doubles_of_4 __attribute__((vector_size(32), aligned(8)));
typedef float floats_of_4 __attribute__((vector_size(16), aligned(4)));
typedef int32_t ints_of_4 __attribute__((vector_size(16), aligned(4)));
typedef uint8_t bytes_of_4 __attribute__((vector_size(4), aligned(1)));
typedef float floats_of_1 __attribute__((vector_size(4), aligned(4)));
typedef double doubles_of_1 __attribute__((vector_size(8), aligned(8)));
typedef int32_t ints_of_1 __attribute__((vector_size(4), aligned(4)));

/// `a` where `chosen` has all bits set, `b` where none.
#define SELECT(floats, ints, chosen, a, b) ((floats)(((ints)(a) & (chosen)) | ((ints)(b) & ~(chosen))))

#endif
