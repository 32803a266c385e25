#include <cairo.h>
#include <cairo-svg.h>

#include "fonts.h"
