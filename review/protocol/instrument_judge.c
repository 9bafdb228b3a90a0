/* From answers to the judgement that the rules propose. */
#include <config.h>

#include <string.h>

#include "instrument_judge.h"

rv_truth rv_question_asked(const rv_question *question, const uint8_t *values, const rv_instrument_domain *domain)
{
    return question->asked ? rv_premise_holds(question->asked, values, domain) : RV_TRUTH_YES;
}

size_t rv_rule_that_holds(const rv_instrument_domain *domain, const uint8_t *values, size_t *second)
{
    size_t first = domain->n_rules;

    *second = domain->n_rules;
    for (size_t i = 0; i < domain->n_rules; i++) {
        const rv_rule *rule = &domain->rules[i];

        if (rule->holds ? rv_premise_holds(rule->holds, values, domain) != RV_TRUTH_YES : first < domain->n_rules)
            continue;
        if (first == domain->n_rules)
            first = i;
        else if (*second == domain->n_rules)
            *second = i;
        if (domain->in_order)
            break;
    }
    return first;
}

/* ---- Answers into slots ---------------------------------------------------------------------------------------------- */

static rv_status put_answer(const rv_question *q, const char *answer, uint8_t *values, rv_error *err)
{
    const rv_instrument_answer *known = rv_question_answer(q, answer);
    rv_buf           all = RV_BUF_INIT;

    if (values[q->slot] != PREMISE_UNKNOWN)
        return rv_fail(err, RV_EINVAL, "question %.60s is answered twice", q->id);
    if (strcmp(answer, "NA") == 0)
        values[q->slot] = PREMISE_NA;
    else if (known)
        values[q->slot] = (uint8_t)(known - q->answers);
    if (values[q->slot] != PREMISE_UNKNOWN)
        return RV_OK;
    for (size_t i = 0; i < q->n_answers; i++)
        rv_buf_printf(&all, "%s%s", i ? ", " : "", q->answers[i].code);
    rv_fail(err, RV_EINVAL, "'%.60s' is no answer to question %.60s; there are %.200s", answer, q->id, rv_buf_str(&all));
    rv_buf_free(&all);
    return RV_EINVAL;
}

static rv_status put_judgement(const rv_instrument_domain *d, const char *judgement, uint8_t *values, rv_error *err)
{
    if (values[d->slot] != PREMISE_UNKNOWN)
        return rv_fail(err, RV_EINVAL, "domain %.60s is judged twice", d->id);
    for (size_t i = 0; i < d->n_judgements; i++)
        if (strcmp(d->judgements[i], judgement) == 0)
            values[d->slot] = (uint8_t)i;
    if (values[d->slot] == PREMISE_UNKNOWN)
        return rv_fail(err, RV_EINVAL, "'%.60s' is no judgement of domain %.60s", judgement, d->id);
    return RV_OK;
}

static rv_status put_all(const rv_instrument *instrument, const rv_answered *answers, size_t n, uint8_t values[PREMISE_SLOTS],
                         rv_error *err)
{
    rv_status st = RV_OK;

    memset(values, PREMISE_UNKNOWN, PREMISE_SLOTS);
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        const rv_question          *q = rv_instrument_question(instrument, answers[i].id);
        const rv_instrument_domain *d = rv_instrument_domain_of(instrument, answers[i].id);

        if (q)
            st = put_answer(q, answers[i].answer, values, err);
        else if (d)
            st = put_judgement(d, answers[i].answer, values, err);
        else
            st = rv_fail(err, RV_ENOTFOUND, "%s has no question or domain '%.60s'", instrument->id, answers[i].id);
    }
    return st;
}

/* ---- What is asked, and what lacks ------------------------------------------------------------------------------------ */

/* "NA" is an answer to what is asked only where the question has it. */
static bool may_be_na(const rv_question *q)
{
    return rv_question_answer(q, "NA") != NULL;
}

