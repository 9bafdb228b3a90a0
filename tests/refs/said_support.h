/* Reads bytes as references and keeps all that each record says, neutral of any format, as one line of "field=value|". */
#ifndef TESTS_REFS_SAID_SUPPORT_H
#define TESTS_REFS_SAID_SUPPORT_H

#include "tests/support.h"

#include <stdio.h>
#include <string.h>

#include "review/refs.h"

typedef struct {
    rv_status       status;
    rv_error        err;
    rv_refs_summary summary;
    rv_buf          said;                /* a line for each record */
    rv_buf          places;              /* "offset+length:line " of each */
    rv_buf          tags;                /* "path=value|" of the last */
    rv_buf          problems;            /* "kind@line " of each */
    rv_buf          words;               /* their messages, a line each */
} said_result;

static void said_names(said_result *got, const rv_record *record)
{
    static const char *const roles[RV_ROLES] = { "author", "editor", "translator", "series-editor", "other" };

    for (size_t i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];

        rv_buf_printf(&got->said, "%s=%s%s%s%s%s|", roles[name->role], name->family, name->given ? ", " : "",
                      name->given ? name->given : "", name->suffix ? ", " : "", name->suffix ? name->suffix : "");
    }
}

static rv_status said_record(void *user, const rv_record *record, rv_error *err)
{
    said_result *got = user;

    (void)err;
    for (int field = 0; field < RV_REF_LISTS; field++)
        if (record->text[field])
            rv_buf_printf(&got->said, "%s=%s|", rv_ref_fields[field], record->text[field]);
    for (size_t i = 0; i < record->n_values; i++)
        rv_buf_printf(&got->said, "%s=%s|", rv_ref_fields[record->values[i].field], record->values[i].text);
    said_names(got, record);
    if (record->date.year || record->date.month)
        rv_buf_printf(&got->said, "date=%d-%d-%d|", record->date.year, record->date.month, record->date.day);
    rv_buf_char(&got->said, '\n');
    rv_buf_printf(&got->places, "%llu+%llu:%llu ", (unsigned long long)record->fields.offset,
                  (unsigned long long)record->fields.length, (unsigned long long)record->fields.line);
    rv_buf_clear(&got->tags);
    for (size_t i = 0; i < record->n_tags; i++)
        rv_buf_printf(&got->tags, "%s=%s|", record->tags[i].tag, record->tags[i].value);
    return RV_OK;
}

static void said_problem(void *user, const rv_problem *problem)
{
    said_result *got = user;

    rv_buf_printf(&got->problems, "%s@%zu ", problem->kind, problem->line);
    rv_buf_printf(&got->words, "%s\n", problem->message);
}

static void said_bytes(said_result *got, const char *bytes, size_t n)
{
    const rv_refs_sink sink = { NULL, said_record, said_problem, got };

    memset(got, 0, sizeof *got);
    got->status = rv_refs_read_bytes("test", bytes, n, NULL, NULL, &sink, &got->summary, &got->err);
}

static void said_free(said_result *got)
{
    rv_buf_free(&got->said);
    rv_buf_free(&got->places);
    rv_buf_free(&got->tags);
    rv_buf_free(&got->problems);
    rv_buf_free(&got->words);
}

/* What the records of `text` say. */
static inline void assert_said(const char *text, const char *format, const char *want)
{
    said_result got;

    said_bytes(&got, text, strlen(text));
    if (got.status != RV_OK)
        print_error("%s\n", got.err.message);
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, format);
    assert_string_equal(rv_buf_str(&got.said), want);
    assert_string_equal(rv_buf_str(&got.problems), "");
    said_free(&got);
}

/* The problems that `text` has. */
static inline void assert_problems(const char *text, const char *want)
{
    said_result got;

    said_bytes(&got, text, strlen(text));
    assert_string_equal(rv_buf_str(&got.problems), want);
    said_free(&got);
}

/* The tags of the last record. */
static inline void assert_tags(const char *text, const char *want)
{
    said_result got;

    said_bytes(&got, text, strlen(text));
    assert_string_equal(rv_buf_str(&got.tags), want);
    said_free(&got);
}

#endif
