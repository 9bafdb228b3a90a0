/* Steps and goals with their columns found: words become indexes, once. */
#include <config.h>

#include <pthread.h>
#include <string.h>

#include "effect/steps.h"

enum { MAX_BOUND = 128 };

/* Sets of inputs that measures are made from; a measure's own table says which of them it takes. Ready-made numbers are for all. */
static const char *const goal_words[] = {
    "ai n1i ci n2i",
    "p1i n1i p2i n2i",
    "ai bi ci di",
    "m1i sd1i n1i m2i sd2i n2i",
    "m1i sd1i m2i sd2i ni ri",
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
enum { READY = 9, N_GOALS = sizeof goal_words / sizeof *goal_words };
static rv_step_bound bound[MAX_BOUND];
static rv_step_goal goals[N_GOALS];
static size_t n_bound;
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

bool rv_step_goal_of(const rv_step_goal *goal, const rv_measure *m)
{
    for (size_t i = 0; goal < goals + READY && i < goal->n; i++)
        if (!rv_measure_takes(m, goal->columns[i]))
            return false;
    return true;
}

bool rv_step_is_for(const rv_effect_step *step, const rv_measure *m)
{
    const size_t n = m ? strlen(m->name) : 0;

    if (!*step->measures || !m)
        return true;
    for (const char *at = step->measures; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == n && strncmp(at, m->name, n) == 0)
            return true;
    return false;
}
