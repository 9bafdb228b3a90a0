/* What ranking costs, on texts made up: seconds to index, milliseconds to learn anew and rank after one more decision, and at once, and
   memory.  screen-call RECORDS LABELLED [MODEL]
   Words are as unevenly common as real ones, and follow each other as often again, so that a record has about 300 different terms of one
   or two words and 19,500 records about a million, as real reviews have. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "screen/ranker.h"

enum { WORDS = 40000, TITLE = 12, ABSTRACT = 185, RELEVANT = 50, REPEATS = 40 };

static uint64_t state;

static uint32_t draw(void)
{
    uint64_t x = state += UINT64_C(0x9E3779B97F4A7C15);

    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(x >> 33);
}

/* Zipf's law: the word of rank r comes as often as 1 / r. */
static unsigned common(void)
{
    return (unsigned)(exp(draw() / 2147483648.0 * log(WORDS)) - 1);
}

static char *add_words(char *to, unsigned n, unsigned subject)
{
    unsigned word = common();

    for (unsigned i = 0; i < n; i++) {
        if (draw() % 100 < 55)                     /* one of four that often come after this one */
            word = (unsigned)((word * UINT64_C(2654435761) + draw() % 4 * 97) % WORDS) % (1 + common() * 4);
        else
            word = draw() % 100 < 4 ? 200 + subject * 40 + draw() % 40 : common();
        to += sprintf(to, "w%x ", word);
    }
    to[-1] = '\0';
    return to;
}

static bool is_relevant(size_t i)
{
    return i % RELEVANT == 7;
}

static rv_status text_of(void *user, size_t i, rv_rank_text *text, rv_error *err)
{
    static char title[TITLE * 8], abstract[ABSTRACT * 8];

    (void)user;
    (void)err;
    state = i * UINT64_C(0xD1B54A32D192ED03);
    add_words(title, TITLE, is_relevant(i) ? 0 : 1 + (unsigned)i % 9);
    add_words(abstract, ABSTRACT, is_relevant(i) ? 0 : 1 + (unsigned)i % 9);
    *text = (rv_rank_text){ title, abstract, NULL };
    return RV_OK;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Seconds to learn and rank. */
static double train(rv_ranker *ranker, const signed char *labels)
{
    const double began = now();
    rv_error err;

    if (rv_ranker_train(ranker, labels, &err) != RV_OK) {
        fprintf(stderr, "screen-call: %s\n", err.message);
        exit(1);
    }
    return now() - began;
}

int main(int argc, char **argv)
{
    const size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000, most = argc > 2 ? strtoul(argv[2], NULL, 10) : 2000;
    const size_t labelled = most < n - REPEATS ? most : n - REPEATS;
    signed char *labels = malloc(n);
    double began = now(), indexed, text, cold, warm[REPEATS];
    rv_rank_text some;
    rv_ranker *ranker;
    rv_error err;
    struct rusage usage;

    for (size_t i = 0; i < n; i++)
        if (text_of(NULL, i, &some, &err) != RV_OK)
            return 1;
    text = now() - began;
    began = now();
    if (rv_ranker_open(&ranker, argc > 3 ? argv[3] : NULL, n, text_of, NULL, &err) != RV_OK) {
        fprintf(stderr, "screen-call: %s\n", err.message);
        return 1;
    }
    indexed = now() - began - text;                /* without making the texts up */
    memset(labels, -1, n);
    for (size_t k = 0; k < labelled; k++)
        labels[k * 7919 % n] = is_relevant(k * 7919 % n);
    cold = train(ranker, labels);
    for (size_t i = 0, k = 0; k < REPEATS; i++)
        if (labels[i] < 0) {
            labels[i] = is_relevant(i);
            warm[k++] = train(ranker, labels);
        }
    qsort(warm, REPEATS, sizeof *warm, by_size);
    getrusage(RUSAGE_SELF, &usage);
    printf("%7zu records, %.0f terms a record, %zu columns: index %.2f s; %zu labelled: learn and rank %.1f ms (median; slowest %.1f), "
           "from nothing %.0f ms; %.0f MB\n", n, (double)ranker->index->start[n] / (double)n, ranker->index->n_terms, indexed, labelled,
           1e3 * warm[REPEATS / 2], 1e3 * warm[REPEATS - 1], 1e3 * cold, (double)usage.ru_maxrss / 1024);
    rv_ranker_free(ranker);
    free(labels);
    return 0;
}
