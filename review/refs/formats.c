#include <config.h>

#include <string.h>

#include "inside.h"

#define FORMAT(id, name) &rv_format_##id,
#define NAME(id, name) name,
static const rv_refs_format *const formats[] = { RV_REFS_READ(FORMAT) };
const char *const rv_refs_formats[] = { RV_REFS_READ(NAME) NULL };
enum { FORMATS = sizeof formats / sizeof *formats };

const rv_refs_format *rv_refs_format_called(const char *called, const char **name)
{
    size_t i;

    for (i = 0; i < FORMATS; i++)
        if (strcmp(rv_refs_formats[i], called) == 0) {
            *name = rv_refs_formats[i];
            return formats[i];
        }
    return NULL;
}

const rv_refs_format *rv_refs_format_of(const char *text, size_t n, const char **name)
{
    size_t i;

    for (i = 0; i < FORMATS; i++)
        if (formats[i]->detect(text, n)) {
            *name = rv_refs_formats[i];
            return formats[i];
        }
    return NULL;
}
