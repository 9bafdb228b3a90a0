/* Does a condition hold? In three values: what is not answered yet may leave it open. */
#include <config.h>

#include "premise.h"

static bool is_counted(const rv_premise *premise, const rv_counted *one)
{
    return premise->of == RV_OF_ALL || (one->question && one->question->critical == (premise->of == RV_OF_CRITICAL));
}

static rv_truth within(double least_sure, double most_possible, const rv_premise *premise, double least)
{
    if (most_possible < least || least_sure > premise->most)
        return RV_TRUTH_NO;
    return least_sure >= least && most_possible <= premise->most ? RV_TRUTH_YES : RV_TRUTH_OPEN;
}

static rv_truth count_holds(const rv_premise *premise, const uint8_t *values)
{
    size_t counted = 0, sure = 0, open = 0;

    for (size_t i = 0; i < premise->n; i++) {
        const rv_counted *one = &premise->counted[i];
        const uint8_t     value = values[one->slot];

        if (!is_counted(premise, one))
            continue;
        counted++;
        if (value == PREMISE_UNKNOWN)
            open++;
        else
            sure += one->mask >> value & 1;
    }
    return within((double)sure, (double)(sure + open), premise, premise->every ? (double)counted : premise->least);
}

static rv_truth points_hold(const rv_premise *premise, const uint8_t *values, const rv_instrument_domain *domain)
{
    double sum = 0;

    for (size_t i = 0; i < domain->n_questions; i++) {
        const uint8_t value = values[domain->questions[i].slot];

        if (value == PREMISE_UNKNOWN)
            return RV_TRUTH_OPEN;
        if (value < domain->questions[i].n_answers)
            sum += domain->questions[i].answers[value].points;
    }
    return within(sum, sum, premise, premise->least);
}

rv_truth rv_premise_holds(const rv_premise *premise, const uint8_t *values, const rv_instrument_domain *domain)
{
    rv_truth left, right;

    switch (premise->op) {
    case RV_OP_NOT:
        return (rv_truth)(RV_TRUTH_YES - rv_premise_holds(premise->left, values, domain));
    case RV_OP_AND:
    case RV_OP_OR:
        left = rv_premise_holds(premise->left, values, domain);
        if (left == (premise->op == RV_OP_AND ? RV_TRUTH_NO : RV_TRUTH_YES))
            return left;
        right = rv_premise_holds(premise->right, values, domain);
        return premise->op == RV_OP_AND ? (left < right ? left : right) : left > right ? left : right;
    case RV_OP_POINTS:
        return points_hold(premise, values, domain);
    case RV_OP_COUNT:
        break;
    }
    return count_holds(premise, values);
}

void rv_premise_domains(const rv_premise *premise, void (*domain)(void *user, size_t slot), void *user)
{
    if (!premise)
        return;
    rv_premise_domains(premise->left, domain, user);
    rv_premise_domains(premise->right, domain, user);
    for (size_t i = 0; i < premise->n; i++)
        if (!premise->counted[i].question)
            domain(user, premise->counted[i].slot);
}
