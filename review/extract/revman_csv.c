/* RevMan's study-centric results (study-results.csv of a data package, or exported on its own; what RevMan imports for studies): a row an
   arm of a study and outcome with its cases or mean, or a row a contrast of an arm with a reference arm. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/foreign.h"

static const char *const columns[] = { "Study", "Outcome", "Data type", "Effect measure", "Arm", "Reference arm", "Sample size", "Cases",
                                       "Mean", "SD", "SE", "Variance", "CI level", "CI start", "CI end", "Exp mean", "Exp CI start",
                                       "Exp CI end", "t-test", "z-test", "P value", "Footnotes" };
enum { N_COLUMNS = sizeof columns / sizeof *columns };

/* What a row of an arm holds, as the first and as the second group of a contrast; and a row of a contrast, of a difference and of a ratio
   ("Mean" and "CI" are on the scale of the analysis, the "Exp" ones are ratios). NULL: kept under the file's own name. */
static const struct { const char *column, *first, *second, *difference, *ratio; } numbers[] = {
    { "Cases", "ai", "ci", NULL, NULL },         { "Sample size", "n1i", "n2i", NULL, NULL }, { "Mean", "m1i", "m2i", "yi est", "yi" },
    { "SD", "sd1i", "sd2i", NULL, NULL },        { "SE", "se1i", "se2i", "sei se", "sei se" }, { "CI start", "lo1i", "lo2i", "ci_lo", NULL },
    { "CI end", "hi1i", "hi2i", "ci_hi", NULL }, { "t-test", NULL, NULL, "t", "t" },           { "P value", NULL, NULL, "p", "p" },
    { "Variance", NULL, NULL, "vi", "vi" },      { "Exp mean", NULL, NULL, NULL, "est" },
    { "Exp CI start", NULL, NULL, NULL, "ci_lo" }, { "Exp CI end", NULL, NULL, NULL, "ci_hi" },
    { "z-test", NULL, NULL, NULL, NULL },        { "CI level", NULL, NULL, NULL, NULL },       { "Footnotes", NULL, NULL, NULL, NULL },
};
enum { N_NUMBERS = sizeof numbers / sizeof *numbers };

/* An arm's row, kept until the arms of its study and outcome are together. */
typedef struct {
    const char *study, *outcome, *arm;
    const char *cells[N_NUMBERS];
    size_t      line, order;
} arm_row;

typedef struct {
    rv_foreign *f;
    const char *name;
    arm_row    *arms;
    size_t      n, room;
} reading;

static rv_status find_study(reading *r, const char *label, size_t line, size_t *study, rv_error *err)
{
    if ((*study = rv_foreign_find(r->f, label)) != RV_FOREIGN_NONE)
        return RV_OK;
    return rv_foreign_add_study(r->f, &(rv_foreign_study){ .id = label, .label = label, .title = "", .year = "", .doi = "", .pmid = "",
                                                           .line = line }, study, err);
}

static rv_status add(reading *r, size_t result, const char *name, const char *as, const char *value, size_t line, rv_error *err)
{
    const rv_foreign_result *of = &r->f->results[result];

    if (!*value)
        return RV_OK;
    return rv_foreign_add_value(r->f, &(rv_foreign_value){ .study = of->study, .result = result, .name = name, .as = as, .value = value,
                                                           .place = rv_foreign_join(r->f, "line %zu, %s", line, name), .line = line }, err);
}

static rv_status begin(reading *r, const char *study, const char *outcome, const char *one, const char *two, size_t line, size_t *result,
                       rv_error *err)
{
    const char *contrast = rv_foreign_join(r->f, "%s v %s", one, two);
    size_t index;
    rv_status st = find_study(r, study, line, &index, err);

    if (st != RV_OK)
        return st;
    return rv_foreign_add_result(r->f, &(rv_foreign_result){
        .study = index, .key = rv_foreign_join(r->f, "%s; %s; %s", study, outcome, contrast), .contrast = contrast, .outcome = outcome,
        .months = "", .place = rv_foreign_join(r->f, "line %zu", line), .line = line }, result, err);
}

static rv_status take_contrast(reading *r, const arm_row *row, const char *reference, const char *measure, rv_error *err)
{
    size_t result;
    rv_status st = begin(r, row->study, row->outcome, row->arm, reference, row->line, &result, err);

    for (size_t i = 0; st == RV_OK && i < N_NUMBERS; i++)
        st = add(r, result, numbers[i].column, rv_foreign_is_difference(measure) ? numbers[i].difference : numbers[i].ratio, row->cells[i],
                 row->line, err);
    return st == RV_OK ? add(r, result, "measure", "", measure, row->line, err) : st;
}

