#ifndef KUMIKI_BLOCKS_H
#define KUMIKI_BLOCKS_H

// A block of channels as one value; the compiler splits it where the CPU's registers are narrower.

#include <stdint.h>

typedef float floats_of_16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t ints_of_16 __attribute__((vector_size(64), aligned(4)));
typedef uint8_t bytes_of_16 __attribute__((vector_size(16), aligned(1)));
typedef float floats_of_8 __attribute__((vector_size(32), aligned(4)));
typedef int32_t ints_of_8 __attribute__((vector_size(32), aligned(4)));
typedef uint8_t bytes_of_8 __attribute__((vector_size(8), aligned(1)));

#endif
