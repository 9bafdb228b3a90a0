/* What the verbs of review-extract have in common. */
#include <config.h>

#include "tools/extract.h"
#include "tools/listing.h"

rv_status extract_done(const rv_extraction *work, const char *event, const char *hex)
{
    if (*hex)
        rv_tool_ack(work->porcelain, event, hex);
    else
        rv_tool_say("it stood already");
    return RV_OK;
}

void extract_warn(void *user, const rv_extract_warning *w)
{
    size_t *faults = user;

    if (w->fault && (*faults)++ == 0)
        return;
    if (w->where)
        rv_tool_say("%s: %s: %s%s%s", w->file, w->where, w->column, *w->column ? ": " : "", w->message);
    else
        rv_tool_say("%s:%zu: %s%s%s", w->file, w->line, w->column, *w->column ? ": " : "", w->message);
}

void extract_say_what(const char *file, const rv_extract_summary *s)
{
    const struct { size_t n; const char *one, *many; } parts[] = {
        { s->studies, "study", "studies" }, { s->parts, "part", "parts" }, { s->results, "result", "results" }, { s->values, "value", "values" },
        { s->judgements, "judgement", "judgements" }, { s->corrections, "correction", "corrections" },
    };
    rv_buf text = RV_BUF_INIT;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            rv_buf_printf(&text, "%s%zu %s", text.length ? ", " : "", parts[i].n, parts[i].n == 1 ? parts[i].one : parts[i].many);
    if (!text.length)
        rv_buf_text(&text, s->event[0] ? "reports linked to studies" : "nothing new");
    if (s->unchanged)
        rv_buf_printf(&text, "; %zu stood already", s->unchanged);
    rv_tool_say("%s: %s", file, rv_buf_str(&text));
    rv_buf_free(&text);
}

rv_status extract_table(const rv_extraction *work, rv_format format, const char *const *columns, size_t n,
                        rv_status (*fill)(rv_table *table, void *user, rv_error *err), void *user, rv_error *err)
{
    return rv_tool_table(work->output, work->format >= 0 ? work->format : (int)format, columns, n, fill, user, err);
}

void extract_text(rv_table *table, const char *text)
{
    rv_table_text(table, text && *text ? text : NULL);
}

const char *extract_own(const rv_extraction *work)
{
    return work->own ? work->who : NULL;
}
