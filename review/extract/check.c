#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/check.h"

const char *rv_state_of(const rv_field *field, const char *text)
{
    static const char *const states[] = { "not reported", "unclear" };

    for (size_t i = 0; field && i < field->n_choices; i++)
        if (strcmp(field->choices[i], text) == 0)
            return NULL;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(text, states[i]) == 0)
            return states[i];
    return NULL;
}

static rv_status check_choice(const rv_field *field, const char *text, rv_error *err)
{
    char known[300] = "";
    size_t used = 0;

    for (size_t i = 0; i < field->n_choices; i++) {
        int n;
        if (strcmp(field->choices[i], text) == 0)
            return RV_OK;
        n = snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", field->choices[i]);
        if (n > 0 && used + (size_t)n < sizeof known)
            used += (size_t)n;
    }
    return rv_fail(err, RV_EINVAL, "'%.80s' is no choice; there are %s", text, known);
}

static rv_status check_number(const rv_field *field, const char *text, rv_error *err)
{
    int64_t whole;
    double x;

    if (rv_real_parse(text, &x, NULL) != RV_OK)
        return rv_fail(err, RV_EINVAL, "'%.80s' is not a number", text);
    if (field->type == RV_FIELD_INTEGER && rv_int_parse(text, &whole, NULL) != RV_OK)
        return rv_fail(err, RV_EINVAL, "%.80s is not a whole number", text);
    if (x < field->min)
        return rv_fail(err, RV_EINVAL, "%.80s is below %g, the least it may be", text, field->min);
    if (x > field->max)
        return rv_fail(err, RV_EINVAL, "%.80s is above %g, the most it may be", text, field->max);
    return RV_OK;
}

rv_status rv_field_check(const rv_field *field, const char *text, rv_error *err)
{
    switch (field->type) {
    case RV_FIELD_TEXT:
        return RV_OK;
    case RV_FIELD_INTEGER:
    case RV_FIELD_NUMBER:
    case RV_FIELD_PERCENT:
        return check_number(field, text, err);
    case RV_FIELD_DATE:
        return rv_date_valid(text) ? RV_OK : rv_fail(err, RV_EINVAL, "'%.80s' is no date; write it as 2026-11-24", text);
    case RV_FIELD_CHOICE:
        return check_choice(field, text, err);
    case RV_FIELD_YESNO:
        if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0)
            return RV_OK;
        return rv_fail(err, RV_EINVAL, "'%.80s' is neither yes nor no", text);
    }
    return rv_fail(err, RV_EINVAL, "the field has no type");
}

bool rv_condition_field(const char *condition, char *id, size_t size)
{
    const size_t n = strcspn(condition, "<>=!");

    if (n == 0 || n >= size || !condition[n] || (condition[n] != '=' && condition[n + 1] != '='))
        return false;
    memcpy(id, condition, n);
    id[n] = 0;
    return true;
}

/* One of the words between the bars, blanks around them aside. */
static bool one_of(const char *words, const char *text)
{
    while (*words) {
        const char *end = words + strcspn(words, "|"), *last = end;
        while (*words == ' ')
            words++;
        while (last > words && last[-1] == ' ')
            last--;
        if (strlen(text) == (size_t)(last - words) && memcmp(words, text, strlen(text)) == 0)
            return true;
        words = *end ? end + 1 : end;
    }
    return false;
}

bool rv_condition_holds(const char *condition, const char *text)
{
    const char *sign = condition + strcspn(condition, "<>=!");
    double x, bound;

    if (*sign == '!')
        return !text || !one_of(sign + 2, text);
    if (!text || !*sign)
        return false;
    if (*sign == '=')
        return one_of(sign + 1, text);
    if (rv_real_parse(text, &x, NULL) != RV_OK || rv_real_parse(sign + 2, &bound, NULL) != RV_OK)
        return false;
    return *sign == '>' ? x >= bound : x <= bound;
}
