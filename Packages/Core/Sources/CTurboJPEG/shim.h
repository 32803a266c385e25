#ifndef KUMIKI_CTURBOJPEG_SHIM_H
#define KUMIKI_CTURBOJPEG_SHIM_H

#include <turbojpeg.h>

// TurboJPEG hides libjpeg's setjmp and uses return codes, so that Swift can call it directly. Its second
// interface, used here, is in both libjpeg-turbo 2 and 3.

#endif
