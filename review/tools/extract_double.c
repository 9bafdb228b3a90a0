/* Two people extract: who has what, and how far they are. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "tools/extract.h"
#include "tools/listing.h"

static size_t count(char **operands)
{
    return (size_t)rv_tool_count(operands);
}

/* ---- assign, deal ---------------------------------------------------------------------------------------------------------------- */

rv_status extract_assign(rv_extraction *work, char **operands, rv_error *err)
{
    const size_t n = count(operands) - 1;
    rv_extract_gift *gifts = calloc(n, sizeof *gifts);
    char hex[RV_DIGEST_HEX];
    rv_status st = gifts ? rv_person_may(work->store, work->who, RV_MAY_LEAD, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < n && st == RV_OK; i++) {
        gifts[i] = (rv_extract_gift){ operands[0], operands[i + 1] };
        st = work->take_back ? RV_OK : rv_person_may(work->store, operands[i + 1], RV_MAY_EXTRACT, err);
    }
    if (st == RV_OK
        && (st = rv_extract_give(work->store, work->who, gifts, n, work->role ? work->role : "extract", !work->take_back, hex, err)) == RV_OK)
        st = extract_done(work, "extraction.give", hex);
    free(gifts);
    return st;
}

static rv_status read_share(const rv_extraction *work, char *operand, rv_extract_share *share, rv_error *err)
{
    char *weight = strrchr(operand, '=');
    rv_status st = RV_OK;

    *share = (rv_extract_share){ operand, 1, 0 };
    if (weight) {
        *weight = '\0';
        st = rv_within(err, rv_real_parse(weight + 1, &share->share, err), "the share of %s", operand);
    }
    return st == RV_OK ? rv_person_may(work->store, operand, RV_MAY_EXTRACT, err) : st;
}

rv_status extract_deal(rv_extraction *work, char **operands, rv_error *err)
{
    const size_t n = count(operands);
    rv_extract_share *shares = calloc(n, sizeof *shares);
    char hex[RV_DIGEST_HEX];
    rv_status st = shares ? rv_person_may(work->store, work->who, RV_MAY_LEAD, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < n && st == RV_OK; i++)
        st = read_share(work, operands[i], &shares[i], err);
    if (st == RV_OK
        && (st = rv_extract_deal(work->store, work->protocol, work->who, shares, n, (uint64_t)work->seed, hex, err)) == RV_OK) {
        for (size_t i = 0; i < n; i++)
            rv_tool_say("%s: %lld given", shares[i].person, (long long)shares[i].given);
        if (*hex)
            rv_tool_ack(work->porcelain, "extraction.give", hex);
    }
    free(shares);
    return st;
}

/* ---- done, reopen, extractors ---------------------------------------------------------------------------------------------------- */

/* What a study waits for now that one is done with it. */
static rv_status say_waits(void *user, const rv_extractor *x, rv_error *err)
{
    const rv_extraction *work = user;

    (void)err;
    if (strcmp(x->person, work->who) == 0 && strcmp(x->role, "extract") == 0)
        rv_tool_say("%s: %s%s", x->study, x->open ? "both are done; see differences" : x->waits_for[0] ? "waits for " : "waits for a second extractor",
                    x->open ? "" : x->waits_for);
    return RV_OK;
}

static rv_status tell_done(rv_extraction *work, char **operands, bool done, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_status st = rv_extract_done(work->store, work->who, (const char *const *)operands, count(operands), done, hex, err);

    if (st == RV_OK)
        st = extract_done(work, done ? "extraction.done" : "extraction.again", hex);
    for (char **study = operands; st == RV_OK && done && work->protocol->extraction == RV_EXTRACT_DOUBLE && *study; study++)
        st = rv_extract_each_extractor(work->store, *study, say_waits, work, err);
    return st;
}

rv_status extract_finish(rv_extraction *work, char **operands, rv_error *err)
{
    return tell_done(work, operands, true, err);
}

rv_status extract_reopen(rv_extraction *work, char **operands, rv_error *err)
{
    return tell_done(work, operands, false, err);
}

static rv_status add_extractor(void *user, const rv_extractor *x, rv_error *err)
{
    const char *const cells[] = { x->study, x->person, x->role, x->state, x->waits_for, x->open ? "yes" : "no" };

    (void)err;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(user, cells[i]);
    rv_table_row(user);
    return RV_OK;
}

typedef struct {
    const rv_extraction *work;
    const char          *study;
} asked;

static rv_status fill_extractors(rv_table *table, void *user, rv_error *err)
{
    const asked *a = user;

    return rv_extract_each_extractor(a->work->store, a->study, add_extractor, table, err);
}

rv_status extract_extractors(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "person", "role", "state", "waits_for", "open" };

    return extract_table(work, RV_FORMAT_TEXT, columns, 6, fill_extractors, &(asked){ work, operands[0] }, err);
}

/* ---- align, match, unmatch ------------------------------------------------------------------------------------------------------- */

static rv_status add_aligned(void *user, const rv_aligned *r, rv_error *err)
{
    const char *const cells[] = { r->study, r->row, r->names[0], r->keys[0], r->names[1], r->keys[1] };

    (void)err;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(user, cells[i]);
    rv_table_int(user, (int64_t)r->values[0]);
    rv_table_int(user, (int64_t)r->values[1]);
    if (r->keys[0][0] && r->keys[1][0])
        rv_table_real(user, r->likeness);
    else
        rv_table_missing(user);
    extract_text(user, r->by);
    extract_text(user, r->taken);
    rv_table_row(user);
    return RV_OK;
}

static rv_status fill_aligned(rv_table *table, void *user, rv_error *err)
{
    const asked *a = user;

    return rv_extract_align(a->work->store, a->work->protocol, a->study, add_aligned, table, err);
}

rv_status extract_align(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "study", "row", "a", "row_a", "b", "row_b", "values_a", "values_b", "likeness", "by", "taken" };

    return extract_table(work, RV_FORMAT_TEXT, columns, 11, fill_aligned, &(asked){ work, operands[0] }, err);
}

rv_status extract_match(rv_extraction *work, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    const rv_status st = rv_extract_match(work->store, work->protocol, work->who, operands[0], operands[1], operands[2], NULL, hex, err);

    return st == RV_OK ? extract_done(work, "extract.match", hex) : st;
}

rv_status extract_unmatch(rv_extraction *work, char **operands, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    const rv_status st = rv_extract_match(work->store, work->protocol, work->who, operands[0], operands[1], NULL, NULL, hex, err);

    return st == RV_OK ? extract_done(work, "extract.unmatch", hex) : st;
}
