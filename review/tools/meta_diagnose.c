#include <config.h>

#include <stdlib.h>

#include "tools/meta_diagnose.h"

rv_status meta_read_independent(meta_input *in, rv_error *err)
{
    rv_status st = meta_read(in, err);
    size_t *count, worst = 0, several = 0;

    if (st != RV_OK || asked.independent || in->studies == in->k)
        return st;
    if (!(count = calloc(in->studies + 1, sizeof *count)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu studies", in->studies);
    for (size_t i = 0; i < in->k; i++) {
        several += ++count[in->study[i]] == 2;
        worst = count[in->study[i]] > count[in->study[worst]] ? i : worst;
    }
    st = rv_fail(err, RV_EINVAL, "study %.60s has %zu effects, and %zu of %zu studies have several; they are not independent, and are "
                 "taken as if they were only with --assume-independent",
                 in->study_name[worst], count[in->study[worst]], several, in->studies);
    free(count);
    return st;
}

void meta_fact_model(meta_writer *w, const meta_input *in, const rv_meta_fit *fit)
{
    meta_fact_text(w, "measure", NULL, meta_measure(in, NULL));
    meta_fact_text(w, "estimator", "Model", fit->estimator->title);
    meta_fact_text(w, "test", "Test", rv_meta_test_title(fit->test));
    meta_fact_real(w, "level", NULL, fit->level);
    meta_fact_count(w, "k", "Effects", fit->k);
    meta_fact_real(w, "tau2", "tau2", fit->tau2);
    meta_notes_of_fit(w, fit);
    if (in->studies < in->k)
        meta_note(w, rv_meta_note_name(RV_NOTE_DEPENDENT), "%s", rv_meta_note_text(RV_NOTE_DEPENDENT));
    meta_notes_of_rows(w, in);
}

const char *meta_coefficient(const meta_input *in, size_t j)
{
    return in->data.p == 0 ? "intercept" : in->data.names && in->data.names[j] ? in->data.names[j] : "coefficient";
}
