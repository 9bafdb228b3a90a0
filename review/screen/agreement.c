/* Agreement at a stage: which votes count, and the tables they make. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "screen/board.h"

/* ---- What each person said of a report before it was open ------------------------------------------------------------------- */

/* A person's judgement: 0 include, 1 unsure, 2 exclude. */
enum { SAID = 3, VOTERS_MAX = 64 };
typedef struct {
    size_t      person;            /* index among the people of the stage */
    const char *name, *at;
    int         said;              /* -1: none stands */
} judgement;

typedef struct {
    const rv_board *board;
    rv_gifts        gifts;         /* when only a calibration round counts */
    const rv_agreement_query *query;
    int          stage;
    const char **people;           /* sorted */
    size_t       n_people, capacity;
    int64_t     *tables;           /* [n_people n_people SAID SAID]; upper triangle */
    double      *values;           /* votes, report by report */
    size_t      *ends;
    size_t       n_values, n_units, values_capacity;
} tally;

static int said(rv_verdict verdict)
{
    return verdict == RV_VERDICT_INCLUDE ? 0 : verdict == RV_VERDICT_UNSURE ? 1 : verdict == RV_VERDICT_EXCLUDE ? 2 : -1;
}

typedef struct {
    const rv_board *board;
    const rv_vote  *vote;
} timed;

/* By time, so that merging copies in another order changes nothing; then as written. */
static int by_time(const void *a, const void *b)
{
    const timed *x = a, *y = b;
    const int order = strcmp(rv_board_text(x->board, x->vote->at), rv_board_text(y->board, y->vote->at));

    return order ? order : x->vote->id < y->vote->id ? -1 : x->vote->id > y->vote->id;
}

/* Plays the votes on a report in their order; a judgement stays as it is once the report is open. Returns how many there are. */
static size_t judged(const tally *t, const rv_board_report *report, judgement people[VOTERS_MAX])
{
    const bool blind = t->board->protocol->stages[t->stage].blind;
    const int needed = rv_board_needed(t->board, report, t->stage);
    timed votes[4 * VOTERS_MAX];
    size_t n = 0, n_votes = 0;
    int standing = 0;

    for (size_t i = report->first; i && n_votes < 4 * VOTERS_MAX; i = t->board->votes[i].next)
        if (t->board->votes[i].stage == t->stage && !t->board->votes[i].resolution)
            votes[n_votes++] = (timed){ t->board, &t->board->votes[i] };
    if (n_votes)
        qsort(votes, n_votes, sizeof *votes, by_time);
    for (size_t i = 0; i < n_votes; i++) {
        const char *name = rv_board_text(t->board, votes[i].vote->reviewer);
        const bool open = blind && standing >= needed;
        size_t k = 0;
        while (k < n && strcmp(people[k].name, name) != 0)
            k++;
        if (k == VOTERS_MAX || (open && k < n && people[k].said >= 0))
            continue;
        if (k == n)
            people[n++] = (judgement){ .name = name, .said = -1 };
        standing -= people[k].said >= 0;
        people[k].said = said(votes[i].vote->verdict);
        people[k].at = rv_board_text(t->board, votes[i].vote->at);
        standing += people[k].said >= 0;
    }
    return n;
}

static bool in_period(const rv_agreement_query *query, const char *at)
{
    return (!query->from || strncmp(at, query->from, 10) >= 0) && (!query->to || strncmp(at, query->to, 10) <= 0);
}

/* The judgements that count for this report; 0 unless all needed votes are there. */
static size_t counting(const tally *t, const rv_board_report *report, judgement people[VOTERS_MAX])
{
    size_t n, kept = 0;

    if (t->query->round && rv_gifts_round(&t->gifts, t->board, report->id, t->stage) != t->query->round)
        return 0;
    if (!report->first || rv_outcome_votes(t->board, report, t->stage).votes < rv_board_needed(t->board, report, t->stage))
        return 0;
    n = judged(t, report, people);
    for (size_t i = 0; i < n; i++)
        if (people[i].said >= 0 && in_period(t->query, people[i].at)
            && !rv_vote_split(t->board, report, t->stage, people[i].name))
            people[kept++] = people[i];
    return kept;
}

