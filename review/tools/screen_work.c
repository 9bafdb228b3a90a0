/* review-screen: giving out work, calibration rounds, and what awaits whom. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/listing.h"
#include "tools/opts.h"
#include "tools/screen.h"

/* ---- share ------------------------------------------------------------------------------------------------------------------ */

static rv_status read_share(char *operand, rv_share *share, rv_error *err)
{
    char *weight = strrchr(operand, '=');

    *share = (rv_share){ operand, 1, 0 };
    if (!weight)
        return RV_OK;
    *weight = '\0';
    return rv_within(err, rv_real_parse(weight + 1, &share->share, err), "the share of %s", operand);
}

rv_status rv_screening_share(rv_screening *work, char **operands, int64_t seed, rv_error *err)
{
    const size_t n = (size_t)rv_tool_count(operands);
    rv_share *shares = calloc(n, sizeof *shares);
    char hex[RV_DIGEST_HEX];
    rv_status st = shares ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = read_share(operands[i], &shares[i], err);
    if (st == RV_OK
        && (st = rv_screen_share(work->store, work->protocol, work->who, rv_screening_stage(work), shares, n, (uint64_t)seed, hex, err)) == RV_OK) {
        for (size_t i = 0; i < n; i++)
            rv_tool_say("%s: %lld given", shares[i].reviewer, (long long)shares[i].given);
        if (*hex)
            rv_tool_ack(work->porcelain, "assignment.share", hex);
    }
    free(shares);
    return st;
}

/* ---- calibrate -------------------------------------------------------------------------------------------------------------- */

static rv_status read_count(const char *text, const char *what, size_t *n, rv_error *err)
{
    char *end;
    const unsigned long value = strtoul(text, &end, 10);

    if (!*text || strspn(text, "0123456789") != strlen(text) || value > 1000000)
        return rv_fail(err, RV_EUSAGE, "'%s' is not %s", text, what);
    *n = value;
    return RV_OK;
}

rv_status rv_screening_calibrate(rv_screening *work, char **operands, int64_t seed, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    size_t size;
    int round;
    rv_status st;

    if ((st = read_count(operands[0], "a number of reports", &size, err)) != RV_OK
        || (st = rv_screen_calibrate(work->store, work->protocol, work->who, rv_screening_stage(work), size,
                                     (const char *const *)operands + 1, (size_t)rv_tool_count(operands) - 1, (uint64_t)seed, &round,
                                     hex, err)) != RV_OK)
        return st;
    rv_tool_say("round %d begins; all see what all said of a report when everybody has voted on it", round);
    rv_tool_ack(work->porcelain, "assignment.calibrate", hex);
    return RV_OK;
}

/* ---- calibration ------------------------------------------------------------------------------------------------------------ */

static rv_status add_round(void *user, const rv_calibration *c, rv_error *err)
{
    rv_screening *work = user;
    rv_buf said = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < c->n_seen; i++) {
        rv_buf_printf(&said, "%s%s %s", i ? "; " : "", c->reviewers[i], c->verdicts[i]);
        if (*c->reasons[i])
            rv_buf_printf(&said, " (%s)", c->reasons[i]);
        if (*c->notes[i])
            rv_buf_printf(&said, " \"%s\"", c->notes[i]);
    }
    if ((st = rv_buf_check(&said, err)) == RV_OK) {
        rv_table_int(work->table, c->round);
        rv_table_int(work->table, c->report);
        rv_table_int(work->table, c->votes);
        rv_table_int(work->table, c->needed);
        rv_table_text(work->table, c->n_seen ? rv_buf_str(&said) : NULL);
        rv_table_text(work->table, rv_screening_title(work, c->report));
        rv_table_row(work->table);
    }
    rv_buf_free(&said);
    return st;
}

static rv_status fill_rounds(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    work->table = table;
    return rv_screen_calibrations(work->store, work->protocol, rv_screening_stage(work), work->who, add_round, work, err);
}

static rv_status add_pair(void *user, const rv_agreement_pair *p, rv_error *err)
{
    const rv_kappa *k = &p->two.kappa;
    const double numbers[] = { k->observed, k->kappa, k->ci_lo, k->ci_hi, p->two.ac1, p->two.pabak, p->two.positive, p->two.negative };
    const int64_t (*t)[3] = p->table;
    rv_table *table = user;

    (void)err;
    rv_table_text(table, p->first);
    rv_table_text(table, p->second);
    rv_table_int(table, t[0][0] + t[0][1] + t[1][0] + t[1][1]);
    rv_table_int(table, t[0][2] + t[1][2]);
    rv_table_int(table, t[2][0] + t[2][1]);
    rv_table_int(table, t[2][2]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        rv_table_real(table, numbers[i]);
    rv_table_row(table);
    return RV_OK;
}

static rv_status fill_agreement(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    return rv_screen_agreements(work->store, work->protocol,
                                &(rv_agreement_query){ .stage = rv_screening_stage(work), .round = (int)work->only }, add_pair, NULL,
                                table, err);
}

rv_status rv_screening_calibration(rv_screening *work, const char *round, rv_error *err)
{
    static const char *const columns[] = { "round", "report", "votes", "needed", "said", "title" };
    static const char *const pairs[] = { "first", "second", "both_include", "first_only", "second_only", "both_exclude", "observed", "kappa",
                                         "kappa_lo", "kappa_hi", "ac1", "pabak", "positive", "negative" };
    size_t n;
    rv_status st;

    if (!round)
        return rv_screening_table(work, columns, 6, fill_rounds, err);
    if ((st = read_count(round, "the number of a round", &n, err)) != RV_OK)
        return st;
    if (!n)
        return rv_fail(err, RV_EUSAGE, "rounds are numbered from 1");
    work->only = (int64_t)n;
    return rv_tool_table(work->output, work->format, pairs, sizeof pairs / sizeof *pairs, fill_agreement, work, err);
}

/* ---- waits ------------------------------------------------------------------------------------------------------------------ */

static rv_status add_waits(void *user, const rv_waits *w, rv_error *err)
{
    rv_table *table = user;

    (void)err;
    rv_table_text(table, w->stage);
    rv_table_text(table, w->reviewer);
    rv_table_int(table, w->given);
    rv_table_int(table, w->common);
    rv_table_int(table, w->begun);
    rv_table_int(table, w->conflicts);
    rv_table_row(table);
    return RV_OK;
}

static rv_status fill_waits(rv_table *table, void *user, rv_error *err)
{
    rv_screening *work = user;

    return rv_screen_waits(work->store, work->protocol, work->stage, add_waits, table, err);
}

rv_status rv_screening_waits(rv_screening *work, rv_error *err)
{
    static const char *const columns[] = { "stage", "reviewer", "given", "common", "begun", "conflicts" };

    return rv_tool_table(work->output, work->format, columns, 6, fill_waits, work, err);
}
