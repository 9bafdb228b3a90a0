/* Plays labelled screenings with models whose parameters are given, to choose a default by; see screen_folds.py.
   rank-explore LABELS PRIORS SET SEEDS STEP MODEL...   writes model,set,seed,loss,wss95,rrf10
   LABELS a labelled file; PRIORS a CSV with dataset,seed,relevant id,irrelevant id; STEP: learned anew after each max(1, labelled / STEP)
   records; MODEL e.g. title=0.3,cost=0.11,ratio=9.8,near=0.2 (what is not named is 0; a late_NAME is reached as screening goes on). */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "screen/ranker.h"

enum { MOST_SEEDS = 20 };

static rv_status text_of(void *user, size_t i, rv_rank_text *text, rv_error *err)
{
    (void)err;
    *text = ((const rv_labelled *)user)->texts[i];
    return RV_OK;
}

static void fail(const char *words)
{
    fprintf(stderr, "rank-explore: %s\n", words);
    exit(1);
}

static struct rv_rank_how parse(const char *model)
{
    struct rv_rank_how how = { .block = { 1, 0, 0 } };
    const struct { const char *name; double *value; } fields[] = {
        { "title", &how.block[RV_RANK_TITLE] }, { "keywords", &how.block[RV_RANK_KEYWORDS] }, { "cost", &how.cost },
        { "ratio", &how.ratio }, { "near", &how.near }, { "nearest", &how.nearest }, { "saturation", &how.saturation },
        { "late_cost", &how.late_cost }, { "late_ratio", &how.late_ratio },
    };
    const size_t n = sizeof fields / sizeof *fields;
    char *copy = strdup(model), *rest = copy, *item;
    size_t k;

    while ((item = strsep(&rest, ","))) {
        char *value = strchr(item, '=');
        if (value)
            *value++ = '\0';
        for (k = 0; k < n && strcmp(fields[k].name, item) != 0; k++)
            ;
        if (!value || k == n)
            fail(model);
        *fields[k].value = strtod(value, NULL);
    }
    free(copy);
    return how;
}

/* The priors of one set: pairs of records. Returns how many. */
static size_t read_priors(const char *path, const char *set, size_t seeds, const rv_labelled *labelled, size_t priors[][2])
{
    char line[400], name[100], relevant[100], irrelevant[100];
    size_t n = 0;
    unsigned seed;
    FILE *file = fopen(path, "r");

    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "%99[^,],%u,%99[^,],%99[^,\r\n]", name, &seed, relevant, irrelevant) == 4 && strcmp(name, set) == 0
            && n < seeds && n < MOST_SEEDS) {
            priors[n][0] = rv_labelled_find(labelled, relevant);
            priors[n++][1] = rv_labelled_find(labelled, irrelevant);
        }
    if (!file || !n)
        fail(path);
    fclose(file);
    return n;
}

static size_t best(const double *scores, const signed char *known, size_t n)
{
    size_t found = n;

    for (size_t i = 0; i < n; i++)
        if (known[i] < 0 && (found == n || scores[i] > scores[found]))
            found = i;
    return found;
}

/* Loss, WSS@95 and RRF@10 after the priors, as screen-eval defines them. */
static void play(rv_ranker *ranker, const signed char *labels, const size_t priors[2], double step, double metrics[3])
{
    const size_t n = rv_ranker_count(ranker), left = n - 2;
    double relevant = -1, found = 0, area = 0, n95 = 0, screened = 0, next = 0;
    signed char *known = malloc(n);
    rv_error err;

    memset(known, -1, n);
    for (size_t i = 0; i < n; i++)
        relevant += labels[i];
    known[priors[0]] = labels[priors[0]];
    known[priors[1]] = labels[priors[1]];
    metrics[2] = 1;
    while (found < relevant) {
        if (screened >= next) {
            if (rv_ranker_train(ranker, known, &err) != RV_OK)
                fail(err.message);
            next = screened + fmax(1, floor((screened + 2) / step));
        }
        const size_t i = best(rv_ranker_scores(ranker), known, n);
        known[i] = labels[i];
        found += labels[i];
        area += found;
        screened++;
        if (screened == fmax(1, floor(0.1 * (double)left + 1e-9)))
            metrics[2] = found / relevant;
        if (n95 == 0 && found >= ceil(0.95 * relevant - 1e-9))
            n95 = screened;
    }
    area += relevant * ((double)left - screened);
    metrics[0] = (relevant * ((double)left - (relevant - 1) / 2) - area) / (relevant * ((double)left - relevant));
    metrics[1] = 1 - n95 / (double)left - 0.05;
    free(known);
}

int main(int argc, char **argv)
{
    const rv_labelled *set = NULL;
    size_t priors[MOST_SEEDS][2], seeds;
    rv_ranker *ranker;
    rv_error err;

    if (argc < 7)
        fail("LABELS PRIORS SET SEEDS STEP MODEL...");
    if (rv_labelled_open(&set, argv[1], &err) != RV_OK)
        fail(err.message);
    seeds = read_priors(argv[2], argv[3], strtoul(argv[4], NULL, 10), set, priors);
    for (char **model = argv + 6; *model; model++)
        for (size_t s = 0; s < seeds; s++) {
            const struct rv_rank_how how = parse(*model);
            double metrics[3];
            if (rv_ranker_open_how(&ranker, &how, set->n, text_of, (void *)set, &err) != RV_OK)
                fail(err.message);
            play(ranker, set->labels, priors[s], strtod(argv[5], NULL), metrics);
            printf("\"%s\",%s,%zu,%.6f,%.6f,%.6f\n", *model, argv[3], s + 1, metrics[0], metrics[1], metrics[2]);
            fflush(stdout);
            rv_ranker_free(ranker);
        }
    rv_labelled_free(set);
    return 0;
}
