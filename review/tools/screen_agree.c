/* review-screen agreement: how far people agree, with what misleads beside what does not. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/screen.h"

typedef struct {
    rv_screening *work;
    rv_agreement_query query;
    rv_table     *table;          /* rows, or */
    rv_output    *out;            /* words */
    size_t        pairs;
} telling;

static const char *const columns[] = {
    "stage", "first", "second", "reports", "both_include", "first_only", "second_only", "both_exclude", "observed", "kappa", "kappa_se",
    "kappa_lo", "kappa_hi", "ac1", "ac1_se", "ac1_lo", "ac1_hi", "pabak", "scott_pi", "prevalence_index", "bias_index", "positive", "negative",
    "kappa_three", "kappa_linear", "kappa_linear_se", "kappa_quadratic", "kappa_quadratic_se", "fleiss", "fleiss_se0", "alpha", "alpha_three",
    "alpha_ordinal", "why"
};
enum { COLUMNS = sizeof columns / sizeof *columns, RARE = 80 };

/* ---- Rows ---------------------------------------------------------------------------------------------------------------------- */

static void missing(rv_table *table, int n)
{
    while (n-- > 0)
        rv_table_missing(table);
}

static void counts(rv_table *table, const int64_t t[3][3])
{
    rv_table_int(table, t[0][0] + t[0][1] + t[1][0] + t[1][1]);
    rv_table_int(table, t[0][2] + t[1][2]);
    rv_table_int(table, t[2][0] + t[2][1]);
    rv_table_int(table, t[2][2]);
}

static rv_status pair_row(void *user, const rv_agreement_pair *p, rv_error *err)
{
    const telling *t = user;
    const rv_agree_two *a = &p->two, *b = &p->three;
    const double numbers[] = { a->kappa.observed, a->kappa.kappa, a->kappa.se, a->kappa.ci_lo, a->kappa.ci_hi, a->ac1, a->ac1_se, a->ac1_lo,
                               a->ac1_hi, a->pabak, a->scott_pi, a->prevalence_index, a->bias_index, a->positive, a->negative, b->kappa.kappa,
                               b->linear.kappa, b->linear.se, b->quadratic.kappa, b->quadratic.se };

    (void)err;
    rv_table_text(t->table, t->query.stage);
    rv_table_text(t->table, p->first);
    rv_table_text(t->table, p->second);
    rv_table_int(t->table, (int64_t)a->n);
    counts(t->table, p->table);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        rv_table_real(t->table, numbers[i]);
    missing(t->table, 5);
    rv_table_text(t->table, *a->why ? a->why : NULL);
    rv_table_row(t->table);
    return RV_OK;
}

static rv_status all_row(void *user, const rv_agreement_all *all, rv_error *err)
{
    const telling *t = user;

    (void)err;
    rv_table_text(t->table, t->query.stage);
    missing(t->table, 2);
    rv_table_int(t->table, (int64_t)all->reports);
    missing(t->table, 24);
    rv_table_real(t->table, all->fleiss.kappa);
    rv_table_real(t->table, all->fleiss.se0);
    rv_table_real(t->table, all->binary.alpha);
    rv_table_real(t->table, all->nominal.alpha);
    rv_table_real(t->table, all->ordinal.alpha);
    rv_table_text(t->table, *all->binary.why ? all->binary.why : NULL);
    rv_table_row(t->table);
    return RV_OK;
}

/* ---- Words --------------------------------------------------------------------------------------------------------------------- */

static void number(rv_output *out, double x)
{
    if (isnan(x))
        rv_output_text(out, "not defined");
    else
        rv_output_printf(out, "%.2f", x);
}

static void measure(rv_output *out, const char *name, double at, double lo, double hi)
{
    rv_output_printf(out, "  %-22s", name);
    number(out, at);
    if (!isnan(lo))
        rv_output_printf(out, "  (%.2f to %.2f)", fmax(-1, lo), fmin(1, hi));
    rv_output_text(out, "\n");
}

static void name_line(rv_output *out, const char *before, const char *name, const char *after)
{
    rv_buf clean = RV_BUF_INIT;

    rv_utf8_printable(&clean, name, strlen(name));
    rv_output_printf(out, "%s%s%s", before, rv_buf_str(&clean), after);
    rv_buf_free(&clean);
}