static rv_status take_row(reading *r, const rv_csv *csv, size_t line, rv_error *err)
{
    const char *reference = rv_foreign_text(r->f, rv_csv_get(csv, "Reference arm"));
    arm_row row = { .study = rv_foreign_text(r->f, rv_csv_get(csv, "Study")), .outcome = rv_foreign_text(r->f, rv_csv_get(csv, "Outcome")),
                    .arm = rv_foreign_text(r->f, rv_csv_get(csv, "Arm")), .line = line, .order = r->n };

    if (!*row.study || !*row.outcome || !*row.arm)
        return rv_fail(err, RV_EPARSE, "%s:%zu: a row needs its Study, its Outcome and its Arm", r->name, line);
    for (size_t i = 0; i < N_NUMBERS; i++)
        row.cells[i] = rv_foreign_text(r->f, rv_csv_get(csv, numbers[i].column));
    if (*reference)
        return take_contrast(r, &row, reference, rv_foreign_text(r->f, rv_csv_get(csv, "Effect measure")), err);
    if (r->n == RV_FOREIGN_MOST || !rv_grow(&r->arms, r->n, &r->room, sizeof row))
        return rv_fail(err, RV_ENOMEM, "%s: there are too many rows", r->name);
    r->arms[r->n++] = row;
    return RV_OK;
}

static int by_result(const void *a, const void *b)
{
    const arm_row *x = a, *y = b;
    int c = strcmp(x->study, y->study);

    if (c || (c = strcmp(x->outcome, y->outcome)))
        return c;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* The file does not say which arm is the control: each arm is compared with the last of its study and outcome, and that is told. */
static rv_status pair_arms(reading *r, rv_error *err)
{
    rv_status st = RV_OK;

    if (r->n)
        qsort(r->arms, r->n, sizeof *r->arms, by_result);
    for (size_t i = 0, end; st == RV_OK && i < r->n; i = end) {
        const arm_row *last;
        for (end = i; end < r->n && strcmp(r->arms[end].study, r->arms[i].study) == 0 && strcmp(r->arms[end].outcome, r->arms[i].outcome) == 0; end++)
            ;
        last = &r->arms[end - 1];
        if (end - i == 1) {
            rv_foreign_tell(r->f, last->line, last->study, "an outcome has one arm alone; it is not taken");
            continue;
        }
        rv_foreign_tell(r->f, last->line, "Arm", "the file does not say which arm is the control; arms are compared with the last of their study"
                        " and outcome");
        for (size_t k = i; st == RV_OK && k + 1 < end; k++) {
            const arm_row *one = &r->arms[k];
            size_t result;
            if ((st = begin(r, one->study, one->outcome, one->arm, last->arm, one->line, &result, err)) != RV_OK)
                break;
            for (size_t c = 0; st == RV_OK && c < N_NUMBERS; c++)
                if ((st = add(r, result, numbers[c].column, numbers[c].first, one->cells[c], one->line, err)) == RV_OK)
                    st = add(r, result, numbers[c].column, numbers[c].second, last->cells[c], last->line, err);
        }
    }
    return st;
}

bool rv_revman_csv_is(const char *bytes, size_t n)
{
    char head[4000];

    rv_foreign_first_line(bytes, n, head, sizeof head);
    return strstr(head, "Study") && strstr(head, "Data type") && strstr(head, "Reference arm");
}

rv_status rv_revman_csv_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err)
{
    static const char *const needed[] = { "Study", "Outcome", "Arm" };
    reading r = { .f = f, .name = name };
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st;

    if ((st = rv_csv_open_bytes(&csv, name, bytes, n, 0, err)) == RV_OK && (st = rv_csv_header(csv, err)) == RV_OK)
        for (size_t i = 0; st == RV_OK && i < 3; i++)
            if (rv_csv_column(csv, needed[i]) < 0)
                st = rv_fail(err, RV_EPARSE, "%s:1: the column '%s' is missing", name, needed[i]);
    for (size_t c = 0; st == RV_OK && c < rv_csv_columns(csv); c++) {
        size_t i = 0;
        while (i < N_COLUMNS && strcmp(columns[i], rv_csv_column_name(csv, c)) != 0)
            i++;
        if (i == N_COLUMNS)
            rv_foreign_tell(f, 1, rv_foreign_text(f, rv_csv_column_name(csv, c)), "this column is not taken");
    }
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        st = take_row(&r, csv, row->line, err);
    if (st == RV_OK)
        st = pair_arms(&r, err);
    rv_csv_close(csv);
    free(r.arms);
    return st == RV_OK && f->memory.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : st;
}

/* ---- Writing -------------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_foreign *f;
    rv_table *table;
    rv_buf    written;            /* studies, outcomes and arms that have their row */
} writing;

static bool has(const rv_foreign *f, size_t result, const char *const *needs)
{
    for (; *needs; needs++)
        if (!rv_foreign_input(f, result, *needs))
            return false;
    return true;
}

