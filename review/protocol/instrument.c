/* Appraisal instruments: from XML to structs that the rules can be asked of. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "premise.h"

enum { INSTRUMENT_SIZE = 256 << 10 };

/* What rv_instrument_free() frees; the instrument stands first, so that its address is the whole's. */
typedef struct {
    rv_instrument  instrument;
    rv_tree_memory memory;
} whole;

typedef struct {
    rv_reader     *r;
    rv_instrument *instrument;
    const char    *answers, *judgements;     /* what counts where nothing else is said */
} reading;

/* What our codes say; a code that is not here says itself. */
static const char *label_of(const char *code)
{
    static const char *const labels[][2] = {
        { "Y", "yes" }, { "PY", "probably yes" }, { "PN", "probably no" }, { "N", "no" }, { "NI", "no information" },
        { "NA", "not applicable" },
    };

    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i][0], code) == 0)
            return labels[i][1];
    return code;
}

/* An id of a question or domain: letters, digits, _ . -; "1.1" is one. */
static const char *read_id(reading *g, const rv_node *node)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    const char       *id = rv_reader_attribute(g->r, node, "id");

    if (!*id || strlen(id) > 64 || id[strspn(id, allowed)] != '\0' || rv_premise_reserved(id))
        rv_reader_fail(g->r, node, "the id '%.80s' cannot be used; take letters, digits, _ . -, at most 64, and no word of the conditions",
                       id);
    return id;
}

/* An id is one thing's only, whether question or domain. */
static void check_free(reading *g, const rv_node *node, const char *id)
{
    if (rv_instrument_domain_of(g->instrument, id) || rv_instrument_question(g->instrument, id))
        rv_reader_fail(g->r, node, "the id stands already; each question and domain has its own");
}

static size_t take_slot(reading *g, const rv_node *node)
{
    if (g->instrument->n_slots >= PREMISE_SLOTS - 1)
        rv_reader_fail(g->r, node, "an instrument has at most %d questions and domains", PREMISE_SLOTS - 1);
    return g->instrument->n_slots++;
}

/* ---- Answers and judgements ------------------------------------------------------------------------------------------ */

static void check_word(reading *g, const rv_node *node, const char *what, const char *const *before, size_t n, const char *word)
{
    if (!*word || strlen(word) > 64 || strpbrk(word, ",{}"))
        rv_reader_fail(g->r, node, "the %s '%.70s' cannot be used; take at most 64 bytes without , { }", what, word);
    for (size_t i = 0; i < n; i++)
        if (strcmp(before[i], word) == 0)
            rv_reader_fail(g->r, node, "the %s '%.60s' stands twice; each must be different", what, word);
}

/* The codes, in <answer> elements or in the attribute of the question, its domain or the instrument. */
static const char *const *read_codes(reading *g, const rv_node *node, const rv_node *domain, size_t *n)
{
    const char        *list = rv_reader_attribute(g->r, node, "answers");
    const char *const *codes;

    if (rv_node_child(node, "answer")) {
        codes = rv_reader_texts(g->r, node, "answer", "code", n);
    } else {
        if (!*list)
            list = rv_reader_attribute(g->r, domain, "answers");
        codes = rv_reader_split(g->r, node, *list ? list : g->answers, n);
    }
    if (codes && (*n < 2 || *n > PREMISE_ANSWERS))
        rv_reader_fail(g->r, node, "%zu answers; a question has 2 to %d", *n, PREMISE_ANSWERS);
    for (size_t i = 0; codes && i < *n; i++)
        check_word(g, node, "answer", codes, i, codes[i]);
    return codes;
}

