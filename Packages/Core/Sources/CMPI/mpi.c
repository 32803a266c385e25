#include "CMPI.h"

#include <dlfcn.h>
#include <stdint.h>

// A whole number in a pointer's place: calling conventions of 64-bit systems pass an `int` in the lower half of the
// register of a pointer, so that one declaration serves both libraries.
static void *number(uintptr_t value) { return (void *)value; }

// A function pointer from a symbol: C has no cast from one to the other, POSIX promises that it works.
#define FIND(member, name) \
    (*(void **)(&library->member) = dlsym(handle, name), library->member != NULL)

bool mpi_load(mpi_library *library, const char *name) {
    // Global symbols: the plugins of Open MPI expect those of the library.
    void *handle = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
    if (!handle) return false;
    library->world = dlsym(handle, "ompi_mpi_comm_world");
    if (library->world) {
        library->kind = mpi_open;
        library->byte = dlsym(handle, "ompi_mpi_byte");
        library->ignore = NULL;
    } else {
        // The numbers of MPICH's binary interface, which Intel MPI, MVAPICH and Cray MPI share.
        library->kind = mpi_mpich;
        library->world = number(0x44000000);
        library->byte = number(0x4c00010d);
        library->ignore = number(1);
    }
    return library->byte && FIND(init, "MPI_Init_thread") && FIND(finalize, "MPI_Finalize")
        && FIND(rank, "MPI_Comm_rank") && FIND(size, "MPI_Comm_size") && FIND(abort, "MPI_Abort")
        && FIND(version, "MPI_Get_library_version") && FIND(alltoall, "MPI_Ialltoallv")
        && FIND(allgather, "MPI_Iallgatherv") && FIND(test, "MPI_Test");
}

bool mpi_start(const mpi_library *library, int *rank, int *size) {
    // 1 is MPI_THREAD_FUNNELED in both: only the main thread calls.
    int provided = 0;
    return library->init(NULL, NULL, 1, &provided) == 0 && library->rank(library->world, rank) == 0
        && library->size(library->world, size) == 0;
}

bool mpi_exchange(
    const mpi_library *library, const void *data, const int *counts, const int *places, void *received,
    const int *received_counts, const int *received_places, void **request
) {
    *request = NULL;
    return library->alltoall(
               data, counts, places, library->byte, received, received_counts, received_places, library->byte,
               library->world, request) == 0;
}

bool mpi_gather(
    const mpi_library *library, const void *data, int count, void *received, const int *counts, const int *places,
    void **request
) {
    *request = NULL;
    return library->allgather(
               data, count, library->byte, received, counts, places, library->byte, library->world, request) == 0;
}

int mpi_is_done(const mpi_library *library, void **request) {
    int done = 0;
    return library->test(request, &done, library->ignore) == 0 ? done : -1;
}
