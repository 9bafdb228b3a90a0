/*
 * screen-coverage FILE [SHUFFLES]: what the rules for stopping would have done. FILE is a CSV of screening runs with the columns
 * dataset, seed, n (records after the priors), relevant_positions (ranks of the relevant ones, from 1, blanks between). Each run is
 * led by its two priors, one relevant and one not. A rule is asked as the records come in; where it says stop the recall is noted, and
 * what was left unread. For each rule and target: how many runs stopped before the end (`early`) and fell short (`wrong`), the share that
 * reached the target, with the exact binomial interval, the least and the mean recall, and the mean share of records saved. Runs of one data set are alike: `sets` counts data sets of which all runs reached it, `worst` is
 * the share of runs that did in the data set that did worst.
 * Each run is also read to the first 50 irrelevant records in a row and then on in random order, SHUFFLES times (default 10).
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/numer.h"
#include "review/screen.h"

enum { SETS = 64 };

typedef struct {
    rv_stop_order order;          /* of all N */
    bool  *relevant;
    size_t found, seen, first_after;      /* found in all; records of `order` now in; where random order begins */
    double target;
} run;

/* True when the rule stops now; `order` holds the records seen. */
typedef bool (*rule_fn)(const run *r, const rv_stop_order *order);

static double p_of(const rv_stop_order *order, double target, double bias)
{
    rv_stop_p p = { .p = 1 };
    rv_error err = { 0 };

    if (rv_stop_hypergeometric(order, target, bias, &p, &err) != RV_OK)
        abort();
    return p.p;
}

static bool hypergeometric(const run *r, const rv_stop_order *o) { return p_of(o, r->target, 1) < 0.05; }
static bool biased(const run *r, const rv_stop_order *o) { return p_of(o, r->target, 2) < 0.05; }
static bool biased_more(const run *r, const rv_stop_order *o) { return p_of(o, r->target, 5) < 0.05; }
static bool fifty(const run *r, const rv_stop_order *o) { return (void)r, rv_stop_run_now(o) >= 50; }
static bool hundred(const run *r, const rv_stop_order *o) { return (void)r, rv_stop_run_now(o) >= 100; }

static bool knee(const run *r, const rv_stop_order *o)
{
    rv_stop_knee k;

    (void)r;
    rv_stop_at_knee(o, &k);
    return k.stop;
}

static bool knee_early(const run *r, const rv_stop_order *o)
{
    rv_stop_knee k;

    (void)r;
    if (o->screened < 100)
        return false;
    rv_stop_at_knee(o, &k);
    return k.bent;
}

/* What can be played of SAFE without a second model: the thresholds of its phase 2, the estimate being the truth. */
static bool safe(const run *r, const rv_stop_order *o)
{
    return rv_stop_run_now(o) >= 50 && 10 * o->screened >= o->total && o->screened >= 2 * r->found;
}

/* The random stage as one urn, asked after every record of it. */
static bool one_urn(const run *r, const rv_stop_order *o)
{
    double c = 0, k;
    const double before = (double)r->first_after, s = (double)o->screened - before;

    if (s < 1)
        return false;
    for (size_t i = r->first_after; i < o->screened; i++)
        c += o->relevant[i];
    k = floor((double)rv_stop_found(o) / r->target + 1 - ((double)rv_stop_found(o) - c));
    return k > (double)o->total - before || rv_hypergeometric_lower(c, (double)o->total - before, k, s) < 0.05;
}

/* The random stage as one urn, asked once: at the size that suffices when nothing turns up; if something did, all is read. */
static bool one_look(const run *r, const rv_stop_order *o)
{
    size_t found = 0, want;
    rv_error err;

    for (size_t i = 0; i < r->first_after; i++)
        found += o->relevant[i];
    if (rv_stop_zero_hits(found, o->total - r->first_after, r->target, 0.95, &want, &err) != RV_OK)
        abort();
    return o->screened == r->first_after + want && rv_stop_found(o) == found;
}

static const struct { const char *name; rule_fn stop; double every; bool targets; } rules[] = {
    { "hypergeometric, every record", hypergeometric, 0, true },
    { "hypergeometric, every 1 %", hypergeometric, 0.01, true },
    { "Wallenius, bias 2, every 1 %", biased, 0.01, true },
    { "Wallenius, bias 5, every 1 %", biased_more, 0.01, true },
    { "knee (1000 at least)", knee, 0, false },
    { "knee (100 at least)", knee_early, 0, false },
    { "50 irrelevant in a row", fifty, 0, false },
    { "100 irrelevant in a row", hundred, 0, false },
    { "SAFE phase 2", safe, 0, false },
}, shuffled[] = {
    { "hypergeometric, every record", hypergeometric, 0, true },
    { "hypergeometric, every 1 %", hypergeometric, 0.01, true },
    { "one urn, every record", one_urn, 0, true },
    { "one urn, one look", one_look, 0, true },
};

typedef struct {
    size_t runs, reached, early;
    double least, saved, mean;
    size_t of[SETS], missed[SETS];        /* runs by data set */
} score;

