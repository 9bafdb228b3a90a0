#include <config.h>

#include <string.h>

#include "tools/repeat.h"

/* One word for a shell: in single quotes, each quote of its own as '\''. */
static void quote(rv_buf *out, const char *word)
{
    rv_buf_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            rv_buf_text(out, "'\\''");
        else
            rv_buf_char(out, *word);
    rv_buf_char(out, '\'');
}

void rv_tool_repeat(rv_buf *out, const char *program, const char *folder, const rv_texts *set)
{
    const char *end = folder + strlen(folder), *begin;

    while (end > folder + 1 && end[-1] == '/')
        end--;
    for (begin = end; begin > folder && begin[-1] != '/'; begin--)
        ;
    rv_buf_printf(out, "%s --output %.*s", program, (int)(end - begin), begin);
    for (size_t i = 0; i < set->count; i++) {
        rv_buf_text(out, " --set ");
        quote(out, set->items[i]);
    }
}
