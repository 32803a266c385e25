#include "CoreLoops.h"
int core_loops_present(void) { return 1; }
