#include "CoreLoops.h"

// libgomp's own entry point, which compilers call for `#pragma omp parallel`: oneDNN's loops and ours share its pool.
// Source: GCC, libgomp ABI, "Implementing PARALLEL construct".
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
int omp_get_max_threads(void);
void omp_set_num_threads(int);

typedef struct {
    void (*body)(void *, int, int);
    void *context;
} parallel_call;

static void run_on_thread(void *data) {
    parallel_call *call = data;
    call->body(call->context, omp_get_thread_num(), omp_get_num_threads());
}

void loop_parallel(void (*body)(void *, int, int), void *context) {
    parallel_call call = {body, context};
    GOMP_parallel(run_on_thread, &call, 0, 0);
}

int loop_threads(void) { return omp_get_max_threads(); }

void loop_set_threads(int count) { omp_set_num_threads(count); }
