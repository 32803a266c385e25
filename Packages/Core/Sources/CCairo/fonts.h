#ifndef KUMIKI_CAIRO_FONTS_H
#define KUMIKI_CAIRO_FONTS_H

#include <fontconfig/fontconfig.h>
#include <stddef.h>

// Cairo asks Fontconfig for fonts, and Fontconfig complains on standard error where a machine has no configuration.

/// Whether this machine has a configuration of fonts; otherwise an empty one is set, which finds nothing by itself.
static inline int cairo_fonts_are_configured(void) {
    FcConfig *own = FcConfigCreate();
    if (!own) return 1;
#if FC_VERSION >= 21393
    FcChar8 *file = FcConfigGetFilename(own, NULL);
#else
    FcChar8 *file = FcConfigFilename(NULL);
#endif
    if (!file) {
        FcConfigSetCurrent(own);
        FcConfigDestroy(own);
        return 0;
    }
    FcStrFree(file);
    FcConfigDestroy(own);
    return 1;
}

/// Makes the faces of a file available to Cairo in this process.
static inline int cairo_add_font(const char *file) {
    return FcConfigAppFontAddFile(NULL, (const FcChar8 *)file) == FcTrue;
}

#endif
