/* A part or result that the study lacks, made while its form is filled in: "arm KEY", "result KEY = DOMAIN; OUTCOME; MONTHS". */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/entering_save.h"

const char rv_entering_new_help[] = "arm KEY | outcome KEY | time MONTHS | contrast KEY = ARM v ARM | result KEY = DOMAIN; OUTCOME; MONTHS; ARM or A v B";

/* Cuts `text` at the first `mark`; what follows, without blanks around, or NULL. The blanks around what stays go too. */
static char *cut(char *text, const char *mark)
{
    char *after = strstr(text, mark), *end;

    if (after) {
        *after = '\0';
        after += strlen(mark);
        after += strspn(after, " ");
    }
    for (end = text + strlen(text); end > text && end[-1] == ' ';)
        *--end = '\0';
    return after;
}

static rv_status make_result(const rv_entering *e, const char *key, char *details, char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_result_entry entry = { .result = key, .study = e->study, .record = e->work->record, .domain = details };
    char *outcome = details ? cut(details, ";") : NULL, *months = outcome ? cut(outcome, ";") : NULL, *of = months ? cut(months, ";") : NULL;

    if (!outcome || !*outcome)
        return rv_fail(err, RV_EINVAL, "a result needs its domain and outcome: result %s = DOMAIN; OUTCOME; MONTHS", key);
    if (of)
        cut(of, ";");
    entry.outcome = outcome;
    entry.months = months;
    if (of && *of)
        *(strstr(of, " v ") ? &entry.contrast : &entry.arm) = of;
    return rv_extract_result(e->work->store, e->work->protocol, e->work->who, &entry, hex, err);
}

static rv_status make(const rv_entering *e, const char *kind, const char *key, char *details, char hex[RV_DIGEST_HEX], rv_error *err)
{
    char *group2 = NULL;

    if (strcmp(kind, "result") == 0)
        return make_result(e, key, details, hex, err);
    if (details && strcmp(kind, "contrast") == 0 && !(group2 = cut(details, " v ")))
        return rv_fail(err, RV_EINVAL, "a contrast compares two arms: contrast %s = ARM v ARM", key);
    if (details && !group2)
        return rv_fail(err, RV_EINVAL, "%s %s: nothing is said of it here but its key", kind, key);
    return rv_extract_part(e->work->store, e->work->protocol, e->work->who, e->study, kind, key, details, group2, hex, err);
}

/* The first question of what is new; where nothing is asked of it, the question at hand. */
static void go_there(const rv_entering *e, const char *kind, const char *key, size_t *at)
{
    for (size_t i = 0; i < e->list.n; i++) {
        const rv_entering_item *a = &e->list.items[i];
        if (strcmp(kind, "result") == 0 ? strcmp(a->result, key) == 0 : strcmp(a->kind, kind) == 0 && strcmp(a->part, key) == 0) {
            *at = i;
            return;
        }
    }
}

rv_status rv_entering_new(rv_entering *e, const char *typed, size_t *at, bool *wrong, rv_error *err)
{
    char hex[RV_DIGEST_HEX] = "", *kind = strdup(typed + strspn(typed, " ")), *key, *details;
    rv_error fault = { 0 };
    rv_status st;

    if (!kind)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rv_buf_clear(&e->said);
    key = cut(kind, " ");
    details = key ? cut(key, "=") : NULL;
    st = key && *key ? make(e, kind, key, details, hex, &fault) : rv_fail(&fault, RV_EINVAL, "%s", rv_entering_new_help);
    *wrong = st != RV_OK;
    if (*wrong) {
        rv_buf_text(&e->said, fault.message);
        st = st == RV_EINVAL || st == RV_ENOTFOUND || st == RV_EPARSE || st == RV_EEXIST ? RV_OK : rv_fail(err, st, "%s", fault.message);
    } else {
        rv_buf_printf(&e->said, "%s: %s %s", hex[0] ? "made" : "it stood already", kind, key);
        e->saved += hex[0] != 0;
        if ((st = rv_entering_read_again(e, at, err)) == RV_OK)
            go_there(e, kind, key, at);
    }
    free(kind);
    return st;
}
