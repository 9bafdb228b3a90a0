/* Fields of what each analysis found, as people can use it: of 1,000 people, at the first baseline of the summary of findings. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/fields.h"
#include "report/findings.h"

static void risks(rv_fields *to, const rv_field_place *place, const rv_found *f)
{
    const rv_absolute *a = &f->risks[0].risk;

    rv_fields_text(to, place, "baseline", f->risks[0].label, "which people the baseline risk is of");
    rv_fields_real(to, place, "without", 1000 * a->without, 0, "", "of 1,000 people, how many have the outcome without the intervention");
    rv_fields_real(to, place, "with", 1000 * a->with, 0, "", "of 1,000 people, how many have the outcome with the intervention");
    rv_fields_range(to, place, "with_ci", 1000 * a->with_lo, 1000 * a->with_hi, 0, "its confidence interval");
    rv_fields_real(to, place, "difference", 1000 * (a->with - a->without), 0, "", "of 1,000 people, how many more have the outcome");
    rv_fields_range(to, place, "difference_ci", 1000 * (a->with_lo - a->without), 1000 * (a->with_hi - a->without), 0,
                    "its confidence interval");
}

static void one(rv_document *d, const rv_found *f)
{
    const char *id = f->synthesis->planned->id;
    char origin[200];
    const rv_field_place place = { id, origin, "summary_of_findings" };
    rv_buf words = RV_BUF_INIT;

    snprintf(origin, sizeof origin, "analysis %.150s, summary of findings", id);
    rv_fields_real(d->fields, &place, "participants", f->participants, 0, "", "people in the studies pooled that say how many");
    rv_fields_text(d->fields, &place, "certainty", rv_words_certainty(&f->certainty), "how sure the reviewers are");
    rv_words_reasons(&words, &f->certainty);
    if (words.length)
        rv_fields_text(d->fields, &place, "certainty_reasons", rv_buf_str(&words), "why certainty was lowered or raised");
    rv_buf_clear(&words);
    rv_words_statement(&words, d->protocol, f);
    rv_fields_text(d->fields, &place, "statement", rv_buf_str(&words), "what was found, in a sentence for everyone");
    if (f->n_risks) {
        risks(d->fields, &place, f);
        rv_buf_clear(&words);
        rv_words_frequencies(&words, d->protocol, f, &f->risks[0].risk);
        rv_fields_text(d->fields, &place, "frequencies", rv_buf_str(&words), "the same in numbers of people");
    }
    rv_buf_free(&words);
}

rv_status rv_fields_of_findings(rv_document *d, rv_error *err)
{
    for (size_t i = 0; i < d->protocol->n_analyses; i++)
        if (d->findings[i].synthesis && d->findings[i].synthesis->analysis)
            one(d, &d->findings[i]);
    return rv_fields_check(d->fields, err);
}
