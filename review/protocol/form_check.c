#include <config.h>

#include <string.h>

#include "form.h"

/* What fields say of each other. */

/* The field being checked. */
typedef struct {
    const rv_form *form;
    size_t         i;             /* of the field that says it */
    const char    *attribute;     /* "when", "compute" */
} saying;

static size_t index_of(const rv_form *form, const char *id)
{
    size_t i = 0;

    while (i < form->n && strcmp(form->fields[i].id, id) != 0)
        i++;
    return i;
}

/* The field named; NULL after a fault. */
static const rv_field *named(const saying *s, const char *id)
{
    static const char *const of[] = { "a study", "a result", "an arm", "an outcome", "a time point", "a contrast", "a result of an arm" };
    const rv_form *form = s->form;
    const rv_field *self = &form->fields[s->i];
    const size_t k = index_of(form, id);

    if (k == form->n)
        rv_reader_fail(form->reader, form->nodes[s->i], "%s of '%s' names '%.64s'; the form has no such field", s->attribute, self->id, id);
    else if (k == s->i)
        rv_reader_fail(form->reader, form->nodes[s->i], "%s of '%s' names the field itself", s->attribute, self->id);
    else if (!rv_level_sees(self->level, form->fields[k].level))
        rv_reader_fail(form->reader, form->nodes[s->i], "%s of '%s' names '%s', which is asked of %s; of %s, not one but many may be there",
                       s->attribute, self->id, id, of[form->fields[k].level], of[self->level]);
    return form->reader->status == RV_OK ? &form->fields[k] : NULL;
}

/* Is the word one that the field may have? */
static bool fits(const rv_field *f, const char *word)
{
    static const char *const answers[] = { "yes", "no", "unclear" };
    const size_t n_answers = f->type == RV_FIELD_YESNO ? 2 : f->type == RV_FIELD_UNCLEAR ? 3 : 0;
    double x;

    if (rv_type_numeric(f->type))
        return rv_real_parse(word, &x, NULL) == RV_OK;
    for (size_t i = 0; i < n_answers; i++)
        if (strcmp(word, answers[i]) == 0)
            return true;
    for (size_t i = 0; i < f->n_choices; i++)
        if (strcmp(word, f->choices[i]) == 0)
            return true;
    return n_answers == 0 && f->n_choices == 0;
}

static rv_status check_clause(void *user, const rv_clause *c, rv_error *err)
{
    const saying *s = user;
    const rv_field *f = named(s, c->field);
    rv_reader *r = s->form->reader;
    size_t at = 0;
    char word[400];

    (void)err;
    if (f && (c->sign == '>' || c->sign == '<') && !rv_type_numeric(f->type))
        rv_reader_fail(r, s->form->nodes[s->i], "'%.80s' compares sizes, and '%s' is no number", c->text, f->id);
    while (f && rv_clause_word(c, &at, word, sizeof word))
        if (!fits(f, word))
            rv_reader_fail(r, s->form->nodes[s->i], "'%.60s' is %s of the field '%s'", word,
                           rv_type_numeric(f->type) ? "no number, as needed" : "no choice", f->id);
    return r->status;
}

static double check_operand(void *user, const char *id)
{
    const saying *s = user;
    const rv_field *f = named(s, id);

    if (f && !rv_type_numeric(f->type))
        rv_reader_fail(s->form->reader, s->form->nodes[s->i], "the formula of '%s' names '%s', which is no number",
                       s->form->fields[s->i].id, id);
    return 0;
}

static void check_formula(const saying *s)
{
    const rv_field *f = &s->form->fields[s->i];
    rv_reader *r = s->form->reader;
    const rv_node *node = s->form->nodes[s->i];
    rv_error why = { 0 };
    double x;

    if (!rv_type_numeric(f->type))
        rv_reader_fail(r, node, "'%s' is calculated; its type must be integer, number or percent", f->id);
    if (f->required || f->place)
        rv_reader_fail(r, node, "'%s' is calculated; nobody enters it, so it cannot be required or have a place", f->id);
    if (rv_formula_value(f->compute, check_operand, (void *)s, &x, &why) != RV_OK)
        rv_reader_fail(r, node, "the formula of '%s': %s", f->id, why.message);
}

/* ---- A formula that needs itself ------------------------------------------------------------------------------------------------ */

enum { NEW, UNDER_WAY, DONE };
enum { LONGEST = 8, MOST_STEPS = 2000 };   /* formulas over formulas over ...: what people still follow */

typedef struct {
    const rv_form *form;
    char          *state;         /* of each field */
    size_t        *height;        /* formulas over formulas below each field */
    double        *steps;         /* fields looked up to work it out */
    size_t         at, depth;
} chain;

static void follow(chain *c, size_t i);

static double follow_operand(void *user, const char *id)
{
    chain *c = user;
    const size_t k = index_of(c->form, id), self = c->at;

    c->steps[self]++;
    if (k < c->form->n && c->form->fields[k].compute[0]) {
        follow(c, k);
        c->at = self;
        c->steps[self] += c->steps[k];
        if (c->height[self] < c->height[k] + 1)
            c->height[self] = c->height[k] + 1;
    }
    return 0;
}

static void follow(chain *c, size_t i)
{
    const rv_form *form = c->form;
    double x;

    if (c->state[i] == UNDER_WAY)
        rv_reader_fail(form->reader, form->nodes[i], "the formula of '%s' needs itself in the end", form->fields[i].id);
    if (c->state[i] != NEW || form->reader->status != RV_OK || c->depth > LONGEST)
        return;
    c->state[i] = UNDER_WAY;
    c->at = i;
    c->depth++;
    if (rv_formula_value(form->fields[i].compute, follow_operand, c, &x, NULL) != RV_OK)
        rv_reader_fail(form->reader, form->nodes[i], "the formula of '%s' cannot be read", form->fields[i].id);
    c->depth--;
    c->state[i] = DONE;
    if (c->height[i] >= LONGEST)
        rv_reader_fail(form->reader, form->nodes[i], "'%s' is calculated by way of more than %d other formulas", form->fields[i].id, LONGEST);
    if (c->steps[i] > MOST_STEPS)
        rv_reader_fail(form->reader, form->nodes[i], "'%s' takes more than %d steps to calculate", form->fields[i].id, MOST_STEPS);
}

void rv_form_check(const rv_form *form)
{
    rv_reader *r = form->reader;
    chain c = { form, rv_reader_array(r, form->n, 1), rv_reader_array(r, form->n, sizeof(size_t)), rv_reader_array(r, form->n, sizeof(double)), 0, 0 };

    for (size_t i = 0; i < form->n && r->status == RV_OK; i++) {
        const rv_field *f = &form->fields[i];
        rv_error why = { 0 };

        if (rv_condition_each(f->when, check_clause, &(saying){ form, i, "when" }, &why) != RV_OK)
            rv_reader_fail(r, form->nodes[i], "when of '%s': %s", f->id, why.message);
        if (f->compute[0])
            check_formula(&(saying){ form, i, "compute" });
    }
    for (size_t i = 0; c.state && c.height && c.steps && i < form->n && r->status == RV_OK; i++)
        if (form->fields[i].compute[0])
            follow(&c, i);
}
