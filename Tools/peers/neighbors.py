"""How much of the processors other programs take, from Linux's own counts; elsewhere nothing is known."""

import os
import time


def busy_seconds():
    """Processor seconds since the machine's start that were not idle, or None."""
    try:
        with open("/proc/stat") as file:
            user, nice, system, _, _, irq, soft, steal, *_ = map(int, file.readline().split()[1:])
    except OSError:
        return None
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Measures the share of all processors that others take between its making and `share`."""

    def __init__(self):
        self._start, self._busy = time.monotonic(), busy_seconds()

    def share(self, own=0.0):
        """`own` are the processor seconds of the watched program."""
        if self._busy is None:
            return 0.0
        seconds = time.monotonic() - self._start
        return max(0.0, (busy_seconds() - self._busy - own) / seconds / (os.cpu_count() or 1))


def wait(patience, quiet=0.1):
    """Returns as soon as others take at most a tenth for a second, or after so many seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        watch = Watch()
        time.sleep(1)
        if watch.share() <= quiet:
            return
