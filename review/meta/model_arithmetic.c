/* Words of formulas, and arithmetic within them: I(x^2), log(dose). */
#include <config.h>

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "meta/model_formula.h"

void rv_formula_wrong(rv_formula_reader *r, const char *what)
{
    if (!r->failed && *r->at)
        rv_fail(r->err, RV_EINVAL, "formula '%.120s': %s before '%.40s'", r->f->text, what, r->at);
    else if (!r->failed)
        rv_fail(r->err, RV_EINVAL, "formula '%.120s': %s at the end", r->f->text, what);
    r->failed = true;
}

void rv_formula_blanks(rv_formula_reader *r)
{
    while (isspace((unsigned char)*r->at))
        r->at++;
}

bool rv_formula_take(rv_formula_reader *r, char c)
{
    rv_formula_blanks(r);
    if (r->failed || *r->at != c)
        return false;
    r->at++;
    return true;
}

static bool name_char(char c, bool first)
{
    const unsigned char u = (unsigned char)c;

    return isalpha(u) || u >= 0x80 || u == '_' || u == '.' || (!first && isdigit(u));
}

/* A name, bare or in backquotes; NULL when none begins here. The caller frees. */
char *rv_formula_name(rv_formula_reader *r)
{
    const char *from, *end;

    rv_formula_blanks(r);
    from = end = r->at;
    if (*from == '`') {
        from++;
        if (!(end = strchr(from, '`'))) {
            rv_formula_wrong(r, "a backquote is not closed");
            return NULL;
        }
        r->at = end + 1;
    } else {
        while (name_char(*end, end == from))
            end++;
        r->at = end;
    }
    return end > from ? strndup(from, (size_t)(end - from)) : NULL;
}

/* ---- Arithmetic -------------------------------------------------------------------------------------------------- */

size_t rv_formula_node(rv_formula_reader *r, rv_node n)
{
    if (r->f->nodes == RV_NODES) {
        rv_formula_wrong(r, "it is too long");
        return 0;
    }
    r->f->node[r->f->nodes] = n;
    return r->f->nodes++;
}

size_t rv_formula_column(rv_formula_reader *r, char *text)
{
    rv_model_formula *const f = r->f;

    for (size_t i = 0; i < f->columns; i++)
        if (strcmp(f->column[i], text) == 0) {
            free(text);
            return i;
        }
    if (f->columns == RV_ATOMS) {
        free(text);
        rv_formula_wrong(r, "it has more than 64 columns");
        return 0;
    }
    f->column[f->columns] = text;
    return f->columns++;
}

char rv_formula_function(const char *text)
{
    static const struct { const char *name; char op; } known[] = { { "log", 'l' }, { "sqrt", 's' }, { "exp", 'e' }, { "abs", 'a' } };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, text) == 0)
            return known[i].op;
    return 0;
}

static size_t operand(rv_formula_reader *r)
{
    char *text, *end;
    size_t inside;

    rv_formula_blanks(r);
    if (++r->depth > 100) {
        rv_formula_wrong(r, "parentheses nest too deep");
        return 0;
    }
    if (rv_formula_take(r, '-'))
        return rv_formula_node(r, (rv_node){ .op = 'n', .left = rv_formula_operand(r) });
    if (rv_formula_take(r, '(')) {
        inside = rv_formula_arithmetic(r);
        if (!rv_formula_take(r, ')'))
            rv_formula_wrong(r, "a ')' is missing");
        return inside;
    }
    if (isdigit((unsigned char)*r->at) || (*r->at == '.' && isdigit((unsigned char)r->at[1]))) {
        const double number = strtod(r->at, &end);
        r->at = end;
        return rv_formula_node(r, (rv_node){ .op = '#', .number = number });
    }
    if (!(text = rv_formula_name(r))) {
        rv_formula_wrong(r, "a column or a number is missing");
        return 0;
    }
    rv_formula_blanks(r);
    if (*r->at == '(' && rv_formula_function(text)) {
        const char op = rv_formula_function(text);
        free(text);
        r->at++;
        inside = rv_formula_arithmetic(r);
        if (!rv_formula_take(r, ')'))
            rv_formula_wrong(r, "a ')' is missing");
        return rv_formula_node(r, (rv_node){ .op = op, .left = inside });
    }
    return rv_formula_node(r, (rv_node){ .op = 'x', .column = rv_formula_column(r, text) });
}

size_t rv_formula_operand(rv_formula_reader *r)
{
    const size_t at = operand(r);

    r->depth--;
    return at;
}

size_t rv_formula_power(rv_formula_reader *r)
{
    const size_t left = rv_formula_operand(r);

    return rv_formula_take(r, '^') ? rv_formula_node(r, (rv_node){ .op = '^', .left = left, .right = rv_formula_power(r) }) : left;
}

static size_t product(rv_formula_reader *r)
{
    size_t left = rv_formula_power(r);

    while (!r->failed) {
        const char op = rv_formula_take(r, '*') ? '*' : rv_formula_take(r, '/') ? '/' : 0;
        if (!op)
            break;
        left = rv_formula_node(r, (rv_node){ .op = op, .left = left, .right = rv_formula_power(r) });
    }
    return left;
}

size_t rv_formula_arithmetic(rv_formula_reader *r)
{
    size_t left = product(r);

    while (!r->failed) {
        const char op = rv_formula_take(r, '+') ? '+' : rv_formula_take(r, '-') ? '-' : 0;
        if (!op)
            break;
        left = rv_formula_node(r, (rv_node){ .op = op, .left = left, .right = product(r) });
    }
    return left;
}

double rv_node_value(const rv_model_formula *f, size_t i, const double *x)
{
    const rv_node *const n = &f->node[i];
    const double left = n->op == '#' || n->op == 'x' ? 0 : rv_node_value(f, n->left, x);

    switch (n->op) {
    case '#': return n->number;
    case 'x': return x[n->column];
    case '+': return left + rv_node_value(f, n->right, x);
    case '-': return left - rv_node_value(f, n->right, x);
    case '*': return left * rv_node_value(f, n->right, x);
    case '/': return left / rv_node_value(f, n->right, x);
    case '^': return pow(left, rv_node_value(f, n->right, x));
    case 'n': return -left;
    case 'l': return log(left);
    case 's': return sqrt(left);
    case 'e': return exp(left);
    default:  return fabs(left);
    }
}

bool rv_node_uses(const rv_model_formula *f, size_t i, size_t column)
{
    const rv_node *const n = &f->node[i];

    if (n->op == '#' || n->op == 'x')
        return n->op == 'x' && n->column == column;
    return rv_node_uses(f, n->left, column) || (strchr("+-*/^", n->op) && rv_node_uses(f, n->right, column));
}
