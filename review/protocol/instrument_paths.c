/* Every way in which a domain can be answered, gone through: do the rules judge each of them, once? */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "instrument_judge.h"

static const uint64_t most_paths = 20000000;

typedef struct {
    const rv_instrument        *instrument;
    const rv_instrument_domain *domain;
    uint8_t     values[PREMISE_SLOTS];
    rv_answered answers[PREMISE_SLOTS];
    size_t      n_answers;
    rv_status (*path)(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal, rv_error *err);
    void       *user;
    uint64_t    n;
    bool        reached[PREMISE_SLOTS];       /* by rule */
    rv_error   *err;
} walk;

/* "1.1 Y, 1.2 NI": how one came here, for messages. */
static rv_status fault(const walk *w, const char *words)
{
    rv_buf way = RV_BUF_INIT;

    for (size_t i = 0; i < w->n_answers; i++)
        rv_buf_printf(&way, "%s%s %s", i ? ", " : "", w->answers[i].id, w->answers[i].answer);
    rv_fail(w->err, RV_EINVAL, "%.64s, domain %.64s: %s with the answers %.240s", w->instrument->id, w->domain->id, words,
            rv_buf_str(&way));
    rv_buf_free(&way);
    return RV_EINVAL;
}

static rv_status arrive(walk *w)
{
    const rv_instrument_domain *d = w->domain;
    rv_proposal proposal = { .because = "", .asked = 0 };
    char        words[80];
    size_t      rule, second;

    if (++w->n > most_paths)
        return rv_fail(w->err, RV_EINVAL, "%.64s, domain %.64s: there are more than %llu ways to answer it; split it into domains",
                       w->instrument->id, d->id, (unsigned long long)most_paths);
    rule = rv_rule_that_holds(d, w->values, &second);
    if (rule == d->n_rules)
        return fault(w, "no rule holds");
    if (second < d->n_rules) {
        snprintf(words, sizeof words, "rules %zu and %zu both hold", rule + 1, second + 1);
        return fault(w, words);
    }
    if (rule < PREMISE_SLOTS)
        w->reached[rule] = true;
    proposal.judgement = d->rules[rule].judgement;
    proposal.because = d->rules[rule].when;
    proposal.rule = rule + 1;
    proposal.asked = proposal.answered = w->n_answers - d->n_needs;
    return w->path ? w->path(w->user, w->answers, w->n_answers, &proposal, w->err) : RV_OK;
}

static rv_status from_question(walk *w, size_t i)
{
    const rv_instrument_domain *d = w->domain;
    const rv_question          *q = &d->questions[i];
    rv_status st = RV_OK;

    if (i == d->n_questions)
        return arrive(w);
    if (rv_question_asked(q, w->values, d) != RV_TRUTH_YES) {
        w->values[q->slot] = PREMISE_NA;
        return from_question(w, i + 1);
    }
    for (size_t a = 0; st == RV_OK && a < q->n_answers; a++) {
        w->values[q->slot] = strcmp(q->answers[a].code, "NA") == 0 ? PREMISE_NA : (uint8_t)a;
        w->answers[w->n_answers++] = (rv_answered){ q->id, q->answers[a].code };
        st = from_question(w, i + 1);
        w->n_answers--;
    }
    return st;
}

static rv_status from_need(walk *w, size_t i)
{
    const rv_instrument_domain *other;
    rv_status st = RV_OK;

    if (i == w->domain->n_needs)
        return from_question(w, 0);
    other = &w->instrument->domains[w->domain->needs[i]];
    for (size_t j = 0; st == RV_OK && j < other->n_judgements; j++) {
        w->values[other->slot] = (uint8_t)j;
        w->answers[w->n_answers++] = (rv_answered){ other->id, other->judgements[j] };
        st = from_need(w, i + 1);
        w->n_answers--;
    }
    return st;
}

static rv_status walk_domain(walk *w)
{
    memset(w->values, PREMISE_UNKNOWN, sizeof w->values);
    return w->domain->n_rules ? from_need(w, 0) : RV_OK;
}

rv_status rv_instrument_paths(const rv_instrument *instrument, const char *domain,
                              rv_status (*path)(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal,
                                                rv_error *err),
                              void *user, uint64_t *n, rv_error *err)
{
    walk      w = { .instrument = instrument, .domain = rv_instrument_domain_of(instrument, domain), .path = path, .user = user,
                    .err = err };
    rv_status st;

    *n = 0;
    if (!w.domain)
        return rv_fail(err, RV_ENOTFOUND, "%s has no domain '%.60s'", instrument->id, domain);
    st = walk_domain(&w);
    *n = w.n;
    return st;
}

rv_status rv_instrument_check(const rv_instrument *instrument, uint64_t *n, rv_error *err)
{
    rv_status st = RV_OK;

    *n = 0;
    for (size_t i = 0; st == RV_OK && i < instrument->n_domains; i++) {
        walk w = { .instrument = instrument, .domain = &instrument->domains[i], .err = err };

        if ((st = walk_domain(&w)) != RV_OK)
            return st;
        for (size_t r = 0; st == RV_OK && r < w.domain->n_rules && r < PREMISE_SLOTS; r++)
            if (!w.reached[r])
                st = rv_fail(err, RV_EINVAL, "%.64s, domain %.64s: no answers lead to rule %zu (%.200s)", instrument->id, w.domain->id,
                             r + 1, w.domain->rules[r].when);
        *n += w.n;
    }
    return st;
}
