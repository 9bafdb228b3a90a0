/* A checked copy of the review to take away, and the audit trail verified. */
#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/report.h"

#include "web/handlers.h"
#include "web/shelf.h"

static rv_status put_verification(rv_call *call, rv_error *err)
{
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    const char *expect = rv_call_word(call, "expect");
    rv_verification found = { 0 };
    rv_error fault = { 0 };
    json_t *o = json_object();
    const rv_status st = rv_store_verify(call->store, derivations, n, *expect ? expect : NULL, &found, &fault);

    rv_json_put_yes(o, "sound", st == RV_OK);
    rv_json_put_int(o, "events", found.events);
    rv_json_put_int(o, "facts", found.facts);
    rv_json_put_int(o, "records", found.records);
    rv_json_put_int(o, "blocks", found.blocks);
    rv_json_put_text(o, "head", found.head);
    rv_json_put_int(o, "wrong", found.wrong);
    rv_json_put_text(o, "first", *found.first ? found.first : fault.message);
    rv_call_put(call, "verification", o);
    /* that something is wrong is the answer, not a failure of the question */
    return st == RV_OK || st == RV_ETAMPER || st == RV_EINVAL || st == RV_ENOTFOUND ? RV_OK : rv_fail(err, st, "%s", fault.message);
}

rv_status rv_get_backup(rv_call *call, rv_error *err)
{
    char head[RV_DIGEST_HEX];
    rv_status st = rv_store_head(call->store, head, err);

    rv_call_put_text(call, "title", "Backup");
    if (st != RV_OK)
        return st;
    rv_call_put_text(call, "head", head);
    return rv_call_yes(call, "verify") ? put_verification(call, err) : RV_OK;
}

/* "review-2026-11-26.review" beside the name of the served file. */
static void name_backup(const rv_call *call, char *name, size_t size)
{
    char now[40] = "";
    const char *base = rv_shelf_name(call->web->review), *dot = strrchr(base, '.');

    rv_now(now);
    for (char *p = now; *p; p++)
        if (*p == ':')
            *p = '-';
    snprintf(name, size, "%.*s-%s.review", dot && dot > base ? (int)(dot - base) : (int)strlen(base), base, now);
}

/* Written whole and checked, opened, and gone from its folder before it is sent. */
rv_status rv_get_backup_file(rv_call *call, rv_error *err)
{
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    rv_buf folder = RV_BUF_INIT, path = RV_BUF_INIT;
    char id[RV_SHELF_ID], name[200];
    rv_status st = rv_shelf_add(call->web->shelf, call->person, "backup", id, &folder, err);

    if (st != RV_OK) {
        rv_buf_free(&folder);
        return st;
    }
    rv_buf_printf(&path, "%s/copy.review", rv_buf_str(&folder));
    if ((st = rv_buf_check(&path, err)) == RV_OK
        && (st = rv_store_backup(call->store, rv_buf_str(&path), derivations, n, err)) == RV_OK
        && (call->fd = open(rv_buf_str(&path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) < 0)
        st = rv_fail(err, RV_EIO, "the copy cannot be read: %m");
    if (st == RV_OK) {
        name_backup(call, name, sizeof name);
        rv_call_send(call, "application/octet-stream", name);
    } else {
        rv_shelf_clean(rv_buf_str(&folder), err);
    }
    rv_shelf_drop(call->web->shelf, id);
    rv_buf_free(&path);
    rv_buf_free(&folder);
    return st;
}
