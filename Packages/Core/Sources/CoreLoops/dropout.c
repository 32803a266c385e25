#include "CoreLoops.h"
#include "clones.h"
#include <string.h>

// Philox4x32-10; see RandomStream.swift for the source. Block n gives the numbers of elements 4n ... 4n + 3.

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

FOR_EVERY_CPU
void loop_dropout(
    uint64_t key, uint64_t counter, double rate, const float *x, float *y, size_t first, size_t count
) {
    const uint32_t threshold = (uint32_t)(rate * 4294967296.0);
    const float scale = (float)(1 / (1 - rate));
    uint32_t numbers[4][lanes];
    size_t block = first / 4, end = first + count;
    for (; block * 4 < end; block += lanes) {
        philox(key, counter + block, numbers);
        size_t start = block * 4;
        if (start >= first && start + 4 * lanes <= end) {
            const float *from = x + (start - first);
            float *to = y + (start - first);
            for (size_t i = 0; i < lanes; i++)
                for (size_t j = 0; j < 4; j++)
                    to[4 * i + j] = numbers[j][i] >= threshold ? scale * from[4 * i + j] : 0;
        } else {
            for (size_t i = 0; i < 4 * lanes; i++) {
                if (start + i < first || start + i >= end) continue;
                size_t at = start + i - first;
                y[at] = numbers[i % 4][i / 4] >= threshold ? scale * x[at] : 0;
            }
        }
    }
}

FOR_EVERY_CPU
void loop_dropout_mask(uint64_t key, uint64_t counter, double rate, uint8_t *mask, size_t first, size_t count) {
    const uint32_t threshold = (uint32_t)(rate * 65536.0);
    uint32_t numbers[4][lanes];
    const size_t per_draw = 8 * lanes;
    for (size_t start = first; start < first + count; start += per_draw) {
        philox(key, counter + start / 8, numbers);
        uint8_t drawn[8 * lanes];
        for (size_t word = 0; word < 4; word++)
            for (size_t i = 0; i < lanes; i++) {
                drawn[2 * word * lanes + i] = (numbers[word][i] & 0xFFFFu) >= threshold;
                drawn[(2 * word + 1) * lanes + i] = numbers[word][i] >> 16 >= threshold;
            }
        const size_t rest = first + count - start;
        memcpy(mask + (start - first), drawn, rest < per_draw ? rest : per_draw);
    }
}
