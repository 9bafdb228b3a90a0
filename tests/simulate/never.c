/*
 * Estimators of tau2 on many simulated data sets: does each finish, is the score zero there or of the right sign at the boundary,
 * and is no likelihood higher elsewhere? `never [COUNT [SEED [FIRST]]]` prints a table and what went wrong; it exits 1 if anything
 * did. `never COUNT SEED --dump` prints the sets and our REML as CSV instead, for another program to try.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/simulate/judged_fit.h"

typedef struct { size_t sets, failed, wrong, beaten, boundary, several; double error; } tally;

static void add(tally *t, const judged *j)
{
    t->sets++;
    t->failed += !j->finished;
    t->wrong += j->wrong;
    t->beaten += j->beaten;
    t->boundary += j->boundary;
    t->several += j->maxima > 1;
    t->error = fmax(t->error, j->error);
}

static void show_set(const simulated *s)
{
    fprintf(stderr, "  y");
    for (size_t i = 0; i < s->k; i++)
        fprintf(stderr, " %.17g", s->y[i]);
    fprintf(stderr, "\n  v");
    for (size_t i = 0; i < s->k; i++)
        fprintf(stderr, " %.17g", s->v[i]);
    for (size_t c = 1; c < s->p; c++) {
        fprintf(stderr, "\n  x%zu", c);
        for (size_t i = 0; i < s->k; i++)
            fprintf(stderr, " %.17g", s->x[i * s->p + c]);
    }
    fprintf(stderr, "\n");
}

static void complain(size_t n, const simulated *s, judged_what what, const judged *j)
{
    fprintf(stderr, "set %zu (%s, %zu studies), %s: ", n, s->kind, s->k, judged_names[what]);
    if (!j->finished)
        fprintf(stderr, "%s\n", j->message);
    else if (j->beaten)
        fprintf(stderr, "tau2 %.17g, but the likelihood is higher at %.17g\n", j->tau2, j->best);
    else
        fprintf(stderr, "tau2 %.17g is no root\n", j->tau2);
    show_set(s);
}

static void dump(const simulated *s, size_t n)
{
    const rv_meta_data d = simulated_data(s);
    rv_meta_options o = RV_META_OPTIONS_INIT;
    rv_meta_fit f;

    o.skip_interval = true;
    if (rv_meta_run(&d, &o, &f, NULL, NULL, NULL, NULL) != RV_OK)
        f.tau2 = NAN;
    for (size_t i = 0; i < s->k; i++)
        printf("%zu,%s,%.17g,%.17g,%.17g,%.17g,%.17g\n", n, s->kind, s->y[i], s->v[i], s->p > 1 ? s->x[i * s->p + 1] : 0,
               s->p > 2 ? s->x[i * s->p + 2] : 0, f.tau2);
}

static void print_table(tally (*t)[JUDGED], size_t kinds)
{
    printf("%-24s %-11s %7s %6s %6s %6s %8s %8s %8s\n", "kind", "method", "sets", "failed", "wrong", "beaten", "boundary",
           "maxima>1", "worst");
    for (size_t i = 0; i < kinds; i++)
        for (int w = 0; w < JUDGED; w++) {
            const tally *x = &t[i][w];
            printf("%-24s %-11s %7zu %6zu %6zu %6zu %8zu %8zu %8.0e\n", w ? "" : i < kinds - 1 ? simulated_kind(i) : "all",
                   judged_names[w], x->sets, x->failed, x->wrong, x->beaten, x->boundary, x->several, x->error);
        }
}

int main(int argc, char **argv)
{
    const size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    const bool dumping = argc > 3 && strcmp(argv[3], "--dump") == 0;
    size_t kinds = 0, bad = 0;
    tally (*t)[JUDGED];
    rv_random *r;
    rv_error err;

    while (simulated_kind(kinds))
        kinds++;
    if (!(t = calloc(kinds + 1, sizeof *t))
        || rv_random_open(&r, rv_random_seed(argc > 2 ? argv[2] : "never failing"), &err) != RV_OK)
        return 99;
    if (dumping)
        puts("set,kind,yi,vi,x1,x2,tau2");
    for (size_t n = 0; n < count; n++) {
        simulated s;
        simulated_make(r, n, &s);
        if (dumping) {
            dump(&s, n);
            continue;
        }
        for (int w = 0; w < JUDGED; w++) {
            judged j;
            judge(&s, w, &j);
            add(&t[n % kinds][w], &j);
            add(&t[kinds][w], &j);
            if ((!j.finished || j.wrong || j.beaten) && bad++ < 20)
                complain(n, &s, w, &j);
        }
    }
    if (!dumping)
        print_table(t, kinds + 1);
    rv_random_free(r);
    free(t);
    return bad > 0;
}
