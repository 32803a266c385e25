// One interface for oneDNN 2 and 3, whose C interfaces differ: Swift sees only these declarations.
//
// - layout.h: the layout of a tensor in memory.
// - primitive.h: a compiled operation with its memory arguments, and running it.
// - operations.h: making the operations: convolution, matrix product, reorder.
// - facts.h: the library's version, and the instruction set that it uses.
//
// Source: oneDNN's own headers, <oneapi/dnnl/dnnl.h>, versions 2.6 and 3.2.

#ifndef KUMIKI_ONEDNN_SHIM_H
#define KUMIKI_ONEDNN_SHIM_H

#include "layout.h"
#include "primitive.h"
#include "operations.h"
#include "facts.h"

#endif
