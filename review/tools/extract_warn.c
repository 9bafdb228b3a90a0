/* Warnings about numbers, and why they may stand. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/extract.h"

typedef struct {
    const rv_extraction *work;
    const char *study, *result;      /* NULL: all */
    rv_table   *table;
} listing;

static rv_status add_warning(void *user, const rv_value_warning *w, rv_error *err)
{
    const listing *l = user;
    const char *const cells[] = { w->result, w->study, w->rule, w->words, w->numbers, w->reason, w->reviewer };

    (void)err;
    if (l->work->open && *w->reason)
        return RV_OK;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(l->table, cells[i]);
    rv_table_row(l->table);
    return RV_OK;
}

static rv_status fill_warnings(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    const rv_extraction *work = l->work;
    rv_status st;

    l->table = table;
    st = rv_extract_warnings(work->store, work->protocol, NULL, l->study, l->result, add_warning, l, err);
    /* Where two extract apart, each sees the warnings of their own version too. */
    if (st == RV_OK && work->protocol->extraction == RV_EXTRACT_DOUBLE && work->who)
        st = rv_extract_warnings(work->store, work->protocol, work->who, l->study, l->result, add_warning, l, err);
    return st;
}

static rv_status add_rules(rv_table *table, void *user, rv_error *err)
{
    const char *id, *title, *how;

    (void)user;
    (void)err;
    for (size_t i = 0; rv_extract_rule(i, &id, &title, &how); i++) {
        extract_text(table, id);
        extract_text(table, title);
        extract_text(table, how);
        rv_table_row(table);
    }
    return RV_OK;
}

rv_status extract_warnings(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "result", "study", "rule", "what", "numbers", "reason", "reviewer" };
    listing l = { .work = work };
    bool is_result;
    rv_status st;

    if (operands[0]) {
        if ((st = extract_is_result(work->store, operands[0], &is_result, err)) != RV_OK)
            return st;
        *(is_result ? &l.result : &l.study) = operands[0];
    }
    return extract_table(work, RV_FORMAT_TEXT, columns, 7, fill_warnings, &l, err);
}

rv_status extract_rules(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "rule", "what", "how" };

    (void)operands;
    return extract_table(work, RV_FORMAT_TEXT, columns, 3, add_rules, NULL, err);
}

/* "a,b" into its words; the list and its text are freed with free(). */
static const char **split(char *text, size_t *n, rv_error *err)
{
    const char **words;
    size_t count = 1;

    for (const char *c = text; *c; c++)
        count += *c == ',';
    if (!(words = calloc(count, sizeof *words))) {
        (void)!rv_fail(err, RV_ENOMEM, "out of memory");
        return NULL;
    }
    *n = 0;
    for (char *save = NULL, *word = strtok_r(text, ", ", &save); word; word = strtok_r(NULL, ", ", &save))
        words[(*n)++] = word;
    return words;
}

rv_status extract_reason(rv_extraction *work, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX] = "";
    const char **rules, *const *results = (const char *const *)(operands + 1);
    size_t n = 0, n_results = 0;
    rv_status st;

    if (!work->because)
        return rv_fail(err, RV_EUSAGE, "why may it stand? give --because TEXT");
    if (!(rules = split(operands[0], &n, err)))
        return RV_ENOMEM;
    while (results[n_results])
        n_results++;
    st = rv_extract_reason(work->store, work->protocol, work->who, rules, n, results, n_results, work->because, hex, err);
    free(rules);
    return st == RV_OK ? extract_done(work, "extract.reason", hex) : st;
}
