/* Tables in the columns of the Metapsy data standard (docs.metapsy.org/data-preparation/format): a row a comparison of two arms, outcome,
   instrument and time. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/foreign.h"

/* Columns that hold a number of an effect; the measure of a ready-made one. */
static const struct { const char *column, *as, *measure; } inputs[] = {
    { "mean_arm1", "m1i", NULL },        { "sd_arm1", "sd1i", NULL },         { "n_arm1", "n1i", NULL },
    { "mean_arm2", "m2i", NULL },        { "sd_arm2", "sd2i", NULL },         { "n_arm2", "n2i", NULL },
    { "mean_change_arm1", "ch1i", NULL }, { "sd_change_arm1", "chsd1i", NULL }, { "n_change_arm1", "n1i", NULL },
    { "mean_change_arm2", "ch2i", NULL }, { "sd_change_arm2", "chsd2i", NULL }, { "n_change_arm2", "n2i", NULL },
    { "event_arm1", "ai", NULL },        { "totaln_arm1", "n1i", NULL },      { "event_arm2", "ci", NULL },
    { "totaln_arm2", "n2i", NULL },      { "precalc_g", "yi est", "SMD" },    { "precalc_g_se", "sei se", NULL },
    { "precalc_log_rr", "yi", "RR" },    { "precalc_log_rr_se", "sei", NULL }, { "baseline_m_arm1", "pre1i", NULL },
    { "baseline_sd_arm1", "presd1i", NULL }, { "baseline_m_arm2", "pre2i", NULL }, { "baseline_sd_arm2", "presd2i", NULL },
};
enum { N_INPUTS = sizeof inputs / sizeof *inputs };
/* Columns that name the row. */
static const char *const names[] = { "study", "condition_arm1", "condition_arm2", "multi_arm1", "multi_arm2", "outcome_type", "instrument",
                                     "rating", "time", "time_weeks" };
enum { N_NAMES = sizeof names / sizeof *names };

static bool is_named(const char *column)
{
    for (size_t i = 0; i < N_NAMES; i++)
        if (strcmp(names[i], column) == 0)
            return true;
    for (size_t i = 0; i < N_INPUTS; i++)
        if (strcmp(inputs[i].column, column) == 0)
            return true;
    return column[0] == '.';      /* what the Metapsy tools computed: .g, .g_se, .log_rr, .id */
}

static const char *get(rv_foreign *f, const rv_csv *csv, const char *column)
{
    const char *text = rv_csv_get(csv, column);

    return rv_text_missing(text) ? "" : rv_foreign_text(f, text);
}

/* "cbt (group) v wl" */
static const char *contrast(rv_foreign *f, const rv_csv *csv)
{
    const char *one = get(f, csv, "condition_arm1"), *two = get(f, csv, "condition_arm2");
    const char *which_1 = get(f, csv, "multi_arm1"), *which_2 = get(f, csv, "multi_arm2");

    if (*which_1)
        one = rv_foreign_join(f, "%s (%s)", one, which_1);
    if (*which_2)
        two = rv_foreign_join(f, "%s (%s)", two, which_2);
    return *one || *two ? rv_foreign_join(f, "%s v %s", *one ? one : "arm 1", *two ? two : "arm 2") : "";
}

/* A month is 365.2425 / 12 / 7 weeks. */
static const char *months(rv_foreign *f, const char *weeks)
{
    char text[40];
    double x;

    if (rv_real_parse(weeks, &x, NULL) != RV_OK)
        return "";
    snprintf(text, sizeof text, "%.4g", x * 84 / 365.2425);
    return rv_foreign_text(f, text);
}

static const char *outcome(rv_foreign *f, const rv_csv *csv)
{
    const char *type = get(f, csv, "outcome_type"), *instrument = get(f, csv, "instrument"), *rating = get(f, csv, "rating");

    return rv_foreign_join(f, "%s%s%s%s%s%s", type, *type && *instrument ? ", " : "", instrument, *rating ? " (" : "", rating,
                           *rating ? ")" : "");
}

static rv_status add(rv_foreign *f, size_t result, const char *name, const char *as, const char *value, rv_error *err)
{
    const rv_foreign_result *of = &f->results[result];

    if (!*value)
        return RV_OK;
    return rv_foreign_add_value(f, &(rv_foreign_value){ .study = of->study, .result = result, .name = name, .as = as, .value = value,
                                                        .place = rv_foreign_join(f, "line %zu, %s", of->line, name), .line = of->line },
                                err);
}

static rv_status take_inputs(rv_foreign *f, const rv_csv *csv, size_t result, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < N_INPUTS; i++) {
        const char *value = get(f, csv, inputs[i].column);
        if (!*value)
            continue;
        if ((st = add(f, result, inputs[i].column, inputs[i].as, value, err)) == RV_OK && inputs[i].measure)
            st = add(f, result, "measure", "", inputs[i].measure, err);
    }
    return st;
}

