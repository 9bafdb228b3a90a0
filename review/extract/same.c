#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/match.h"
#include "extract/same.h"

bool rv_has_value(const rv_fact_value *value)
{
    return strcmp(value->state, "reported") == 0 || strcmp(value->state, "derived") == 0;
}

bool rv_same_place(const rv_fact_value *a, const rv_fact_value *b)
{
    return (!a->record || !b->record || a->record == b->record) && (!a->place[0] || !b->place[0] || rv_same_folded(a->place, b->place));
}

/* ---- Numbers ----------------------------------------------------------------------------------------------------------------------- */

static bool near(double x, double y)
{
    return fabs(x - y) <= 1e-9 * fmax(fabs(x), fabs(y));
}

/* What two numbers that differ often are: the same thing in another unit, or with the other sign. */
static void suggest(double a, double b, char hint[80])
{
    static const struct { double times; const char *words; } factors[] = {
        { 100, "percent and proportion?" }, { 1000, "thousands?" }, { 12, "months and years?" }, { 52, "weeks and years?" },
        { 7, "days and weeks?" },
    };

    if (a != 0 && near(a, -b))
        snprintf(hint, 80, "opposite signs");
    for (size_t i = 0; a != 0 && b != 0 && i < sizeof factors / sizeof *factors; i++) {
        if (near(a, factors[i].times * b))
            snprintf(hint, 80, "the first is %g times the second: %s", factors[i].times, factors[i].words);
        else if (near(b, factors[i].times * a))
            snprintf(hint, 80, "the second is %g times the first: %s", factors[i].times, factors[i].words);
    }
}

/* The field's tolerance is in its unit, the protocol's relative to the greater. */
static rv_compared same_numbers(const rv_field *field, double tolerance, const char *a, const char *b, char hint[80])
{
    double x, y, slack;

    if (rv_real_parse(a, &x, NULL) != RV_OK || rv_real_parse(b, &y, NULL) != RV_OK)
        return RV_TWO_OTHER;
    if (x == y)
        return RV_TWO_SPELLING;
    slack = isnan(field->tolerance) ? tolerance * fmax(fabs(x), fabs(y)) : field->tolerance;
    if (fabs(x - y) <= slack * (1 + 1e-12))
        return RV_TWO_WITHIN;
    suggest(x, y, hint);
    return RV_TWO_OTHER;
}

/* ---- Choices as sets ----------------------------------------------------------------------------------------------------------------- */

/* The next of "a; b", trimmed; NULL at the end. */
static const char *next_choice(const char **text, size_t *n)
{
    const char *begin = *text + strspn(*text, " ;"), *end;

    if (!*begin)
        return NULL;
    end = begin + strcspn(begin, ";");
    *text = end;
    while (end > begin && end[-1] == ' ')
        end--;
    *n = (size_t)(end - begin);
    return begin;
}

static bool holds(const char *set, const char *choice, size_t n)
{
    const char *one;
    size_t m;

    while ((one = next_choice(&set, &m)))
        if (m == n && memcmp(one, choice, n) == 0)
            return true;
    return false;
}

static bool within(const char *a, const char *b)
{
    const char *one;
    size_t n;

    while ((one = next_choice(&a, &n)))
        if (!holds(b, one, n))
            return false;
    return true;
}

/* ---- Tables, cell by cell ---------------------------------------------------------------------------------------------------------- */

static bool same_cell(const char *a, const char *b, double tolerance)
{
    double x, y;

    if (rv_real_parse(a, &x, NULL) == RV_OK && rv_real_parse(b, &y, NULL) == RV_OK)
        return fabs(x - y) <= tolerance * fmax(fabs(x), fabs(y));
    return rv_same_folded(a, b);
}

/* Rows in their order; how many cells differ, and the first of them. */
static rv_compared same_tables(double tolerance, const char *a, const char *b, char hint[80])
{
    rv_csv *x = NULL, *y = NULL;
    const rv_csv_row *p, *q;
    size_t differ = 0, first_row = 0, first_column = 0;
    rv_compared kind = RV_TWO_SPELLING;

    if (rv_csv_open_bytes(&x, "a", a, strlen(a), 0, NULL) != RV_OK || rv_csv_open_bytes(&y, "b", b, strlen(b), 0, NULL) != RV_OK)
        kind = RV_TWO_OTHER;
    for (size_t row = 1; kind == RV_TWO_SPELLING; row++) {
        if (rv_csv_next(x, &p, NULL) != RV_OK || rv_csv_next(y, &q, NULL) != RV_OK || !p != !q) {
            snprintf(hint, 80, "%s", "not the same number of rows");
            kind = RV_TWO_OTHER;
        }
        if (kind != RV_TWO_SPELLING || !p)
            break;
        for (size_t i = 0; i < p->count || i < q->count; i++)
            if (i >= p->count || i >= q->count || !same_cell(p->fields[i], q->fields[i], tolerance)) {
                if (!differ++) {
                    first_row = row;
                    first_column = i + 1;
                }
            }
    }
    if (differ) {
        snprintf(hint, 80, "%zu cell%s; the first in row %zu, column %zu", differ, differ == 1 ? "" : "s", first_row, first_column);
        kind = RV_TWO_OTHER;
    }
    rv_csv_close(x);
    rv_csv_close(y);
    return kind;
}

/* ------------------------------------------------------------------------------------------------------------------------------------ */

rv_compared rv_same_values(const rv_field *field, double tolerance, const rv_fact_value *a, const rv_fact_value *b, char hint[80])
{
    hint[0] = 0;
    if (!rv_has_value(a) || !rv_has_value(b))
        return strcmp(a->state, b->state) == 0 ? RV_TWO_SAME : RV_TWO_STATE;
    if (strcmp(a->value, b->value) == 0)
        return strcmp(a->state, b->state) == 0 ? RV_TWO_SAME : RV_TWO_DERIVED;
    switch (field->type) {
    case RV_FIELD_INTEGER:
    case RV_FIELD_NUMBER:
    case RV_FIELD_PERCENT:
        return same_numbers(field, tolerance, a->value, b->value, hint);
    case RV_FIELD_CHOICES:
        return within(a->value, b->value) && within(b->value, a->value) ? RV_TWO_SPELLING : RV_TWO_OTHER;
    case RV_FIELD_TABLE:
        return same_tables(tolerance, a->value, b->value, hint);
    case RV_FIELD_TEXT:
        return rv_same_folded(a->value, b->value) ? RV_TWO_SPELLING : RV_TWO_OTHER;
    default:
        return RV_TWO_OTHER;
    }
}
