#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/pairs.h"

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* ---- Versions ---------------------------------------------------------------------------------------------------------------------- */

static int by_study(const void *a, const void *b)
{
    const rv_fact_result *x = *(rv_fact_result *const *)a, *y = *(rv_fact_result *const *)b;

    if (x->study != y->study)
        return x->study < y->study ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

rv_status rv_version_load(rv_version *v, rv_store *store, const char *name, rv_error *err)
{
    rv_status st;

    v->name = name;
    if ((st = rv_facts_load(store, name, &v->facts, err)) != RV_OK)
        return st;
    if (!(v->results = calloc(v->facts.n_results + 1, sizeof *v->results)))
        return no_memory(err);
    for (size_t i = 0; i < v->facts.n_results; i++)
        v->results[i] = &v->facts.results[i];
    if (v->facts.n_results)
        qsort(v->results, v->facts.n_results, sizeof *v->results, by_study);
    return RV_OK;
}

void rv_version_free(rv_version *v)
{
    rv_facts_free(&v->facts);
    free(v->results);
    v->results = NULL;
}

/* ---- What was said by hand --------------------------------------------------------------------------------------------------------- */

RV_STATEMENT(pairs_hands, "SELECT part_a, part_b, result_a, result_b, reviewer, taken FROM alignment ORDER BY id");

static rv_status load_hands(rv_pairs *p, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    size_t room = 0;
    rv_status st = rv_query_start(&q, p->store, &pairs_hands, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        const bool result = rv_query_null(q, 0);
        if (!rv_grow(&p->hands, p->n_hands, &room, sizeof *p->hands)) {
            st = no_memory(err);
            break;
        }
        p->hands[p->n_hands++] = (rv_hand){ result, rv_query_int(q, result ? 2 : 0), rv_query_int(q, result ? 3 : 1),
                                            rv_hoard_text(&p->people.memory, rv_query_text(q, 4)),
                                            rv_hoard_text(&p->people.memory, rv_query_text(q, 5)) };
    }
    rv_query_end(q);
    return st;
}

/* ------------------------------------------------------------------------------------------------------------------------------------ */

static rv_version *find_version(const rv_pairs *p, const char *name)
{
    for (size_t i = 0; i < p->n_versions; i++)
        if (strcmp(p->versions[i].name, name) == 0)
            return &p->versions[i];
    return NULL;
}

/* Why a study cannot be compared, in words. */
static rv_status not_open(const rv_extractors_study *study, rv_error *err)
{
    rv_buf waits = RV_BUF_INIT;
    const char *pair[2];
    const size_t n = rv_extractors_pair(study, pair);
    rv_status st;

    for (size_t i = 0; i < study->n; i++)
        if (strcmp(study->people[i].role, "extract") == 0 && strcmp(study->people[i].state, "done") != 0
            && strcmp(study->people[i].state, "none") != 0)
            rv_buf_printf(&waits, "%s%s", waits.length ? ", " : "", study->people[i].name);
    if (n < 2)
        st = rv_fail(err, RV_EINVAL, "%s is extracted by %s; it takes two to compare", study->label, n ? "one person" : "nobody");
    else
        st = rv_fail(err, RV_EINVAL, "%s is blind until all who extract it are done; not yet: %.200s", study->label, rv_buf_str(&waits));
    rv_buf_free(&waits);
    return st;
}

static rv_status three(const rv_extractors_study *study, rv_error *err)
{
    return rv_fail(err, RV_EINVAL, "more than two people extracted %s; take it back from all but two, who are then compared", study->label);
}

static rv_status add_versions(rv_pairs *p, const rv_extractors_study *study, size_t *room, rv_error *err)
{
    const char *pair[2];
    rv_status st = RV_OK;

    if (rv_extractors_pair(study, pair) != 2)
        return RV_OK;
    for (int i = 0; st == RV_OK && i < 2; i++) {
        if (find_version(p, pair[i]))
            continue;
        if (!rv_grow(&p->versions, p->n_versions, room, sizeof *p->versions))
            return no_memory(err);
        p->versions[p->n_versions] = (rv_version){ .name = pair[i], .facts = { .memory = RV_HOARD_INIT } };
        st = rv_version_load(&p->versions[p->n_versions++], p->store, pair[i], err);
    }
    return st;
}

static int field_order(const void *a, const void *b)
{
    return strcmp((*(const rv_field *const *)a)->id, (*(const rv_field *const *)b)->id);
}

static int field_by_id(const void *id, const void *field)
{
    return strcmp(id, (*(const rv_field *const *)field)->id);
}

const rv_field *rv_pairs_field(const rv_pairs *p, const char *id)
{
    const rv_field *const *found = bsearch(id, p->fields, p->protocol->n_fields, sizeof *p->fields, field_by_id);

    return found ? *found : NULL;
}

static rv_status index_fields(rv_pairs *p, rv_error *err)
{
    if (!(p->fields = calloc(p->protocol->n_fields + 1, sizeof *p->fields)))
        return no_memory(err);
    for (size_t i = 0; i < p->protocol->n_fields; i++)
        p->fields[i] = &p->protocol->fields[i];
    qsort(p->fields, p->protocol->n_fields, sizeof *p->fields, field_order);
    return RV_OK;
}

rv_status rv_pairs_open(rv_pairs *p, rv_store *store, const rv_protocol *protocol, const char *study, rv_error *err)
{
    const rv_extractors_study *one = NULL;
    const char *pair[2];
    size_t room = 0;
    rv_status st;

    *p = (rv_pairs){ .store = store, .protocol = protocol, .review = { .facts = { .memory = RV_HOARD_INIT } } };
    if ((st = rv_extractors_load(store, &p->people, err)) != RV_OK || (st = load_hands(p, err)) != RV_OK
        || (st = index_fields(p, err)) != RV_OK)
        return st;
    if (study && !(one = rv_extractors_find(&p->people, study)))
        return rv_fail(err, RV_ENOTFOUND, "there is no study '%s'", study);
    if (one && !one->opened)
        return not_open(one, err);
    if (one && rv_extractors_pair(one, pair) > 2)
        return three(one, err);
    if (one && rv_extractors_pair(one, pair) < 2)
        return not_open(one, err);
    for (size_t i = 0; st == RV_OK && i < p->people.n; i++)
        if (p->people.studies[i].opened && (!one || one == &p->people.studies[i]))
            st = add_versions(p, &p->people.studies[i], &room, err);
    return st;
}

rv_status rv_pairs_review(rv_pairs *p, rv_error *err)
{
    return rv_version_load(&p->review, p->store, NULL, err);
}

void rv_pairs_close(rv_pairs *p)
{
    for (size_t i = 0; i < p->n_versions; i++)
        rv_version_free(&p->versions[i]);
    rv_version_free(&p->review);
    free(p->versions);
    free(p->fields);
    free(p->hands);
    rv_extractors_free(&p->people);
    *p = (rv_pairs){ 0 };
}

rv_status rv_pairs_each(rv_pairs *p, const char *study, rv_status (*tell)(void *user, const rv_pair *pair, rv_error *err), void *user,
                        rv_error *err)
{
    rv_pair pair = { 0 };
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < p->people.n; i++) {
        const rv_extractors_study *s = &p->people.studies[i];
        const rv_fact_study *fact;
        if (!s->opened || (study && strcmp(study, s->label) != 0) || rv_extractors_pair(s, pair.names) != 2
            || !p->n_versions || !(fact = rv_facts_study(&p->versions[0].facts, s->label)))
            continue;
        pair.label = s->label;
        pair.study = fact->id;
        pair.opened = s->opened;
        for (int k = 0; st == RV_OK && k < 2; k++) {
            pair.versions[k] = find_version(p, pair.names[k]);
            st = rv_rows_fill(&pair.sides[k], pair.versions[k], pair.study, s->label, err);
        }
        if (st == RV_OK && (st = rv_pair_align(&pair, p, err)) == RV_OK)
            st = tell(user, &pair, err);
    }
    free(pair.sides[0].rows);
    free(pair.sides[1].rows);
    return st;
}
