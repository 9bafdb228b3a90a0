/* The questions of an instrument, what may be answered, and the judgements that there are. */
#include <config.h>

#include <string.h>

#include "instrument_reading.h"

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
const char *rv_instrument_id(rv_instrument_reading *g, const rv_node *node)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    const char       *id = rv_reader_attribute(g->r, node, "id");

    if (!*id || strlen(id) > 64 || id[strspn(id, allowed)] != '\0' || rv_premise_reserved(id))
        rv_reader_fail(g->r, node, "the id '%.80s' cannot be used; take letters, digits, _ . -, at most 64, and no word of the conditions",
                       id);
    return id;
}

/* An id is one thing's only, whether question or domain. */
void rv_instrument_check_id(rv_instrument_reading *g, const rv_node *node, const char *id)
{
    if (rv_instrument_domain_of(g->instrument, id) || rv_instrument_question(g->instrument, id))
        rv_reader_fail(g->r, node, "the id stands already; each question and domain has its own");
}

size_t rv_instrument_slot(rv_instrument_reading *g, const rv_node *node)
{
    if (g->instrument->n_slots >= PREMISE_SLOTS - 1)
        rv_reader_fail(g->r, node, "an instrument has at most %d questions and domains", PREMISE_SLOTS - 1);
    return g->instrument->n_slots++;
}

/* ---- Answers and judgements ------------------------------------------------------------------------------------------ */

static void check_word(rv_instrument_reading *g, const rv_node *node, const char *what, const char *const *before, size_t n, const char *word)
{
    if (!*word || strlen(word) > 64 || strpbrk(word, ",{}"))
        rv_reader_fail(g->r, node, "the %s '%.70s' cannot be used; take at most 64 bytes without , { }", what, word);
    for (size_t i = 0; i < n; i++)
        if (strcmp(before[i], word) == 0)
            rv_reader_fail(g->r, node, "the %s '%.60s' stands twice; each must be different", what, word);
}

/* The codes, in <answer> elements or in the attribute of the question, its domain or the instrument. */
static const char *const *read_codes(rv_instrument_reading *g, const rv_node *node, const rv_node *domain, size_t *n)
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

static void read_answers(rv_instrument_reading *g, const rv_node *node, const rv_node *domain, rv_question *q)
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

void rv_instrument_judgements(rv_instrument_reading *g, const rv_node *node, rv_instrument_domain *d)
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

void rv_instrument_questions(rv_instrument_reading *g, const rv_node *node, rv_instrument_domain *d)
{
    rv_question *questions = rv_reader_array(g->r, rv_node_count(node, "question"), sizeof *questions);

    d->questions = questions;
    for (const rv_node *child = rv_node_child(node, "question"); g->r->status == RV_OK && child; child = rv_node_next(child)) {
        const rv_scope earlier = { g->instrument, d, d->n_questions, 0, false };
        rv_question   *q = &questions[d->n_questions];

        q->id = rv_instrument_id(g, child);
        rv_instrument_check_id(g, child, q->id);
        q->text = rv_reader_prose(g->r, rv_node_child(child, "text"));
        q->help = rv_reader_prose(g->r, rv_node_child(child, "help"));
        q->critical = rv_reader_yesno(g->r, child, "critical", false);
        q->slot = rv_instrument_slot(g, child);
        read_answers(g, child, node, q);
        q->asked_when = rv_reader_attribute(g->r, child, "asked-when");
        if (*q->asked_when)
            q->asked = rv_premise_read(g->r, child, "asked-when", &earlier);
        d->n_questions++;
    }
}
