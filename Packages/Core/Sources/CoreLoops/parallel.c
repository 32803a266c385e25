#include "CoreLoops.h"

#include <sched.h>

// libgomp's own entry point, which compilers call for `#pragma omp parallel`: oneDNN's loops and these loops share its
// pool. Source: GCC, libgomp ABI, "Implementing PARALLEL construct".
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
int omp_get_max_threads(void);
void omp_set_num_threads(int);

typedef struct {
    void (*body)(void *, int, int);
    void *context;
} parallel_call;

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define IS_THREAD_SANITIZED
#endif
#endif

#ifdef IS_THREAD_SANITIZED
// libgomp's own barriers are not compiled with the sanitizer, which would take every loop for a race. It understands
// threads that are started and joined.
#include <pthread.h>

enum { most_threads = 64 };

typedef struct {
    parallel_call *call;
    int number, count, wanted;
    pthread_t thread;
} parallel_part;

static _Thread_local bool is_within;

static void *run_part(void *data) {
    parallel_part *part = data;
    is_within = true;
    // libgomp's threads know the number that the calling thread has set.
    omp_set_num_threads(part->wanted);
    part->call->body(part->call->context, part->number, part->count);
    is_within = false;
    return NULL;
}

void loop_parallel(void (*body)(void *, int, int), void *context) {
    parallel_call call = {body, context};
    // As in libgomp, a loop within another runs only on its own thread.
    const int wanted = omp_get_max_threads();
    const int count = is_within ? 1 : wanted < most_threads ? wanted : most_threads;
    parallel_part parts[most_threads];
    const bool was_within = is_within;
    for (int i = 0; i < count; i++)
        parts[i] = (parallel_part){.call = &call, .number = i, .count = count, .wanted = wanted};
    int started = 1;
    while (started < count && !pthread_create(&parts[started].thread, NULL, run_part, &parts[started])) started++;
    run_part(&parts[0]);
    // What found no thread runs here.
    for (int i = started; i < count; i++) run_part(&parts[i]);
    for (int i = 1; i < started; i++) pthread_join(parts[i].thread, NULL);
    is_within = was_within;
}

// Source: LLVM, compiler-rt/include/sanitizer/tsan_interface.h.
void __tsan_acquire(void *address);
void __tsan_release(void *address);

void loop_after_lock(const void *lock) { __tsan_acquire((void *)lock); }

void loop_before_unlock(const void *lock) { __tsan_release((void *)lock); }
#else
static void run_on_thread(void *data) {
    parallel_call *call = data;
    call->body(call->context, omp_get_thread_num(), omp_get_num_threads());
}

void loop_parallel(void (*body)(void *, int, int), void *context) {
    parallel_call call = {body, context};
    GOMP_parallel(run_on_thread, &call, 0, 0);
}

void loop_after_lock(const void *lock) { (void)lock; }

void loop_before_unlock(const void *lock) { (void)lock; }
#endif

void loop_wait_for_lock(void) { sched_yield(); }

int loop_threads(void) { return omp_get_max_threads(); }

void loop_set_threads(int count) { omp_set_num_threads(count); }
