#ifndef KUMIKI_ONEDNN_FACTS_H
#define KUMIKI_ONEDNN_FACTS_H

#include <oneapi/dnnl/dnnl.h>
#include <stddef.h>

/// The widest instruction set that oneDNN uses on this processor, for readers; null where oneDNN names none.
static inline const char *onednn_instruction_set(void) {
    switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41: return "SSE4.1";
    case dnnl_cpu_isa_avx: return "AVX";
    case dnnl_cpu_isa_avx2: return "AVX2";
    case dnnl_cpu_isa_avx2_vnni: return "AVX2 with VNNI";
    case dnnl_cpu_isa_avx512_core: return "AVX-512";
    case dnnl_cpu_isa_avx512_core_vnni: return "AVX-512 with VNNI";
    case dnnl_cpu_isa_avx512_core_bf16: return "AVX-512 with VNNI and BF16";
    case dnnl_cpu_isa_avx512_core_amx: return "AVX-512 with AMX";
    default: return NULL;
    }
}

#endif
