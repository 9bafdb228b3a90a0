/* What records say, as text to compare: "title=One", "author=Smith|Ann|", "date=2012-03-05|Spring", a line each, and an empty line
   behind each record. */
#ifndef TESTS_REFS_NEUTRAL_SUPPORT_H
#define TESTS_REFS_NEUTRAL_SUPPORT_H

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

typedef struct {
    rv_status       status;
    rv_error        err;
    rv_refs_summary summary;
    rv_buf          said, tags, problems;         /* tags: "path=value\n"; problems: "kind@line " */
} neutral_result;

static void neutral_say(rv_buf *out, const rv_record *record)
{
    static const char *const roles[RV_ROLES] = { "author", "editor", "translator", "series_editor", "other" };

    for (int i = 0; i < RV_REF_LISTS; i++)
        if (record->text[i])
            rv_buf_printf(out, "%s=%s\n", rv_ref_fields[i], record->text[i]);
    for (int field = RV_REF_LISTS; field < RV_REF_FIELDS; field++)
        for (size_t i = 0; i < record->n_values; i++)
            if ((int)record->values[i].field == field)
                rv_buf_printf(out, "%s=%s\n", rv_ref_fields[field], record->values[i].text);
    for (int role = 0; role < RV_ROLES; role++)
        for (size_t i = 0; i < record->n_names; i++) {
            const rv_ref_name *name = &record->names[i];

            if ((int)name->role == role)
                rv_buf_printf(out, "%s=%s|%s|%s\n", roles[role], name->family, name->given ? name->given : "",
                              name->suffix ? name->suffix : "");
        }
    if (record->date.year || record->date.month || record->date.raw)
        rv_buf_printf(out, "date=%d-%d-%d|%s\n", record->date.year, record->date.month, record->date.day,
                      record->date.raw ? record->date.raw : "");
    for (size_t i = 0; i < record->n_decisions; i++)
        rv_buf_printf(out, "decision=%s|%s|%s\n", record->decisions[i].reviewer ? record->decisions[i].reviewer : "",
                      record->decisions[i].verdict ? record->decisions[i].verdict : "",
                      record->decisions[i].reason ? record->decisions[i].reason : "");
    rv_buf_text(out, "\n");
}

static rv_status neutral_take(void *user, const rv_record *record, rv_error *err)
{
    neutral_result *got = user;

    (void)err;
    neutral_say(&got->said, record);
    rv_buf_clear(&got->tags);
    for (size_t i = 0; i < record->n_tags; i++)
        rv_buf_printf(&got->tags, "%s=%s\n", record->tags[i].tag, record->tags[i].value);
    return RV_OK;
}

static void neutral_problem(void *user, const rv_problem *problem)
{
    rv_buf_printf(&((neutral_result *)user)->problems, "%s@%zu ", problem->kind, problem->line);
}

static inline void neutral_read(neutral_result *got, const char *bytes, size_t n)
{
    const rv_refs_sink sink = { NULL, neutral_take, neutral_problem, got };

    memset(got, 0, sizeof *got);
    got->status = rv_refs_read_bytes("test", bytes, n, NULL, NULL, &sink, &got->summary, &got->err);
}

/* What must be among the lines said. */
static inline void neutral_holds(const neutral_result *got, const char *line)
{
    char want[2000];

    snprintf(want, sizeof want, "%s\n", line);
    if (!strstr(rv_buf_str(&got->said), want))
        fail_msg("'%s' is not said; said is\n%s", line, rv_buf_str(&got->said));
}

static inline void neutral_lacks(const neutral_result *got, const char *part)
{
    if (strstr(rv_buf_str(&got->said), part))
        fail_msg("'%s' is said:\n%s", part, rv_buf_str(&got->said));
}

static inline void neutral_free(neutral_result *got)
{
    rv_buf_free(&got->said);
    rv_buf_free(&got->tags);
    rv_buf_free(&got->problems);
}

#endif