/* ---- Counting ------------------------------------------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static rv_status note_people(tally *t, rv_error *err)
{
    judgement people[VOTERS_MAX];

    for (size_t r = 0; r < t->board->n_reports; r++) {
        const size_t n = counting(t, &t->board->reports[r], people);
        for (size_t i = 0; i < n; i++) {
            size_t k = 0;
            while (k < t->n_people && strcmp(t->people[k], people[i].name) != 0)
                k++;
            if (k < t->n_people)
                continue;
            if (t->n_people == t->capacity) {
                const char **more = realloc(t->people, (t->capacity * 2 + 16) * sizeof *more);
                if (!more)
                    return rv_fail(err, RV_ENOMEM, "out of memory");
                t->people = more;
                t->capacity = t->capacity * 2 + 16;
            }
            t->people[t->n_people++] = people[i].name;
        }
        t->n_values += n;
    }
    if (t->n_people)
        qsort(t->people, t->n_people, sizeof *t->people, by_name);
    return RV_OK;
}

static int64_t *table_of(const tally *t, size_t first, size_t second)
{
    return t->tables + (first * t->n_people + second) * SAID * SAID;
}

static void count_report(tally *t, const rv_board_report *report)
{
    judgement people[VOTERS_MAX];
    const size_t n = counting(t, report, people);

    for (size_t i = 0; i < n; i++) {
        const char *const *at = bsearch(&people[i].name, t->people, t->n_people, sizeof *t->people, by_name);
        people[i].person = (size_t)(at - t->people);
        t->values[t->n_values++] = people[i].said;
        for (size_t j = 0; j < i; j++) {
            const judgement *x = people[j].person < people[i].person ? &people[j] : &people[i],
                            *y = people[j].person < people[i].person ? &people[i] : &people[j];
            table_of(t, x->person, y->person)[x->said * SAID + y->said]++;
        }
    }
    if (n)
        t->ends[t->n_units++] = t->n_values;
}

static rv_status count(tally *t, rv_error *err)
{
    rv_status st;

    if ((st = note_people(t, err)) != RV_OK)
        return st;
    t->tables = calloc(t->n_people * t->n_people * SAID * SAID + 1, sizeof *t->tables);
    t->values = calloc(t->n_values + 1, sizeof *t->values);
    t->ends = calloc(t->board->n_reports + 1, sizeof *t->ends);
    if (!t->tables || !t->values || !t->ends)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    t->n_values = 0;
    for (size_t r = 0; r < t->board->n_reports; r++)
        count_report(t, &t->board->reports[r]);
    return RV_OK;
}

/* ---- Numbers ------------------------------------------------------------------------------------------------------------------- */

static rv_status fill_pair(rv_agreement_pair *out, const int64_t *table, bool turned, double level, rv_error *err)
{
    int64_t two[2][2] = { { 0 } };
    rv_status st;

    for (int i = 0; i < SAID; i++)
        for (int j = 0; j < SAID; j++) {
            out->table[i][j] = turned ? table[j * SAID + i] : table[i * SAID + j];
            two[i == 2][j == 2] += out->table[i][j];
        }
    st = rv_agree_table(&out->table[0][0], SAID, level, &out->three, err);
    return st == RV_OK ? rv_agree_table(&two[0][0], 2, level, &out->two, err) : st;
}

static size_t person(const tally *t, const char *name)
{
    const char *const *at = t->n_people ? bsearch(&name, t->people, t->n_people, sizeof *t->people, by_name) : NULL;

    return at ? (size_t)(at - t->people) : SIZE_MAX;
}

static rv_status tell_pair(const tally *t, size_t x, size_t y, double level,
                           rv_status (*pair)(void *user, const rv_agreement_pair *pair, rv_error *err), void *user, rv_error *err)
{
    static const int64_t none[SAID * SAID];
    const bool turned = x > y, there = x != SIZE_MAX && y != SIZE_MAX;
    rv_agreement_pair out = { .first = t->query->first ? t->query->first : t->people[x],
                              .second = t->query->first ? t->query->second : t->people[y] };
    rv_status st = fill_pair(&out, !there ? none : turned ? table_of(t, y, x) : table_of(t, x, y), turned && there, level, err);

    return st == RV_OK && (out.two.n > 0 || t->query->first) ? pair(user, &out, err) : st;
}

static rv_status tell_pairs(const tally *t, double level, rv_status (*pair)(void *user, const rv_agreement_pair *pair, rv_error *err),
                            void *user, rv_error *err)
{
    rv_status st = RV_OK;

    if (t->query->first)
        return tell_pair(t, person(t, t->query->first), person(t, t->query->second), level, pair, user, err);
    for (size_t i = 0; i < t->n_people && st == RV_OK; i++)
        for (size_t j = i + 1; j < t->n_people && st == RV_OK; j++)
            st = tell_pair(t, i, j, level, pair, user, err);
    return st;
}

/* Votes that a report must have to count for Fleiss' kappa: what the stage asks for; of a round, where people may have left, the most. */
static size_t votes_asked(const tally *t)
{
    size_t most = 0;

    if (!t->query->round)
        return (size_t)t->board->protocol->stages[t->stage].reviewers;
    for (size_t u = 0, from = 0; u < t->n_units; from = t->ends[u++])
        most = t->ends[u] - from > most ? t->ends[u] - from : most;
    return most;
}

