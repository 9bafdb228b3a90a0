#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/facts.h"

/* Results of arms, and the results of contrasts that two of them make. */

const char *const rv_contrast_columns[] = { "group1", "group2", NULL };

bool rv_contrast_column(const char *field)
{
    return strcmp(field, rv_contrast_columns[0]) == 0 || strcmp(field, rv_contrast_columns[1]) == 0;
}

static bool same_months(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* The result of this arm (or, "", of this contrast) for the outcome and time of `like`, of its study. */
static const rv_fact_result *find(const rv_facts *facts, const rv_fact_result *like, const char *arm, const char *contrast)
{
    for (size_t i = 0; i < facts->n_results; i++) {
        const rv_fact_result *r = &facts->results[i];
        if (r->study == like->study && same_months(r->months, like->months) && strcmp(r->arm, arm) == 0
            && strcmp(r->outcome, like->outcome) == 0 && strcmp(r->domain, like->domain) == 0
            && (arm[0] || strcmp(r->contrast, contrast) == 0))
            return r;
    }
    return NULL;
}

static const char *arm_of(const rv_facts *facts, const rv_fact_part *contrast, int group)
{
    const rv_fact_value *v = rv_facts_part_value(facts, contrast->study, contrast->id, rv_contrast_columns[group]);

    return v ? v->value : "";
}

bool rv_facts_arm_results(const rv_facts *facts, const rv_fact_result *result, const rv_fact_result **group1,
                          const rv_fact_result **group2)
{
    const rv_fact_part *contrast = result->arm[0] ? NULL : rv_facts_part(facts, result->study, "contrast", result->contrast);
    const char *first = contrast ? arm_of(facts, contrast, 0) : "", *second = contrast ? arm_of(facts, contrast, 1) : "";

    *group1 = first[0] ? find(facts, result, first, "") : NULL;
    *group2 = second[0] ? find(facts, result, second, "") : NULL;
    return *group1 && *group2;
}

bool rv_arm_input(const char *input, int group, char name[16])
{
    const size_t n = strlen(input);
    const struct { const char *first, *second; } words[] = { { "ai", "ci" }, { "bi", "di" } };

    if (n == 0 || n >= 16)
        return false;
    memcpy(name, input, n + 1);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(input, words[i].first) == 0) {
            if (group == 2)
                strcpy(name, words[i].second);
            return true;
        }
    if (n < 3 || input[n - 1] != 'i' || input[n - 2] != '1')
        return false;
    if (group == 2)
        name[n - 2] = '2';
    return true;
}

static size_t twins_before(const rv_facts *facts, size_t contrast, const char *first, const char *second)
{
    size_t n = 0;

    for (size_t i = contrast; i-- > 0 && facts->parts[i].study == facts->parts[contrast].study;)
        n += strcmp(facts->parts[i].kind, "contrast") == 0 && strcmp(arm_of(facts, &facts->parts[i], 0), first) == 0
             && strcmp(arm_of(facts, &facts->parts[i], 1), second) == 0;
    return n;
}

rv_status rv_arm_contrasts(const rv_facts *facts, rv_status (*each)(void *user, const rv_arm_contrast *made, rv_error *err), void *user,
                           rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < facts->n_parts; i++) {
        const rv_fact_part *contrast = &facts->parts[i];
        const bool is_one = strcmp(contrast->kind, "contrast") == 0;
        const char *first = is_one ? arm_of(facts, contrast, 0) : "", *second = is_one ? arm_of(facts, contrast, 1) : "";

        for (size_t k = 0; st == RV_OK && first[0] && second[0] && k < facts->n_results; k++) {
            const rv_fact_result *a = &facts->results[k], *b;
            if (a->study == contrast->study && strcmp(a->arm, first) == 0 && (b = find(facts, a, second, "")) != NULL
                && !find(facts, a, "", contrast->key))
                st = each(user, &(rv_arm_contrast){ contrast, a, b, twins_before(facts, i, first, second) }, err);
        }
    }
    return st;
}
