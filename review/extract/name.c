/* Names that people give: of studies, their parts and results. */
#include <config.h>

#include <string.h>

#include "extract/batch.h"

void rv_batch_name(rv_batch *batch, size_t line, const char *column, const char *name)
{
    const size_t n = strlen(name);
    rv_buf shown = RV_BUF_INIT;

    rv_utf8_printable(&shown, name, n);
    if (rv_buf_check(&shown, NULL) == RV_OK && strcmp(rv_buf_str(&shown), name) != 0)
        rv_batch_fault(batch, line, column, "a name is one line of characters that can be seen; a line end, tab, control or direction"
                       " character stands in it");
    else if (n > 0 && (name[0] == ' ' || name[n - 1] == ' '))
        rv_batch_fault(batch, line, column, "a blank stands before or behind the name; without it, it may be another's");
    rv_buf_free(&shown);
}
