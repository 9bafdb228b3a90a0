/* Fields of the review as a whole: what it is, how many studies, how far people agreed, what was done otherwise. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/screen.h"

#include "report/fields.h"

static void identity(rv_document *d)
{
    static const rv_field_place protocol = { "", "the protocol", "" }, trail = { "", "the audit trail", "" };
    const rv_protocol *p = d->protocol;
    rv_buf authors = RV_BUF_INIT;
    char day[11];

    for (size_t i = 0; i < p->n_authors; i++)
        rv_buf_printf(&authors, "%s%s", i ? ", " : "", p->authors[i]);
    rv_fields_text(d->fields, &protocol, "title", p->title, "title of the review");
    rv_fields_text(d->fields, &protocol, "authors", rv_buf_str(&authors), "authors of the review");
    rv_fields_text(d->fields, &protocol, "version", p->version, "version of the protocol");
    rv_fields_text(d->fields, &protocol, "registration", p->registration, "registration of the review");
    rv_fields_text(d->fields, &protocol, "question", p->question, "question of the review");
    rv_fields_text(d->fields, &trail, "head", d->head, "head of the audit trail: the state of the review");
    snprintf(day, sizeof day, "%.10s", d->page->made);
    rv_fields_text(d->fields, &(rv_field_place){ "", "the clock", "" }, "date", day, "day on which this was made");
    rv_buf_free(&authors);
}

static void counts(rv_document *d)
{
    static const rv_field_place studies = { "studies", "decisions at the last stage", "studies" },
                                reports = { "reports", "decisions at the last stage", "studies" },
                                search = { "search", "the protocol", "" };

    rv_fields_int(d->fields, &studies, "included", (int64_t)(d->included.n_studies + d->included.n_loose), "studies included");
    rv_fields_int(d->fields, &reports, "included", (int64_t)d->included.n_included, "included reports of these studies");
    rv_fields_int(d->fields, &search, "planned", (int64_t)d->protocol->n_searches, "sources that the protocol plans to search");
}

/* ---- Agreement ------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_fields     *fields;
    rv_field_place place;
} agreeing;

static rv_status add_pair(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    agreeing *a = user;
    const rv_agree_two *two = &pair->two;

    (void)err;
    rv_fields_real(a->fields, &a->place, "observed", 100 * two->kappa.observed, 1, "\u202f%", "decisions on which both agreed");
    rv_fields_real(a->fields, &a->place, "kappa", two->kappa.kappa, 2, "", "Cohen's kappa; unsure counts as include");
    rv_fields_range(a->fields, &a->place, "kappa_ci", two->kappa.ci_lo, two->kappa.ci_hi, 2, "95\u202f% interval of kappa");
    rv_fields_real(a->fields, &a->place, "ac1", two->ac1, 2, "", "Gwet's AC1");
    rv_fields_real(a->fields, &a->place, "pabak", two->pabak, 2, "", "kappa adjusted for prevalence and bias");
    return RV_OK;
}

static rv_status add_all(void *user, const rv_agreement_all *all, rv_error *err)
{
    agreeing *a = user;

    (void)err;
    rv_fields_int(a->fields, &a->place, "reports", (int64_t)all->reports, "reports on which two or more have voted");
    rv_fields_real(a->fields, &a->place, "alpha", all->binary.alpha, 2, "", "Krippendorff's alpha of all who voted");
    return RV_OK;
}

/* The kappas of a stage are those of its first pair of people: where there are more, the table has them. */
static rv_status agreement(rv_document *d, rv_error *err)
{
    char prefix[120];
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < d->protocol->n_stages; i++) {
        agreeing a = { d->fields, { prefix, "decisions before conflicts were resolved", "agreement" } };

        snprintf(prefix, sizeof prefix, "agreement.%.100s", d->protocol->stages[i].id);
        st = rv_screen_agreements(d->store, d->protocol, &(rv_agreement_query){ .stage = d->protocol->stages[i].id }, add_pair,
                                  add_all, &a, err);
    }
    return st;
}

/* ---- Deviations ----------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t n, unexplained;
} deviating;

static rv_status count_deviation(void *user, const rv_deviation *v, rv_error *err)
{
    deviating *c = user;

    (void)err;
    c->n++;
    c->unexplained += !v->recorded || !*v->reason;
    return RV_OK;
}

static rv_status deviations(rv_document *d, rv_error *err)
{
    static const rv_field_place place = { "deviations", "what was done, compared with the protocol", "deviations" };
    deviating c = { 0, 0 };
    rv_status st = rv_report_deviations(d->store, d->protocol, d->options->otherwise, count_deviation, &c, err);

    rv_fields_int(d->fields, &place, "count", c.n, "deviations from the protocol");
    rv_fields_int(d->fields, &place, "unexplained", c.unexplained, "deviations without a recorded reason");
    return st;
}

rv_status rv_fields_of_review(rv_document *d, rv_error *err)
{
    rv_status st;

    identity(d);
    counts(d);
    if ((st = agreement(d, err)) == RV_OK && (st = deviations(d, err)) == RV_OK)
        st = rv_fields_check(d->fields, err);
    return st;
}
