#include <config.h>

#include <math.h>
#include <string.h>

#include "reader.h"

/* What a protocol says before anything is extracted: question, eligibility, sources, deduplication, screening, topics. */

static void read_question(rv_reader *r, const rv_node *root)
{
    rv_protocol   *p = r->protocol;
    const rv_node *question = rv_node_child(root, "question");

    p->question = rv_reader_prose(r, rv_node_child(question, "text"));
    p->population = rv_reader_prose(r, rv_node_child(question, "population"));
    p->intervention = rv_reader_prose(r, rv_node_child(question, "intervention"));
    p->comparison = rv_reader_prose(r, rv_node_child(question, "comparison"));
    p->people = rv_reader_attribute(r, rv_node_child(question, "population"), "short");
    p->programmes = rv_reader_attribute(r, rv_node_child(question, "intervention"), "short");
    p->without = rv_reader_attribute(r, rv_node_child(question, "comparison"), "short");
    p->outcomes = rv_reader_prose(r, rv_node_child(question, "outcomes"));
    p->designs = rv_reader_prose(r, rv_node_child(question, "designs"));
}

static void read_criteria(rv_reader *r, const rv_node *section, const char *name, rv_criterion *criteria)
{
    for (const rv_node *node = rv_node_child(section, name); node; node = rv_node_next(node)) {
        rv_criterion *c = &criteria[r->protocol->n_criteria++];

        c->id = rv_reader_id(r, node);
        c->text = rv_reader_prose(r, node);
        c->include = strcmp(name, "include") == 0;
        for (const rv_criterion *other = criteria; other < c; other++)
            if (strcmp(other->id, c->id) == 0)
                rv_reader_fail(r, node, "the id '%.60s' stands already; each id must be different", c->id);
    }
}

static void read_terms(rv_reader *r, const rv_node *section)
{
    rv_term *terms = rv_reader_array(r, rv_node_count(section, "for") + rv_node_count(section, "against"), sizeof *terms);

    for (int against = 0; terms && against < 2; against++)
        for (const rv_node *node = rv_node_child(section, against ? "against" : "for"); node; node = rv_node_next(node)) {
            rv_term *term = &terms[r->protocol->n_terms++];

            term->text = rv_reader_prose(r, node);
            term->against = against;
            if (!term->text[strspn(term->text, "* ")])
                rv_reader_fail(r, node, "there is no term; give the word or phrase to be marked, as 'drop* out'");
            for (const rv_term *other = terms; other < term; other++)
                if (strcmp(other->text, term->text) == 0)
                    rv_reader_fail(r, node, "the term '%.60s' stands already; each term must be different", term->text);
        }
    r->protocol->terms = terms;
}

static void read_stages(rv_reader *r, const rv_node *root)
{
    static const char *const settled[] = { "resolved", "included", NULL }, *const reasons[] = { "differ", "agree", NULL };
    const rv_node *section = rv_node_child(root, "screening");
    rv_stage      *stages = rv_reader_array(r, rv_node_count(section, "stage"), sizeof *stages);

    rv_reader_unique(r, section, "stage", "id");
    for (const rv_node *node = rv_node_child(section, "stage"); stages && node; node = rv_node_next(node)) {
        rv_stage *s = &stages[r->protocol->n_stages++];
        double    reviewers = rv_reader_number(r, node, "reviewers", 2);

        s->id = rv_reader_id(r, node);
        s->label = rv_reader_attribute(r, node, "label");
        s->blind = rv_reader_yesno(r, node, "blind", true);
        s->include_wins = rv_reader_choice(r, node, "conflicts", settled, 0) == 1;
        s->reasons_agree = rv_reader_choice(r, node, "reasons", reasons, 0) == 1;
        if (!(reviewers >= 1 && reviewers <= 9 && reviewers == floor(reviewers)))
            rv_reader_fail(r, node, "reviewers is %g; it must be a whole number from 1 to 9", reviewers);
        else
            s->reviewers = (int)reviewers;
    }
    r->protocol->stages = stages;
    read_terms(r, section);
}

