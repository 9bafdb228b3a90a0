/* The formula language: "year + alloc + year:alloc", "0 + alloc", "I(x^2) + log(dose)". */
#include <config.h>

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "meta/model_formula.h"

typedef struct { uint64_t term[RV_TERMS]; size_t n; } terms;

/* ---- Atoms ------------------------------------------------------------------------------------------------------- */

/* The set of one atom; the same atom twice is one. */
static uint64_t atom(rv_formula_reader *r, rv_atom a)
{
    rv_model_formula *const f = r->f;

    for (size_t i = 0; i < f->atoms; i++)
        if (strcmp(f->atom[i].name, a.name) == 0 && f->atom[i].factor == a.factor) {
            free(a.name);
            return (uint64_t)1 << i;
        }
    if (f->atoms == RV_ATOMS) {
        free(a.name);
        rv_formula_wrong(r, "it has more than 64 moderators");
        return 0;
    }
    f->atom[f->atoms] = a;
    return (uint64_t)1 << f->atoms++;
}

/* What was read since `from`, without blanks. */
static char *written(const char *from, const char *to)
{
    char *const text = malloc((size_t)(to - from) + 1), *end = text;

    for (; text && from < to; from++)
        if (!isspace((unsigned char)*from))
            *end++ = *from;
    if (text)
        *end = 0;
    return text;
}

/* factor(x), I(...), log(x), x^2, x */
static uint64_t one(rv_formula_reader *r)
{
    rv_atom a = { NULL, 0, false, false };
    const char *from;
    char *text;

    rv_formula_blanks(r);
    from = r->at;
    if (!(text = rv_formula_name(r))) {
        rv_formula_wrong(r, "a moderator is missing");
        return 0;
    }
    rv_formula_blanks(r);
    if (*r->at == '(' && (strcmp(text, "factor") == 0 || strcmp(text, "I") == 0)) {
        a.factor = *text == 'f';
        free(text);
        r->at++;
        if (a.factor && (text = rv_formula_name(r))) {
            a.plain = true;
            a.name = strdup(text);
            a.root = rv_formula_node(r, (rv_node){ .op = 'x', .column = rv_formula_column(r, text) });
        } else if (a.factor) {
            rv_formula_wrong(r, "factor() wants a column");
        } else {
            a.root = rv_formula_arithmetic(r);
        }
        if (!rv_formula_take(r, ')'))
            rv_formula_wrong(r, "a ')' is missing");
    } else if (*r->at == '(' && rv_formula_function(text)) {
        free(text);
        r->at = from;
        a.root = rv_formula_operand(r);
    } else if (*r->at == '^') {
        free(text);
        r->at = from;
        a.root = rv_formula_power(r);
    } else {
        if (*r->at == '(')
            rv_formula_wrong(r, "there are factor(), I(), log(), sqrt(), exp() and abs()");
        a.plain = true;
        a.name = strdup(text);
        a.root = rv_formula_node(r, (rv_node){ .op = 'x', .column = rv_formula_column(r, text) });
    }
    if (!a.name)
        a.name = written(from, r->at);
    if (!a.name || r->failed) {
        free(a.name);
        if (!r->failed)
            rv_formula_wrong(r, "out of memory");
        return 0;
    }
    return atom(r, a);
}

/* ---- Terms ------------------------------------------------------------------------------------------------------- */

static void add(rv_formula_reader *r, terms *to, uint64_t term)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->term[i] == term)
            return;
    if (to->n == RV_TERMS)
        rv_formula_wrong(r, "it has more than 256 terms");
    else
        to->term[to->n++] = term;
}

static void add_all(rv_formula_reader *r, terms *to, const terms *from)
{
    for (size_t i = 0; i < from->n; i++)
        add(r, to, from->term[i]);
}

static void cross(rv_formula_reader *r, terms *to, const terms *a, const terms *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++)
            add(r, to, a->term[i] | b->term[j]);
}

static void sum(rv_formula_reader *r, terms *out, bool top);

static void group(rv_formula_reader *r, terms *out)
{
    out->n = 0;
    if (rv_formula_take(r, '(')) {
        if (++r->depth > 100)
            rv_formula_wrong(r, "parentheses nest too deep");
        sum(r, out, false);
        r->depth--;
        if (!rv_formula_take(r, ')'))
            rv_formula_wrong(r, "a ')' is missing");
    } else {
        add(r, out, one(r));
    }
}

