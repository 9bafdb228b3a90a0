/* Covidence's export of extraction as CSV: a row a study and reviewer ("Consensus" for what was agreed), with the columns
   "Covidence #", "Study ID", "Title", "Reviewer Name", and one a question of the team's own template. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/foreign.h"

static const char number[] = "Covidence #", study_column[] = "Study ID", reviewer[] = "Reviewer Name";

/* What a row says of itself; the rows of a study need not stand together. */
typedef struct {
    const char *key, *reviewer;
    size_t      row;              /* from 0 */
} heading;

typedef struct {
    rv_foreign *f;
    const char *name;
    heading    *rows;
    size_t      n, room;
} reading;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status open_rows(const reading *r, const char *bytes, size_t n, rv_csv **csv, rv_error *err)
{
    rv_status st;

    if ((st = rv_csv_open_bytes(csv, r->name, bytes, n, 0, err)) != RV_OK || (st = rv_csv_header(*csv, err)) != RV_OK)
        return st;
    if (rv_csv_column(*csv, study_column) < 0)
        return rv_fail(err, RV_EPARSE, "%s:1: the column '%s' is missing", r->name, study_column);
    return RV_OK;
}

/* A study is its number in Covidence, or its name where the export has no numbers. */
static const char *key_of(reading *r, const rv_csv *csv)
{
    const char *key = rv_foreign_text(r->f, rv_csv_get(csv, number));

    return *key ? key : rv_foreign_text(r->f, rv_csv_get(csv, study_column));
}

static rv_status list_rows(reading *r, const char *bytes, size_t n, rv_error *err)
{
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st = open_rows(r, bytes, n, &csv, err);

    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row) {
        if (!rv_grow(&r->rows, r->n, &r->room, sizeof *r->rows))
            st = no_memory(err);
        else
            r->rows[r->n] = (heading){ key_of(r, csv), rv_foreign_text(r->f, rv_csv_get(csv, reviewer)), r->n };
        r->n++;
    }
    rv_csv_close(csv);
    return st;
}

static int by_key(const void *a, const void *b)
{
    const heading *x = a, *y = b;
    const int c = strcmp(x->key, y->key);

    return c ? c : x->row < y->row ? -1 : x->row > y->row;
}

static bool is_consensus(const heading *h)
{
    return strcasecmp(h->reviewer, "Consensus") == 0;
}

/* The row that counts for each study: the consensus, or the only one; two people's rows without one are told and left alone. */
static rv_status choose(reading *r, bool **chosen, rv_error *err)
{
    if (!(*chosen = calloc(r->n + 1, sizeof **chosen)))
        return no_memory(err);
    if (r->n)
        qsort(r->rows, r->n, sizeof *r->rows, by_key);
    for (size_t i = 0, next; i < r->n; i = next) {
        const heading *agreed = NULL;
        for (next = i; next < r->n && strcmp(r->rows[next].key, r->rows[i].key) == 0; next++)
            if (is_consensus(&r->rows[next]))
                agreed = &r->rows[next];
        if (!agreed && next - i == 1)
            agreed = &r->rows[i];
        if (agreed)
            (*chosen)[agreed->row] = true;
        else
            rv_foreign_tell(r->f, r->rows[i].row + 2, r->rows[i].key, "several reviewers extracted it, and there is no consensus; it is not taken");
    }
    return RV_OK;
}

static bool is_ours(const char *column)
{
    return strcmp(column, number) == 0 || strcmp(column, study_column) == 0 || strcmp(column, reviewer) == 0 || strcmp(column, "Title") == 0;
}

static rv_status take(reading *r, const rv_csv *csv, const rv_csv_row *row, rv_error *err)
{
    const char *label = rv_foreign_text(r->f, rv_csv_get(csv, study_column)), *key = key_of(r, csv);
    const char *who = rv_foreign_text(r->f, rv_csv_get(csv, reviewer));
    size_t study;
    rv_status st;

    if (!*label)
        return rv_fail(err, RV_EPARSE, "%s:%zu: %s: the row names no study", r->name, row->line, study_column);
    st = rv_foreign_add_study(r->f, &(rv_foreign_study){ .id = key, .label = label, .title = rv_foreign_text(r->f, rv_csv_get(csv, "Title")),
                                                         .year = "", .doi = "", .pmid = "", .line = row->line }, &study, err);
    for (size_t c = 0; st == RV_OK && c < rv_csv_columns(csv) && c < row->count; c++) {
        const char *column = rv_csv_column_name(csv, c), *value = rv_foreign_text(r->f, row->fields[c]);
        if (is_ours(column) || !*value)
            continue;
        st = rv_foreign_add_value(r->f, &(rv_foreign_value){
            .study = study, .result = RV_FOREIGN_NONE, .name = rv_foreign_text(r->f, column), .value = value,
            .note = *who ? rv_foreign_join(r->f, "in Covidence: %s", who) : "",
            .place = rv_foreign_join(r->f, "line %zu, %s", row->line, column), .line = row->line }, err);
    }
    return st;
}

bool rv_covidence_is(const char *bytes, size_t n)
{
    char head[4000];

    rv_foreign_first_line(bytes, n, head, sizeof head);
    return strstr(head, study_column) && (strstr(head, number) || strstr(head, reviewer));
}

rv_status rv_covidence_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err)
{
    reading r = { .f = f, .name = name };
    const rv_csv_row *row;
    bool *chosen = NULL;
    rv_csv *csv = NULL;
    size_t at = 0;
    rv_status st;

    if ((st = list_rows(&r, bytes, n, err)) == RV_OK && (st = choose(&r, &chosen, err)) == RV_OK
        && (st = open_rows(&r, bytes, n, &csv, err)) == RV_OK)
        while ((st = rv_csv_next(csv, &row, err)) == RV_OK && row && at < r.n)
            if (chosen[at++] && (st = take(&r, csv, row, err)) != RV_OK)
                break;
    rv_csv_close(csv);
    free(chosen);
    free(r.rows);
    return st == RV_OK && f->memory.failed ? no_memory(err) : st;
}
