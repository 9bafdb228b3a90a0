#include <config.h>

#include <stddef.h>
#include <string.h>

#include "review/protocol.h"

/* Two things are the same when they are written the same: each kind has a function that writes all it says. */

static void say(rv_buf *out, const char *text)
{
    rv_buf_text(out, text);
    rv_buf_char(out, '\n');
}

static void say_number(rv_buf *out, double x)
{
    char text[RV_REAL_TEXT];
    say(out, rv_real_text(x, text));
}

static void say_list(rv_buf *out, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        say(out, texts[i]);
    say(out, "");
}

static void write_criterion(rv_buf *out, const void *thing)
{
    const rv_criterion *c = thing;
    say(out, c->text);
    say(out, c->include ? "include" : "exclude");
}

static void write_reason(rv_buf *out, const void *thing)
{
    const rv_reason *r = thing;
    say(out, r->label);
    say(out, r->stage);
}

static void write_search(rv_buf *out, const void *thing)
{
    const rv_search *s = thing;
    say(out, s->kind);
    say(out, s->platform);
    say(out, s->searched);
    say(out, s->strategy);
    say(out, s->limits);
}

static void write_stage(rv_buf *out, const void *thing)
{
    const rv_stage *s = thing;
    say(out, s->label);
    rv_buf_printf(out, "%d %d %d %d\n", s->reviewers, s->blind, s->include_wins, s->reasons_agree);
}

static void write_term(rv_buf *out, const void *thing)
{
    const rv_term *t = thing;
    say(out, t->against ? "against" : "for");
}

static void write_field(rv_buf *out, const void *thing)
{
    const rv_field *f = thing;
    say(out, f->label);
    say(out, f->help);
    say(out, f->unit);
    rv_buf_printf(out, "%d %d %d %d\n", (int)f->level, (int)f->type, f->required, f->place);
    say_number(out, f->min);
    say_number(out, f->max);
    say_list(out, f->choices, f->n_choices);
    say(out, f->as);
    say(out, f->when);
    say(out, f->compute);
    for (size_t i = 0; i < f->n_columns; i++)
        rv_buf_printf(out, "%s %d\n", f->columns[i].id, (int)f->columns[i].type);
}

static void write_appraisal(rv_buf *out, const void *thing)
{
    const rv_appraisal_tool *t = thing;
    say(out, t->label);
    say(out, t->unit);
    say(out, t->url);
    say(out, t->instrument);
    say(out, t->critical);
    say(out, t->twice ? "twice" : "");
    for (size_t i = 0; i < t->n_domains; i++) {
        say(out, t->domains[i].id);
        say(out, t->domains[i].label);
        say_list(out, t->domains[i].judgements, t->domains[i].n_judgements);
    }
}

static void write_domain(rv_buf *out, const void *thing)
{
    const rv_domain *d = thing;
    say(out, d->label);
    say(out, d->better);
    say(out, d->event);
    say(out, d->favours_left);
    say(out, d->favours_right);
    say_number(out, d->min_months);
    say_number(out, d->max_months);
    say_number(out, d->near_months);
    rv_buf_printf(out, "%d %d\n", (int)d->time, d->last_on_ties);
    for (size_t i = 0; i < d->n_kinds; i++) {
        say(out, d->kinds[i].id);
        say(out, d->kinds[i].label);
        say_list(out, d->kinds[i].words, d->kinds[i].n_words);
    }
    for (size_t i = 0; i < d->n_preferences; i++) {
        say(out, d->preferences[i].field);
        say_list(out, d->preferences[i].order, d->preferences[i].n_order);
    }
}

static void write_plan(rv_buf *out, const void *thing)
{
    const rv_plan *p = thing;
    const char *const words[] = { p->label, p->domain, p->measure, p->model, p->method, p->test };

    say_list(out, words, sizeof words / sizeof *words);
    say_number(out, p->level);
    say(out, p->prediction ? "prediction" : "");
    say(out, p->convert ? "convert" : "");
    say_list(out, p->select, p->n_select);
    say_list(out, p->subgroups, p->n_subgroups);
    say_list(out, p->moderators, p->n_moderators);
    for (size_t i = 0; i < p->n_sensitivity; i++) {
        const rv_sensitivity *s = &p->sensitivity[i];
        const char *const more[] = { s->id, s->label, s->measure, s->model, s->method, s->test, s->leave_out,
                                     s->leave_one_out ? "each" : s->all_effects ? "all effects" : "" };

        say_list(out, more, sizeof more / sizeof *more);
    }
    for (size_t i = 0; i < p->n_baselines; i++) {
        say_number(out, p->baselines[i].risk);
        say(out, p->baselines[i].label);
        say(out, p->baselines[i].source);
    }
}

static void write_topic(rv_buf *out, const void *thing)
{
    const rv_topic *t = thing;
    say(out, t->label);
    say(out, t->text);
}

