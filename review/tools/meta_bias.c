/* bias: what missing studies may do to the pooled effect, by every test in one table, or by one of them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/meta_bias.h"

const char *const meta_bias_names[] = { "egger", "rank", "trim-fill", "henmi-copas", "fail-safe", "pet-peese", "selection", NULL };

static const char *const columns[] = { "test", "what", "estimate", "se", "ci_lo", "ci_hi", "stat", "df", "p", "number" };
enum { COLUMNS = sizeof columns / sizeof *columns };

static void cells(const bias_work *w, const char *test, const char *what, const double *x, size_t n, double number)
{
    meta_cell_text(w->to, test);
    meta_cell_text(w->to, what);
    for (size_t i = 0; i < n; i++)
        meta_cell_real(w->to, x[i]);
    if (number >= 0 && number < 1e15)
        meta_cell_count(w->to, (size_t)number);
    else
        meta_cell_missing(w->to);
    meta_row(w->to);
}

void bias_row(const bias_work *w, const char *test, const char *what, const rv_meta_coef *c, double number)
{
    const double x[] = { c->estimate, c->se, c->ci_lo, c->ci_hi, c->stat, c->df, c->p };

    cells(w, test, what, x, sizeof x / sizeof *x, number);
}

void bias_stat(const bias_work *w, const char *test, const char *what, double estimate, double stat, double df, double p, double number)
{
    const double x[] = { estimate, NAN, NAN, NAN, stat, df, p };

    cells(w, test, what, x, sizeof x / sizeof *x, number);
}

/* "0.025, 0.5": numbers between commas. */
static rv_status read_steps(bias_work *w, rv_error *err)
{
    char *text = asked.steps ? strdup(asked.steps) : NULL, *rest = text;
    rv_status st = RV_OK;

    if (asked.steps && !text)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (char *part; st == RV_OK && (part = rest ? strsep(&rest, ",") : NULL);) {
        if (w->n_steps == sizeof w->steps / sizeof *w->steps)
            st = rv_fail(err, RV_EUSAGE, "--steps takes at most %zu numbers", w->n_steps);
        else if (rv_real_parse(part + strspn(part, " "), &w->steps[w->n_steps++], err) != RV_OK)
            st = rv_fail(err, RV_EUSAGE, "--steps %.60s: numbers between commas are expected, as 0.025,0.5", asked.steps);
    }
    free(text);
    return st;
}

static rv_status read_sizes(bias_work *w, rv_error *err)
{
    const double *x;
    rv_status st;

    if (!asked.size)
        return RV_OK;
    if ((st = meta_column(w->in, asked.size, &x, err)) != RV_OK)
        return st;
    if (!(w->ni = calloc(w->in->k + 1, sizeof *w->ni)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu effects", w->in->k);
    for (size_t i = 0; i < w->in->k; i++)
        w->ni[i] = x[w->in->row[i]];
    return RV_OK;
}

/* What is tested, and on which side the pooled effect lies. */
static rv_status pooled(bias_work *w, rv_error *err)
{
    rv_meta_options o = w->in->options;
    rv_meta_data plain = w->in->data;
    rv_meta_fit fit;
    rv_status st;

    o.skip_interval = true;
    plain.p = 0;
    if ((st = rv_meta_run(&plain, &o, &fit, NULL, NULL, NULL, err)) != RV_OK)
        return st;
    w->pooled = fit.pooled.estimate;
    meta_fact_text(w->to, "measure", NULL, meta_measure(w->in, NULL));
    if (w->dependent) {
        meta_fact_text(w->to, "model", "Model",
                       rv_working_kind_title(asked.working_model >= 0 ? (rv_working_kind)asked.working_model : RV_WORKING_CHE));
        meta_fact_count(w->to, "studies", "Studies", w->in->studies);
    } else {
        meta_fact_text(w->to, "estimator", "Model", fit.estimator->title);
        meta_fact_text(w->to, "test", "Test", rv_meta_test_title(fit.test));
    }
    meta_fact_real(w->to, "level", NULL, fit.level);
    meta_fact_count(w->to, "k", "Effects", fit.k);
    return RV_OK;
}

/* One test asked for fails with its reason; among all, the reason is a note. */
static rv_status run_tests(bias_work *w, rv_error *err)
{
    const char *only = asked.bias_test >= 0 ? meta_bias_names[asked.bias_test] : NULL;
    size_t done = 0, failed = 0;

    for (const bias_test *t = bias_tests; t->name; t++) {
        rv_error why;
        rv_status st;
        if (only && strcmp(only, t->name) != 0)
            continue;
        if (w->dependent && !t->dependent) {
            if (only)
                return rv_fail(err, RV_EINVAL, "%s takes effects as independent, and %zu effects come from %zu studies; "
                               "--assume-independent does it all the same", t->name, w->in->k, w->in->studies);
            meta_note(w->to, "not-for-dependent-effects", "%s takes effects as independent and is left out", t->name);
            continue;
        }
        if ((st = t->run(w, &why)) == RV_ENOMEM || (st != RV_OK && only)) {
            *err = why;
            return st;
        }
        done += st == RV_OK;
        if (st != RV_OK && failed++ == 0)
            rv_fail(err, st, "no test can be carried out; %s: %s", t->name, why.message);
        if (st != RV_OK)
            meta_note(w->to, "test-failed", "%s: %s", t->name, why.message);
    }
    return done ? RV_OK : err->code;
}

static void say_notes(const bias_work *w)
{
    for (unsigned bit = 1; bit <= RV_BIAS_FEW_CLUSTERS; bit <<= 1)
        if (w->notes & bit)
            meta_note(w->to, rv_bias_note_name((rv_bias_note)bit), "%s", rv_bias_note_text((rv_bias_note)bit));
    if (w->in->studies < w->in->k && !w->dependent)
        meta_note(w->to, rv_meta_note_name(RV_NOTE_DEPENDENT), "%s", rv_meta_note_text(RV_NOTE_DEPENDENT));
    meta_notes_of_rows(w->to, w->in);
}

rv_status meta_bias(rv_error *err)
{
    meta_input in;
    bias_work w = { .in = &in };
    rv_status st = meta_read(&in, err);

    if (st == RV_OK && in.weights)
        st = rv_fail(err, RV_EUSAGE, "--weights is of models, not of tests for missing studies");
    w.dependent = st == RV_OK && !asked.independent && (in.studies < in.k || asked.working_model >= 0);
    if (st == RV_OK && asked.random.count)
        st = rv_fail(err, RV_EUSAGE, "bias takes a working model of dependent effects, not --random");
    w.to = st == RV_OK ? meta_writer_new("bias") : NULL;
    if (st == RV_OK && (st = read_steps(&w, err)) == RV_OK && (st = read_sizes(&w, err)) == RV_OK && (st = pooled(&w, err)) == RV_OK) {
        meta_table(w.to, "bias", "Missing studies: tests, and the effect without them", columns, COLUMNS);
        if ((st = run_tests(&w, err)) == RV_OK) {
            say_notes(&w);
            st = meta_written(w.to, err);
            w.to = NULL;
        }
    }
    meta_writer_drop(w.to);
    free(w.ni);
    meta_free(&in);
    return st;
}
