/* Whether two records say the same, field by field. */
#ifndef TESTS_REFS_SAME_RECORD_H
#define TESTS_REFS_SAME_RECORD_H

#include <string.h>

#include "review/refs.h"

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static const char *same_next_value(const rv_record *record, rv_ref_field field, size_t *at)
{
    while (*at < record->n_values)
        if (record->values[(*at)++].field == field)
            return record->values[*at - 1].text;
    return NULL;
}

static const rv_ref_name *same_next_name(const rv_record *record, rv_ref_role role, size_t *at)
{
    while (*at < record->n_names)
        if (record->names[(*at)++].role == role)
            return &record->names[*at - 1];
    return NULL;
}

static bool same_lists(const rv_record *a, const rv_record *b, rv_ref_field field)
{
    size_t      i = 0, j = 0;
    const char *x, *y;

    do {
        x = same_next_value(a, field, &i);
        y = same_next_value(b, field, &j);
    } while (x && same_text(x, y));
    return same_text(x, y);
}

static bool same_people(const rv_record *a, const rv_record *b, rv_ref_role role)
{
    size_t             i = 0, j = 0;
    const rv_ref_name *x, *y;

    do {
        x = same_next_name(a, role, &i);
        y = same_next_name(b, role, &j);
    } while (x && y && same_text(x->family, y->family) && same_text(x->given, y->given) && same_text(x->suffix, y->suffix));
    return !x && !y;
}

static bool same_decisions(const rv_record *a, const rv_record *b)
{
    if (a->n_decisions != b->n_decisions)
        return false;
    for (size_t i = 0; i < a->n_decisions; i++) {
        const rv_ref_decision *x = &a->decisions[i], *y = &b->decisions[i];

        if (!same_text(x->stage, y->stage) || !same_text(x->reviewer, y->reviewer) || !same_text(x->verdict, y->verdict)
            || !same_text(x->reason, y->reason) || !same_text(x->raw, y->raw))
            return false;
    }
    return true;
}

/* The first field in which `b` does not say what `a` says; NULL when there is none. A type that is not given may become "document",
   and a date that came without a text may have one. */
static inline const char *same_record(const rv_record *a, const rv_record *b)
{
    for (int i = 0; i < RV_REF_LISTS; i++)
        if (!same_text(a->text[i], b->text[i]) && !(i == RV_REF_TYPE && !a->text[i]))
            return rv_ref_fields[i];
    for (int i = RV_REF_LISTS; i < RV_REF_FIELDS; i++)
        if (!same_lists(a, b, (rv_ref_field)i))
            return rv_ref_fields[i];
    for (int i = 0; i < RV_ROLES; i++)
        if (!same_people(a, b, (rv_ref_role)i))
            return "people";
    if (a->date.year != b->date.year || a->date.month != b->date.month || a->date.day != b->date.day
        || (a->date.raw && !same_text(a->date.raw, b->date.raw)))
        return "date";
    return same_decisions(a, b) ? NULL : "decisions";
}

#endif
