/* Gathers what the figures of a review share. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/extract.h"

#include "report/drawn.h"

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory for a figure");
}

rv_drawn *rv_drawn_new(void)
{
    rv_drawn *drawn = calloc(1, sizeof *drawn);

    if (drawn && !(drawn->memory = rv_memory_new())) {
        free(drawn);
        drawn = NULL;
    }
    return drawn;
}

void rv_drawn_free(rv_drawn *drawn)
{
    if (drawn)
        rv_memory_free(drawn->memory);
    free(drawn);
}

void *rv_drawn_keep(rv_drawn *drawn, void *array, size_t bytes)
{
    void *kept = rv_memory_room(drawn->memory, bytes + 1);

    if (kept && bytes)
        memcpy(kept, array, bytes);
    free(array);
    return kept;
}

/* ---- Fields of studies ---------------------------------------------------------------------------------------------- */

static bool sorts(const rv_field *field)
{
    return field->level == RV_LEVEL_STUDY && (field->type == RV_FIELD_CHOICE || field->type == RV_FIELD_CHOICES);
}

static bool names_interventions(const rv_field *field)
{
    return strstr(field->id, "intervention") || strstr(field->id, "program") || strstr(field->id, "treatment");
}

rv_status rv_drawn_field(const rv_protocol *protocol, const char *by, const rv_field **out, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    rv_status st;

    *out = NULL;
    for (size_t i = 0; i < protocol->n_fields; i++) {
        const rv_field *field = &protocol->fields[i];
        if (!sorts(field))
            continue;
        rv_buf_printf(&known, "%s%s", known.length ? ", " : "", field->id);
        if (by ? strcmp(field->id, by) == 0 && !*out : !*out || (names_interventions(field) && !names_interventions(*out)))
            *out = field;
    }
    if (*out)
        st = RV_OK;
    else if (known.length)
        st = rv_fail(err, RV_ENOTFOUND, "the form has no choice of studies '%s'; it has %s", by, rv_buf_str(&known));
    else
        st = rv_fail(err, RV_ENOTFOUND, "the form of the protocol has no field of studies with choices, by which they could be sorted");
    rv_buf_free(&known);
    return st;
}

typedef struct {
    rv_drawn       *drawn;
    const char     *field;
    rv_drawn_class *item;
    size_t          n, room;
} sorting;

static rv_status take_value(void *user, const rv_value *value, rv_error *err)
{
    sorting *s = user;

    if (*value->result || *value->kind || !*value->value || strcmp(value->field, s->field) != 0)
        return RV_OK;
    if (!rv_grow(&s->item, s->n, &s->room, sizeof *s->item))
        return no_memory(err);
    s->item[s->n++] = (rv_drawn_class){ rv_memory_text(s->drawn->memory, value->study), rv_memory_text(s->drawn->memory, value->value) };
    return RV_OK;
}

rv_status rv_drawn_classes(rv_drawn *drawn, rv_store *store, const rv_field *field, rv_drawn_class **out, size_t *n, rv_error *err)
{
    const rv_value_filter all = { 0 };
    sorting s = { .drawn = drawn, .field = field->id };
    rv_status st = rv_extract_walk(store, &all, take_value, &s, err);

    *n = s.n;
    *out = rv_drawn_keep(drawn, s.item, s.n * sizeof *s.item);
    return st == RV_OK && !*out ? no_memory(err) : st;
}

const char *rv_drawn_class_of(const rv_drawn_class *classes, size_t n, const char *study)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(classes[i].study, study) == 0)
            return classes[i].value;
    return "";
}

/* ---- Judgements ------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_drawn        *drawn;
    rv_drawn_judged *to;
    size_t           room;
} judging;

/* The line that judges the whole: "overall", else the only domain. */
static const rv_appraisal_line *whole(const rv_appraisal *a)
{
    const rv_appraisal_line *only = NULL;
    size_t domains = 0;

    for (size_t i = 0; i < a->n; i++) {
        if (a->lines[i].question)
            continue;
        if (strcmp(a->lines[i].id, "overall") == 0)
            return &a->lines[i];
        only = &a->lines[i];
        domains++;
    }
    return domains == 1 ? only : NULL;
}

static rv_status take_judgement(void *user, const rv_appraisal *a, rv_error *err)
{
    judging *j = user;
    rv_memory *memory = j->drawn->memory;
    const rv_appraisal_line *line = whole(a);
    const char **words;

    if (!line || !*line->answer)
        return RV_OK;
    if (!j->to->n) {
        if (!(words = rv_memory_room(memory, (line->n_choices + 1) * sizeof *words)))
            return no_memory(err);
        for (size_t i = 0; i < line->n_choices; i++)
            words[i] = rv_memory_text(memory, line->choices[i]);
        j->to->domain = rv_memory_text(memory, line->text);
        j->to->scale = words;
        j->to->n_scale = line->n_choices;
    }
    if (!rv_grow(&j->to->item, j->to->n, &j->room, sizeof *j->to->item))
        return no_memory(err);
    j->to->item[j->to->n++] = (rv_drawn_judgement){ rv_memory_text(memory, a->subject.study), rv_memory_text(memory, a->subject.result),
                                                    rv_memory_text(memory, line->answer) };
    return RV_OK;
}

rv_status rv_drawn_judgements(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *unit, rv_drawn_judged *out,
                              rv_error *err)
{
    judging j = { .drawn = drawn, .to = out };
    rv_status st = RV_OK;

    *out = (rv_drawn_judged){ .domain = "" };
    for (size_t i = 0; st == RV_OK && !out->n && i < protocol->n_appraisals; i++)
        if (strcmp(protocol->appraisals[i].unit, unit) == 0)
            st = rv_extract_each_appraisal(store, protocol, protocol->appraisals[i].id, false, take_judgement, &j, err);
    out->item = rv_drawn_keep(drawn, out->item, out->n * sizeof *out->item);
    return st == RV_OK && !out->item ? no_memory(err) : st;
}

const char *rv_drawn_judgement_of(const rv_drawn_judged *judged, const char *study, const char *result)
{
    for (size_t i = 0; i < judged->n; i++)
        if (strcmp(judged->item[i].study, study) == 0 && (!result || strcmp(judged->item[i].result, result) == 0))
            return judged->item[i].answer;
    return "";
}
