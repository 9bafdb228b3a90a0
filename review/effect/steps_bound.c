/* Steps and goals with their columns found: words become indexes, once. */
#include <config.h>

#include <pthread.h>
#include <string.h>

#include "effect/steps.h"

enum { MAX_BOUND = 128, MAX_MEASURES = 128 };

/* Sets of inputs that measures are made from; a measure's own table says which of them it takes. Ready-made numbers are for all. */
static const char *const goal_words[] = {
    "ai n1i ci n2i",
    "p1i n1i p2i n2i",
    "ai bi ci di",
    "m1i sd1i pre1i presd1i n1i m2i sd2i pre2i presd2i n2i ri",
    "m1i pre1i presd1i n1i m2i pre2i presd2i n2i ri",
    "m1i sd1i n1i m2i sd2i n2i",
    "m1i n1i m2i sd2i n2i",
    "sd1i n1i sd2i n2i",
    "m1i sd1i m2i sd2i ni ri",
    "m1i sd1i m2i ni ri",
    "sd1i sd2i ni ri",
    "d n1i n2i",
    "t n1i n2i",
    "ri ni",
    "oe v",
    "yi vi",
    "yi sei",
    "est se",
    "est ci_lo ci_hi",
    "ci_lo ci_hi",
    "est p",
};
enum { READY = 15, N_GOALS = sizeof goal_words / sizeof *goal_words };
static rv_step_bound bound[MAX_BOUND];
static rv_step_goal goals[N_GOALS];
static size_t n_bound;
/* By the measure's place in its table. */
static bool goal_of[MAX_MEASURES][N_GOALS], step_for[MAX_MEASURES][MAX_BOUND], reads[MAX_MEASURES][RV_STEP_COLUMNS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The column of a word in which # stands for the group. */
static size_t column_of(const char *word, size_t length, int group)
{
    char name[32];

    memcpy(name, word, length);
    name[length] = 0;
    if (strchr(name, '#'))
        *strchr(name, '#') = (char)('0' + group);
    for (size_t i = 0; i < RV_STEP_COLUMNS; i++)
        if (strcmp(rv_effect_columns[i], name) == 0)
            return i;
    return RV_STEP_COLUMNS;
}

static size_t columns_of(const char *words, int group, size_t *columns)
{
    size_t n = 0;

    for (const char *at = words; *at; at += strcspn(at, " "), at += strspn(at, " "))
        columns[n++] = column_of(at, strcspn(at, " "), group);
    return n;
}

static void bind(const rv_effect_step *step, size_t rank, int group)
{
    rv_step_bound *b = &bound[n_bound++];

    *b = (rv_step_bound){ .step = step, .rank = rank, .group = group };
    b->n_from = columns_of(step->from, group, b->x);
    b->n_x = b->n_from + columns_of(step->also, group, b->x + b->n_from);
    b->n_makes = columns_of(step->makes, group, b->makes);
}

static void know_measures(void);

static void bind_all(void)
{
    for (size_t i = 0; rv_effect_step_at(i); i++) {
        const rv_effect_step *step = rv_effect_step_at(i);
        if (strchr(step->makes, '#')) {
            bind(step, i, 1);
            bind(step, i, 2);
        } else {
            bind(step, i, 0);
        }
    }
    for (size_t i = 0; i < N_GOALS; i++)
        goals[i].n = columns_of(goal_words[i], 0, goals[i].columns);
    know_measures();
}

const rv_step_bound *rv_steps_bound(size_t *n)
{
    pthread_once(&once, bind_all);
    *n = n_bound;
    return bound;
}

const rv_step_goal *rv_step_goals(size_t *n)
{
    pthread_once(&once, bind_all);
    *n = N_GOALS;
    return goals;
}

static bool takes_all(const rv_measure *m, const rv_step_goal *goal)
{
    for (size_t i = 0; i < goal->n; i++)
        if (!rv_measure_takes(m, goal->columns[i]))
            return false;
    return true;
}

static bool within(const rv_step_goal *small, const rv_step_goal *large)
{
    size_t found = 0;

    for (size_t i = 0; i < small->n; i++)
        for (size_t j = 0; j < large->n; j++)
            found += small->columns[i] == large->columns[j];
    return found == small->n && small->n < large->n;
}

/* The goal's columns are all inputs of the measure, and it is not part of a larger goal of which that is true. */
static bool is_goal_of(const rv_step_goal *goal, const rv_measure *m)
{
    if (goal >= goals + READY)
        return true;
    for (size_t g = 0; g < READY; g++)
        if (within(goal, &goals[g]) && takes_all(m, &goals[g]))
            return false;
    return takes_all(m, goal);
}

static bool is_for(const rv_effect_step *step, const rv_measure *m)
{
    const size_t n = strlen(m->name);

    if (strcmp(step->measures, "contrasts") == 0)
        return m->kind == RV_KIND_CONTRAST;

    for (const char *at = step->measures; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == n && strncmp(at, m->name, n) == 0)
            return true;
    return !*step->measures;
}

static bool is_ready(size_t column)
{
    for (size_t g = READY; g < N_GOALS; g++)
        for (size_t i = 0; i < goals[g].n; i++)
            if (goals[g].columns[i] == column)
                return true;
    return false;
}

/* What steps to the measure read: from its goals back, until nothing is new. Ready-made numbers are goals of all measures; of them
   only those are followed that a step makes for this measure by name. Bridges lead too far. */
static void know_reads(size_t m)
{
    bool *r = reads[m], more = true;

    for (size_t g = 0; g < READY; g++)
        for (size_t i = 0; goal_of[m][g] && i < goals[g].n; i++)
            r[goals[g].columns[i]] = true;
    while (more) {
        more = false;
        for (size_t b = 0; b < n_bound; b++) {
            const bool leads = r[bound[b].makes[0]] || (bound[b].n_makes > 1 && r[bound[b].makes[1]])
                               || (*bound[b].step->measures && is_ready(bound[b].makes[0]));
            for (size_t i = 0; leads && !bound[b].step->bridge && step_for[m][bound[b].rank] && i < bound[b].n_x; i++) {
                more |= !r[bound[b].x[i]];
                r[bound[b].x[i]] = true;
            }
        }
    }
}

static void know_measures(void)
{
    for (size_t m = 0; rv_measure_at(m) && m < MAX_MEASURES; m++) {
        for (size_t g = 0; g < N_GOALS; g++)
            goal_of[m][g] = is_goal_of(&goals[g], rv_measure_at(m));
        for (size_t i = 0; rv_effect_step_at(i); i++)
            step_for[m][i] = is_for(rv_effect_step_at(i), rv_measure_at(m));
        know_reads(m);
    }
}

static size_t place(const rv_measure *m)
{
    return (size_t)(m - rv_measure_at(0));
}

bool rv_step_goal_of(const rv_step_goal *goal, const rv_measure *m)
{
    return goal_of[place(m)][goal - goals];
}

bool rv_step_is_for(const rv_step_bound *b, const rv_measure *m)
{
    return !m || step_for[place(m)][b->rank];
}

bool rv_measure_reads(const rv_measure *m, size_t i)
{
    static const char *const corrections[] = { "icc", "csize", "k1i", "k2i", "deff", "adjusted" };

    pthread_once(&once, bind_all);
    for (size_t c = 0; c < sizeof corrections / sizeof *corrections; c++)
        if (strcmp(rv_effect_columns[i], corrections[c]) == 0)
            return true;
    return reads[place(m)][i];
}
