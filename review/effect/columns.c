/* The inputs by name. */
#include <config.h>

#include <string.h>

#include "effect/how.h"

#define NAME(name, words) #name,
#define WORDS(name, words) words,
const char *const rv_effect_columns[] = { RV_EFFECT_INPUTS(NAME) NULL };
const char *const rv_effect_column_words[] = { RV_EFFECT_INPUTS(WORDS) NULL };
_Static_assert(sizeof(rv_effect_input) / sizeof(double) + 1 == sizeof rv_effect_columns / sizeof *rv_effect_columns,
               "one name a number of rv_effect_input");

double *rv_effect_column(rv_effect_input *input, const char *name)
{
    for (size_t i = 0; rv_effect_columns[i]; i++)
        if (strcmp(rv_effect_columns[i], name) == 0)
            return &input->ai + i;
    return NULL;
}

bool rv_measure_takes(const rv_measure *measure, size_t i)
{
    const char *name = rv_effect_columns[i], *at = measure->columns;
    const size_t n = strlen(name);

    while (*at) {
        const size_t word = strcspn(at, " ");
        if (word == n && strncmp(at, name, n) == 0)
            return true;
        at += word + (at[word] != 0);
    }
    return false;
}
