/* EPPI-Reviewer's JSON: { "CodeSets": [...], "References": [ { ..., "Codes": [...], "Outcomes": [...] } ] }. A reference with outcomes or
   with codes other than those of screening is a study; each of its outcomes is a result. */
#include <config.h>

#include <ctype.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/eppi.h"
#include "extract/foreign.h"

/* Data9 and Data10 are, for every type, the size of clusters and their intra-class correlation, 0 where there are none. */
#define CLUSTERS "csize", "icc"
const rv_eppi_type_of_outcome rv_eppi_outcomes[RV_EPPI_TYPES] = {
    { "Manual entry", { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CLUSTERS }, "" },
    { "Continuous: Ns, means, and SD", { "n1i", "n2i", "m1i", "m2i", "sd1i", "sd2i", NULL, NULL, CLUSTERS }, "n1i n2i sd1i sd2i" },
    { "Binary: 2 x 2 table", { "ai", "ci", "bi", "di", NULL, NULL, NULL, NULL, CLUSTERS }, "" },
    { "Continuous: N, Mean, and SE", { "n1i", "n2i", "m1i", "m2i", "se1i", "se2i", NULL, NULL, CLUSTERS }, "n1i n2i se1i se2i" },
    { "Continuous: N, Mean, and CI", { "n1i", "n2i", "m1i", "m2i", "lo1i", "lo2i", "hi1i", "hi2i", CLUSTERS }, "n1i n2i" },
    { "Continuous: N, t- or p-value", { "n1i", "n2i", "t", "p", NULL, NULL, NULL, NULL, CLUSTERS }, "n1i n2i t p" },
    { "Diagnostic test: 2 x 2 table", { NULL }, "" },
    { "Correlation coefficient r", { "ni", "ri", NULL, NULL, NULL, NULL, NULL, NULL, CLUSTERS }, "ni" },
};

/* Of an outcome entered by hand: an estimate and its standard error (of ratios: of the logarithm), where it is not 0. */
static const struct { int estimate, se; const char *measure; } by_hand[] = {
    { 0, 1, "SMD" }, { 2, 3, "COR" }, { 4, 5, "OR" }, { 6, 7, "RR" }, { 10, 11, "RD" }, { 12, 13, "MD" },
};

/* A code: what it is called, and what the code above it is called (the question that it answers). */
typedef struct { json_int_t id; const char *name, *above, *set; bool screening; } code;

typedef struct {
    rv_foreign *f;
    const char *file;
    code  *codes;                 /* by id */
    size_t n, room;
    size_t reference;             /* from 1 */
} reading;

/* A member whatever its case: the exports of different versions differ in it. */
static json_t *get(const json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);
    const char *key;

    if (!value && json_is_object(object)) {
        json_t *each;
        json_object_foreach((json_t *)object, key, each)
            if (strcasecmp(key, name) == 0)
                return each;
    }
    return value;
}

