#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "extract/check.h"

const char *rv_state_of(const rv_field *field, const char *text)
{
    static const char *const states[] = { "not reported", "unclear" };

    if (field && field->type == RV_FIELD_UNCLEAR && strcmp(text, "unclear") == 0)
        return NULL;
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

/* The next of "a; b", blanks around it cut, into one[200]; false after the last. */
static bool next_choice(const char **text, char one[200])
{
    const size_t n = strcspn(*text, ";");
    size_t blank = strspn(*text, " "), length;

    if (!**text)
        return false;
    blank = blank > n ? n : blank;
    for (length = n - blank; length && (*text)[blank + length - 1] == ' ';)
        length--;
    snprintf(one, 200, "%.*s", (int)(length < 200 ? length : 199), *text + blank);
    *text += n + ((*text)[n] != 0);
    return true;
}

bool rv_choices_has(const char *text, const char *choice)
{
    char one[200];

    while (next_choice(&text, one))
        if (strcmp(one, choice) == 0)
            return true;
    return false;
}

/* Several choices, each once. */
static rv_status check_choices(const rv_field *field, const char *text, rv_error *err)
{
    const char *rest = text;
    char one[200];
    rv_status st = RV_OK;

    while (st == RV_OK && next_choice(&rest, one))
        if ((st = check_choice(field, one, err)) == RV_OK && rv_choices_has(rest, one))
            st = rv_fail(err, RV_EINVAL, "'%.80s' stands twice", one);
    return st;
}

/* The header names the columns of the form, in their order, when it has any. */
static rv_status check_header(const rv_field *field, const rv_csv *csv, rv_error *err)
{
    if (field->n_columns && rv_csv_columns(csv) != field->n_columns)
        return rv_fail(err, RV_EINVAL, "the table has %zu columns, the form asks for %zu", rv_csv_columns(csv), field->n_columns);
    for (size_t i = 0; i < field->n_columns; i++)
        if (strcmp(rv_csv_column_name(csv, i), field->columns[i].id) != 0)
            return rv_fail(err, RV_EINVAL, "column %zu of the table is '%.60s', the form asks for '%s'", i + 1,
                           rv_csv_column_name(csv, i), field->columns[i].id);
    return RV_OK;
}

static rv_status check_row(const rv_field *field, const rv_csv *csv, const rv_csv_row *row, rv_error *err)
{
    rv_error why;

    if (row->count != rv_csv_columns(csv))
        return rv_fail(err, RV_EINVAL, "row %zu of the table has %zu fields, its header %zu", row->line, row->count, rv_csv_columns(csv));
    for (size_t i = 0; i < field->n_columns; i++) {
        const rv_field cell = { .id = field->columns[i].id, .type = field->columns[i].type, .min = NAN, .max = NAN };
        const char *text = rv_csv_get(csv, cell.id);
        if (!rv_text_missing(text) && !rv_state_of(&cell, text) && rv_field_check(&cell, text, &why) != RV_OK)
            return rv_fail(err, RV_EINVAL, "row %zu of the table, %s: %.300s", row->line, cell.id, why.message);
    }
    return RV_OK;
}

/* Delimited text under a header, every row as long as it. */
static rv_status check_table(const rv_field *field, const char *text, rv_error *err)
{
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_status st;

    if ((st = rv_csv_open_bytes(&csv, "table", text, strlen(text), 0, err)) == RV_OK && (st = rv_csv_header(csv, err)) == RV_OK)
        st = check_header(field, csv, err);
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        st = check_row(field, csv, row, err);
    rv_csv_close(csv);
    return st;
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
    case RV_FIELD_CHOICES:
        return check_choices(field, text, err);
    case RV_FIELD_UNCLEAR:
        if (strcmp(text, "yes") == 0 || strcmp(text, "no") == 0 || strcmp(text, "unclear") == 0)
            return RV_OK;
        return rv_fail(err, RV_EINVAL, "'%.80s' is neither yes, no nor unclear", text);
    case RV_FIELD_TABLE:
        return check_table(field, text, err);
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
