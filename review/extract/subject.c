#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/check.h"
#include "extract/subject.h"

rv_field_level rv_subject_level(const rv_facts *facts, rv_subject of)
{
    const rv_fact_result *r = of.result ? rv_facts_result_by_id(facts, of.result) : NULL;
    const rv_fact_part *p = of.part ? rv_facts_part_by_id(facts, of.part) : NULL;

    if (r)
        return r->arm[0] ? RV_LEVEL_ARM_RESULT : RV_LEVEL_RESULT;
    for (int i = 0; p && rv_level_names[i]; i++)
        if (strcmp(rv_level_names[i], p->kind) == 0)
            return (rv_field_level)i;
    return RV_LEVEL_STUDY;
}

const rv_fact_value *rv_subject_value(const rv_facts *facts, rv_subject of, const char *field)
{
    const rv_fact_result *r = of.result ? rv_facts_result_by_id(facts, of.result) : NULL;
    const rv_fact_value *v = of.part ? rv_facts_part_value(facts, of.study, of.part, field) : NULL;

    if (r)
        return rv_facts_holds(facts, r, field);
    return v ? v : rv_facts_value(facts, of.study, 0, field);
}

static const char *reported(const rv_fact_value *v)
{
    return v && v->value[0] && (strcmp(v->state, "reported") == 0 || strcmp(v->state, "derived") == 0) ? v->value : NULL;
}

/* ---- Formulas ------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_facts    *facts;
    const rv_protocol *protocol;
    rv_subject         of;
} sight;

/* The form was checked when it was read: formulas over formulas end. */
static double operand(void *user, const char *field)
{
    const sight *s = user;

    return rv_subject_number(s->facts, s->protocol, s->of, field);
}

double rv_subject_number(const rv_facts *facts, const rv_protocol *protocol, rv_subject of, const char *field)
{
    const rv_field *f = rv_protocol_field(protocol, field);
    const char *text;
    double x = NAN;

    if (f && f->compute[0])
        return rv_formula_value(f->compute, operand, &(sight){ facts, protocol, of }, &x, NULL) == RV_OK ? x : NAN;
    text = reported(rv_subject_value(facts, of, field));
    return text && rv_real_parse(text, &x, NULL) == RV_OK ? x : NAN;
}

const char *rv_subject_text(const rv_facts *facts, const rv_protocol *protocol, rv_subject of, const char *field,
                            char room[RV_REAL_TEXT])
{
    const rv_field *f = rv_protocol_field(protocol, field);
    double x;

    if (!f || !f->compute[0])
        return reported(rv_subject_value(facts, of, field));
    x = rv_subject_number(facts, protocol, of, field);
    return isnan(x) ? NULL : rv_real_text(x, room);
}

/* ---- Conditions ----------------------------------------------------------------------------------------------------------------- */

/* Of several choices, one that is meant is enough. */
static bool holds(const rv_clause *c, const rv_field *field, const char *text)
{
    if (!text || !field || field->type != RV_FIELD_CHOICES)
        return rv_condition_holds(c->text, text);
    for (size_t i = 0; i < field->n_choices; i++)
        if (rv_choices_has(text, field->choices[i]) && rv_condition_holds(c->text, field->choices[i]) == (c->sign != '!'))
            return c->sign != '!';
    return c->sign == '!';
}

static rv_status check_clause(void *user, const rv_clause *c, rv_error *err)
{
    const sight *s = user;
    char room[RV_REAL_TEXT];

    (void)err;
    return holds(c, rv_protocol_field(s->protocol, c->field), rv_subject_text(s->facts, s->protocol, s->of, c->field, room))
               ? RV_OK : RV_ENOTFOUND;
}

bool rv_subject_asked(const rv_facts *facts, const rv_protocol *protocol, rv_subject of, const rv_field *field)
{
    return rv_subject_level(facts, of) == field->level
           && rv_condition_each(field->when, check_clause, &(sight){ facts, protocol, of }, NULL) == RV_OK;
}

/* ---- All of a study ------------------------------------------------------------------------------------------------------------- */

rv_status rv_subjects_each(const rv_facts *facts, int64_t study, rv_status (*each)(void *user, rv_subject of, rv_error *err), void *user,
                           rv_error *err)
{
    rv_status st = each(user, (rv_subject){ study, 0, 0 }, err);

    for (size_t i = 0; st == RV_OK && i < facts->n_parts; i++)
        if (facts->parts[i].study == study)
            st = each(user, (rv_subject){ study, 0, facts->parts[i].id }, err);
    for (size_t i = 0; st == RV_OK && i < facts->n_results; i++)
        if (facts->results[i].study == study)
            st = each(user, (rv_subject){ study, facts->results[i].id, 0 }, err);
    return st;
}

typedef struct {
    const rv_facts    *facts;
    const rv_protocol *protocol;
    rv_status (*each)(void *user, rv_subject of, const rv_field *field, rv_error *err);
    void *user;
} lack_walk;

static rv_status lacks_of(void *user, rv_subject of, rv_error *err)
{
    const lack_walk *w = user;
    const rv_field_level level = rv_subject_level(w->facts, of);
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < w->protocol->n_fields; i++) {
        const rv_field *f = &w->protocol->fields[i];
        if (f->required && f->level == level && !rv_subject_value(w->facts, of, f->id)
            && rv_subject_asked(w->facts, w->protocol, of, f))
            st = w->each(w->user, of, f, err);
    }
    return st;
}

rv_status rv_lacks_each(const rv_facts *facts, const rv_protocol *protocol, int64_t study,
                        rv_status (*each)(void *user, rv_subject of, const rv_field *field, rv_error *err), void *user, rv_error *err)
{
    lack_walk w = { facts, protocol, each, user };

    return rv_subjects_each(facts, study, lacks_of, &w, err);
}
