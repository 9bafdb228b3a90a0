/* The way of a result from the document to its weight in each analysis. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/parts.h"
#include "report/synthesis.h"

typedef struct {
    rv_store *store;
    const rv_protocol *protocol;
    const char *key;
    rv_status (*line)(void *user, const rv_way_line *line, rv_error *err);
    void     *user;
    char      domain[200], study[400];   /* of the result; domain "" until it is found */
} telling;

static rv_status tell(const telling *t, const char *part, const char *name, const char *value, double number, const char *where,
                      rv_error *err)
{
    return t->line(t->user, &(rv_way_line){ part, name, value ? value : "", where ? where : "", "", number }, err);
}

/* ---- The document --------------------------------------------------------------------------------------------------- */

static rv_status tell_reference(const telling *t, int64_t record, rv_error *err)
{
    rv_buf reference = RV_BUF_INIT, label = RV_BUF_INIT, key = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_report_reference(t->store, record, &reference, &label, err)) == RV_OK
        && (st = rv_record_key(t->store, record, &key, err)) == RV_OK)
        st = tell(t, "document", "report", rv_buf_str(&reference), NAN, rv_buf_str(&key), err);
    rv_buf_free(&reference);
    rv_buf_free(&label);
    rv_buf_free(&key);
    return st;
}

static rv_status tell_result(void *user, const rv_result *r, rv_error *err)
{
    telling *t = user;
    char months[RV_REAL_TEXT];
    rv_status st;

    if (strcmp(r->result, t->key) != 0)
        return RV_OK;
    snprintf(t->domain, sizeof t->domain, "%s", r->domain);
    snprintf(t->study, sizeof t->study, "%s", r->study);
    if ((st = tell(t, "document", "study", r->study, NAN, NULL, err)) != RV_OK
        || (r->record && (st = tell_reference(t, r->record, err)) != RV_OK)
        || (st = tell(t, "document", "contrast", r->contrast, NAN, NULL, err)) != RV_OK
        || (st = tell(t, "document", "domain", r->domain, NAN, NULL, err)) != RV_OK
        || (st = tell(t, "document", "outcome", r->outcome, NAN, NULL, err)) != RV_OK)
        return st;
    return tell(t, "document", "months", isnan(r->months) ? "not shown" : rv_real_text(r->months, months), r->months, NULL, err);
}

/* ---- Choice and weight ------------------------------------------------------------------------------------------------ */

static double read_back(const rv_synthesis *s, double y)
{
    const rv_measure *m = rv_measure_find(s->run.measure);

    return m ? rv_measure_back(m, y) : y;
}

/* The row of the study among those pooled; k when it is not there. */
static size_t row_of(const rv_analysis *a, const char *study)
{
    size_t i = 0;

    while (i < a->k && strcmp(a->rows[i]->study, study) != 0)
        i++;
    return i;
}

static rv_status tell_pooled(const telling *t, const rv_synthesis *s, const rv_meta_fit *fit, const rv_analysis *a, rv_error *err)
{
    const size_t i = row_of(a, t->study);
    rv_buf text = RV_BUF_INIT;
    rv_status st;

    if (i == a->k)
        return RV_OK;
    rv_buf_printf(&text, "weight %.2f %% of %zu %s; together %.4g, %g %% interval %.4g to %.4g", a->weights[i], a->k, a->k == 1 ? "study" : "studies",
                  read_back(s, fit->pooled.estimate), 100 * fit->level, read_back(s, fit->pooled.ci_lo), read_back(s, fit->pooled.ci_hi));
    st = rv_buf_check(&text, err);
    if (st == RV_OK)
        st = tell(t, "pooled", "pooled", rv_buf_str(&text), a->weights[i], s->method, err);
    rv_buf_free(&text);
    return st;
}

static rv_status tell_analysis(const telling *t, const rv_synthesis *s, rv_error *err)
{
    const char *why = "it is no result of this domain";
    bool chosen = false;
    rv_status st = RV_OK;

    for (size_t i = 0; i < s->effects.n; i++)
        if (strcmp(s->effects.effects[i].result, t->key) == 0) {
            chosen = s->effects.effects[i].chosen;
            why = s->effects.effects[i].left_out;
        }
    if ((st = tell(t, "choice", s->planned->label, chosen ? "chosen for its study" : "left out", NAN, chosen ? NULL : why, err)) != RV_OK
        || !chosen || !s->analysis)
        return st;
    return tell_pooled(t, s, &s->analysis->fit, s->analysis, err);
}

static rv_status tell_analyses(const telling *t, rv_error *err)
{
    rv_included included;
    rv_status st = rv_included_read(t->store, t->protocol, &included, err);

    for (size_t i = 0; st == RV_OK && i < t->protocol->n_analyses; i++) {
        const rv_plan *plan = &t->protocol->analyses[i];
        rv_synthesis s;
        rv_error why = { 0 };
        if (strcmp(plan->domain, t->domain) != 0)
            continue;
        /* A model that cannot be fitted is told, and does not hide the way to the effect. */
        if (rv_synthesis_run(&s, t->store, t->protocol, &included, plan, NULL, &why) == RV_OK)
            st = tell_analysis(t, &s, err);
        else
            st = tell(t, "choice", plan->label, "could not be carried out", NAN, why.message, err);
        rv_synthesis_end(&s);
    }
    rv_included_free(&included);
    return st;
}

rv_status rv_report_way(rv_store *store, const rv_protocol *protocol, const char *result,
                        rv_status (*line)(void *user, const rv_way_line *line, rv_error *err), void *user, rv_error *err)
{
    telling t = { .store = store, .protocol = protocol, .key = result, .line = line, .user = user };
    rv_status st = rv_extract_each_result(store, NULL, tell_result, &t, err);

    if (st == RV_OK && !t.domain[0])
        return rv_fail(err, RV_ENOTFOUND, "there is no result '%s'", result);
    if (st == RV_OK && (st = rv_extract_way(store, protocol, result, line, user, err)) == RV_OK)
        st = tell_analyses(&t, err);
    return st;
}
