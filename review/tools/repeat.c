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

static void repeat_words(rv_buf *out, const char *program, const char *folder, const rv_texts *set, const char *formats)
{
    const char *end = folder + strlen(folder), *begin;

    while (end > folder + 1 && end[-1] == '/')
        end--;
    for (begin = end; begin > folder && begin[-1] != '/'; begin--)
        ;
    rv_buf_printf(out, "%s --output %.*s", program, (int)(end - begin), begin);
    if (formats) {
        rv_buf_text(out, " --format ");
        quote(out, formats);
    }
    for (size_t i = 0; i < set->count; i++) {
        rv_buf_text(out, " --set ");
        quote(out, set->items[i]);
    }
}

rv_status rv_tool_report(rv_store *store, const rv_protocol *protocol, const char *program, const char *folder, const rv_texts *set,
                         const char *formats, rv_error *err)
{
    const rv_words otherwise = { set->items, set->count };
    rv_report_options how = RV_REPORT_OPTIONS_INIT;
    rv_buf repeat = RV_BUF_INIT;
    rv_status st;

    repeat_words(&repeat, program, folder, set, formats);
    how.folder = folder;
    how.command = rv_buf_str(&repeat);
    how.otherwise = &otherwise;
    how.formats = formats;
    if ((st = rv_buf_check(&repeat, err)) == RV_OK && (st = rv_report_write(store, protocol, &how, err)) == RV_OK)
        rv_tool_say("the report is %s%s", folder, !formats || strstr(formats, "html") ? "/report.html" : "");
    rv_buf_free(&repeat);
    return st;
}