/* The lists of a protocol. Each element begins with its id, so that things are found without knowing their kind. */
static const struct list {
    const char *part, *again;
    size_t      count, array, size;       /* offsets in rv_protocol, and of one element */
    void      (*write)(rv_buf *out, const void *thing);
} lists[] = {
#define LIST(part, again, n, array, type, write) \
    { part, again, offsetof(rv_protocol, n), offsetof(rv_protocol, array), sizeof(type), write }
    LIST("criterion", "decisions that it bears on", n_criteria, criteria, rv_criterion, write_criterion),
    LIST("reason", "exclusions for this reason", n_reasons, reasons, rv_reason, write_reason),
    LIST("source", "its search, and what it brought", n_searches, searches, rv_search, write_search),
    LIST("stage", "reports that now lack votes", n_stages, stages, rv_stage, write_stage),
    LIST("term", "nothing: it is only marked", n_terms, terms, rv_term, write_term),
    LIST("field", "its values in every study", n_fields, fields, rv_field, write_field),
    LIST("appraisal", "judgements made with it", n_appraisals, appraisals, rv_appraisal_tool, write_appraisal),
    LIST("domain", "which results are chosen, and what is pooled", n_domains, domains, rv_domain, write_domain),
    LIST("analysis", "its figures, and the report", n_analyses, analyses, rv_plan, write_plan),
    LIST("topic", "what is published under it", n_topics, topics, rv_topic, write_topic),
#undef LIST
};

static const void *thing_at(const rv_protocol *p, const struct list *list, size_t i)
{
    size_t      n = *(const size_t *)(const void *)((const char *)p + list->count);
    const char *array = *(const char *const *)(const void *)((const char *)p + list->array);

    return i < n ? array + i * list->size : NULL;
}

static const char *id_of(const void *thing)
{
    return *(const char *const *)thing;
}

static const void *same_id(const rv_protocol *p, const struct list *list, const void *thing)
{
    const void *other;

    for (size_t i = 0; (other = thing_at(p, list, i)) != NULL; i++)
        if (strcmp(id_of(other), id_of(thing)) == 0)
            return other;
    return NULL;
}

static rv_status differ(const struct list *list, const void *a, const void *b, bool *yes, rv_error *err)
{
    rv_buf    one = RV_BUF_INIT, two = RV_BUF_INIT;
    rv_status st;

    list->write(&one, a);
    list->write(&two, b);
    if ((st = rv_buf_check(&one, err)) == RV_OK && (st = rv_buf_check(&two, err)) == RV_OK)
        *yes = strcmp(rv_buf_str(&one), rv_buf_str(&two)) != 0;
    rv_buf_free(&one);
    rv_buf_free(&two);
    return st;
}

typedef struct {
    rv_status (*change)(void *user, const rv_protocol_change *change, rv_error *err);
    void       *user;
} listener;

static rv_status tell(const listener *to, const char *part, const char *id, const char *change, const char *again, rv_error *err)
{
    const rv_protocol_change told = { part, id, change, again };
    return to->change(to->user, &told, err);
}

static rv_status compare_lists(const rv_protocol *from, const rv_protocol *to, const struct list *list, const listener *l,
                               rv_error *err)
{
    const void *thing, *other;
    rv_status   st = RV_OK;

    for (size_t i = 0; st == RV_OK && (thing = thing_at(to, list, i)) != NULL; i++) {
        bool different = false;

        if ((other = same_id(from, list, thing)) == NULL)
            st = tell(l, list->part, id_of(thing), "added", list->again, err);
        else if ((st = differ(list, other, thing, &different, err)) == RV_OK && different)
            st = tell(l, list->part, id_of(thing), "changed", list->again, err);
    }
    for (size_t i = 0; st == RV_OK && (thing = thing_at(from, list, i)) != NULL; i++)
        if (!same_id(to, list, thing))
            st = tell(l, list->part, id_of(thing), "removed", list->again, err);
    return st;
}

rv_status rv_protocol_compare(const rv_protocol *from, const rv_protocol *to,
                              rv_status (*change)(void *user, const rv_protocol_change *change, rv_error *err), void *user,
                              rv_error *err)
{
    const listener l = { change, user };
    const struct { const char *name, *before, *after; } texts[] = {
        { "title", from->title, to->title },                      { "question", from->question, to->question },
        { "population", from->population, to->population },       { "intervention", from->intervention, to->intervention },
        { "comparison", from->comparison, to->comparison },       { "outcomes", from->outcomes, to->outcomes },
        { "designs", from->designs, to->designs },
    };
    const struct { const char *name; bool before, after; } switches[] = {
        { "versions", from->dedup.versions_apart, to->dedup.versions_apart },
        { "preprints", from->dedup.preprints_one, to->dedup.preprints_one },
        { "editions", from->dedup.editions_one, to->dedup.editions_one },
    };
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].before, texts[i].after) != 0)
            st = tell(&l, "question", texts[i].name, "changed", i == 0 ? "the report" : "eligibility of what was screened", err);
    for (size_t i = 0; st == RV_OK && i < sizeof switches / sizeof *switches; i++)
        if (switches[i].before != switches[i].after)
            st = tell(&l, "deduplication", switches[i].name, "changed", "which records are one report", err);
    for (size_t i = 0; st == RV_OK && i < sizeof lists / sizeof *lists; i++)
        st = compare_lists(from, to, &lists[i], &l, err);
    return st;
}
