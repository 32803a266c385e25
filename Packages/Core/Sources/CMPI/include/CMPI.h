#ifndef KUMIKI_CMPI_H
#define KUMIKI_CMPI_H

// MPI, loaded at run time: nine functions of MPI 3.1, of Open MPI or of MPICH and its relatives. No header of either is
// needed to build, and a program that is not started by mpirun never loads a library.

#include <stdbool.h>
#include <stddef.h>

/// The binary interface of a library.
typedef enum { mpi_none = 0, mpi_open, mpi_mpich } mpi_kind;

/// A library with the functions that are used; handles are pointers in Open MPI and whole numbers in MPICH.
typedef struct {
    mpi_kind kind;
    void *world, *byte, *ignore;
    int (*init)(int *, char ***, int, int *);
    int (*finalize)(void);
    int (*rank)(void *, int *);
    int (*size)(void *, int *);
    int (*abort)(void *, int);
    int (*version)(char *, int *);
    int (*alltoall)(
        const void *, const int *, const int *, void *, void *, const int *, const int *, void *, void *, void **);
    int (*allgather)(const void *, int, void *, void *, const int *, const int *, void *, void *, void **);
    int (*test)(void **, int *, void *);
} mpi_library;

/// Opens a library by its file's name and finds its functions; false where it is missing or lacks one.
bool mpi_load(mpi_library *library, const char *name);

/// Starts MPI for this process's main thread; false on failure. Open MPI ends the process itself on most failures.
bool mpi_start(const mpi_library *library, int *rank, int *size);

/// Begins to send `counts[q]` bytes at `data + places[q]` to every rank q, and to receive likewise; null on failure.
/// The buffers stay in place until the request is done.
bool mpi_exchange(
    const mpi_library *library, const void *data, const int *counts, const int *places, void *received,
    const int *received_counts, const int *received_places, void **request);

/// Begins to send `count` bytes to all ranks, and to receive those of each in turn.
bool mpi_gather(
    const mpi_library *library, const void *data, int count, void *received, const int *counts, const int *places,
    void **request);

/// Whether a request is done: 1, 0, or −1 on failure.
int mpi_is_done(const mpi_library *library, void **request);

#endif
