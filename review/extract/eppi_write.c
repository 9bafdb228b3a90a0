/* EPPI-Reviewer's JSON, written: what was extracted of studies as codes (a question with its answers), results as outcomes. */
#include <config.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/eppi.h"
#include "extract/foreign.h"

/* Types in the order in which a result is tried; 0, an estimate entered by hand, is the last. */
static const int order[] = { 1, 3, 4, 2, 5, 7 };

/* A choice is the code of an answer below its question; a text is typed beside a code that is called as the field, with no question. */
typedef struct { const char *question, *answer; json_int_t id; } code;

typedef struct {
    const rv_foreign *f;
    code  *codes;                 /* by question, then answer */
    size_t n;
    bool   failed;
} writing;

static void set(writing *w, json_t *object, const char *name, json_t *value)
{
    w->failed |= json_object_set_new(object, name, value) != 0;
}

static void set_text(writing *w, json_t *object, const char *name, const char *text)
{
    set(w, object, name, json_string(text));
}

/* A whole number as one: ids are numbers in EPPI-Reviewer. */
static void set_id(writing *w, json_t *object, const char *name, const char *text)
{
    int64_t id;

    set(w, object, name, rv_int_parse(text, &id, NULL) == RV_OK ? json_integer((json_int_t)id) : json_string(text));
}

/* ---- Codes ---------------------------------------------------------------------------------------------------------------------------- */

static int by_words(const void *a, const void *b)
{
    const code *x = a, *y = b;
    const int c = strcmp(x->question, y->question);

    return c ? c : strcmp(x->answer, y->answer);
}

static code code_of(const rv_foreign_value *v)
{
    return v->loose ? (code){ v->name, v->value, 0 } : (code){ "", v->name, 0 };
}