static rv_status pair_words(void *user, const rv_agreement_pair *p, rv_error *err)
{
    static const char *const said[] = { "include", "unsure", "exclude" };
    telling *t = user;
    const rv_agree_two *a = &p->two;

    (void)err;
    name_line(t->out, t->pairs++ ? "\n" : "", p->first, " (rows) and ");
    name_line(t->out, "", p->second, "");
    rv_output_printf(t->out, " (columns) at %s: %.0f reports\n  %22s%9s%9s\n", t->query.stage, a->n, said[0], said[1], said[2]);
    for (int i = 0; i < 3; i++)
        rv_output_printf(t->out, "  %-13s%9lld%9lld%9lld\n", said[i], (long long)p->table[i][0], (long long)p->table[i][1], (long long)p->table[i][2]);
    if (!(a->n > 0)) {
        rv_output_printf(t->out, "  %s\n", a->why);
        return RV_OK;
    }
    measure(t->out, "observed", a->kappa.observed, NAN, NAN);
    measure(t->out, "kappa", a->kappa.kappa, a->kappa.ci_lo, a->kappa.ci_hi);
    measure(t->out, "AC1", a->ac1, a->ac1_lo, a->ac1_hi);
    measure(t->out, "agreement on includes", a->positive, NAN, NAN);
    measure(t->out, "agreement on excludes", a->negative, NAN, NAN);
    measure(t->out, "PABAK", a->pabak, NAN, NAN);
    if (p->table[0][1] + p->table[1][0] + p->table[1][1] + p->table[1][2] + p->table[2][1] > 0)
        measure(t->out, "weighted kappa", p->three.linear.kappa, p->three.linear.ci_lo, p->three.linear.ci_hi);
    if (*a->why)
        rv_output_printf(t->out, "  (%s)\n", a->why);
    else if (fabs(a->prevalence_index) * 100 >= RARE)
        rv_output_printf(t->out, "  Nearly all were %s (prevalence index %.2f): kappa is low for that alone; read AC1 and the agreement on %s with it.\n",
                         a->prevalence_index < 0 ? "excluded" : "included", a->prevalence_index,
                         a->prevalence_index < 0 ? "includes" : "excludes");
    return RV_OK;
}

static rv_status all_words(void *user, const rv_agreement_all *all, rv_error *err)
{
    telling *t = user;

    (void)err;
    if (!t->pairs)
        rv_output_printf(t->out, "No two people have voted on one report at %s on which all votes are there.\n", t->query.stage);
    if (all->people < 3)
        return RV_OK;
    rv_output_printf(t->out, "\nAll %zu people, %zu reports\n", all->people, all->reports);
    measure(t->out, "Krippendorff's alpha", all->binary.alpha, NAN, NAN);
    measure(t->out, "  of three, in order", all->ordinal.alpha, NAN, NAN);
    measure(t->out, "Fleiss' kappa", all->fleiss.kappa, NAN, NAN);
    if (all->fleiss.units != all->reports)
        rv_output_printf(t->out, "  (Fleiss' kappa over the %zu reports with as many votes as the stage asks for)\n", all->fleiss.units);
    return RV_OK;
}

/* ---- The verb ------------------------------------------------------------------------------------------------------------------ */

static rv_status fill(rv_table *table, void *user, rv_error *err)
{
    telling *t = user;

    t->table = table;
    return rv_screen_agreements(t->work->store, t->work->protocol, &t->query, pair_row, t->query.first ? NULL : all_row, t, err);
}

static rv_status words(telling *t, rv_error *err)
{
    rv_status st = rv_output_open(&t->out, t->work->output, err);

    if (st == RV_OK)
        st = rv_screen_agreements(t->work->store, t->work->protocol, &t->query, pair_words, t->query.first ? NULL : all_words, t, err);
    if (st == RV_OK)
        return rv_output_close(t->out, err);
    rv_output_drop(t->out);
    return st;
}

rv_status rv_screening_agreement(rv_screening *work, char **operands, const char *since, const char *until, rv_error *err)
{
    telling t = { .work = work };

    t.query = (rv_agreement_query){ .stage = rv_screening_stage(work), .first = operands[0], .second = operands[0] ? operands[1] : NULL,
                                    .from = since, .to = until, .level = 0.95 };
    return work->format == RV_FORMAT_TEXT ? words(&t, err) : rv_tool_table(work->output, work->format, columns, COLUMNS, fill, &t, err);
}
