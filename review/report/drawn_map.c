/* The evidence map of a review: included studies by a field of theirs and by the domains of their results. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "review/extract.h"

#include "report/drawn.h"
#include "report/included.h"

enum { MOST_LEVELS = 4 };              /* that a map can show */

typedef struct {
    rv_drawn          *drawn;
    const rv_protocol *protocol;
    const rv_field    *field;
    const rv_included *included;
    rv_drawn_class    *classes;
    rv_drawn_judged    judged;
    const char       **level;          /* [judged.n_scale] as the key has it; NULL: none is shown */
    size_t             n_classes, n, room;
    rv_map_item       *item;
} mapping;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory for an evidence map");
}

static rv_status add(mapping *m, const char *row, const char *column, const char *study, const char *level, rv_error *err)
{
    if (!rv_grow(&m->item, m->n, &m->room, sizeof *m->item))
        return no_memory(err);
    m->item[m->n++] = (rv_map_item){ rv_memory_text(m->drawn->memory, row), rv_memory_text(m->drawn->memory, column),
                                     rv_memory_text(m->drawn->memory, study), NAN, level };
    return RV_OK;
}

/* ---- Levels --------------------------------------------------------------------------------------------------------- */

static size_t in_use(const rv_drawn_judged *judged, const char *word)
{
    size_t n = 0;

    for (size_t i = 0; i < judged->n; i++)
        n += strcmp(judged->item[i].answer, word) == 0;
    return n;
}

/* A grade that is only a letter or a number is told with what it grades. */
static rv_status find_levels(mapping *m, rv_evidence_map *map, rv_error *err)
{
    rv_memory *memory = m->drawn->memory;
    const char **used = rv_memory_room(memory, (m->judged.n_scale + 1) * sizeof *used);
    rv_buf words = RV_BUF_INIT;

    if (!used || !(m->level = rv_memory_room(memory, (m->judged.n_scale + 1) * sizeof *m->level)))
        return no_memory(err);
    for (size_t i = 0; i < m->judged.n_scale; i++) {
        const char *word = m->judged.scale[i];

        rv_buf_clear(&words);
        rv_buf_printf(&words, "%s%s%s", strlen(word) > 2 ? "" : m->judged.domain, strlen(word) > 2 ? "" : ": ", word);
        m->level[i] = rv_memory_text(memory, rv_buf_str(&words));
        if (in_use(&m->judged, word))
            used[map->levels++] = m->level[i];
    }
    rv_buf_free(&words);
    if (map->levels > MOST_LEVELS) {
        m->level = NULL;
        map->levels = 0;
    }
    map->level = used;
    return RV_OK;
}

static const char *level_of(const mapping *m, const char *study)
{
    const char *answer = rv_drawn_judgement_of(&m->judged, study, NULL);

    for (size_t i = 0; m->level && i < m->judged.n_scale; i++)
        if (strcmp(m->judged.scale[i], answer) == 0)
            return m->level[i];
    return "";
}

/* ---- Items ------------------------------------------------------------------------------------------------------------ */

static bool is_included(const rv_included *included, const char *label)
{
    for (size_t i = 0; i < included->n_studies; i++)
        if (strcmp(included->studies[i].label, label) == 0)
            return true;
    return false;
}

/* A result in the row of its study's class, in each of them where there are several: "a; b". */
static rv_status add_result(void *user, const rv_result *r, rv_error *err)
{
    mapping *m = user;
    const rv_domain *domain = rv_protocol_domain(m->protocol, r->domain);
    const char *column = domain ? domain->label : *r->domain ? r->domain : "no domain", *classes;
    rv_buf row = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (!is_included(m->included, r->study))
        return RV_OK;
    classes = rv_drawn_class_of(m->classes, m->n_classes, r->study);
    if (!*classes)
        return add(m, "not told", column, r->study, level_of(m, r->study), err);
    while (st == RV_OK && *classes) {
        const char *end = m->field->type == RV_FIELD_CHOICES ? strstr(classes, "; ") : NULL;
        const size_t n = end ? (size_t)(end - classes) : strlen(classes);

        rv_buf_clear(&row);
        rv_buf_add(&row, classes, n);
        st = add(m, rv_buf_str(&row), column, r->study, level_of(m, r->study), err);
        classes += n + (end ? 2 : 0);
    }
    rv_buf_free(&row);
    return st;
}

static rv_status items(mapping *m, rv_store *store, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < m->field->n_choices; i++)
        st = add(m, m->field->choices[i], "", "", "", err);
    for (size_t i = 0; st == RV_OK && i < m->protocol->n_domains; i++)
        st = add(m, "", m->protocol->domains[i].label, "", "", err);
    return st == RV_OK ? rv_extract_each_result(store, NULL, add_result, m, err) : st;
}

static rv_status gather(mapping *m, rv_store *store, const char *by, rv_evidence_map *map, rv_error *err)
{
    rv_buf title = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_drawn_field(m->protocol, by, &m->field, err)) != RV_OK
        || (st = rv_drawn_classes(m->drawn, store, m->field, &m->classes, &m->n_classes, err)) != RV_OK
        || (st = rv_drawn_judgements(m->drawn, store, m->protocol, "study", &m->judged, err)) != RV_OK
        || (st = find_levels(m, map, err)) != RV_OK || (st = items(m, store, err)) != RV_OK)
        return st;
    rv_buf_printf(&title, "%s by outcome: included studies", m->field->label);
    map->title = rv_memory_text(m->drawn->memory, rv_buf_str(&title));
    st = rv_buf_check(&title, err);
    rv_buf_free(&title);
    return st;
}

rv_status rv_drawn_map(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *by, rv_evidence_map *map, rv_error *err)
{
    rv_included included = RV_INCLUDED_INIT;
    mapping m = { .drawn = drawn, .protocol = protocol, .included = &included };
    rv_status st = rv_included_read(store, protocol, &included, err);

    *map = (rv_evidence_map){ .title = "" };
    if (st == RV_OK && !included.n_studies)
        st = rv_fail(err, RV_ENOTFOUND, "no study is included yet");
    if (st == RV_OK)
        st = gather(&m, store, by, map, err);
    map->n = m.n;
    map->item = rv_drawn_keep(drawn, m.item, m.n * sizeof *m.item);
    if (st == RV_OK && (!map->item || rv_memory_failed(drawn->memory)))
        st = no_memory(err);
    rv_included_free(&included);
    return st;
}