/* Questions that are not asked become NA; the answers they had are told. */
static rv_status settle_questions(const rv_instrument_domain *d, uint8_t *values, rv_proposal *out, rv_error *err)
{
    for (size_t i = 0; i < d->n_questions; i++) {
        const rv_question *q = &d->questions[i];
        const rv_truth     asked = rv_question_asked(q, values, d);
        uint8_t           *value = &values[q->slot];

        if (asked == RV_TRUTH_NO) {
            if (*value != PREMISE_UNKNOWN && *value != PREMISE_NA && out->astray++ == 0)
                out->first_astray = q->id;
            *value = PREMISE_NA;
        } else if (asked == RV_TRUTH_YES) {
            if (*value == PREMISE_NA && !may_be_na(q))
                return rv_fail(err, RV_EINVAL, "question %.60s is asked; NA is no answer to it", q->id);
            out->asked++;
            out->answered += *value != PREMISE_UNKNOWN;
            if (*value == PREMISE_UNKNOWN && !out->next)
                out->next = q->id;
        }
    }
    return RV_OK;
}

static void settle_needs(const rv_instrument *instrument, const rv_instrument_domain *d, const uint8_t *values, rv_proposal *out)
{
    for (size_t i = 0; i < d->n_needs && !out->next; i++) {
        const rv_instrument_domain *other = &instrument->domains[d->needs[i]];

        if (values[other->slot] == PREMISE_UNKNOWN)
            out->next = other->id;
    }
}

rv_status rv_instrument_judge(const rv_instrument *instrument, const rv_answered *answers, size_t n, const char *domain,
                              rv_proposal *out, rv_error *err)
{
    const rv_instrument_domain *d = rv_instrument_domain_of(instrument, domain);
    uint8_t   values[PREMISE_SLOTS];
    size_t    rule, second;
    rv_status st;

    *out = (rv_proposal){ .because = "" };
    if (!d)
        return rv_fail(err, RV_ENOTFOUND, "%s has no domain '%.60s'", instrument->id, domain);
    if ((st = put_all(instrument, answers, n, values, err)) != RV_OK || (st = settle_questions(d, values, out, err)) != RV_OK)
        return st;
    settle_needs(instrument, d, values, out);
    if (out->next || d->n_rules == 0)
        return RV_OK;
    rule = rv_rule_that_holds(d, values, &second);
    if (rule == d->n_rules)
        return rv_fail(err, RV_EINVAL, "%s, domain %s: no rule holds", instrument->id, d->id);
    if (second < d->n_rules)
        return rv_fail(err, RV_EINVAL, "%s, domain %s: rules %zu (%.80s) and %zu (%.80s) both hold", instrument->id, d->id, rule + 1,
                       d->rules[rule].when, second + 1, d->rules[second].when);
    out->judgement = d->rules[rule].judgement;
    out->because = d->rules[rule].when;
    out->rule = rule + 1;
    return RV_OK;
}

rv_status rv_instrument_asks(const rv_instrument *instrument, const rv_answered *answers, size_t n, const char *question,
                             rv_asked *asked, rv_error *err)
{
    const rv_question *q = rv_instrument_question(instrument, question);
    rv_proposal        all = { .because = "" };
    uint8_t            values[PREMISE_SLOTS];
    rv_status          st;

    *asked = RV_ASKED_UNSETTLED;
    if (!q)
        return rv_fail(err, RV_ENOTFOUND, "%s has no question '%.60s'", instrument->id, question);
    if ((st = put_all(instrument, answers, n, values, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < instrument->n_domains; i++) {
        const rv_instrument_domain *d = &instrument->domains[i];

        if (q < d->questions || q >= d->questions + d->n_questions)
            continue;
        if ((st = settle_questions(d, values, &all, err)) == RV_OK)
            *asked = (rv_asked)rv_question_asked(q, values, d);
    }
    return st;
}
