/* Appraisal instruments: from XML to structs that the rules can be asked of. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instrument_reading.h"

enum { INSTRUMENT_SIZE = 256 << 10 };

/* What rv_instrument_free() frees; the instrument stands first, so that its address is the whole's. */
typedef struct {
    rv_instrument  instrument;
    rv_tree_memory memory;
} whole;

/* ---- Rules ----------------------------------------------------------------------------------------------------------- */

static const char *read_judgement(rv_instrument_reading *g, const rv_node *node, const rv_instrument_domain *d)
{
    const char *judgement = rv_reader_attribute(g->r, node, "judgement");

    for (size_t i = 0; i < d->n_judgements; i++)
        if (strcmp(d->judgements[i], judgement) == 0)
            return d->judgements[i];
    rv_reader_fail(g->r, node, "'%.60s' is no judgement of the domain", judgement);
    return "";
}

typedef struct {
    bool needed[PREMISE_SLOTS];
} needs;

static void note_need(void *user, size_t slot)
{
    ((needs *)user)->needed[slot] = true;
}

/* The earlier domains that the rules count, in their order. */
static void gather_needs(rv_instrument_reading *g, rv_instrument_domain *d, size_t n_before)
{
    needs   found = { { false } };
    size_t *list = rv_reader_array(g->r, n_before, sizeof *list);

    for (size_t i = 0; i < d->n_rules; i++)
        rv_premise_domains(d->rules[i].holds, note_need, &found);
    for (size_t i = 0; list && i < n_before; i++)
        if (found.needed[g->instrument->domains[i].slot])
            list[d->n_needs++] = i;
    d->needs = list;
}

static void read_rules(rv_instrument_reading *g, const rv_node *node, rv_instrument_domain *d)
{
    static const char *const words[] = { "exclusive", "in-order", NULL };
    const rv_node *otherwise = rv_node_child(node, "otherwise");
    const size_t   before = g->instrument->n_domains - 1;
    const rv_scope all = { g->instrument, d, d->n_questions, before, true };
    rv_rule       *rules = rv_reader_array(g->r, rv_node_count(node, "rule") + 1, sizeof *rules);

    d->in_order = rv_reader_choice(g->r, node, "rules", words, 0) == 1;
    d->rules = rules;
    for (const rv_node *child = rv_node_child(node, "rule"); g->r->status == RV_OK && child; child = rv_node_next(child)) {
        rules[d->n_rules] = (rv_rule){ read_judgement(g, child, d), rv_reader_attribute(g->r, child, "when"),
                                       rv_premise_read(g->r, child, "when", &all) };
        d->n_rules++;
    }
    if (otherwise && d->n_rules == 0)
        rv_reader_fail(g->r, otherwise, "comes after rules; there is none");
    if (otherwise && g->r->status == RV_OK)
        rules[d->n_rules++] = (rv_rule){ read_judgement(g, otherwise, d), "otherwise", NULL };
    if (g->r->status == RV_OK)
        gather_needs(g, d, before);
}

/* ---- The whole ------------------------------------------------------------------------------------------------------- */

static void read_domains(rv_instrument_reading *g, const rv_node *root)
{
    rv_instrument_domain *domains = rv_reader_array(g->r, rv_node_count(root, "domain"), sizeof *domains);

    g->instrument->domains = domains;
    for (const rv_node *node = rv_node_child(root, "domain"); g->r->status == RV_OK && node; node = rv_node_next(node)) {
        rv_instrument_domain *d = &domains[g->instrument->n_domains];

        d->id = rv_instrument_id(g, node);
        rv_instrument_check_id(g, node, d->id);
        g->instrument->n_domains++;
        d->label = rv_reader_attribute(g->r, node, "label");
        d->optional = rv_reader_yesno(g->r, node, "optional", false);
        d->help = rv_reader_prose(g->r, rv_node_child(node, "help"));
        d->slot = rv_instrument_slot(g, node);
        rv_instrument_judgements(g, node, d);
        if (g->r->status == RV_OK)
            rv_instrument_questions(g, node, d);
        if (g->r->status == RV_OK)
            read_rules(g, node, d);
    }
}

static void read_instrument(rv_instrument_reading *g, const rv_node *root)
{
    static const char *const units[] = { "result", "study", "review", "body", NULL };
    rv_instrument *i = g->instrument;

    i->id = rv_reader_id(g->r, root);
    i->edition = rv_reader_attribute(g->r, root, "edition");
    i->label = rv_reader_attribute(g->r, root, "label");
    i->unit = rv_reader_word(g->r, root, "unit", units);
    i->url = rv_reader_attribute(g->r, root, "url");
    i->applies_when = rv_reader_attribute(g->r, root, "applies-when");
    i->about = rv_reader_prose(g->r, rv_node_child(root, "about"));
    g->answers = rv_reader_attribute(g->r, root, "answers");
    if (!*g->answers)
        g->answers = "Y|PY|PN|N|NI";
    g->judgements = rv_reader_attribute(g->r, root, "judgements");
    if (g->r->status == RV_OK)
        read_domains(g, root);
}

rv_status rv_instrument_parse(rv_instrument **out, const char *name, const char *bytes, size_t n, rv_error *err)
{
    whole    *w = calloc(1, sizeof *w);
    rv_node  *root = NULL;
    rv_status st;

    *out = NULL;
    if (!w)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if (n > INSTRUMENT_SIZE)
        st = rv_fail(err, RV_EPARSE, "%s:1: the file has %zu bytes; an instrument has at most %d", name, n, INSTRUMENT_SIZE);
    else
        st = rv_tree_parse(&w->memory, name, bytes, n, &root, err);
    if (st == RV_OK && (st = rv_shape_check(root, "instrument", name, err)) == RV_OK) {
        rv_reader r = { &w->memory, name, NULL, err, RV_OK };
        rv_instrument_reading g = { &r, &w->instrument, "", "" };

        read_instrument(&g, root);
        st = r.status;
    }
    if (st == RV_OK)
        *out = &w->instrument;
    else
        rv_instrument_free(&w->instrument);
    return st;
}

rv_status rv_instrument_read(rv_instrument **out, const char *path, rv_error *err)
{
    rv_buf    bytes = RV_BUF_INIT;
    rv_status st = rv_file_read(path, INSTRUMENT_SIZE, &bytes, err);

    *out = NULL;
    if (st == RV_OK)
        st = rv_instrument_parse(out, path, rv_buf_str(&bytes), bytes.length, err);
    rv_buf_free(&bytes);
    return st;
}

void rv_instrument_free(rv_instrument *instrument)
{
    if (!instrument)
        return;
    rv_tree_free(&((whole *)instrument)->memory);
    free(instrument);
}
