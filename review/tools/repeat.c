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

/* The last part of a path: where a folder lies is the machine's matter. */
static void base_name(rv_buf *out, const char *option, const char *folder)
{
    const char *end = folder + strlen(folder), *begin;

    while (end > folder + 1 && end[-1] == '/')
        end--;
    for (begin = end; begin > folder && begin[-1] != '/'; begin--)
        ;
    rv_buf_printf(out, " %s %.*s", option, (int)(end - begin), begin);
}

static void repeat_words(rv_buf *out, const char *program, const rv_report_options *how)
{
    rv_buf_text(out, program);
    base_name(out, "--output", how->folder);
    if (how->formats) {
        rv_buf_text(out, " --format ");
        quote(out, how->formats);
    }
    if (how->since)
        base_name(out, "--since", how->since);
    if (how->docx_template)
        base_name(out, "--template", how->docx_template);
    for (size_t i = 0; i < how->otherwise->n; i++) {
        rv_buf_text(out, " --set ");
        quote(out, how->otherwise->items[i]);
    }
}

rv_status rv_tool_report(rv_store *store, const rv_protocol *protocol, const char *program, const rv_report_options *options,
                         rv_error *err)
{
    rv_report_options how = *options;
    rv_buf repeat = RV_BUF_INIT;
    rv_status st;

    repeat_words(&repeat, program, options);
    how.command = rv_buf_str(&repeat);
    if ((st = rv_buf_check(&repeat, err)) == RV_OK && (st = rv_report_write(store, protocol, &how, err)) == RV_OK)
        rv_tool_say("the report is %s%s", how.folder, !how.formats || strstr(how.formats, "html") ? "/report.html" : "");
    rv_buf_free(&repeat);
    return st;
}
