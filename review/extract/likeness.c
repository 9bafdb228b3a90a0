#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "review/base.h"

#include "extract/match.h"

enum { WORDS = 32, WORD_SIZE = 40 };

typedef struct {
    char   words[WORDS][WORD_SIZE];
    size_t n;
} bag;

/* Words that tell one arm or outcome from no other. */
static const char *const empty_words[] = { "a", "an", "and", "arm", "at", "condition", "group", "in", "of", "only", "participants", "the", "to",
                                           "v", "versus", "vs", NULL };
/* What reports and reviewers call the same; the first stands for all. */
static const char *const one_thing[][8] = {
    { "control", "controls", "comparison", "comparator", "usual", "untreated", NULL },
    { "programme", "program", "treatment", "intervention", "experimental", "treated", NULL },
    { "employed", "employment", "job", "work", NULL },
    { "earnings", "wage", "wages", "pay", "income", NULL },
    { "months", "month", "mo", NULL },
};

static bool is_empty_word(const char *word)
{
    for (size_t i = 0; empty_words[i]; i++)
        if (strcmp(empty_words[i], word) == 0)
            return true;
    return false;
}

static const char *canonical(const char *word)
{
    for (size_t i = 0; i < sizeof one_thing / sizeof *one_thing; i++)
        for (size_t k = 1; one_thing[i][k]; k++)
            if (strcmp(one_thing[i][k], word) == 0)
                return one_thing[i][0];
    return word;
}

static void add_word(bag *b, const char *word, bool all)
{
    if (!all && is_empty_word(word))
        return;
    word = canonical(word);
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->words[i], word) == 0)
            return;
    if (b->n == WORDS)
        return;
    snprintf(b->words[b->n++], WORD_SIZE, "%s", word);
}

/* The words of a folded text. */
static void fill(bag *b, const char *text, bool all)
{
    b->n = 0;
    while (*text) {
        const size_t n = strcspn(text, " ");
        char word[WORD_SIZE] = "";
        if (n) {
            strncat(word, text, n < WORD_SIZE - 1 ? n : WORD_SIZE - 1);
            add_word(b, word, all);
        }
        text += n + (text[n] != 0);
    }
}

static double word_likeness(const char *a, const char *b)
{
    const size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;

    if (strcmp(a, b) == 0)
        return 1;
    return least >= 4 && strncmp(a, b, least) == 0 && !strpbrk(a, "0123456789") && !strpbrk(b, "0123456789") ? 0.8 : 0;
}

/* Each word with the one most like it, used once. */
static double in_common(const bag *a, const bag *b)
{
    bool used[WORDS] = { false };
    double sum = 0;

    for (size_t i = 0; i < a->n; i++) {
        size_t best = WORDS;
        double most = 0;
        for (size_t j = 0; j < b->n; j++)
            if (!used[j] && word_likeness(a->words[i], b->words[j]) > most) {
                most = word_likeness(a->words[i], b->words[j]);
                best = j;
            }
        if (best < WORDS)
            used[best] = true;
        sum += most;
    }
    return sum;
}

static bool fold(rv_buf *out, const char *text)
{
    return rv_utf8_fold(out, text, strlen(text), NULL) == RV_OK && rv_buf_check(out, NULL) == RV_OK;
}

bool rv_same_folded(const char *a, const char *b)
{
    rv_buf x = RV_BUF_INIT, y = RV_BUF_INIT;
    bool same = strcmp(a, b) == 0;

    if (!same && fold(&x, a) && fold(&y, b))       /* of signs alone nothing is left: then they are not the same */
        same = x.length && strcmp(rv_buf_str(&x), rv_buf_str(&y)) == 0;
    rv_buf_free(&x);
    rv_buf_free(&y);
    return same;
}

double rv_name_likeness(const char *a, const char *b)
{
    rv_buf x = RV_BUF_INIT, y = RV_BUF_INIT;
    double likeness = 0;
    bag p, q;

    if (fold(&x, a) && fold(&y, b)) {
        fill(&p, rv_buf_str(&x), false);
        fill(&q, rv_buf_str(&y), false);
        if (!p.n || !q.n) {
            fill(&p, rv_buf_str(&x), true);
            fill(&q, rv_buf_str(&y), true);
        }
        if (p.n + q.n)
            likeness = p.n <= q.n ? 2 * in_common(&p, &q) / (double)(p.n + q.n) : 2 * in_common(&q, &p) / (double)(p.n + q.n);
    }
    rv_buf_free(&x);
    rv_buf_free(&y);
    return strcmp(a, b) == 0 ? 1 : likeness;
}

double rv_time_likeness(double a, double b)
{
    const double most = fmax(fabs(a), fabs(b));

    return most > 0 ? fmax(0, 1 - 2 * fabs(a - b) / most) : 1;
}
