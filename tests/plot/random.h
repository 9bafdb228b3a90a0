/* Seeded forests and flows with labels as absurd as they come, for tests that must hold for all of them. */
#ifndef TESTS_PLOT_RANDOM_H
#define TESTS_PLOT_RANDOM_H

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "review/plot.h"

static const char *const absurd[] = {
    "", " ", "A", "Smith 2019", "JOBSTART 1993", "Ferguson & Simes 1949", "<b>&amp; \"quoted\"</b>", "]]>&lt;", "\t\n a \r\n b \x01\x1f c ",
    "bad \xff\xfe bytes \xc3", "O\u2019Brien\u2013M\u00fcller 2001",
    "Donaudampfschifffahrtselektrizit\u00e4tenhauptbetriebswerkbauunterbeamtengesellschaft",
    "\u82e5\u5e74\u7121\u696d\u8005\u306e\u5c31\u52b4\u652f\u63f4\u30d7\u30ed\u30b0\u30e9\u30e0\u306e\u52b9\u679c 2015\u5e74",
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd 2019", "\u062f\u0631\u0627\u0633\u0629 \u062a\u062c\u0631\u064a\u0628\u064a\u0629 \u0662\u0660\u0662\u0660",
    "mixed \u05e9\u05dc\u05d5\u05dd and Latin", "\u202eover\u202cridden", "\ufdfd\ufdfd\ufdfd", "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 2020",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319a\u0344\u0357\u0301\u0310l\u0306\u0330g\u0349o\u0317\u0330", "\u0301\u0302 leads with marks",
    "\u200b\u200b\u200b", "\u00a0\u00a0no break\u00a0\u00a0at all here\u00a0or\u00a0there\u00a0or\u00a0anywhere\u00a0in\u00a0this\u00a0line",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "A label that names every investigator, the place, the year and the registry number NCT00000000, then goes on beyond all "
    "reason to describe the programme in detail, again and again, with no end in sight, so that it must be cut somewhere, and "
    "still it goes on and on and on until there can be no doubt left that nobody would ever print the whole of it in a figure",
};
enum { ABSURD = sizeof absurd / sizeof *absurd, MOST_ROWS = 64 };

static uint64_t seed;

static inline double uniform(void)
{
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (double)(seed >> 11) / 9007199254740992.0;
}

static inline size_t below(size_t n)
{
    return (size_t)(uniform() * (double)n) % n;
}

static inline const char *any_label(void)
{
    return absurd[below(ABSURD)];
}

/* A number of any size: most are ordinary, some huge, tiny or nothing. */
static inline double any_number(bool log_scale)
{
    const double size = uniform() < 0.9 ? 2 : log_scale ? 100 : pow(10, 40 * uniform() - 20);
    return size * (2 * uniform() - 1);
}

static inline void any_row(rv_forest_row *row, rv_forest_kind kind, const char *subgroup, bool log_scale)
{
    const double half = fabs(any_number(log_scale)) + 1e-6;

    *row = (rv_forest_row){ kind, any_label(), subgroup, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    if (kind == RV_FOREST_PREDICTION) {
        row->pi_lo = any_number(log_scale);
        row->pi_hi = row->pi_lo + half;
        return;
    }
    if (uniform() < 0.95) {
        row->yi = any_number(log_scale);
        row->vi = half * half / 4;
        row->ci_lo = uniform() < 0.02 ? -INFINITY : row->yi - half;
        row->ci_hi = uniform() < 0.02 ? INFINITY : row->yi + half;
    }
    if (uniform() < 0.9)
        row->weight = 100 * uniform();
    if (kind != RV_FOREST_STUDY)
        row->k = (double)(1 + below(500));
}

static inline void any_forest(rv_forest *f, rv_forest_row *rows)
{
    static const char *const measures[] = { "OR", "RR", "MD", "SMD", "GEN", "" };
    const bool log_scale = uniform() < 0.6;

    *f = (rv_forest){ any_label(), uniform() < 0.9 ? measures[below(6)] : any_label(), log_scale, any_label(), any_label(),
                      uniform() < 0.5 ? "random effects" : any_label(), any_label(), any_label(), any_label(), 0.95,
                      uniform(), uniform(), 100 * uniform(), 5, uniform(), 0, rows, NULL, NULL, NULL, NULL, 0, NULL, NULL };
    for (size_t groups = below(4); groups-- && f->n + 12 < MOST_ROWS;) {
        const char *subgroup = any_label();
        for (size_t k = 1 + below(6); k--;)
            any_row(&rows[f->n++], RV_FOREST_STUDY, subgroup, log_scale);
        any_row(&rows[f->n++], RV_FOREST_SUBGROUP, subgroup, log_scale);
    }
    for (size_t k = 1 + below(20); k--;)
        any_row(&rows[f->n++], RV_FOREST_STUDY, "", log_scale);
    for (size_t k = below(3); k--;)
        any_row(&rows[f->n++], RV_FOREST_POOLED, "", log_scale);
    if (uniform() < 0.5)
        any_row(&rows[f->n++], RV_FOREST_PREDICTION, "", log_scale);
}

/* A flow whose sums come out: what is left at each step is split at random. */
static inline int64_t part_of(int64_t *left)
{
    const int64_t part = (int64_t)(uniform() * uniform() * (double)*left);
    *left -= part;
    return part;
}

static inline void any_count(rv_flow *f, rv_flow_row *rows, rv_flow_box box, int64_t n)
{
    const char *label = any_label();

    rows[f->n++] = (rv_flow_row){ box, *label ? label : "one", n };   /* one without a label would be the total of the others */
}

static inline void any_flow(rv_flow *f, rv_flow_row *rows)
{
    int64_t left = 0, other = 0, n;

    *f = (rv_flow){ any_label(), 0, rows };
    for (size_t i = 1 + below(6); i--; left += n)
        any_count(f, rows, uniform() < 0.8 ? RV_FLOW_A1 : RV_FLOW_A2, n = (int64_t)below(uniform() < 0.1 ? 1000000000 : 5000));
    any_count(f, rows, RV_FLOW_B1, part_of(&left));
    if (uniform() < 0.5)
        any_count(f, rows, RV_FLOW_B2, part_of(&left));
    if (uniform() < 0.3)
        any_count(f, rows, RV_FLOW_C_WAITING, part_of(&left));
    any_count(f, rows, RV_FLOW_D1, part_of(&left));
    if (uniform() < 0.5)
        any_count(f, rows, RV_FLOW_D2, part_of(&left));
    any_count(f, rows, RV_FLOW_F, part_of(&left));
    for (size_t i = below(8); i--;)
        any_count(f, rows, RV_FLOW_H, part_of(&left));
    if (uniform() < 0.3)
        any_count(f, rows, RV_FLOW_H_ONGOING, part_of(&left));
    if (uniform() < 0.6) {
        for (size_t i = 1 + below(4); i--; other += n)
            any_count(f, rows, (rv_flow_box)(RV_FLOW_O1 + (int)below(4)), n = (int64_t)below(300));
        any_count(f, rows, RV_FLOW_R, part_of(&other));
        for (size_t i = below(4); i--;)
            any_count(f, rows, RV_FLOW_T, part_of(&other));
    }
    if (left + other > 0)
        any_count(f, rows, RV_FLOW_V, 1);
    if (uniform() < 0.4) {
        any_count(f, rows, RV_FLOW_P1, 3);
        any_count(f, rows, RV_FLOW_P2, 4);
    }
    if (uniform() < 0.4)
        any_count(f, rows, RV_FLOW_M, 0);
}

#endif
