/* Reads conditions: `all of 2.1, 2.2 in {N, PN} or not points at least 4`. The grammar stands in review/protocol.h. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "premise.h"

enum { DEPTH = 32, WORD = 80 };

typedef struct {
    rv_reader      *r;
    const rv_node  *node;
    const char     *attribute, *at;
    const rv_scope *scope;
    char            word[WORD];    /* the word or sign that comes next; "" at the end */
    size_t          depth;
} condition;

static const char *const reserved[] = { "all", "any", "none", "at", "least", "most", "exactly", "of", "in", "and", "or", "not",
                                        "points", "domains", "questions", "critical", "others", "otherwise", NULL };

bool rv_premise_reserved(const char *word)
{
    for (size_t i = 0; reserved[i]; i++)
        if (strcmp(reserved[i], word) == 0)
            return true;
    return false;
}

static const rv_premise *fail(condition *c, const char *expected)
{
    rv_reader_fail(c->r, c->node, "%s: '%.40s' where %s was expected", c->attribute, c->word[0] ? c->word : "the end", expected);
    return NULL;
}

static void advance(condition *c)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t n;

    c->at += strspn(c->at, " \t\r\n");
    n = strspn(c->at, letters);
    if (n == 0 && *c->at)
        n = 1;
    if (n >= WORD) {
        rv_reader_fail(c->r, c->node, "%s: '%.40s...' is too long for a name", c->attribute, c->at);
        n = 0;
        c->at = "";
    }
    memcpy(c->word, c->at, n);
    c->word[n] = '\0';
    c->at += n;
}

static bool next_is(const condition *c, const char *word)
{
    return strcmp(c->word, word) == 0;
}

static bool take(condition *c, const char *word)
{
    if (!next_is(c, word))
        return false;
    advance(c);
    return true;
}

static rv_premise *make(condition *c, rv_premise_op op, const rv_premise *left, const rv_premise *right)
{
    rv_premise *premise = rv_reader_array(c->r, 1, sizeof *premise);

    if (premise)
        *premise = (rv_premise){ .op = op, .left = left, .right = right };
    return premise;
}

/* "at least 2", "at most 1", "exactly 3". */
static bool read_bounds(condition *c, rv_premise *premise)
{
    const bool exactly = take(c, "exactly"), at = !exactly && take(c, "at"), least = at && take(c, "least");
    double     x;

    if (!exactly && (!at || (!least && !take(c, "most"))))
        return fail(c, "'at least', 'at most' or 'exactly'") != NULL;
    if (rv_real_parse(c->word, &x, NULL) != RV_OK)
        return fail(c, "a number") != NULL;
    advance(c);
    premise->least = exactly || least ? x : -INFINITY;
    premise->most = exactly || !least ? x : INFINITY;
    return true;
}

/* ---- What is counted ------------------------------------------------------------------------------------------------ */

static bool add_question(condition *c, rv_premise *premise, rv_counted *list, const char *id)
{
    const rv_instrument_domain *d = c->scope->domain;

    for (size_t i = 0; i < c->scope->n_questions; i++)
        if (!id || strcmp(d->questions[i].id, id) == 0)
            list[premise->n++] = (rv_counted){ d->questions[i].slot, 0, &d->questions[i] };
    return premise->n > 0;
}

static bool add_domain(condition *c, rv_premise *premise, rv_counted *list, const char *id)
{
    const rv_instrument *instrument = c->scope->instrument;

    for (size_t i = 0; i < c->scope->n_domains; i++)
        if (!id || strcmp(instrument->domains[i].id, id) == 0)
            list[premise->n++] = (rv_counted){ instrument->domains[i].slot, 0, NULL };
    return premise->n > 0;
}

static bool add_group(condition *c, rv_premise *premise, rv_counted *list)
{
    premise->of = next_is(c, "critical") ? RV_OF_CRITICAL : next_is(c, "others") ? RV_OF_OTHERS : RV_OF_ALL;
    if (next_is(c, "domains") ? !add_domain(c, premise, list, NULL) : !add_question(c, premise, list, NULL))
        return fail(c, "ids (there is nothing that it could stand for)") != NULL;
    advance(c);
    return true;
}

static bool add_ids(condition *c, rv_premise *premise, rv_counted *list, bool several)
{
    do {
        const size_t before = premise->n;

        if (before == PREMISE_SLOTS || rv_premise_reserved(c->word) || !c->word[0])
            return fail(c, "the id of a question or domain") != NULL;
        if (!add_question(c, premise, list, c->word) && premise->n == before)
            add_domain(c, premise, list, c->word);
        if (premise->n == before)
            return fail(c, "the id of an earlier question of the domain, or of an earlier domain") != NULL;
        advance(c);
    } while (several && take(c, ","));
    return true;
}

static const rv_instrument_domain *domain_at(const condition *c, size_t slot)
{
    for (size_t i = 0; i < c->scope->n_domains; i++)
        if (c->scope->instrument->domains[i].slot == slot)
            return &c->scope->instrument->domains[i];
    return NULL;
}

