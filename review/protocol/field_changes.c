#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/protocol.h"

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_choices(const rv_field *a, const rv_field *b)
{
    bool same = a->n_choices == b->n_choices;

    for (size_t i = 0; same && i < a->n_choices; i++)
        same = strcmp(a->choices[i], b->choices[i]) == 0;
    return same;
}

static bool same_columns(const rv_field *a, const rv_field *b)
{
    bool same = a->n_columns == b->n_columns;

    for (size_t i = 0; same && i < a->n_columns; i++)
        same = strcmp(a->columns[i].id, b->columns[i].id) == 0 && a->columns[i].type == b->columns[i].type;
    return same;
}

bool rv_field_changes(const rv_field *from, const rv_field *to, char *words, size_t size)
{
    const struct { const char *word; bool same; } aspects[] = {
        { "label", strcmp(from->label, to->label) == 0 },
        { "help", strcmp(from->help, to->help) == 0 },
        { "unit", strcmp(from->unit, to->unit) == 0 },
        { "level", from->level == to->level },
        { "type", from->type == to->type },
        { "range", same_number(from->min, to->min) && same_number(from->max, to->max) },
        { "choices", same_choices(from, to) },
        { "columns", same_columns(from, to) },
        { "required", from->required == to->required },
        { "place", from->place == to->place },
        { "as", strcmp(from->as, to->as) == 0 },
        { "when", strcmp(from->when, to->when) == 0 },
        { "compute", strcmp(from->compute, to->compute) == 0 },
    };
    size_t used = 0;

    if (size)
        words[0] = '\0';
    for (size_t i = 0; i < sizeof aspects / sizeof *aspects; i++)
        if (!aspects[i].same && used < size)
            used += (size_t)snprintf(words + used, size - used, "%s%s", used ? ", " : "", aspects[i].word);
    return used > 0;
}
