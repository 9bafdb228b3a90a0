#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/check.h"
#include "extract/subject.h"
#include "review/extract.h"

/* What the newest form puts in question. */

/* The versions of the protocol, by the act that brought each. */
typedef struct {
    int64_t      act;
    rv_protocol *protocol;
} version;

typedef struct {
    const rv_facts    *facts;
    const rv_protocol *protocol;     /* as it is now */
    version *versions;
    size_t   n_versions;
    const char *study;               /* NULL: all */
    rv_status (*tell)(void *user, const rv_again *again, rv_error *err);
    void    *user;
} search;

RV_STATEMENT(again_versions, "SELECT event, xml FROM protocol ORDER BY version, id");

static rv_status read_versions(rv_store *store, search *s, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    size_t room = 0;
    rv_status st = rv_query_start(&q, store, &again_versions, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const char *xml = rv_query_text(q, 1);
        if (!rv_grow(&s->versions, s->n_versions, &room, sizeof *s->versions))
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        else if ((st = rv_protocol_parse(&s->versions[s->n_versions].protocol, "the review's protocol", xml, strlen(xml), err)) == RV_OK)
            s->versions[s->n_versions++].act = rv_query_int(q, 0);
    }
    rv_query_end(q);
    return st;
}

/* The protocol under which something was entered: the last that was there by then. */
static const rv_protocol *version_of(const search *s, int64_t act)
{
    const rv_protocol *p = s->n_versions ? s->versions[0].protocol : s->protocol;

    for (size_t i = 1; i < s->n_versions && s->versions[i].act < act; i++)
        p = s->versions[i].protocol;
    return p;
}

/* Changes that put no value in question are left out: whether, where and for what it is asked is looked at apart. */
static bool changes_that_matter(const rv_field *from, const rv_field *to, char *words, size_t size)
{
    static const char *const aside[] = { "required", "place", "as", "when", "compute", "level" };
    char all[200], *word, *rest = all;
    size_t used = 0;

    words[0] = 0;
    if (!rv_field_changes(from, to, all, sizeof all))
        return false;
    while ((word = rest) && *word) {
        bool matters = true;
        if ((rest = strstr(word, ", ")) != NULL) {
            *rest = 0;
            rest += 2;
        }
        for (size_t i = 0; i < sizeof aside / sizeof *aside; i++)
            matters = matters && strcmp(word, aside[i]) != 0;
        if (matters && used < size)
            used += (size_t)snprintf(words + used, size - used, "%s%s", used ? ", " : "", word);
    }
    return used > 0;
}

/* Why a value is in question; false when it is not. */
static bool in_question(const search *s, const rv_fact_value *v, rv_subject of, const rv_field *f, char *why, size_t size)
{
    static const char *const words[] = { "studies", "results of contrasts", "arms", "outcomes", "time points", "contrasts", "results of arms" };
    const bool reported = strcmp(v->state, "reported") == 0 || strcmp(v->state, "derived") == 0;
    const rv_field *then = f ? rv_protocol_field(version_of(s, v->act), f->id) : NULL;
    char changes[160];
    rv_error fault;

    if (!f)
        snprintf(why, size, "the form asks this no more");
    else if (f->compute[0])
        snprintf(why, size, "it is calculated now: %.160s", f->compute);
    else if (f->level != rv_subject_level(s->facts, of))
        snprintf(why, size, "the form asks this of %s now", words[f->level]);
    else if (!rv_subject_asked(s->facts, s->protocol, of, f))
        snprintf(why, size, "it is asked only where %.160s", f->when);
    else if (reported && rv_field_check(f, v->value, &fault) != RV_OK)
        snprintf(why, size, "%.250s", fault.message);
    else if (reported && f->place && !v->place[0])
        snprintf(why, size, "an effect rests on it now: say its place");
    else if (then && changes_that_matter(then, f, changes, sizeof changes))
        snprintf(why, size, "the form has changed since: %s", changes);
    else
        return false;
    return true;
}

static rv_again describe(const rv_facts *facts, rv_subject of, const char *field, const rv_field *f)
{
    const rv_fact_result *r = of.result ? rv_facts_result_by_id(facts, of.result) : NULL;
    const rv_fact_part *p = of.part ? rv_facts_part_by_id(facts, of.part) : NULL;
    const rv_fact_study *s = rv_facts_study_by_id(facts, of.study);

    return (rv_again){ s ? s->label : "", p ? p->kind : "", p ? p->key : "", r ? r->key : "", field, f ? f->label : "", "", "", "", "", "" };
}

static rv_status tell_values(const search *s, int64_t study, rv_error *err)
{
    rv_status st = RV_OK;
    char why[300];

    for (size_t i = 0; st == RV_OK && i < s->facts->n_standing; i++) {
        const rv_fact_value *v = s->facts->standing[i];
        const rv_subject of = { v->study, v->result, v->part };
        const rv_field *f;
        rv_again a;

        if (v->study != study)           /* standing values of a study lie together; what is long is done for them alone */
            continue;
        f = rv_protocol_field(s->protocol, v->field);
        if ((v->result && rv_result_column(v->field)) || (v->part && !f && rv_contrast_column(v->field))
            || !in_question(s, v, of, f, why, sizeof why))
            continue;
        a = describe(s->facts, of, v->field, f);
        a.value = v->value;
        a.state = v->state;
        a.reviewer = v->reviewer;
        a.at = v->at;
        a.why = why;
        st = s->tell(s->user, &a, err);
    }
    return st;
}

static rv_status tell_lack(void *user, rv_subject of, const rv_field *field, rv_error *err)
{
    const search *s = user;
    rv_again a = describe(s->facts, of, field->id, field);

    a.why = "the form asks for it, and nothing was said";
    return s->tell(s->user, &a, err);
}

/* `values`: with those in question; else what lacks alone. */
static rv_status walk(rv_store *store, const char *own, search *s, bool values, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    rv_status st = values ? read_versions(store, s, err) : RV_OK;

    if (st == RV_OK)
        st = rv_facts_load_study(store, own, s->study, &facts, err);
    s->facts = &facts;
    for (size_t i = 0; st == RV_OK && i < facts.n_studies; i++) {
        const rv_fact_study *study = &facts.studies[i];
        if ((s->study && strcmp(s->study, study->label) != 0) || (i > 0 && strcmp(study->label, facts.studies[i - 1].label) == 0))
            continue;
        if (values)
            st = tell_values(s, study->id, err);
        if (st == RV_OK)
            st = rv_lacks_each(&facts, s->protocol, study->id, tell_lack, s, err);
    }
    for (size_t i = 0; i < s->n_versions; i++)
        rv_protocol_free(s->versions[i].protocol);
    free(s->versions);
    rv_facts_free(&facts);
    return st;
}

rv_status rv_extract_each_again(rv_store *store, const rv_protocol *protocol, const char *own, const char *study,
                                rv_status (*again)(void *user, const rv_again *again, rv_error *err), void *user, rv_error *err)
{
    search s = { .protocol = protocol, .study = study, .tell = again, .user = user };

    return walk(store, own, &s, true, err);
}

rv_status rv_extract_each_lack(rv_store *store, const rv_protocol *protocol, const char *own, const char *study,
                               rv_status (*lack)(void *user, const rv_again *lack, rv_error *err), void *user, rv_error *err)
{
    search s = { .protocol = protocol, .study = study, .tell = lack, .user = user };

    return walk(store, own, &s, false, err);
}
