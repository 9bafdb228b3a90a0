/* How far two people's judgements agree, by domain. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "tools/extract_appraise.h"

/* One person's judgement of one domain of one subject; of whole appraisals only, so that nobody learns what is still blind. */
typedef struct {
    char  *tool, *subject, *domain, *person;
    size_t rank, judgement, n_judgements;      /* rank of the domain in its tool */
} said;

typedef struct {
    const rv_extraction *work;
    const char          *tool;
    said                *all;
    size_t               n, room;
    rv_table            *table;
} gathering;

static rv_status add_said(gathering *g, const rv_appraisal *a, size_t rank, const rv_appraisal_line *l, rv_error *err)
{
    rv_buf subject = RV_BUF_INIT;
    said s = { .rank = rank, .judgement = l->n_choices, .n_judgements = l->n_choices };

    for (size_t i = 0; i < l->n_choices; i++)
        if (strcmp(l->choices[i], l->answer) == 0)
            s.judgement = i;
    if (s.judgement == l->n_choices)
        return RV_OK;                          /* of an older edition */
    rv_buf_printf(&subject, "%s\t%s\t%s", a->subject.study, a->subject.result, a->subject.body);
    if (g->n == g->room) {
        const size_t room = g->room ? 2 * g->room : 64;
        said *more = realloc(g->all, room * sizeof *more);

        if (!more) {
            rv_buf_free(&subject);
            return rv_fail(err, RV_ENOMEM, "out of memory");
        }
        g->all = more;
        g->room = room;
    }
    s.tool = strdup(a->tool->id);
    s.subject = strdup(rv_buf_str(&subject));
    s.domain = strdup(l->id);
    s.person = strdup(a->own);
    rv_buf_free(&subject);
    g->all[g->n++] = s;
    return s.tool && s.subject && s.domain && s.person ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status gather(void *user, const rv_appraisal *a, rv_error *err)
{
    gathering *g = user;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && a->judged == a->due && i < a->n; i++)
        if (!a->lines[i].question && a->lines[i].answer[0])
            st = add_said(g, a, i, &a->lines[i], err);
    return st;
}

static int domain_order(const said *x, const said *y)
{
    const int c = strcmp(x->tool, y->tool);

    return c ? c : x->rank < y->rank ? -1 : x->rank > y->rank;
}

static int said_order(const void *a, const void *b)
{
    const said *x = a, *y = b;
    int c;

    if ((c = domain_order(x, y)) == 0 && (c = strcmp(x->subject, y->subject)) == 0)
        c = strcmp(x->person, y->person);
    return c;
}

static rv_status put_pair(const gathering *g, const said *of, const char *first, const char *second, const int64_t *table, rv_error *err)
{
    rv_agree_two agreement;
    rv_status st = rv_agree_table(table, of->n_judgements, 0.95, &agreement, err);

    if (st != RV_OK || agreement.n == 0)
        return st;
    extract_text(g->table, of->tool);
    extract_text(g->table, of->domain);
    extract_text(g->table, first);
    extract_text(g->table, second);
    rv_table_int(g->table, (int64_t)agreement.n);
    rv_table_real(g->table, agreement.kappa.observed);
    rv_table_real(g->table, agreement.kappa.kappa);
    rv_table_real(g->table, agreement.kappa.ci_lo);
    rv_table_real(g->table, agreement.kappa.ci_hi);
    rv_table_row(g->table);
    return RV_OK;
}

/* Two people over the n judgements of one domain. */
static rv_status compare_pair(const gathering *g, const said *from, size_t n, const char *first, const char *second, rv_error *err)
{
    const size_t k = from->n_judgements;
    int64_t *table = calloc(k * k, sizeof *table);
    rv_status st;

    if (!table)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && strcmp(from[i].subject, from[j].subject) == 0; j++)
            if (strcmp(from[i].person, first) == 0 && strcmp(from[j].person, second) == 0)
                table[from[i].judgement * k + from[j].judgement]++;
    st = put_pair(g, from, first, second, table, err);
    free(table);
    return st;
}

enum { MOST_PEOPLE = 16 };

static size_t people_of(const said *from, size_t n, const char **people)
{
    size_t count = 0, at;

    for (size_t i = 0; i < n; i++) {
        for (at = 0; at < count && strcmp(people[at], from[i].person) < 0; at++)
            ;
        if ((at < count && strcmp(people[at], from[i].person) == 0) || count == MOST_PEOPLE)
            continue;
        memmove(&people[at + 1], &people[at], (count - at) * sizeof *people);
        people[at] = from[i].person;
        count++;
    }
    return count;
}

static rv_status compare_domain(const gathering *g, const said *from, size_t n, rv_error *err)
{
    const char *people[MOST_PEOPLE + 1];
    const size_t count = people_of(from, n, people);
    rv_status st = RV_OK;

    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; st == RV_OK && j < count; j++)
            st = compare_pair(g, from, n, people[i], people[j], err);
    return st;
}

static rv_status fill_agreement(rv_table *table, void *user, rv_error *err)
{
    gathering *g = user;
    rv_status st = rv_extract_each_appraisal(g->work->store, g->work->protocol, g->tool, true, gather, g, err);

    g->table = table;
    if (st == RV_OK && g->n)
        qsort(g->all, g->n, sizeof *g->all, said_order);
    for (size_t i = 0, end; st == RV_OK && i < g->n; i = end) {
        for (end = i + 1; end < g->n && domain_order(&g->all[i], &g->all[end]) == 0; end++)
            ;
        st = compare_domain(g, g->all + i, end - i, err);
    }
    return st;
}

rv_status extract_appraisal_agreement(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "tool", "domain", "first", "second", "n", "observed", "kappa", "ci_lo", "ci_hi" };
    gathering g = { .work = work, .tool = operands[0] };
    rv_appraisal_subject none;
    rv_status st = g.tool ? appraise_subject(work, g.tool, "", &none, err) : RV_OK;

    if (st == RV_OK)
        st = extract_table(work, RV_FORMAT_TEXT, columns, sizeof columns / sizeof *columns, fill_agreement, &g, err);
    for (size_t i = 0; i < g.n; i++) {
        free(g.all[i].tool);
        free(g.all[i].subject);
        free(g.all[i].domain);
        free(g.all[i].person);
    }
    free(g.all);
    return st;
}
