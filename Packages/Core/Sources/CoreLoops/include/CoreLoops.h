// Fused element-wise loops over float32, compiled for several CPUs at once, and the OpenMP pool.
//
// Every loop works on one contiguous block of memory; Swift splits the work over threads.

#ifndef KUMIKI_CORE_LOOPS_H
#define KUMIKI_CORE_LOOPS_H

// math.h for Swift, which sees it through this module on every platform.
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arithmetic.h"
#include "convolutions.h"
#include "networks.h"
#include "graphs.h"

// MARK: parallel.c

/// Runs body(context, thread, threads) on every thread of OpenMP's pool and waits for all.
void loop_parallel(void (*body)(void *context, int thread, int threads), void *context);
/// The number of threads of the pool; at least 1.
int loop_threads(void);
void loop_set_threads(int count);
/// Under the thread sanitizer: this thread has taken a lock, and sees what others did before they gave it back.
void loop_after_lock(const void *lock);
/// Under the thread sanitizer: this thread gives a lock back.
void loop_before_unlock(const void *lock);
/// Lets another thread run.
void loop_wait_for_lock(void);
/// The processor's level of x86-64, 1 to 4, by which the loader chose the clones of the loops; 0 on other processors.
int loop_cpu_level(void);

// MARK: threads.c

/// Runs body(context, 0 ..< count), each on a thread of its own, and meanwhile(context) on this one; waits for all. The
/// bodies may wait for each other. False where so many threads cannot be started: then none has run.
bool loop_own_threads(
    int count, void (*body)(void *context, int number), void (*meanwhile)(void *context), void *context);

#endif