static rv_status find_codes(writing *w, rv_error *err)
{
    size_t kept = 0;

    if (!(w->codes = calloc(w->f->n_values + 1, sizeof *w->codes)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->f->n_values; i++)
        if (w->f->values[i].result == RV_FOREIGN_NONE)
            w->codes[w->n++] = code_of(&w->f->values[i]);
    qsort(w->codes, w->n, sizeof *w->codes, by_words);
    for (size_t i = 0; i < w->n; i++)
        if (kept == 0 || by_words(&w->codes[kept - 1], &w->codes[i]) != 0)
            w->codes[kept++] = w->codes[i];
    w->n = kept;
    for (size_t i = 0; i < w->n; i++)
        w->codes[i].id = (json_int_t)i + 100001;         /* behind them the questions have theirs */
    return RV_OK;
}

static json_t *attribute(writing *w, json_int_t id, const char *type, const char *name)
{
    json_t *a = json_object();

    set(w, a, "AttributeId", json_integer(id));
    set_text(w, a, "AttributeType", type);
    set_text(w, a, "AttributeName", name);
    set_text(w, a, "AttributeDescription", "");
    return a;
}

static json_t *list_in(writing *w, json_t *object)
{
    json_t *list = json_array(), *attributes = json_object();

    set(w, attributes, "AttributesList", list);
    set(w, object, "Attributes", attributes);
    return list;
}

static json_t *code_sets(writing *w)
{
    json_t *sets = json_array(), *one = json_object(), *questions, *answers = NULL;

    set_text(w, one, "SetName", "Data extraction");
    set(w, one, "SetId", json_integer(1));
    questions = list_in(w, one);
    for (size_t i = 0; i < w->n; i++) {
        if (!*w->codes[i].question) {
            answers = questions;
        } else if (i == 0 || strcmp(w->codes[i - 1].question, w->codes[i].question) != 0) {
            json_t *question = attribute(w, (json_int_t)i + 1, "Not selectable (no checkbox)", w->codes[i].question);
            answers = list_in(w, question);
            w->failed |= json_array_append_new(questions, question) != 0;
        }
        w->failed |= json_array_append_new(answers, attribute(w, w->codes[i].id, "Selectable (show checkbox)", w->codes[i].answer)) != 0;
    }
    w->failed |= json_array_append_new(sets, one) != 0;
    return sets;
}

static json_t *codes_of(writing *w, size_t study)
{
    json_t *codes = json_array();

    for (size_t i = 0; i < w->f->n_values; i++) {
        const rv_foreign_value *v = &w->f->values[i];
        const code key = code_of(v);
        const code *c = v->result == RV_FOREIGN_NONE && v->study == study ? bsearch(&key, w->codes, w->n, sizeof key, by_words) : NULL;
        json_t *one;
        if (!c)
            continue;
        one = json_object();
        set(w, one, "AttributeId", json_integer(c->id));
        set_text(w, one, "AdditionalText", v->loose ? v->note : v->value);
        if (!v->loose && *v->note && w->f->told)
            w->f->told(w->f->user, 0, v->name, "notes of texts have no place in EPPI-Reviewer's file; they are not written");
        set(w, one, "ArmId", json_integer(0));
        set_text(w, one, "ArmTitle", "");
        if (*v->quotation) {
            json_t *marked = json_array(), *detail = json_object();
            set_text(w, detail, "DocTitle", "");
            set_text(w, detail, "Text", v->quotation);
            w->failed |= json_array_append_new(marked, detail) != 0;
            set(w, one, "ItemAttributeFullTextDetails", marked);
        }
        w->failed |= json_array_append_new(codes, one) != 0;
    }
    return codes;
}

/* ---- Outcomes ------------------------------------------------------------------------------------------------------------------------- */

static double number(const rv_foreign *f, size_t result, const char *as)
{
    const rv_foreign_value *v = rv_foreign_input(f, result, as);
    double x;

    return v && rv_real_parse(v->value, &x, NULL) == RV_OK ? x : 0;
}

static bool has(const rv_foreign *f, size_t result, const char *as)
{
    double x;
    const rv_foreign_value *v = rv_foreign_input(f, result, as);

    return v && rv_real_parse(v->value, &x, NULL) == RV_OK;
}

/* Whether all numbers of a type are there; of t and p one is enough, and cells follow from events and sizes. */
static bool fits(const rv_foreign *f, size_t result, int type)
{
    if (type == 2)
        return has(f, result, "ai") && has(f, result, "ci") && (has(f, result, "bi") || has(f, result, "n1i"))
               && (has(f, result, "di") || has(f, result, "n2i"));
    if (type == 5)
        return has(f, result, "n1i") && has(f, result, "n2i") && (has(f, result, "t") || has(f, result, "p"))
               && !has(f, result, "est") && !has(f, result, "yi");
    for (int i = 0; i < 8; i++)
        if (rv_eppi_outcomes[type].as[i] && !has(f, result, rv_eppi_outcomes[type].as[i]))
            return false;
    return true;
}

static double cell(const rv_foreign *f, size_t result, const char *as)
{
    if (strcmp(as, "bi") == 0 && !has(f, result, "bi"))
        return number(f, result, "n1i") - number(f, result, "ai");
    if (strcmp(as, "di") == 0 && !has(f, result, "di"))
        return number(f, result, "n2i") - number(f, result, "ci");
    return number(f, result, as);
}

static void put_by_hand(const rv_foreign *f, size_t result, double data[RV_EPPI_DATA])
{
    static const struct { const char *measure; int at; } places[] = {
        { "SMD", 0 }, { "COR", 2 }, { "OR", 4 }, { "RR", 6 }, { "RD", 10 }, { "MD", 12 },
    };
    const bool printed = has(f, result, "est");
    const char *measure = rv_foreign_measure(f, result, printed);
    int at = -1;

    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strcmp(places[i].measure, measure) == 0)
            at = places[i].at;
    if (at < 0 || (!printed && (at == 4 || at == 6)))      /* yi of a ratio is its logarithm */
        return;
    data[at] = number(f, result, printed ? "est" : "yi");
    data[at + 1] = number(f, result, has(f, result, "se") ? "se" : "sei");
}

