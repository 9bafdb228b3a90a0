/* Reasons for exclusion: of the team's list, in its order. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "screen/board.h"

static bool of_stage(const rv_reason *reason, const char *stage)
{
    return !*reason->stage || strcmp(reason->stage, stage) == 0;
}

/* The next id of a list with blanks, commas or semicolons between; moves `*list` on; NULL at the end. */
static const char *next_id(const char **list, size_t *n)
{
    const char *id = *list + strspn(*list, " ,;\t");

    *n = strcspn(id, " ,;\t");
    *list = id + *n;
    return *n ? id : NULL;
}

static bool named(const char *list, const char *reason)
{
    const char *id;
    size_t n;

    while ((id = next_id(&list, &n)) != NULL)
        if (strlen(reason) == n && memcmp(id, reason, n) == 0)
            return true;
    return false;
}

static const rv_reason *known(const rv_protocol *protocol, const char *stage, const char *id, size_t n)
{
    for (size_t i = 0; i < protocol->n_reasons; i++)
        if (of_stage(&protocol->reasons[i], stage) && strlen(protocol->reasons[i].id) == n && memcmp(protocol->reasons[i].id, id, n) == 0)
            return &protocol->reasons[i];
    return NULL;
}

static void list_known(const rv_protocol *protocol, const char *stage, rv_buf *out)
{
    for (size_t i = 0; i < protocol->n_reasons; i++)
        if (of_stage(&protocol->reasons[i], stage))
            rv_buf_printf(out, "%s%s", out->length ? ", " : "", protocol->reasons[i].id);
}

static rv_status check(const rv_protocol *protocol, const char *stage, rv_verdict verdict, const char *given, const char *there_are,
                       rv_error *err)
{
    const char *list = given, *id;
    size_t n;

    if (verdict != RV_VERDICT_EXCLUDE && *given)
        return rv_fail(err, RV_EINVAL, "reason '%s' is given for '%s'; only an exclusion has a reason", given, rv_verdicts[verdict]);
    if (verdict == RV_VERDICT_EXCLUDE && !*given && *there_are)
        return rv_fail(err, RV_EINVAL, "an exclusion at %s needs its reason: %s", stage, there_are);
    while ((id = next_id(&list, &n)) != NULL)
        if (!known(protocol, stage, id, n))
            return *there_are ? rv_fail(err, RV_EINVAL, "'%.*s' is not a reason for exclusion at %s; there are %s", (int)n, id, stage,
                                        there_are)
                              : rv_fail(err, RV_EINVAL, "reason '%.*s': the protocol gives no reasons at %s", (int)n, id, stage);
    return RV_OK;
}

rv_status rv_reasons_take(const rv_protocol *protocol, const char *stage, rv_verdict verdict, const char *given, rv_buf *out,
                          rv_error *err)
{
    const char *list = given ? given + strspn(given, " ,;\t") : "";
    rv_buf there_are = RV_BUF_INIT;
    rv_status st;

    rv_buf_clear(out);
    list_known(protocol, stage, &there_are);
    st = check(protocol, stage, verdict, list, rv_buf_str(&there_are), err);
    for (size_t i = 0; st == RV_OK && i < protocol->n_reasons; i++)
        if (of_stage(&protocol->reasons[i], stage) && named(list, protocol->reasons[i].id))
            rv_buf_printf(out, "%s%s", out->length ? " " : "", protocol->reasons[i].id);
    rv_buf_free(&there_are);
    return st == RV_OK ? rv_buf_check(out, err) : st;
}

/* ---- What a report was excluded for --------------------------------------------------------------------------------------- */

/* The next list of reasons that decided at the stage: of resolutions where there are some, else of votes; NULL at the end. */
static const char *next_list(const rv_board *board, const rv_board_report *report, int stage, bool resolved, size_t *at)
{
    for (size_t i = *at ? board->votes[*at].next : report->first; i; i = board->votes[i].next) {
        const rv_vote *v = &board->votes[i];
        if (v->stage == stage && v->resolution == resolved && rv_vote_stands(v) && v->verdict == RV_VERDICT_EXCLUDE) {
            *at = i;
            return rv_board_text(board, v->reason);
        }
    }
    return NULL;
}

static void add_reason(rv_buf *out, const char *id, size_t n)
{
    rv_buf_printf(out, "%s%.*s", out->length ? " " : "", (int)n, id);
}

/* Reasons that the protocol no longer has come last. */
static void add_unknown(const rv_protocol *protocol, const char *list, rv_buf *out)
{
    char reason[256];
    const char *id;
    size_t n;

    while ((id = next_id(&list, &n)) != NULL) {
        snprintf(reason, sizeof reason, "%.*s", (int)n, id);
        if (!rv_protocol_reason(protocol, reason) && !named(rv_buf_str(out), reason))
            add_reason(out, id, n);
    }
}

void rv_outcome_reasons(const rv_board *board, const rv_board_report *report, int stage, rv_buf *out)
{
    const rv_protocol *protocol = board->protocol;
    const rv_outcome o = rv_outcome_at(board, report, stage);
    const char *list;

    rv_buf_clear(out);
    if (o.outcome != RV_SCREEN_EXCLUDED)
        return;
    for (size_t i = 0; i < protocol->n_reasons; i++) {
        const char *id = protocol->reasons[i].id;
        for (size_t at = 0; (list = next_list(board, report, stage, o.resolved, &at)) != NULL;)
            if (named(list, id)) {
                add_reason(out, id, strlen(id));
                break;
            }
    }
    for (size_t at = 0; (list = next_list(board, report, stage, o.resolved, &at)) != NULL;)
        add_unknown(protocol, list, out);
}