static const char *text(reading *r, const json_t *object, const char *name)
{
    const json_t *value = get(object, name);

    if (json_is_integer(value))
        return rv_foreign_join(r->f, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return rv_foreign_text(r->f, json_string_value(value));
}

/* ---- Codes ---------------------------------------------------------------------------------------------------------------------------- */

static rv_status add_codes(reading *r, const json_t *parent, const char *above, const char *set, int depth, rv_error *err)
{
    const json_t *list = get(get(parent, "Attributes"), "AttributesList");
    rv_status st = RV_OK;

    if (depth > 100)
        return rv_fail(err, RV_EPARSE, "%s: CodeSets: codes lie deeper than 100 levels", r->file);
    for (size_t i = 0; st == RV_OK && i < json_array_size(list); i++) {
        const json_t *a = json_array_get(list, i);
        const char *type = json_string_value(get(a, "AttributeType")), *name = text(r, a, "AttributeName");
        if (r->n == RV_FOREIGN_MOST || !rv_grow(&r->codes, r->n, &r->room, sizeof *r->codes))
            return rv_fail(err, RV_ENOMEM, "%s: there are too many codes", r->file);
        r->codes[r->n++] = (code){ json_integer_value(get(a, "AttributeId")), name, above, set,
                                   type && (strcasecmp(type, "Include") == 0 || strcasecmp(type, "Exclude") == 0) };
        st = add_codes(r, a, name, set, depth + 1, err);
    }
    return st;
}

static int by_id(const void *a, const void *b)
{
    const code *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

/* What was coded: the question, its answer, what was typed beside it, and what was marked in the document. */
static rv_status take_code(reading *r, size_t study, const json_t *one, rv_error *err)
{
    const code key = { .id = json_integer_value(get(one, "AttributeId")) };
    const code *c = r->n ? bsearch(&key, r->codes, r->n, sizeof key, by_id) : NULL;
    const json_t *marked = get(one, "ItemAttributeFullTextDetails");
    const char *arm = text(r, one, "ArmTitle"), *document = "", *note = text(r, one, "AdditionalText");

    if (!c) {
        rv_foreign_tell(r->f, r->reference, rv_foreign_join(r->f, "%" JSON_INTEGER_FORMAT, key.id),
                        "a reference has a code that is in none of the file's code sets; it is not taken");
        return RV_OK;
    }
    if (c->screening || !*c->name)
        return RV_OK;
    if (json_array_size(marked))
        document = text(r, json_array_get(marked, 0), "DocTitle");
    if (*arm)
        note = rv_foreign_join(r->f, "%s%sarm: %s", note, *note ? "; " : "", arm);
    return rv_foreign_add_value(r->f, &(rv_foreign_value){
        .study = study, .result = RV_FOREIGN_NONE, .name = *c->above ? c->above : c->set, .value = c->name, .note = note, .loose = true,
        .quotation = json_array_size(marked) ? text(r, json_array_get(marked, 0), "Text") : "",
        .place = rv_foreign_join(r->f, "reference %s, code %s%s%s", r->f->studies[study].id, c->name, *document ? ", " : "", document),
        .line = r->reference }, err);
}

/* ---- Outcomes ------------------------------------------------------------------------------------------------------------------------- */

static rv_status add(reading *r, size_t result, const char *name, const char *as, const char *value, rv_error *err)
{
    const rv_foreign_result *of = &r->f->results[result];

    if (!*value)
        return RV_OK;
    return rv_foreign_add_value(r->f, &(rv_foreign_value){ .study = of->study, .result = result, .name = name, .as = as, .value = value,
                                                           .place = rv_foreign_join(r->f, "%s, %s", of->place, name),
                                                           .line = r->reference }, err);
}

static double number(const json_t *outcome, int i)
{
    char name[16];
    const json_t *value;

    snprintf(name, sizeof name, "Data%d", i + 1);
    value = get(outcome, name);
    return json_is_number(value) ? json_number_value(value) : 0;
}

static rv_status add_number(reading *r, size_t result, int i, const char *as, double x, rv_error *err)
{
    char digits[RV_REAL_TEXT];

    return add(r, result, rv_foreign_join(r->f, "Data%d", i + 1), as, rv_foreign_text(r->f, rv_real_text(x, digits)), err);
}

static rv_status take_by_hand(reading *r, const json_t *outcome, size_t result, rv_error *err)
{
    const size_t n = sizeof by_hand / sizeof *by_hand;
    rv_status st = RV_OK;
    bool taken = false;

    for (size_t i = 0; st == RV_OK && i < n; i++) {
        if (number(outcome, by_hand[i].estimate) == 0)
            continue;
        if (taken) {
            rv_foreign_tell(r->f, r->reference, by_hand[i].measure, "an outcome entered by hand has a second estimate, which is not taken");
            continue;
        }
        taken = true;
        if ((st = add_number(r, result, by_hand[i].estimate, "est", number(outcome, by_hand[i].estimate), err)) == RV_OK
            && (number(outcome, by_hand[i].se) == 0
                || (st = add_number(r, result, by_hand[i].se, "se", number(outcome, by_hand[i].se), err)) == RV_OK))
            st = add(r, result, "measure", "", by_hand[i].measure, err);
    }
    return st;
}

static rv_status take_numbers(reading *r, const json_t *outcome, int type, size_t result, rv_error *err)
{
    const rv_eppi_type_of_outcome *t = &rv_eppi_outcomes[type];
    rv_status st = type == 0 ? take_by_hand(r, outcome, result, err) : RV_OK;

    for (int i = 0; st == RV_OK && i < RV_EPPI_DATA; i++) {
        const double x = number(outcome, i);
        if (!t->as[i] || (x == 0 && (i == 8 || i == 9 || strstr(t->never_0, t->as[i]))))
            continue;
        if (i == 9 && number(outcome, 8) == 0)
            continue;                                     /* without clusters their correlation says nothing */
        st = add_number(r, result, i, t->as[i], x, err);
    }
    return st;
}

/* "12 months" in months; "" for a measure of time that is none. */
static const char *months_of(reading *r, const char *said)
{
    static const struct { const char *unit; double months; } units[] = {
        { "month", 1 }, { "week", 12 / 52.1775 }, { "year", 12 }, { "day", 12 / 365.2425 }, { "hour", 12 / 8765.82 },
    };
    char digits[40];
    char *end;
    const double x = strtod(said, &end);

    if (end == said || !isfinite(x))
        return "";
    end += strspn(end, " ");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strncasecmp(end, units[i].unit, strlen(units[i].unit)) == 0) {
            snprintf(digits, sizeof digits, "%.4g", x * units[i].months);
            return rv_foreign_text(r->f, units[i].months == 1 ? rv_real_text(x, (char[RV_REAL_TEXT]){ 0 }) : digits);
        }
    return "";
}

static const char *contrast_of(reading *r, const json_t *outcome)
{
    const char *one = text(r, outcome, "InterventionText"), *two = text(r, outcome, "ControlText");

    if (!*one)
        one = text(r, outcome, "grp1ArmName");
    if (!*two)
        two = text(r, outcome, "grp2ArmName");
    if (!*one && !*two)
        return "";
    return rv_foreign_join(r->f, "%s v %s", *one ? one : "intervention", *two ? two : "control");
}

static rv_status take_outcome(reading *r, size_t study, const json_t *outcome, size_t no, rv_error *err)
{
    const char *id = text(r, outcome, "OutcomeId"), *title = text(r, outcome, "Title"), *what = text(r, outcome, "OutcomeText");
    const char *time = text(r, outcome, "TimepointDisplayValue");
    const json_t *type = get(outcome, "OutcomeTypeId"), *codes = get(get(outcome, "OutcomeCodes"), "OutcomeItemAttributesList");
    size_t result;
    rv_status st;

    if (!*id)
        id = rv_foreign_join(r->f, "%zu", no);
    if (!json_is_integer(type) || json_integer_value(type) < 0 || json_integer_value(type) >= RV_EPPI_TYPES || json_integer_value(type) == 6) {
        rv_foreign_tell(r->f, r->reference, text(r, outcome, "OutcomeTypeName"), "outcomes of this type are not taken");
        return RV_OK;
    }
    if ((st = rv_foreign_add_result(r->f, &(rv_foreign_result){
            .study = study, .key = rv_foreign_join(r->f, "EPPI %s/%s", r->f->studies[study].id, id), .contrast = contrast_of(r, outcome),
            .outcome = *title ? title : what, .months = months_of(r, time),
            .place = rv_foreign_join(r->f, "reference %s, outcome %s", r->f->studies[study].id, id), .line = r->reference }, &result,
                                    err)) != RV_OK
        || (st = take_numbers(r, outcome, (int)json_integer_value(type), result, err)) != RV_OK
        || (st = add(r, result, "OutcomeDescription", "", text(r, outcome, "OutcomeDescription"), err)) != RV_OK)
        return st;
    if (*title && *what)
        st = add(r, result, "OutcomeText", "", what, err);
    if (st == RV_OK && *time && !*r->f->results[result].months)
        st = add(r, result, "TimepointDisplayValue", "", time, err);
    for (size_t i = 0; st == RV_OK && i < json_array_size(codes); i++)
        st = add(r, result, "outcome classification", "", text(r, json_array_get(codes, i), "AttributeName"), err);
    return st;
}

/* ---- References ----------------------------------------------------------------------------------------------------------------------- */

/* Without outcomes, and with none but codes of screening, a reference is no study. */
static bool is_study(reading *r, const json_t *reference)
{
    const json_t *codes = get(reference, "Codes");

    if (json_array_size(get(reference, "Outcomes")))
        return true;
    for (size_t i = 0; i < json_array_size(codes); i++) {
        const code key = { .id = json_integer_value(get(json_array_get(codes, i), "AttributeId")) };
        const code *c = r->n ? bsearch(&key, r->codes, r->n, sizeof key, by_id) : NULL;
        if (!c || !c->screening)
            return true;
    }
    return false;
}

static rv_status take_reference(reading *r, const json_t *reference, rv_error *err)
{
    const json_t *codes = get(reference, "Codes"), *outcomes = get(reference, "Outcomes");
    const char *id = text(r, reference, "ItemId"), *title = text(r, reference, "Title"), *label = text(r, reference, "ShortTitle");
    rv_foreign_study study = { .id = id, .title = title, .year = text(r, reference, "Year"), .doi = text(r, reference, "DOI"), .pmid = "",
                               .line = r->reference };
    size_t index;
    rv_status st;

    if (!is_study(r, reference))
        return RV_OK;
    if (!*id)
        study.id = rv_foreign_join(r->f, "%zu", r->reference);
    if (!*label)
        label = *title ? title : study.id;
    study.label = label;
    if (r->f->n_studies > 20000)                              /* so many are not compared */
        study.label = rv_foreign_join(r->f, "%s (%s)", label, study.id);
    for (size_t i = 0; i < r->f->n_studies && study.label == label; i++)   /* two of one author and year: told apart by their number */
        if (strcmp(r->f->studies[i].label, label) == 0)
            study.label = rv_foreign_join(r->f, "%s (%s)", label, study.id);
    if ((st = rv_foreign_add_study(r->f, &study, &index, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < json_array_size(codes); i++)
        st = take_code(r, index, json_array_get(codes, i), err);
    for (size_t i = 0; st == RV_OK && i < json_array_size(outcomes); i++)
        st = take_outcome(r, index, json_array_get(outcomes, i), i + 1, err);
    return st;
}

bool rv_eppi_is(const char *bytes, size_t n)
{
    size_t i = 0;

    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        i = 3;
    while (i < n && isspace((unsigned char)bytes[i]))
        i++;
    return i < n && bytes[i] == '{';
}

rv_status rv_eppi_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err)
{
    reading r = { .f = f, .file = name };
    const json_t *sets, *references;
    json_t *whole = NULL;
    rv_status st;

    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    if ((st = rv_json_parse(name, bytes, n, &whole, err)) != RV_OK)
        return st;
    sets = get(whole, "CodeSets");
    references = get(whole, "References");
    if (!json_is_array(references))
        st = rv_fail(err, RV_EPARSE, "%s: there is no list \"References\"; EPPI-Reviewer's export has one, beside \"CodeSets\"", name);
    for (size_t i = 0; st == RV_OK && i < json_array_size(sets); i++)
        st = add_codes(&r, json_array_get(sets, i), "", text(&r, json_array_get(sets, i), "SetName"), 0, err);
    if (r.n)
        qsort(r.codes, r.n, sizeof *r.codes, by_id);
    for (size_t i = 0; st == RV_OK && i < json_array_size(references); i++) {
        r.reference = i + 1;
        st = take_reference(&r, json_array_get(references, i), err);
    }
    if (st == RV_OK && f->memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    free(r.codes);
    json_decref(whole);
    return st;
}