/* One row: `get` gives the input under a column, NULL for none. */
static void put_row(writing *w, size_t result, const char *type, const char *measure, const char *arm, const char *reference, int group)
{
    const rv_foreign_result *r = &w->f->results[result];

    for (size_t c = 0; c < N_COLUMNS; c++) {
        const char *text = c == 0 ? w->f->studies[r->study].label : c == 1 ? r->outcome : c == 2 ? type : c == 3 ? measure : c == 4 ? arm
                           : c == 5 ? reference : "";
        for (size_t i = 0; c > 5 && i < N_NUMBERS; i++) {
            const char *as = group == 1 ? numbers[i].first : group == 2 ? numbers[i].second
                             : rv_foreign_is_difference(measure) ? numbers[i].difference : numbers[i].ratio;
            char word[20];
            while (as && *as && !*text && strcmp(numbers[i].column, columns[c]) == 0) {    /* best first */
                const size_t n = strcspn(as, " ");
                const rv_foreign_value *v;
                snprintf(word, sizeof word, "%.*s", (int)n, as);
                if ((v = rv_foreign_input(w->f, result, word)))
                    text = v->value;
                as += n + (as[n] == ' ');
            }
        }
        rv_table_text(w->table, *text ? text : NULL);
    }
    rv_table_row(w->table);
}

/* False when the arm, or contrast, has its row in the study and outcome already. */
static bool is_new(writing *w, size_t result, const char *arm, const char *reference)
{
    const rv_foreign_result *r = &w->f->results[result];
    rv_buf mark = RV_BUF_INIT;
    bool fresh;

    rv_buf_printf(&mark, "\n%zu\t%s\t%s\t%s\n", r->study, r->outcome, arm, reference);
    fresh = !strstr(rv_buf_str(&w->written), rv_buf_str(&mark));
    if (fresh)
        rv_buf_text(&w->written, rv_buf_str(&mark));
    rv_buf_free(&mark);
    return fresh;
}

static void tell(const rv_foreign *f, size_t result, const char *message)
{
    if (f->told)
        f->told(f->user, 0, f->results[result].key, message);
}

static void write_result(writing *w, size_t result)
{
    static const char *const cases[] = { "ai", "n1i", "ci", "n2i", NULL }, *const means[] = { "m1i", "n1i", "m2i", "n2i", NULL };
    static const char *const effect[] = { "yi", NULL }, *const estimate[] = { "est", NULL };
    const rv_foreign *f = w->f;
    const char *type = has(f, result, cases) ? "Dichotomous" : has(f, result, means) ? "Continuous" : NULL;
    const char *measure = rv_foreign_measure(f, result, !has(f, result, effect)), *two;
    rv_buf one = RV_BUF_INIT;

    rv_foreign_sides(f, result, &one, &two);
    if (!*two)
        two = "Control";
    if (rv_foreign_input(f, result, "oe"))
        tell(f, result, "its O-E and variance have no place in this table; they are not written");
    if (type) {
        const bool first = is_new(w, result, rv_buf_str(&one), ""), second = is_new(w, result, two, "");
        if (!first)
            tell(f, result, "its arm has numbers of another time already; RevMan takes one an outcome: name outcomes by their time");
        if (first)
            put_row(w, result, type, "", rv_buf_str(&one), "", 1);
        if (first && second)
            put_row(w, result, type, "", two, "", 2);
    } else if (has(f, result, effect) || (*measure && has(f, result, estimate))) {
        const bool mean = rv_foreign_is_difference(measure) && strcmp(measure, "RD") != 0;
        if (is_new(w, result, rv_buf_str(&one), two))
            put_row(w, result, mean ? "Continuous" : "Dichotomous", measure, rv_buf_str(&one), two, 0);
        else
            tell(f, result, "its contrast has numbers of another time already; RevMan takes one an outcome: name outcomes by their time");
    } else if (has(f, result, estimate)) {
        tell(f, result, "its printed estimate is written where a field \"Measure\" of the result says what it is; it is not written");
    } else {
        tell(f, result, "it has none of the numbers that RevMan takes (events and totals, means with sizes, an estimate); it is not written");
    }
    rv_buf_free(&one);
}

rv_status rv_revman_csv_write(const rv_foreign *f, rv_output *to, rv_error *err)
{
    writing w = { .f = f, .written = RV_BUF_INIT };
    rv_status st = rv_table_open(&w.table, to, RV_FORMAT_CSV, columns, N_COLUMNS, err), ended;

    for (size_t i = 0; st == RV_OK && i < f->n_results; i++)
        write_result(&w, i);
    ended = w.table ? rv_table_close(w.table, st == RV_OK ? err : NULL) : RV_OK;
    rv_buf_free(&w.written);
    return st == RV_OK ? ended : st;
}