static void play(run *r, rule_fn stop, double every, size_t from, score *s, size_t set)
{
    const double step = every > 0 ? ceil(every * (double)r->order.total) : 1;
    rv_stop_order now = r->order;
    double recall;

    for (now.screened = from > 1 ? from : 1; now.screened < r->order.total; now.screened++)
        if (fmod((double)now.screened, step) == 0 && stop(r, &now))
            break;
    recall = (double)rv_stop_found(&now) / (double)r->found;
    s->runs++;
    s->reached += recall >= r->target;
    s->early += now.screened < r->order.total;
    s->least = s->runs == 1 ? recall : fmin(s->least, recall);
    s->mean += recall;
    s->saved += 1 - (double)now.screened / (double)r->order.total;
    s->of[set]++;
    s->missed[set] += recall < r->target;
}

static void print(const char *name, double target, const score *s, size_t sets)
{
    rv_recall interval = { 0 };
    double worst = 1;
    size_t whole = 0;
    rv_error err;

    for (size_t i = 0; i < sets; i++) {
        whole += !s->missed[i];
        worst = fmin(worst, 1 - (double)s->missed[i] / (double)s->of[i]);
    }
    if (rv_recall_from_controls(s->runs, s->reached, s->runs, 0.95, &interval, &err) != RV_OK)
        abort();
    printf("%-30s %6.2f %5zu %5zu %5zu %8.3f  %.3f-%.3f %7.3f %7.3f %7.3f %6zu/%zu %6.2f\n", name, target, s->runs, s->early, s->runs - s->reached,
           interval.recall,
           interval.recall_lo, interval.recall_hi, s->least, s->mean / (double)s->runs, s->saved / (double)s->runs, whole, sets, worst);
    fflush(stdout);
}

static bool read_run(rv_csv *csv, run *r)
{
    const char *at = rv_csv_get(csv, "relevant_positions");
    const size_t n = strtoul(rv_csv_get(csv, "n"), NULL, 10);
    char *end;

    *r = (run){ .relevant = calloc(n + 3, sizeof *r->relevant) };
    r->order = (rv_stop_order){ r->relevant, NULL, n + 2, n + 2 };
    r->relevant[0] = true;
    for (size_t rank; (rank = strtoul(at, &end, 10)) != 0; at = end)
        if (rank <= n)
            r->relevant[rank + 1] = true;
    r->found = rv_stop_found(&r->order);
    return n > 0;
}

static size_t read_all(const char *path, run *runs, size_t *sets, size_t most, size_t *of_sets)
{
    static char names[SETS][64];
    const rv_csv_row *row;
    rv_csv *csv = NULL;
    rv_error err;
    size_t n = 0, n_sets = 0;

    if (rv_csv_open(&csv, path, ',', &err) != RV_OK || rv_csv_header(csv, &err) != RV_OK) {
        fprintf(stderr, "screen-coverage: %s\n", err.message);
        exit(1);
    }
    while (n < most && rv_csv_next(csv, &row, &err) == RV_OK && row) {
        const char *name = rv_csv_get(csv, "dataset");
        size_t set = 0;
        while (set < n_sets && strcmp(names[set], name) != 0)
            set++;
        if (set == SETS || !read_run(csv, &runs[n]))
            break;
        if (set == n_sets)
            snprintf(names[n_sets++], sizeof *names, "%s", name);
        sets[n++] = set;
    }
    rv_csv_close(csv);
    *of_sets = n_sets;
    return n;
}

static size_t after_fifty(const run *r)
{
    const size_t at = rv_stop_after_run(&r->order, 50);

    return at ? at : r->order.total;
}

int main(int argc, char **argv)
{
    enum { MOST = 4096 };
    static const double targets[] = { 0.95, 0.9 };
    run *runs = calloc(MOST, sizeof *runs);
    size_t sets[MOST], n, n_sets = 0;
    const unsigned long shuffles = argc > 2 ? strtoul(argv[2], NULL, 10) : 10;
    rv_random *random = NULL;
    rv_error err;

    if (argc < 2 || !runs || rv_random_open(&random, 1, &err) != RV_OK) {
        fprintf(stderr, "usage: screen-coverage FILE [SHUFFLES]\n");
        return 2;
    }
    n = read_all(argv[1], runs, sets, MOST, &n_sets);
    printf("%-30s %6s %5s %5s %5s %8s  %-11s %7s %7s %7s %9s %6s\n", "rule (as ranked)", "target", "runs", "early", "wrong", "reached", "95 % CI", "least",
           "mean", "saved", "sets", "worst");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        for (int t = 0; t < 2; t++) {
            score s = { 0 };
            for (size_t k = 0; k < n; k++) {
                runs[k].target = targets[t];
                play(&runs[k], rules[i].stop, rules[i].every, 1, &s, sets[k]);
            }
            print(rules[i].name, targets[t], &s, n_sets);
        }
    printf("\n%-30s\n", "after 50 in a row: random order");
    for (size_t i = 0; i < sizeof shuffled / sizeof *shuffled; i++)
        for (int t = 0; t < 2; t++) {
            score s = { 0 };
            for (size_t k = 0; k < n; k++)
                for (unsigned long m = 0; m < shuffles; m++) {
                    run *r = &runs[k];
                    r->target = targets[t];
                    r->first_after = after_fifty(r);
                    rv_random_shuffle(random, r->relevant + r->first_after, r->order.total - r->first_after, sizeof *r->relevant);
                    play(r, shuffled[i].stop, shuffled[i].every, r->first_after, &s, sets[k]);
                }
            print(shuffled[i].name, targets[t], &s, n_sets);
        }
    for (size_t k = 0; k < n; k++)
        free(runs[k].relevant);
    free(runs);
    rv_random_free(random);
    return 0;
}