/* a:b, and a*b = a + b + a:b. */
static void interaction(rv_formula_reader *r, terms *out)
{
    terms *const room = malloc(2 * sizeof *room);   /* beside the stack: parentheses nest */

    group(r, out);
    while (room && !r->failed && rv_formula_take(r, ':')) {
        room[0] = *out;
        group(r, &room[1]);
        out->n = 0;
        cross(r, out, &room[0], &room[1]);
    }
    if (!room)
        rv_formula_wrong(r, "out of memory");
    free(room);
}

static void term(rv_formula_reader *r, terms *out)
{
    terms *const room = malloc(2 * sizeof *room);

    interaction(r, out);
    while (room && !r->failed && rv_formula_take(r, '*')) {
        room[0] = *out;
        interaction(r, &room[1]);
        add_all(r, out, &room[1]);
        cross(r, out, &room[0], &room[1]);
    }
    if (!room)
        rv_formula_wrong(r, "out of memory");
    free(room);
}

/* 0, 1 or -1 where the intercept is meant. */
static bool constant(rv_formula_reader *r, bool minus)
{
    const char c = (rv_formula_blanks(r), *r->at);

    if ((c != '0' && c != '1') || isdigit((unsigned char)r->at[1]) || r->at[1] == '.')
        return false;
    r->at++;
    r->f->intercept = (c == '1') != minus;
    return true;
}

static void sum(rv_formula_reader *r, terms *out, bool top)
{
    terms *const room = malloc(sizeof *room);
    bool minus = false;

    out->n = 0;
    if (!room)
        rv_formula_wrong(r, "out of memory");
    if (rv_formula_take(r, '-'))
        minus = true;
    while (!r->failed) {
        if (!top || !constant(r, minus)) {
            term(r, room);
            if (!minus)
                add_all(r, out, room);
            for (size_t i = 0; minus && i < room->n; i++)
                for (size_t j = 0; j < out->n; j++)
                    if (out->term[j] == room->term[i]) {
                        memmove(&out->term[j], &out->term[j + 1], (--out->n - j) * sizeof *out->term);
                        break;
                    }
        }
        if (rv_formula_take(r, '+'))
            minus = false;
        else if (rv_formula_take(r, '-'))
            minus = true;
        else
            break;
    }
    free(room);
}

static int order_of(uint64_t term)
{
    int n = 0;

    for (; term; term &= term - 1)
        n++;
    return n;
}

/* Main effects first, then what is between two, and so on. */
static void put_in_order(rv_model_formula *f, const terms *all)
{
    for (int order = 1; f->terms < all->n && order <= RV_ATOMS; order++)
        for (size_t i = 0; i < all->n; i++)
            if (order_of(all->term[i]) == order)
                f->term[f->terms++] = all->term[i];
}

rv_status rv_model_formula_parse(rv_model_formula **out, const char *text, rv_error *err)
{
    rv_model_formula *f = calloc(1, sizeof *f);
    terms *all = malloc(sizeof *all);
    rv_formula_reader r = { f, text, err, 0, false };

    *out = NULL;
    if (!f || !all || !(f->text = strdup(text))) {
        free(all);
        rv_model_formula_free(f);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    f->intercept = true;
    rv_formula_take(&r, '~');
    sum(&r, all, true);
    rv_formula_blanks(&r);
    if (!r.failed && *r.at)
        rv_formula_wrong(&r, "something that is no part of a formula stands");
    if (!r.failed && all->n == 0 && !f->intercept)
        rv_formula_wrong(&r, "it has neither moderators nor an intercept");
    if (!r.failed)
        put_in_order(f, all);
    free(all);
    if (r.failed) {
        rv_model_formula_free(f);
        return RV_EINVAL;
    }
    *out = f;
    return RV_OK;
}

void rv_model_formula_free(rv_model_formula *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->columns; i++)
        free(f->column[i]);
    for (size_t i = 0; i < f->atoms; i++)
        free(f->atom[i].name);
    free(f->text);
    free(f);
}

size_t rv_model_formula_columns(const rv_model_formula *f)
{
    return f->columns;
}

const char *rv_model_formula_column(const rv_model_formula *f, size_t i)
{
    return f->column[i];
}
