/* Small texts to rank. */
#ifndef TESTS_SCREEN_RANK_SUPPORT_H
#define TESTS_SCREEN_RANK_SUPPORT_H

#include "screen/ranker.h"
#include "tests/support.h"

static inline rv_status read_text_of(void *user, size_t i, rv_rank_text *text, rv_error *err)
{
    (void)err;
    *text = ((const rv_rank_text *)user)[i];
    return RV_OK;
}

/* Sixty records of three subjects; those of the first are relevant. `number` stands in one record only. */
enum { MANY = 60 };
static char many_memory[MANY][3][80];
static rv_rank_text many[MANY];
static signed char many_labels[MANY];
static inline void make_many(void)
{
    static const char *const subject[] = { "mentoring of young people", "soil under maize", "galaxies and dust" };
    static const char *const word[] = { "cohort", "trial", "model", "survey", "review", "theory", "long" };

    for (int i = 0; i < MANY; i++) {
        snprintf(many_memory[i][0], 80, "%s %s", subject[i % 3], word[i % 7]);
        snprintf(many_memory[i][1], 80, "a %s with %s and %s number%d", word[i % 5], word[i * 3 % 7], subject[(i + i / 7 % 2) % 3], i);
        many[i] = (rv_rank_text){ many_memory[i][0], many_memory[i][1], NULL };
        many_labels[i] = i % 3 == 0;
    }
}

#endif