/* Fleiss' kappa over the reports with exactly as many votes as that. */
static rv_status fleiss(const tally *t, rv_fleiss *out, rv_error *err)
{
    const size_t m = votes_asked(t);
    int64_t *counts = calloc(2 * t->n_units + 2, sizeof *counts);
    size_t n = 0;
    rv_status st;

    if (!counts)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t u = 0, from = 0; u < t->n_units; from = t->ends[u++])
        if (t->ends[u] - from == m) {
            for (size_t i = from; i < t->ends[u]; i++)
                counts[2 * n + (t->values[i] == 2)]++;
            n++;
        }
    st = rv_agree_fleiss(counts, n, 2, out, NULL, err);
    free(counts);
    return st;
}

static rv_status tell_all(tally *t, rv_status (*all)(void *user, const rv_agreement_all *all, rv_error *err), void *user,
                          rv_error *err)
{
    rv_agreement_all out = { .people = t->n_people };
    rv_status st;

    for (size_t i = 0; i < t->n_values; i++) {
        out.include += t->values[i] == 0;
        out.unsure += t->values[i] == 1;
        out.exclude += t->values[i] == 2;
    }
    if ((st = fleiss(t, &out.fleiss, err)) != RV_OK
        || (st = rv_agree_krippendorff(t->values, t->ends, t->n_units, RV_AGREE_NOMINAL, &out.nominal, err)) != RV_OK
        || (st = rv_agree_krippendorff(t->values, t->ends, t->n_units, RV_AGREE_ORDINAL, &out.ordinal, err)) != RV_OK)
        return st;
    out.reports = out.nominal.units;
    for (size_t i = 0; i < t->n_values; i++)
        t->values[i] = t->values[i] == 2;
    if ((st = rv_agree_krippendorff(t->values, t->ends, t->n_units, RV_AGREE_NOMINAL, &out.binary, err)) != RV_OK)
        return st;
    return all(user, &out, err);
}

static rv_status check(const rv_protocol *protocol, const rv_agreement_query *query, rv_error *err)
{
    const char *const days[] = { query->from, query->to };

    if (rv_stage_index(protocol, query->stage) < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", query->stage);
    if (!query->first != !query->second)
        return rv_fail(err, RV_EINVAL, "agreement is of two people; one is given");
    if (query->first && strcmp(query->first, query->second) == 0)
        return rv_fail(err, RV_EINVAL, "agreement is of two people; '%s' is given twice", query->first);
    for (int i = 0; i < 2; i++)
        if (days[i] && (strlen(days[i]) != 10 || !rv_date_valid(days[i])))
            return rv_fail(err, RV_EINVAL, "'%s' is not a day; YYYY-MM-DD", days[i]);
    return RV_OK;
}

rv_status rv_screen_agreements(rv_store *store, const rv_protocol *protocol, const rv_agreement_query *query,
                               rv_status (*pair)(void *user, const rv_agreement_pair *pair, rv_error *err),
                               rv_status (*all)(void *user, const rv_agreement_all *all, rv_error *err), void *user, rv_error *err)
{
    rv_board board;
    tally t = { .board = &board, .query = query };
    rv_status st = check(protocol, query, err);

    if (st != RV_OK)
        return st;
    t.stage = rv_stage_index(protocol, query->stage);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    if (query->round)
        st = rv_gifts_load(&t.gifts, store, &board, t.stage, err);
    if (st == RV_OK && (st = count(&t, err)) == RV_OK && pair)
        st = tell_pairs(&t, query->level > 0 ? query->level : 0.95, pair, user, err);
    if (st == RV_OK && all)
        st = tell_all(&t, all, user, err);
    rv_gifts_free(&t.gifts);
    free(t.people);
    free(t.tables);
    free(t.values);
    free(t.ends);
    rv_board_free(&board);
    return st;
}

static rv_status shorten(void *user, const rv_agreement_pair *pair, rv_error *err)
{
    rv_agreement *out = user;

    (void)err;
    for (int i = 0; i < SAID; i++)
        for (int j = 0; j < SAID; j++)
            *(i < 2 ? j < 2 ? &out->both_include : &out->first_only : j < 2 ? &out->second_only : &out->both_exclude)
                += pair->table[i][j];
    out->observed = pair->two.kappa.observed;
    out->kappa = pair->two.kappa.kappa;
    out->kappa_se = pair->two.kappa.se;
    out->pabak = pair->two.pabak;
    return RV_OK;
}

rv_status rv_screen_agreement(rv_store *store, const rv_protocol *protocol, const char *stage, const char *first,
                              const char *second, rv_agreement *agreement, rv_error *err)
{
    *agreement = (rv_agreement){ 0 };
    return rv_screen_agreements(store, protocol, &(rv_agreement_query){ .stage = stage, .first = first, .second = second }, shorten,
                                NULL, agreement, err);
}
