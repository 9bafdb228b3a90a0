/* The rows of a study in one version: itself, its parts, its results. */
#include <config.h>

#include <string.h>

#include "extract/pairs.h"

const char *const rv_row_words[] = { "study", "arm", "outcome", "time", "contrast", "result", NULL };

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* The first standing value that is not of a row before this one. */
static size_t lower(const rv_facts *f, int64_t study, int64_t part, int64_t result)
{
    size_t lo = 0, hi = f->n_standing;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        const rv_fact_value *v = f->standing[mid];
        const bool before = v->study != study ? v->study < study : v->part != part ? v->part < part : v->result < result;
        if (before)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static rv_status add_row(rv_rows *rows, const rv_facts *f, int kind, int64_t study, const rv_fact_part *p, const rv_fact_result *result,
                         const char *label, rv_error *err)
{
    const int64_t of = result ? result->id : 0, part = p ? p->id : 0;
    size_t begin = lower(f, study, part, of), end = begin;

    while (end < f->n_standing && f->standing[end]->study == study && f->standing[end]->part == part && f->standing[end]->result == of)
        end++;
    if (!rv_grow(&rows->rows, rows->n, &rows->room, sizeof *rows->rows))
        return no_memory(err);
    rows->rows[rows->n++] = (rv_row){ .kind = kind, .id = result ? of : p ? part : study, .result = result,
                                      .key = result ? result->key : p ? p->key : label,
                                      .from = { result ? result->from_a : p ? p->from_a : 0, result ? result->from_b : p ? p->from_b : 0 },
                                      .values = f->standing + begin, .n_values = end - begin, .partner = SIZE_MAX, .by = "",
                                      .taken = "" };
    return RV_OK;
}

/* Parts stand by study, kind and key; of two of one name (copies that were merged) the first stands for both. */
static rv_status add_parts(rv_rows *rows, const rv_facts *f, int kind, int64_t study, const char *label, rv_error *err)
{
    const char *word = rv_row_words[kind];
    size_t lo = 0, hi = f->n_parts;
    rv_status st = RV_OK;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (f->parts[mid].study < study)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; st == RV_OK && lo < f->n_parts && f->parts[lo].study == study; lo++)
        if (strcmp(f->parts[lo].kind, word) == 0
            && !(lo && f->parts[lo - 1].study == study && strcmp(f->parts[lo - 1].kind, word) == 0
                 && strcmp(f->parts[lo - 1].key, f->parts[lo].key) == 0))
            st = add_row(rows, f, kind, study, &f->parts[lo], NULL, label, err);
    return st;
}

rv_status rv_rows_fill(rv_rows *rows, const rv_version *version, int64_t study, const char *label, rv_error *err)
{
    const rv_facts *f = &version->facts;
    size_t lo = 0, hi = f->n_results;
    rv_status st;

    rows->n = 0;
    rows->first[RV_ROW_STUDY] = 0;
    st = add_row(rows, f, RV_ROW_STUDY, study, NULL, NULL, label, err);
    for (int kind = RV_ROW_ARM; kind <= RV_ROW_CONTRAST; kind++) {
        rows->first[kind] = rows->n;
        if (st == RV_OK)
            st = add_parts(rows, f, kind, study, label, err);
    }
    rows->first[RV_ROW_RESULT] = rows->n;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (version->results[mid]->study < study)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; st == RV_OK && lo < f->n_results && version->results[lo]->study == study; lo++)
        st = add_row(rows, f, RV_ROW_RESULT, study, NULL, version->results[lo], label, err);
    rows->first[RV_ROW_KINDS] = rows->n;
    return st;
}

size_t rv_rows_find(const rv_rows *rows, const char *name)
{
    size_t found = SIZE_MAX;

    for (size_t i = 1; i < rows->n; i++) {
        const rv_row *r = &rows->rows[i];
        const char *word = rv_row_words[r->kind];
        const size_t n = strlen(word);
        const bool whole = strncmp(name, word, n) == 0 && name[n] == ':' && strcmp(name + n + 1, r->key) == 0;
        if (whole)
            return i;
        if (strcmp(name, r->key) == 0)
            found = found == SIZE_MAX ? i : SIZE_MAX - 1;
    }
    return found;
}

const rv_fact_value *rv_row_value(const rv_row *row, const char *field)
{
    size_t lo = 0, hi = row->n_values;

    while (lo < hi) {                                 /* the first after the field's: the one before it is its newest */
        const size_t mid = lo + (hi - lo) / 2;
        if (strcmp(row->values[mid]->field, field) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo && strcmp(row->values[lo - 1]->field, field) == 0 ? row->values[lo - 1] : NULL;
}