static void read_answers(reading *g, const rv_node *node, const rv_node *domain, rv_question *q)
{
    size_t             n;
    const char *const *codes = read_codes(g, node, domain, &n);
    const rv_node     *answer = rv_node_child(node, "answer");
    rv_instrument_answer         *answers = rv_reader_array(g->r, n, sizeof *answers);

    for (size_t i = 0; codes && answers && i < n; i++, answer = answer ? rv_node_next(answer) : NULL) {
        const char *label = answer ? rv_reader_attribute(g->r, answer, "label") : "";

        answers[i] = (rv_instrument_answer){ codes[i], *label ? label : label_of(codes[i]),
                                  answer ? rv_reader_number(g->r, answer, "points", 0) : 0 };
    }
    q->answers = answers;
    q->n_answers = codes && answers ? n : 0;
}

static void read_judgements(reading *g, const rv_node *node, rv_instrument_domain *d)
{
    const char *list = rv_reader_attribute(g->r, node, "judgements");

    list = *list ? list : g->judgements;
    if (!*list) {
        rv_reader_fail(g->r, node, "there are no judgements; write judgements=\"low|high\" here or in <instrument>, best first");
        return;
    }
    d->judgements = rv_reader_split(g->r, node, list, &d->n_judgements);
    if (d->judgements && (d->n_judgements < 2 || d->n_judgements > PREMISE_ANSWERS))
        rv_reader_fail(g->r, node, "%zu judgements; a domain has 2 to %d", d->n_judgements, PREMISE_ANSWERS);
    for (size_t i = 0; d->judgements && i < d->n_judgements; i++)
        check_word(g, node, "judgement", d->judgements, i, d->judgements[i]);
}

/* ---- Questions ------------------------------------------------------------------------------------------------------- */

static void read_questions(reading *g, const rv_node *node, rv_instrument_domain *d)
{
    rv_question *questions = rv_reader_array(g->r, rv_node_count(node, "question"), sizeof *questions);

    d->questions = questions;
    for (const rv_node *child = rv_node_child(node, "question"); g->r->status == RV_OK && child; child = rv_node_next(child)) {
        const rv_scope earlier = { g->instrument, d, d->n_questions, 0, false };
        rv_question   *q = &questions[d->n_questions];

        q->id = read_id(g, child);
        check_free(g, child, q->id);
        q->text = rv_reader_prose(g->r, rv_node_child(child, "text"));
        q->help = rv_reader_prose(g->r, rv_node_child(child, "help"));
        q->critical = rv_reader_yesno(g->r, child, "critical", false);
        q->slot = take_slot(g, child);
        read_answers(g, child, node, q);
        q->asked_when = rv_reader_attribute(g->r, child, "asked-when");
        if (*q->asked_when)
            q->asked = rv_premise_read(g->r, child, "asked-when", &earlier);
        d->n_questions++;
    }
}

/* ---- Rules ----------------------------------------------------------------------------------------------------------- */

static const char *read_judgement(reading *g, const rv_node *node, const rv_instrument_domain *d)
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
static void gather_needs(reading *g, rv_instrument_domain *d, size_t n_before)
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

static void read_rules(reading *g, const rv_node *node, rv_instrument_domain *d)
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

static void read_domains(reading *g, const rv_node *root)
{
    rv_instrument_domain *domains = rv_reader_array(g->r, rv_node_count(root, "domain"), sizeof *domains);

    g->instrument->domains = domains;
    for (const rv_node *node = rv_node_child(root, "domain"); g->r->status == RV_OK && node; node = rv_node_next(node)) {
        rv_instrument_domain *d = &domains[g->instrument->n_domains];

        d->id = read_id(g, node);
        check_free(g, node, d->id);
        g->instrument->n_domains++;
        d->label = rv_reader_attribute(g->r, node, "label");
        d->optional = rv_reader_yesno(g->r, node, "optional", false);
        d->help = rv_reader_prose(g->r, rv_node_child(node, "help"));
        d->slot = take_slot(g, node);
        read_judgements(g, node, d);
        if (g->r->status == RV_OK)
            read_questions(g, node, d);
        if (g->r->status == RV_OK)
            read_rules(g, node, d);
    }
}

static void read_instrument(reading *g, const rv_node *root)
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
        reading   g = { &r, &w->instrument, "", "" };

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
