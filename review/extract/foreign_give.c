/* From the review's facts to what another tool's file says. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/derive.h"
#include "extract/facts.h"
#include "extract/foreign.h"
#include "extract/foreign_take.h"
#include "review/extract.h"

/* An input that a field may hold, and what another field then says is given ("" for always). */
enum { HELD = 6 };
typedef struct { const char *as, *given; } held;

typedef struct {
    rv_foreign *f;
    rv_facts    facts;
    const rv_protocol *protocol;
    rv_store   *store;
    rv_roles    roles;
    const rv_field *asks;         /* the field that says what others hold, NULL */
    held      (*inputs)[HELD];    /* by field of the protocol */
    const char **names;           /* NULL where it has none */
} giving;

/* What stands in the file for a study: the name it came with where a key tells it, else one made of its own. */
static const char *id_of(giving *g, const char *label)
{
    rv_buf id = RV_BUF_INIT;
    const char *kept;

    rv_buf_text(&id, "STD-");
    for (const unsigned char *c = (const unsigned char *)label; *c; c++)
        if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9'))
            rv_buf_char(&id, (char)*c);
        else if (*c == ' ')
            rv_buf_char(&id, '-');
        else
            rv_buf_printf(&id, "_x%04x_", *c);
    kept = rv_foreign_text(g->f, rv_buf_str(&id));
    rv_buf_free(&id);
    return kept;
}

/* A result that came from RevMan or EPPI-Reviewer has the study's id there in its key. */
static const char *id_in_keys(giving *g, int64_t study, bool eppi)
{
    for (size_t i = 0; i < g->facts.n_results; i++) {
        const rv_fact_result *r = &g->facts.results[i];
        const char *at = r->study != study ? NULL : eppi ? (strncmp(r->key, "EPPI ", 5) == 0 ? r->key + 5 : NULL)
                         : strncmp(r->key, "CMP-", 4) == 0 ? strchr(r->key, ' ') : NULL;
        if (at && eppi && strchr(at, '/'))
            return rv_foreign_join(g->f, "%.*s", (int)strcspn(at, "/"), at);
        if (at && !eppi && at[1])
            return rv_foreign_text(g->f, at + 1);
    }
    return NULL;
}

typedef struct { giving *g; const char *label; size_t study; bool found; } heading;

static rv_status take_head(void *user, const rv_stored_record *report, rv_error *err)
{
    heading *h = user;
    rv_foreign_study *s = &h->g->f->studies[h->study];

    (void)err;
    s->title = rv_foreign_text(h->g->f, report->fields.title);
    s->doi = rv_foreign_text(h->g->f, report->fields.doi);
    if (report->fields.year)
        s->year = rv_foreign_join(h->g->f, "%d", (int)report->fields.year);
    h->found = true;
    return RV_OK;
}

static rv_status take_link(void *user, const rv_study_report *row, rv_error *err)
{
    giving *g = user;
    heading h = { .g = g };

    if (!row->report || strcmp(row->role, "primary") != 0)
        return RV_OK;
    for (size_t i = 0; i < g->f->n_studies; i++)
        if (strcmp(g->f->studies[i].label, row->label) == 0 && !*g->f->studies[i].title) {
            h.study = i;
            return rv_reports_each(g->store, row->report, row->report, take_head, &h, err);
        }
    return RV_OK;
}

/* What a person reads a value as: its text, or that it was not reported. */
static const char *said(const rv_fact_value *v)
{
    return v->value[0] ? v->value : v->state;
}

/* Texts of results that the formats have places for, as they call them; a field of that id or label is it. */
static const char *name_of(const rv_field *field)
{
    static const char *const known[] = { "measure", "group 1", "group 2", "subgroup", "time", "OutcomeText", "OutcomeDescription",
                                         "TimepointDisplayValue" };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (rv_foreign_alike(field->id, known[i]) || rv_foreign_alike(field->label, known[i]))
            return known[i];
    return NULL;
}

