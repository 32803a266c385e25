#include "CoreLoops.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct {
    void (*body)(void *, int);
    void *context;
    pthread_mutex_t gate;
    bool is_abandoned;
} thread_call;

typedef struct {
    thread_call *call;
    pthread_t thread;
    int number;
} own_thread;

static void *run_own_thread(void *data) {
    own_thread *own = data;
    // Nobody begins before all have been started.
    pthread_mutex_lock(&own->call->gate);
    const bool is_abandoned = own->call->is_abandoned;
    pthread_mutex_unlock(&own->call->gate);
    if (!is_abandoned) own->call->body(own->call->context, own->number);
    return NULL;
}

bool loop_own_threads(int count, void (*body)(void *, int), void (*meanwhile)(void *), void *context) {
    own_thread *threads = calloc((size_t)count + 1, sizeof *threads);
    if (!threads) return false;
    thread_call call = {body, context, PTHREAD_MUTEX_INITIALIZER, false};
    int started = 0;
    pthread_mutex_lock(&call.gate);
    while (started < count) {
        own_thread *own = threads + started;
        own->call = &call;
        own->number = started;
        if (pthread_create(&own->thread, NULL, run_own_thread, own)) break;
        started++;
    }
    call.is_abandoned = started < count;
    pthread_mutex_unlock(&call.gate);
    if (!call.is_abandoned) meanwhile(context);
    for (int i = 0; i < started; i++) pthread_join(threads[i].thread, NULL);
    free(threads);
    return !call.is_abandoned;
}
