#include "CoreLoops.h"
#include "clones.h"
#include <string.h>

// Philox4x32-10; see RandomStream.swift for the source. A block's four numbers give 16 bits to each of eight elements.

enum { lanes = 64 };

/// The four numbers of `lanes` consecutive blocks, from block `counter` on.
INLINE void philox(uint64_t key, uint64_t counter, uint32_t numbers[4][lanes]) {
    for (size_t i = 0; i < lanes; i++) {
        uint64_t n = counter + i;
        uint32_t c0 = (uint32_t)n, c1 = (uint32_t)(n >> 32), c2 = 0, c3 = 0;
        uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
        for (int round = 0; round < 10; round++) {
            uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
            c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint32_t)p1;
            c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint32_t)p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        numbers[0][i] = c0;
        numbers[1][i] = c1;
        numbers[2][i] = c2;
        numbers[3][i] = c3;
    }
}

enum { per_draw = 8 * lanes };

/// Whether the elements of a run of `lanes` are kept.
INLINE uint32_t draws(uint32_t numbers[4][lanes], size_t stretch, size_t lane) {
    return numbers[stretch / 2][lane] >> stretch % 2 * 16 & 0xFFFFu;
}

FOR_EVERY_CPU
void loop_dropout(
    uint64_t key, uint64_t counter, double rate, const float *x, float *y, size_t first, size_t count
) {
    const uint32_t threshold = (uint32_t)(rate * 65536.0);
    const float scale = (float)(1 / (1 - rate));
    uint32_t numbers[4][lanes];
    for (size_t start = 0; start < count; start += per_draw) {
        philox(key, counter + (first + start) / 8, numbers);
        for (size_t stretch = 0; stretch < 8 && start + stretch * lanes < count; stretch++) {
            const size_t at = start + stretch * lanes, rest = count - at;
            const float *from = x + at;
            float *to = y + at;
            if (rest >= lanes)
                for (size_t i = 0; i < lanes; i++)
                    to[i] = draws(numbers, stretch, i) >= threshold ? scale * from[i] : 0;
            else
                for (size_t i = 0; i < rest; i++)
                    to[i] = draws(numbers, stretch, i) >= threshold ? scale * from[i] : 0;
        }
    }
}

FOR_EVERY_CPU
void loop_dropout_mask(uint64_t key, uint64_t counter, double rate, uint8_t *mask, size_t first, size_t count) {
    const uint32_t threshold = (uint32_t)(rate * 65536.0);
    uint32_t numbers[4][lanes];
    for (size_t start = 0; start < count; start += per_draw) {
        philox(key, counter + (first + start) / 8, numbers);
        uint8_t drawn[per_draw];
        for (size_t stretch = 0; stretch < 8; stretch++)
            for (size_t i = 0; i < lanes; i++) drawn[stretch * lanes + i] = draws(numbers, stretch, i) >= threshold;
        memcpy(mask + start, drawn, count - start < per_draw ? count - start : per_draw);
    }
}
