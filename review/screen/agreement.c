/* Agreement of two reviewers. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "screen/board.h"

/*
 * With the table a both include, b first only, c second only, d both exclude, n = a + b + c + d and p = . / n:
 *
 *     po = (a + d) / n          pe = p1. p.1 + p2. p.2
 *     kappa = (po - pe) / (1 - pe)                                     Cohen (1960) Educ Psychol Meas 20:37-46
 *     var = [ sum_i p_ii (1 - (p_i. + p_.i)(1 - kappa))^2 + (1 - kappa)^2 sum_{i != j} p_ij (p_.i + p_j.)^2
 *             - (kappa - pe (1 - kappa))^2 ] / (n (1 - pe)^2)          Fleiss, Cohen & Everitt (1969) Psychol Bull 72:323-327
 *     PABAK = 2 po - 1                                                 Byrt, Bishop & Carlin (1993) J Clin Epidemiol 46:423-429
 */
void rv_agreement_fill(rv_agreement *t)
{
    const double n = (double)(t->both_include + t->first_only + t->second_only + t->both_exclude);
    const double a = (double)t->both_include / n, b = (double)t->first_only / n, c = (double)t->second_only / n,
                 d = (double)t->both_exclude / n;
    const double pe = (a + b) * (a + c) + (c + d) * (b + d);
    double kappa, within, across, centre;

    t->observed = t->kappa = t->kappa_se = t->pabak = NAN;
    if (!(n > 0))
        return;
    t->observed = a + d;
    t->pabak = 2 * t->observed - 1;
    if (!(pe < 1))
        return;
    kappa = t->kappa = (t->observed - pe) / (1 - pe);
    within = a * pow(1 - ((a + b) + (a + c)) * (1 - kappa), 2) + d * pow(1 - ((c + d) + (b + d)) * (1 - kappa), 2);
    across = (1 - kappa) * (1 - kappa) * (b * pow((a + c) + (c + d), 2) + c * pow((b + d) + (a + b), 2));
    centre = pow(kappa - pe * (1 - kappa), 2);
    t->kappa_se = sqrt(fmax(0, within + across - centre) / n) / (1 - pe);
}

/* 1 include (or unsure: read on), 0 exclude, -1 no vote, or votes that differ since records were merged. */
static int side(const rv_board *board, const rv_board_report *report, int stage, const char *reviewer)
{
    int found = -1;

    for (size_t i = report->first; i; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        const int says = v->verdict != RV_VERDICT_EXCLUDE;
        if (v->stage != stage || v->resolution || !rv_vote_stands(v)
            || strcmp(rv_board_text(board, v->reviewer), reviewer) != 0)
            continue;
        if (found >= 0 && found != says)
            return -1;
        found = says;
    }
    return found;
}

rv_status rv_screen_agreement(rv_store *store, const rv_protocol *protocol, const char *stage_id, const char *first,
                              const char *second, rv_agreement *agreement, rv_error *err)
{
    const int stage = rv_stage_index(protocol, stage_id);
    rv_board board;
    rv_status st;

    *agreement = (rv_agreement){ 0 };
    if (stage < 0)
        return rv_fail(err, RV_EINVAL, "'%s' is not a stage of the protocol", stage_id);
    if (strcmp(first, second) == 0)
        return rv_fail(err, RV_EINVAL, "agreement is of two people; '%s' is given twice", first);
    if ((st = rv_board_load(&board, store, protocol, 0, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < board.n_reports; i++) {
        const int x = side(&board, &board.reports[i], stage, first), y = side(&board, &board.reports[i], stage, second);
        if (x < 0 || y < 0 || rv_outcome_votes(&board, &board.reports[i], stage).votes < protocol->stages[stage].reviewers)
            continue;
        agreement->both_include += x && y;
        agreement->first_only += x && !y;
        agreement->second_only += !x && y;
        agreement->both_exclude += !x && !y;
    }
    rv_agreement_fill(agreement);
    rv_board_free(&board);
    return RV_OK;
}
