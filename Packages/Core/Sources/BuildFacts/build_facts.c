#include "BuildFacts.h"

#include <stddef.h>

const char *build_commit(void) {
#ifdef KUMIKI_COMMIT
    return KUMIKI_COMMIT;
#else
    return NULL;
#endif
}
