/* Does a condition hold? In three values: what is not answered yet may leave it open. */
#include <config.h>

#include "clause.h"

static bool is_counted(const rv_clause *clause, const rv_counted *one)
{
    return clause->of == RV_OF_ALL || (one->question && one->question->critical == (clause->of == RV_OF_CRITICAL));
}

static rv_truth within(double least_sure, double most_possible, const rv_clause *clause, double least)
{
    if (most_possible < least || least_sure > clause->most)
        return RV_TRUTH_NO;
    return least_sure >= least && most_possible <= clause->most ? RV_TRUTH_YES : RV_TRUTH_OPEN;
}

static rv_truth count_holds(const rv_clause *clause, const uint8_t *values)
{
    size_t counted = 0, sure = 0, open = 0;

    for (size_t i = 0; i < clause->n; i++) {
        const rv_counted *one = &clause->counted[i];
        const uint8_t     value = values[one->slot];

        if (!is_counted(clause, one))
            continue;
        counted++;
        if (value == CLAUSE_UNKNOWN)
            open++;
        else
            sure += one->mask >> value & 1;
    }
    return within((double)sure, (double)(sure + open), clause, clause->every ? (double)counted : clause->least);
}

static rv_truth points_hold(const rv_clause *clause, const uint8_t *values, const rv_instrument_domain *domain)
{
    double sum = 0;

    for (size_t i = 0; i < domain->n_questions; i++) {
        const uint8_t value = values[domain->questions[i].slot];

        if (value == CLAUSE_UNKNOWN)
            return RV_TRUTH_OPEN;
        if (value < domain->questions[i].n_answers)
            sum += domain->questions[i].answers[value].points;
    }
    return within(sum, sum, clause, clause->least);
}

rv_truth rv_clause_holds(const rv_clause *clause, const uint8_t *values, const rv_instrument_domain *domain)
{
    rv_truth left, right;

    switch (clause->op) {
    case RV_OP_NOT:
        return (rv_truth)(RV_TRUTH_YES - rv_clause_holds(clause->left, values, domain));
    case RV_OP_AND:
    case RV_OP_OR:
        left = rv_clause_holds(clause->left, values, domain);
        if (left == (clause->op == RV_OP_AND ? RV_TRUTH_NO : RV_TRUTH_YES))
            return left;
        right = rv_clause_holds(clause->right, values, domain);
        return clause->op == RV_OP_AND ? (left < right ? left : right) : left > right ? left : right;
    case RV_OP_POINTS:
        return points_hold(clause, values, domain);
    case RV_OP_COUNT:
        break;
    }
    return count_holds(clause, values);
}

void rv_clause_domains(const rv_clause *clause, void (*domain)(void *user, size_t slot), void *user)
{
    if (!clause)
        return;
    rv_clause_domains(clause->left, domain, user);
    rv_clause_domains(clause->right, domain, user);
    for (size_t i = 0; i < clause->n; i++)
        if (!clause->counted[i].question)
            domain(user, clause->counted[i].slot);
}