/* What each field may hold, and what the formats call it, found once. */
static rv_status find_inputs(giving *g, rv_error *err)
{
    if (!(g->inputs = calloc(g->protocol->n_fields + 1, sizeof *g->inputs))
        || !(g->names = calloc(g->protocol->n_fields + 1, sizeof *g->names)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < g->protocol->n_fields; i++)
        g->names[i] = name_of(&g->protocol->fields[i]);
    g->asks = rv_foreign_field_of(g->protocol, &g->roles, RV_AS_GIVEN);
    for (size_t i = 0; rv_effect_columns[i]; i++) {
        const char *given;
        const rv_field *field = rv_foreign_field_as(g->protocol, &g->roles, rv_effect_columns[i], &given);
        held *at = field ? g->inputs[field - g->protocol->fields] : NULL;
        for (size_t k = 0; at && k < HELD; k++)
            if (!at[k].as) {
                at[k] = (held){ rv_effect_columns[i], strcmp(given, "impact") == 0 ? "" : given };
                break;
            }
    }
    return RV_OK;
}

/* The input that a field holds for a result: what it says of itself, or what the field "given" says that it holds. */
static const char *input_of(const giving *g, const rv_fact_result *r, const rv_field *field)
{
    const held *at = g->inputs[field - g->protocol->fields];
    const rv_fact_value *said_so = NULL;

    for (size_t k = 0; k < HELD && at[k].as; k++) {
        if (!*at[k].given)
            return at[k].as;
        if (!said_so && g->asks)
            said_so = rv_facts_value(&g->facts, r->study, r->id, g->asks->id);
        if (said_so && strcmp(said_so->value, at[k].given) == 0)
            return at[k].as;
    }
    return "";
}

/* A value of a study; several choices are as many answers. */
static rv_status give_value(giving *g, size_t study, const rv_field *field, const rv_fact_value *v, rv_error *err)
{
    const char *text = said(v), *note = rv_foreign_text(g->f, v->note);
    rv_status st = RV_OK;

    do {
        const size_t n = field->type == RV_FIELD_CHOICES ? strcspn(text, ";") : strlen(text);
        st = rv_foreign_add_value(g->f, &(rv_foreign_value){
            .study = study, .result = RV_FOREIGN_NONE, .name = rv_foreign_text(g->f, field->label), .note = note,
            .value = rv_foreign_text(g->f, rv_foreign_join(g->f, "%.*s", (int)n, text)), .quotation = rv_foreign_text(g->f, v->quotation),
            .loose = field->n_choices > 0 || field->type == RV_FIELD_YESNO || field->type == RV_FIELD_UNCLEAR,
            .place = rv_foreign_text(g->f, v->place) }, err);
        text += n + (text[n] != 0);
        note = "";                                       /* once is enough */
    } while (st == RV_OK && *text);
    return st;
}

static rv_status give_study(giving *g, const rv_fact_study *study, bool eppi, rv_error *err)
{
    const char *id = id_in_keys(g, study->id, eppi), *label = rv_foreign_text(g->f, study->label);
    size_t index;
    rv_status st;

    if (!id)
        id = eppi ? rv_foreign_join(g->f, "%lld", (long long)study->id) : id_of(g, study->label);
    st = rv_foreign_add_study(g->f, &(rv_foreign_study){ .id = id, .label = label, .title = "", .year = "", .doi = "", .pmid = "" }, &index, err);
    for (size_t i = 0; st == RV_OK && i < g->protocol->n_fields; i++) {
        const rv_field *field = &g->protocol->fields[i];
        const rv_fact_value *v = field->level == RV_LEVEL_STUDY ? rv_facts_value(&g->facts, study->id, 0, field->id) : NULL;
        if (v)
            st = give_value(g, index, field, v, err);
    }
    return st;
}

/* The measure of the first analysis of a domain. */
static const char *measure_of(const rv_protocol *p, const char *domain)
{
    for (size_t i = 0; i < p->n_analyses; i++)
        if (strcmp(p->analyses[i].domain, domain) == 0)
            return p->analyses[i].measure;
    return "";
}

static rv_status give_result(giving *g, const rv_fact_result *r, rv_error *err)
{
    char months[RV_REAL_TEXT];
    size_t study = 0, index;
    rv_status st;

    for (size_t i = 0; i < g->f->n_studies; i++)
        if (strcmp(g->f->studies[i].label, r->label) == 0)
            study = i;
    st = rv_foreign_add_result(g->f, &(rv_foreign_result){
        .study = study, .key = rv_foreign_text(g->f, r->key), .contrast = rv_foreign_text(g->f, r->contrast),
        .outcome = rv_foreign_text(g->f, r->outcome), .months = rv_foreign_text(g->f, rv_facts_time_key(r, months)), .place = "" }, &index, err);
    for (size_t i = 0; st == RV_OK && i < g->protocol->n_fields; i++) {
        const rv_field *field = &g->protocol->fields[i];
        const rv_fact_value *v = field->level == RV_LEVEL_RESULT ? rv_facts_value(&g->facts, r->study, r->id, field->id) : NULL;
        const char *as = v && v->value[0] ? input_of(g, r, field) : "";
        const char *name;
        if (!v)
            continue;
        if (!*as && strcmp(v->state, "reported") != 0)
            continue;
        name = g->names[i] ? g->names[i] : *as ? field->id : field->label;
        st = rv_foreign_add_value(g->f, &(rv_foreign_value){
            .study = study, .result = index, .name = rv_foreign_text(g->f, name), .as = as, .value = rv_foreign_text(g->f, said(v)),
            .note = rv_foreign_text(g->f, v->note), .place = rv_foreign_text(g->f, v->place) }, err);
    }
    if (st == RV_OK)
        st = rv_foreign_add_value(g->f, &(rv_foreign_value){ .study = study, .result = index, .name = RV_FOREIGN_PLANNED, .place = "",
                                                             .value = rv_foreign_text(g->f, measure_of(g->protocol, r->domain)) }, err);
    return st;
}

/* The domains of what was said of studies; these formats know no questions, and no judgements of results. */
static rv_status take_appraisal(void *user, const rv_appraisal *a, rv_error *err)
{
    giving *g = user;
    size_t study = 0;
    rv_status st = RV_OK;

    while (study < g->f->n_studies && strcmp(g->f->studies[study].label, a->subject.study) != 0)
        study++;
    if (*a->subject.result || *a->subject.body || study == g->f->n_studies)
        return RV_OK;
    for (size_t i = 0; st == RV_OK && i < a->n; i++) {
        const rv_appraisal_line *line = &a->lines[i];
        if (!line->question && *line->answer)
            st = rv_foreign_add_judgement(g->f, &(rv_foreign_judgement){
                .study = study, .result = RV_FOREIGN_NONE, .domain = rv_foreign_text(g->f, *line->text ? line->text : line->id),
                .judgement = rv_foreign_text(g->f, line->answer), .support = rv_foreign_text(g->f, line->support) }, err);
    }
    return st;
}

typedef struct { rv_extract_warn warn; void *user; const char *format; } telling;

static void tell(void *user, size_t line, const char *name, const char *message)
{
    const telling *t = user;

    if (t->warn)
        t->warn(t->user, &(rv_extract_warning){ .file = t->format, .column = name, .message = message, .line = line, .where = "" });
}

rv_status rv_extract_write(rv_store *store, const rv_protocol *protocol, const char *format, rv_output *to, rv_extract_warn warn, void *user,
                          rv_error *err)
{
    const rv_foreign_format *as = rv_foreign_formats;
    telling t = { warn, user, format };
    rv_foreign f;
    giving g = { .f = &f, .protocol = protocol, .store = store, .facts = { .memory = RV_HOARD_INIT } };
    rv_status st;

    while (as->name && strcmp(as->name, format) != 0)
        as++;
    if (!as->name || !as->write)
        return rv_fail(err, RV_EINVAL, "'%.40s' is no format that is written", format);
    rv_foreign_start(&f, tell, &t);
    rv_roles_read(protocol, &g.roles);
    f.title = rv_foreign_text(&f, protocol->title);
    if ((st = find_inputs(&g, err)) == RV_OK)
        st = rv_facts_load(store, NULL, &g.facts, err);
    for (size_t i = 0; st == RV_OK && i < g.facts.n_studies; i++)
        st = give_study(&g, &g.facts.studies[i], strcmp(format, "eppi-json") == 0, err);
    if (st == RV_OK)
        st = rv_study_reports(store, take_link, &g, err);
    for (size_t i = 0; st == RV_OK && i < g.facts.n_results; i++)
        if (!g.facts.results[i].arm[0])
            st = give_result(&g, &g.facts.results[i], err);
    if (st == RV_OK)
        st = rv_extract_each_appraisal(store, protocol, NULL, false, take_appraisal, &g, err);
    if (st == RV_OK && f.memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK)
        st = as->write(&f, to, err);
    free(g.inputs);
    free(g.names);
    rv_facts_free(&g.facts);
    rv_foreign_free(&f);
    return st;
}