/* After the stages, to which reasons refer. */
static void read_eligibility(rv_reader *r, const rv_node *root)
{
    const rv_node *section = rv_node_child(root, "eligibility");
    rv_criterion  *criteria = rv_reader_array(r, rv_node_count(section, "include") + rv_node_count(section, "exclude"),
                                              sizeof *criteria);
    rv_reason     *reasons = rv_reader_array(r, rv_node_count(section, "reason"), sizeof *reasons);

    if (!criteria || !reasons)
        return;
    read_criteria(r, section, "include", criteria);
    read_criteria(r, section, "exclude", criteria);
    rv_reader_unique(r, section, "reason", "id");
    for (const rv_node *node = rv_node_child(section, "reason"); node; node = rv_node_next(node)) {
        rv_reason *reason = &reasons[r->protocol->n_reasons++];

        reason->id = rv_reader_id(r, node);
        reason->label = rv_reader_attribute(r, node, "label");
        reason->stage = rv_reader_attribute(r, node, "stage");
        if (*reason->stage && !rv_protocol_stage(r->protocol, reason->stage))
            rv_reader_fail(r, node, "stage '%.60s' is not there; name a <stage> of <screening>, or leave it out for every stage",
                           reason->stage);
    }
    r->protocol->criteria = criteria;
    r->protocol->reasons = reasons;
}

static void read_sources(rv_reader *r, const rv_node *root)
{
    static const char *const kinds[] = { "database", "register", "website", "organisation", "citation", "contact", NULL };
    const rv_node *section = rv_node_child(root, "sources");
    rv_search     *searches = rv_reader_array(r, rv_node_count(section, "source"), sizeof *searches);

    rv_reader_unique(r, section, "source", "name");
    for (const rv_node *node = rv_node_child(section, "source"); searches && node; node = rv_node_next(node)) {
        rv_search *s = &searches[r->protocol->n_searches++];

        s->name = rv_reader_attribute(r, node, "name");
        s->kind = rv_reader_word(r, node, "kind", kinds);
        s->platform = rv_reader_attribute(r, node, "platform");
        s->searched = rv_reader_attribute(r, node, "searched");
        s->strategy = rv_reader_lines(r, rv_node_child(node, "strategy"));
        s->limits = rv_reader_prose(r, rv_node_child(node, "limits"));
        if (*s->searched && !rv_date_valid(s->searched))
            rv_reader_fail(r, node, "searched is '%.40s'; it must be a day that exists, as 2026-11-24", s->searched);
    }
    r->protocol->searches = searches;
}

static void read_deduplication(rv_reader *r, const rv_node *root)
{
    static const char *const words[] = { "one", "apart", NULL };
    enum { ONE, APART };
    const rv_node *node = rv_node_child(root, "deduplication");

    if (!node)
        return;
    r->protocol->dedup.versions_apart = rv_reader_choice(r, node, "versions", words, ONE) == APART;
    r->protocol->dedup.preprints_one = rv_reader_choice(r, node, "preprints", words, APART) == ONE;
    r->protocol->dedup.editions_one = rv_reader_choice(r, node, "editions", words, APART) == ONE;
}

static void read_topics(rv_reader *r, const rv_node *root)
{
    const rv_node *section = rv_node_child(root, "topics");
    rv_topic      *topics = rv_reader_array(r, rv_node_count(section, "topic"), sizeof *topics);

    rv_reader_unique(r, section, "topic", "id");
    for (const rv_node *node = rv_node_child(section, "topic"); topics && node; node = rv_node_next(node)) {
        rv_topic *t = &topics[r->protocol->n_topics++];

        t->id = rv_reader_id(r, node);
        t->label = rv_reader_attribute(r, node, "label");
        t->text = rv_reader_prose(r, node);
    }
    r->protocol->topics = topics;
}

void rv_read_head(rv_reader *r, const rv_node *root)
{
    rv_protocol *p = r->protocol;

    p->id = rv_reader_id(r, root);
    p->version = rv_reader_attribute(r, root, "version");
    p->title = rv_reader_prose(r, rv_node_child(root, "title"));
    p->registration = rv_reader_prose(r, rv_node_child(root, "registration"));
    p->background = rv_reader_prose(r, rv_node_child(root, "background"));
    p->authors = rv_reader_texts(r, root, "author", NULL, &p->n_authors);
    read_question(r, root);
    read_stages(r, root);
    read_eligibility(r, root);
    read_sources(r, root);
    read_deduplication(r, root);
    read_topics(r, root);
}