static rv_status take_row(rv_foreign *f, const rv_csv *csv, const char *name, size_t line, rv_error *err)
{
    const char *label = get(f, csv, "study"), *against = contrast(f, csv), *what = outcome(f, csv), *weeks = get(f, csv, "time_weeks");
    size_t study = rv_foreign_find(f, label), result;
    rv_status st = RV_OK;

    if (!*label)
        return rv_fail(err, RV_EPARSE, "%s:%zu: study: the row names no study", name, line);
    if (study == RV_FOREIGN_NONE)
        st = rv_foreign_add_study(f, &(rv_foreign_study){ .id = label, .label = label, .title = "", .year = get(f, csv, "year"),
                                                          .doi = get(f, csv, "doi"), .pmid = "", .line = line }, &study, err);
    if (st != RV_OK
        || (st = rv_foreign_add_result(f, &(rv_foreign_result){
                .study = study, .contrast = against, .outcome = what, .months = months(f, weeks), .place = rv_foreign_join(f, "line %zu", line),
                .key = rv_foreign_join(f, "%s; %s; %s; %s%s%s", label, against, what, get(f, csv, "time"), *weeks ? " " : "", weeks),
                .line = line }, &result, err)) != RV_OK
        || (st = take_inputs(f, csv, result, err)) != RV_OK || (st = add(f, result, "time", "", get(f, csv, "time"), err)) != RV_OK)
        return st;
    for (size_t c = 0; st == RV_OK && c < rv_csv_columns(csv); c++) {
        const char *column = rv_csv_column_name(csv, c);
        if (!is_named(column))
            st = add(f, result, rv_foreign_text(f, column), "", get(f, csv, column), err);
    }
    return st;
}

bool rv_metapsy_is(const char *bytes, size_t n)
{
    char head[8000];

    rv_foreign_first_line(bytes, n, head, sizeof head);
    return strstr(head, "study") && strstr(head, "condition_arm1") && strstr(head, "condition_arm2");
}

rv_status rv_metapsy_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err)
{
    static const char *const needed[] = { "study", "condition_arm1", "condition_arm2" };
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st;

    if ((st = rv_csv_open_bytes(&csv, name, bytes, n, 0, err)) == RV_OK && (st = rv_csv_header(csv, err)) == RV_OK)
        for (size_t i = 0; st == RV_OK && i < 3; i++)
            if (rv_csv_column(csv, needed[i]) < 0)
                st = rv_fail(err, RV_EPARSE, "%s:1: the column '%s' is missing", name, needed[i]);
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        st = take_row(f, csv, name, row->line, err);
    rv_csv_close(csv);
    return st == RV_OK && f->memory.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : st;
}

/* ---- Writing -------------------------------------------------------------------------------------------------------------------------- */

/* The column's number where the result has it: sizes beside the numbers they belong to. */
static const char *number_for(const rv_foreign *f, size_t result, size_t i)
{
    const rv_foreign_value *v = rv_foreign_input(f, result, inputs[i].as);
    const char *measure = rv_foreign_measure(f, result, !rv_foreign_input(f, result, "yi"));
    const bool events = rv_foreign_input(f, result, "ai") != NULL, change = rv_foreign_input(f, result, "ch1i") != NULL;

    if (strncmp(inputs[i].column, "n_change", 8) == 0)
        return v && change ? v->value : "";
    if (strncmp(inputs[i].column, "totaln", 6) == 0)
        return v && events ? v->value : "";
    if (strcmp(inputs[i].as, "n1i") == 0 || strcmp(inputs[i].as, "n2i") == 0)
        return v && !events && !change ? v->value : "";
    if (strncmp(inputs[i].column, "precalc", 7) == 0) {
        const char *own = strstr(inputs[i].column, "log_rr") ? "RR" : "SMD";
        if (strcmp(measure, own) != 0)
            return "";
        if (!v && strcmp(own, "SMD") == 0)
            v = strstr(inputs[i].column, "_se") ? rv_foreign_input(f, result, "se") : rv_foreign_effect(f, result);
    }
    return v ? v->value : "";
}

static rv_status write_row(const rv_foreign *f, rv_table *table, size_t result, rv_error *err)
{
    const rv_foreign_result *r = &f->results[result];
    const char *two;
    char weeks[40] = "";
    rv_buf one = RV_BUF_INIT;
    double x;
    rv_status st;

    rv_foreign_sides(f, result, &one, &two);
    if (rv_real_parse(r->months, &x, NULL) == RV_OK)
        snprintf(weeks, sizeof weeks, "%.4g", x * 365.2425 / 84);
    rv_table_text(table, f->studies[r->study].label);
    rv_table_text(table, rv_buf_str(&one));
    rv_table_text(table, *two ? two : NULL);
    rv_table_text(table, r->outcome);
    rv_table_text(table, rv_foreign_named(f, result, "time"));
    rv_table_text(table, *weeks ? weeks : NULL);
    for (size_t i = 0; i < N_INPUTS; i++) {
        const char *number = number_for(f, result, i);
        rv_table_text(table, *number ? number : NULL);
    }
    rv_table_row(table);
    st = rv_buf_check(&one, err);
    rv_buf_free(&one);
    return st;
}

rv_status rv_metapsy_write(const rv_foreign *f, rv_output *to, rv_error *err)
{
    const char *columns[6 + N_INPUTS] = { "study", "condition_arm1", "condition_arm2", "outcome_type", "time", "time_weeks" };
    rv_table *table = NULL;
    rv_status st, ended;

    for (size_t i = 0; i < N_INPUTS; i++)
        columns[6 + i] = inputs[i].column;
    st = rv_table_open(&table, to, RV_FORMAT_CSV, columns, 6 + N_INPUTS, err);
    for (size_t i = 0; st == RV_OK && i < f->n_results; i++)
        st = write_row(f, table, i, err);
    ended = table ? rv_table_close(table, st == RV_OK ? err : NULL) : RV_OK;
    return st == RV_OK ? ended : st;
}
