"""The clock of the peers' programs. With one thread it is the processor's, which stands still while other programs have
the processor; with more it is the wall's, for waiting threads count."""

import os
import time

now = time.process_time if os.environ.get("KUMIKI_CLOCK") == "processor" else time.perf_counter
