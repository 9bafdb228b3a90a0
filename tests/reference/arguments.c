/* Arguments of a step: numbers, words, small expressions. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

bool cannot(run *r, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(r->why, sizeof r->why, format, args);
    va_end(args);
    return false;
}

bool refused(run *r)
{
    (void)r;
    return false;
}

static double operate(char op, double a, double b)
{
    switch (op) {
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    case '/': return a / b;
    case '^': return pow(a, b);
    case '=': return a == b;
    default: return sqrt(a);
    }
}

/* A literal compared with a column of text. */
static bool compared(run *r, const json_t *column_arg, const json_t *word_arg, double *x)
{
    const char *name = json_string_value(json_object_get(column_arg, "col")),
               *word = json_string_value(json_object_get(word_arg, "lit"));
    const column *c = name ? frame_find(&r->data, name) : NULL;

    if (!c || !c->text || !word)
        return false;
    for (size_t i = 0; i < r->data.k; i++)
        x[i] = strcmp(c->text[i], word) == 0;
    return true;
}

static bool expression(run *r, const json_t *e, double *x)
{
    const char *op = json_string_value(json_array_get(e, 0));
    const json_t *a = json_array_get(e, 1), *b = json_array_get(e, 2);
    double *y;
    bool ok;

    if (op && strcmp(op, "row") == 0) {
        for (size_t i = 0; i < r->data.k; i++)
            x[i] = (double)(i + 1);
        return true;
    }
    if (!op || !strchr("+-*/^=s", *op))
        return cannot(r, "expression '%s'", op ? op : "");
    if (*op == '=' && compared(r, a, b, x))
        return true;
    y = calloc(r->data.k + 1, sizeof *y);
    ok = arg_numbers(r, a, x) && (!b || arg_numbers(r, b, y));
    for (size_t i = 0; ok && i < r->data.k; i++)
        x[i] = operate(*op, x[i], y[i]);
    free(y);
    return ok;
}

bool arg_numbers(run *r, const json_t *arg, double *x)
{
    const json_t *value;
    const column *c;

    if ((value = json_object_get(arg, "col"))) {
        if (!(c = frame_find(&r->data, json_string_value(value))))
            return cannot(r, "there is no column %s", json_string_value(value));
        memcpy(x, c->x, r->data.k * sizeof *x);
        return true;
    }
    if ((value = json_object_get(arg, "num"))) {
        for (size_t i = 0; i < r->data.k; i++) {
            const json_t *one = json_is_array(value) ? json_array_get(value, i % json_array_size(value)) : value;
            x[i] = json_is_number(one) ? json_number_value(one) : NAN;
        }
        return true;
    }
    if ((value = json_object_get(arg, "expr")))
        return expression(r, value, x);
    return cannot(r, "an argument of this form");
}

double *arg_own_numbers(run *r, const json_t *arg, size_t *n)
{
    const json_t *num = json_object_get(arg, "num");
    double *x;

    if (!num || !json_is_array(num)) {
        *n = num ? 1 : r->data.k;
        x = calloc(r->data.k + 1, sizeof *x);
        if (!arg_numbers(r, arg, x)) {
            free(x);
            return NULL;
        }
        if (num)
            x[0] = json_is_number(num) ? json_number_value(num) : NAN;
        return x;
    }
    *n = json_array_size(num);
    x = calloc(*n + 1, sizeof *x);
    for (size_t i = 0; i < *n; i++)
        x[i] = json_is_number(json_array_get(num, i)) ? json_number_value(json_array_get(num, i)) : NAN;
    return x;
}

const char *arg_word(const json_t *args, const char *name, const char *otherwise)
{
    const char *word = json_string_value(json_object_get(json_object_get(args, name), "lit"));

    return word ? word : otherwise;
}

double arg_number(const json_t *args, const char *name, double otherwise)
{
    const json_t *num = json_object_get(json_object_get(args, name), "num");

    if (json_is_array(num) && json_array_size(num) == 1)
        num = json_array_get(num, 0);
    return json_is_number(num) ? json_number_value(num) : otherwise;
}

bool arg_flag(const json_t *args, const char *name, bool otherwise)
{
    const json_t *flag = json_object_get(json_object_get(args, name), "flag");

    return flag ? json_is_true(flag) : otherwise;
}

bool only_arguments(run *r, const json_t *args, const char *const *known)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)args, key, value) {
        bool found = false;
        for (const char *const *n = known; *n; n++)
            found |= strcmp(*n, key) == 0;
        if (!found)
            return cannot(r, "argument %s", key);
    }
    return true;
}
