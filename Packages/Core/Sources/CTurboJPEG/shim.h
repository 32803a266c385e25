#ifndef KUMIKI_CTURBOJPEG_SHIM_H
#define KUMIKI_CTURBOJPEG_SHIM_H

#include <turbojpeg.h>

// TurboJPEG keeps libjpeg's setjmp to itself and speaks in return codes, so that Swift can call it as it is. Its second
// interface, used here, is in libjpeg-turbo 2 and 3 alike.

#endif
