/* review-effect check and grid: effects made anew, and under what can be assumed. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/effect.h"

static rv_status add_difference(void *user, const rv_effect_difference *d, rv_error *err)
{
    rv_table *table = user;
    const char *const cells[] = { d->study, d->result, d->measure, d->column, d->kept, d->now };

    (void)err;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        rv_table_text(table, cells[i][0] ? cells[i] : NULL);
    rv_table_row(table);
    return RV_OK;
}

rv_status effect_check(rv_store *store, const rv_protocol *protocol, rv_format format, rv_output *to, bool *same, rv_error *err)
{
    static const char *const columns[] = { "study", "result", "measure", "column", "kept", "now" };
    rv_table *table;
    rv_recomputed found = { 0 };
    rv_status st = rv_table_open(&table, to, format, columns, 6, err), ended;

    if (st != RV_OK)
        return st;
    st = rv_extract_recompute(store, protocol, add_difference, table, &found, err);
    ended = rv_table_close(table, st == RV_OK ? err : NULL);
    if (st != RV_OK || (st = ended) != RV_OK)
        return st;
    *same = !found.differences && found.kept == found.made;
    if (*same)
        rv_tool_say("%zu effects made anew, all as the review keeps them", found.made);
    else
        rv_tool_say("%zu effects made anew, %zu kept, %zu differences; review-log rebuild keeps the new ones", found.made, found.kept,
                    found.differences);
    return RV_OK;
}

/* ---- A grid --------------------------------------------------------------------------------------------------------- */

enum { MOST = 50 };

/* "0,0.05,0.1" into numbers from `least` to 1. */
static rv_status read_list(const char *text, const char *option, double least, double out[MOST], size_t *n, rv_error *err)
{
    char word[64];

    *n = 0;
    while (text && *text) {
        const size_t length = strcspn(text, ",");
        double *x = &out[*n];
        if (*n == MOST)
            return rv_fail(err, RV_EUSAGE, "%s has more than %d numbers", option, MOST);
        snprintf(word, sizeof word, "%.*s", (int)length, text);
        if (length >= sizeof word || rv_real_parse(word, x, NULL) != RV_OK || !(*x >= least && *x < 1))
            return rv_fail(err, RV_EUSAGE, "%s: '%s' is not a number from %g to below 1", option, word, least);
        (*n)++;
        text += length + (text[length] == ',');
    }
    return RV_OK;
}

static rv_status add_point(void *user, const rv_grid_point *p, rv_error *err)
{
    rv_table *table = user;

    (void)err;
    rv_table_real(table, p->icc);
    rv_table_real(table, p->r);
    rv_table_real(table, p->yi);
    rv_table_real(table, p->vi);
    rv_table_real(table, sqrt(p->vi));
    rv_table_text(table, *p->route ? p->route : NULL);
    rv_table_text(table, *p->gap ? p->gap : NULL);
    rv_table_row(table);
    return RV_OK;
}

/* The first measure that the protocol asks for in the domain of the result. */
typedef struct { const char *result; const rv_protocol *protocol; const char *measure; } asking;

static rv_status find_measure(void *user, const rv_result *r, rv_error *err)
{
    asking *a = user;

    (void)err;
    for (size_t i = 0; strcmp(r->result, a->result) == 0 && !a->measure && i < a->protocol->n_analyses; i++)
        if (strcmp(a->protocol->analyses[i].domain, r->domain) == 0)
            a->measure = a->protocol->analyses[i].measure;
    return RV_OK;
}

rv_status effect_grid(rv_store *store, const rv_protocol *protocol, const char *result, const char *measure, const char *iccs,
                      const char *rs, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const columns[] = { "icc", "r", "yi", "vi", "se", "route", "gap" };
    double icc[MOST], r[MOST];
    size_t n_icc, n_r;
    asking a = { result, protocol, measure };
    rv_table *table;
    rv_status st, ended;

    if (!iccs && !rs)
        return rv_fail(err, RV_EUSAGE, "over what? give --with-icc 0,0.05,0.1 or --with-r 0.3,0.5,0.7");
    if ((st = read_list(iccs, "--with-icc", 0, icc, &n_icc, err)) != RV_OK || (st = read_list(rs, "--with-r", -1, r, &n_r, err)) != RV_OK
        || (st = rv_extract_each_result(store, NULL, find_measure, &a, err)) != RV_OK)
        return st;
    if (!a.measure)
        return rv_fail(err, RV_ENOTFOUND, "there is no result '%s', or no analysis of its domain: then give --measure NAME", result);
    if ((st = rv_table_open(&table, to, format, columns, 7, err)) != RV_OK)
        return st;
    st = rv_extract_grid(store, protocol, result, a.measure, icc, n_icc, r, n_r, add_point, table, err);
    ended = rv_table_close(table, st == RV_OK ? err : NULL);
    return st == RV_OK ? ended : st;
}