/* -1: none of EPPI-Reviewer's types has a place for the result's numbers. */
static int fill(const rv_foreign *f, size_t result, double data[RV_EPPI_DATA])
{
    int type = -1;

    for (size_t i = 0; type < 0 && i < sizeof order / sizeof *order; i++)
        if (fits(f, result, order[i]))
            type = order[i];
    if (type < 0) {
        put_by_hand(f, result, data);
        for (int i = 0; i < RV_EPPI_DATA && type < 0; i++)
            if (data[i] != 0)
                type = 0;
        if (type < 0)
            return -1;
    }
    for (int i = 0; i < RV_EPPI_DATA; i++)
        if (rv_eppi_outcomes[type].as[i])
            data[i] = cell(f, result, rv_eppi_outcomes[type].as[i]);
    return type;
}

static json_t *outcome(writing *w, size_t result)
{
    const rv_foreign_result *r = &w->f->results[result];
    const char *id = strncmp(r->key, "EPPI ", 5) == 0 && strchr(r->key, '/') ? strrchr(r->key, '/') + 1 : "";
    rv_buf one = RV_BUF_INIT;
    const char *two;
    double data[RV_EPPI_DATA] = { 0 };
    const int type = fill(w->f, result, data);
    char name[16], digits[RV_REAL_TEXT + 10] = "";
    int64_t whole;
    json_t *o;

    if (type < 0) {
        if (w->f->told)
            w->f->told(w->f->user, 0, r->key, "it has none of the numbers that EPPI-Reviewer's outcomes take, or no field \"Measure\" to say"
                       " what its estimate is; it is not written");
        return NULL;
    }
    o = json_object();
    set(w, o, "OutcomeId", json_integer(rv_int_parse(id, &whole, NULL) == RV_OK ? (json_int_t)whole : (json_int_t)result + 1));
    set(w, o, "OutcomeTypeId", json_integer(type));
    set_text(w, o, "OutcomeTypeName", rv_eppi_outcomes[type].name);
    set_text(w, o, "Title", r->outcome);
    set_text(w, o, "OutcomeDescription", rv_foreign_named(w->f, result, "OutcomeDescription"));
    set_text(w, o, "OutcomeText", rv_foreign_named(w->f, result, "OutcomeText"));
    rv_foreign_sides(w->f, result, &one, &two);
    set_text(w, o, "InterventionText", rv_buf_str(&one));
    set_text(w, o, "ControlText", two);
    rv_buf_free(&one);
    if (*r->months)
        snprintf(digits, sizeof digits, "%.30s months", r->months);
    set_text(w, o, "TimepointDisplayValue", *digits ? digits : rv_foreign_named(w->f, result, "TimepointDisplayValue"));
    for (int i = 0; i < RV_EPPI_DATA; i++) {
        snprintf(name, sizeof name, "Data%d", i + 1);
        set(w, o, name, rv_json_real(data[i]));
    }
    return o;
}

static json_t *reference(writing *w, size_t study)
{
    const rv_foreign_study *s = &w->f->studies[study];
    json_t *one = json_object(), *outcomes = json_array();

    set_id(w, one, "ItemId", s->id);
    set_text(w, one, "Title", s->title);
    set_text(w, one, "ShortTitle", s->label);
    set_text(w, one, "Year", s->year);
    set_text(w, one, "DOI", s->doi);
    set_text(w, one, "ItemStatus", "I");
    set(w, one, "Codes", codes_of(w, study));
    for (size_t i = 0; i < w->f->n_results; i++) {
        json_t *o = w->f->results[i].study == study ? outcome(w, i) : NULL;
        if (o)
            w->failed |= json_array_append_new(outcomes, o) != 0;
    }
    set(w, one, "Outcomes", outcomes);
    return one;
}

rv_status rv_eppi_write(const rv_foreign *f, rv_output *to, rv_error *err)
{
    writing w = { .f = f };
    json_t *whole = json_object(), *references = json_array();
    rv_status st = find_codes(&w, err);

    if (st == RV_OK) {
        set(&w, whole, "CodeSets", code_sets(&w));
        for (size_t i = 0; i < f->n_studies; i++)
            w.failed |= json_array_append_new(references, reference(&w, i)) != 0;
        set(&w, whole, "References", references);
        st = w.failed ? rv_fail(err, RV_ENOMEM, "the JSON cannot be made") : rv_json_write(to, whole, err);
    } else {
        json_decref(references);
    }
    json_decref(whole);
    free(w.codes);
    return st;
}