/* The bit of a value in one slot; 0 when the slot cannot have it. */
static uint64_t bit_of(const condition *c, const rv_counted *counted, const char *value)
{
    const rv_instrument_domain *d = counted->question ? NULL : domain_at(c, counted->slot);

    if (counted->question && strcmp(value, "NA") == 0)
        return UINT64_C(1) << PREMISE_NA;
    for (size_t i = 0; counted->question && i < counted->question->n_answers; i++)
        if (strcmp(counted->question->answers[i].code, value) == 0)
            return UINT64_C(1) << i;
    for (size_t i = 0; d && i < d->n_judgements; i++)
        if (strcmp(d->judgements[i], value) == 0)
            return UINT64_C(1) << i;
    return 0;
}

/* "{N, PN}": every value must be one that something in the list can have. */
static bool read_values(condition *c, const rv_premise *premise, rv_counted *list)
{
    char   value[WORD];
    size_t n;

    if (!next_is(c, "{"))
        return fail(c, "{") != NULL;
    do {
        uint64_t any = 0;

        c->at += strspn(c->at, " \t\r\n");
        n = strcspn(c->at, ",}");
        if (n >= WORD || c->at[n] == '\0') {
            rv_reader_fail(c->r, c->node, "%s: the values after 'in' end with }", c->attribute);
            return false;
        }
        memcpy(value, c->at, n);
        c->at += n;
        while (n > 0 && strchr(" \t\r\n", value[n - 1]))
            n--;
        value[n] = '\0';
        for (size_t i = 0; i < premise->n; i++) {
            const uint64_t bit = bit_of(c, &list[i], value);
            list[i].mask |= bit;
            any |= bit;
        }
        if (!any) {
            rv_reader_fail(c->r, c->node, "%s: '%.40s' is neither an answer nor a judgement of what stands before 'in'", c->attribute,
                           value);
            return false;
        }
        advance(c);
    } while (next_is(c, ","));
    return take(c, "}") || fail(c, "}") != NULL;
}

/* [QUANTITY of] LIST in {VALUE, ...} */
static const rv_premise *read_count(condition *c)
{
    rv_premise    *premise = make(c, RV_OP_COUNT, NULL, NULL);
    rv_counted    list[PREMISE_SLOTS], *kept;
    bool          counted = true, good;

    if (!premise)
        return NULL;
    premise->most = INFINITY;
    if (take(c, "all"))
        premise->every = true;
    else if (take(c, "any"))
        premise->least = 1;
    else if (take(c, "none"))
        premise->most = 0;
    else if (next_is(c, "at") || next_is(c, "exactly")) {
        if (!read_bounds(c, premise))
            return NULL;
    } else {
        counted = false;
        premise->every = true;
    }
    if (counted && !take(c, "of"))
        return fail(c, "'of'");
    if (counted && (next_is(c, "domains") || next_is(c, "questions") || next_is(c, "critical") || next_is(c, "others")))
        good = add_group(c, premise, list);
    else
        good = add_ids(c, premise, list, counted);
    if (good && !next_is(c, "in"))
        return fail(c, counted ? "'in' or a comma" : "'in'");
    if (good)
        advance(c);
    if (!good || !read_values(c, premise, list) || !(kept = rv_reader_array(c->r, premise->n, sizeof *kept)))
        return NULL;
    premise->counted = memcpy(kept, list, premise->n * sizeof *kept);
    return premise;
}

/* ---- The whole ------------------------------------------------------------------------------------------------------ */

static const rv_premise *read_or(condition *c);

static const rv_premise *read_not(condition *c)
{
    const rv_premise *inner = NULL;
    rv_premise       *premise;

    if (c->depth >= DEPTH)
        return fail(c, "a condition that is not so deep");
    c->depth++;
    if (take(c, "not")) {
        inner = (inner = read_not(c)) ? make(c, RV_OP_NOT, inner, NULL) : NULL;
    } else if (take(c, "(")) {
        inner = read_or(c);
        if (inner && !take(c, ")"))
            inner = fail(c, ")");
    } else if (next_is(c, "points") && c->scope->with_points) {
        advance(c);
        inner = (premise = make(c, RV_OP_POINTS, NULL, NULL)) && read_bounds(c, premise) ? premise : NULL;
    } else {
        inner = read_count(c);
    }
    c->depth--;
    return inner;
}

static const rv_premise *read_and(condition *c)
{
    const rv_premise *left = read_not(c), *right;

    while (left && take(c, "and"))
        left = (right = read_not(c)) ? make(c, RV_OP_AND, left, right) : NULL;
    return left;
}

static const rv_premise *read_or(condition *c)
{
    const rv_premise *left = read_and(c), *right;

    while (left && take(c, "or"))
        left = (right = read_and(c)) ? make(c, RV_OP_OR, left, right) : NULL;
    return left;
}

const rv_premise *rv_premise_read(rv_reader *r, const rv_node *node, const char *attribute, const rv_scope *scope)
{
    condition        c = { .r = r, .node = node, .attribute = attribute, .scope = scope };
    const rv_premise *premise;

    c.at = rv_reader_attribute(r, node, attribute);
    if (strlen(c.at) > PREMISE_BYTES) {
        rv_reader_fail(r, node, "%s has %zu bytes; a condition has at most %d", attribute, strlen(c.at), PREMISE_BYTES);
        return NULL;
    }
    advance(&c);
    premise = read_or(&c);
    return premise && c.word[0] ? fail(&c, "'and', 'or' or the end") : premise;
}
