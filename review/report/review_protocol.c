/* The plan of a review as it stands. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/extract.h"
#include "review/report.h"

RV_STATEMENT(review_newest_protocol, "SELECT version, digest, xml FROM protocol ORDER BY version DESC, id DESC LIMIT 1");

rv_status rv_review_protocol(rv_store *store, rv_protocol **out, int64_t *version, char digest[RV_DIGEST_HEX], rv_error *err)
{
    rv_query *query = NULL;
    bool      more = false;
    char      name[64];
    rv_status st;

    *out = NULL;
    if ((st = rv_query_start(&query, store, &review_newest_protocol, err, "")) == RV_OK
        && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        const char *xml = rv_query_text(query, 2);

        snprintf(name, sizeof name, "protocol, version %lld", (long long)rv_query_int(query, 0));
        if (version)
            *version = rv_query_int(query, 0);
        if (digest)
            snprintf(digest, RV_DIGEST_HEX, "%s", rv_query_text(query, 1));
        st = rv_protocol_parse(out, name, xml ? xml : "", xml ? strlen(xml) : 0, err);
    } else if (st == RV_OK) {
        st = rv_fail(err, RV_ENOTFOUND, "%s has no protocol; give it one by review-init --update --protocol FILE", rv_store_path(store));
    }
    rv_query_end(query);
    return st;
}

/* ---- A newer one ------------------------------------------------------------------------------------------------------ */

static rv_status check(const char *name, const char *xml, size_t n, char digest[RV_DIGEST_HEX], rv_error *err)
{
    rv_protocol *protocol = NULL;
    uint8_t bytes[RV_DIGEST];
    rv_status st = rv_protocol_parse(&protocol, name, xml, n, err);

    if (st == RV_OK)
        st = rv_extract_form_check(protocol, err);
    rv_protocol_free(protocol);
    rv_sha256_of(xml, n, bytes);
    rv_hex(bytes, RV_DIGEST, digest);
    return st;
}

/* Number and digest of the newest; 0 and "" when there is none. */
static rv_status newest(rv_store *store, int64_t *version, char digest[RV_DIGEST_HEX], rv_error *err)
{
    rv_query *query = NULL;
    bool more = false;
    rv_status st;

    *version = 0;
    *digest = 0;
    if ((st = rv_query_start(&query, store, &review_newest_protocol, err, "")) == RV_OK
        && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        *version = rv_query_int(query, 0);
        snprintf(digest, RV_DIGEST_HEX, "%s", rv_query_text(query, 1));
    }
    rv_query_end(query);
    return st;
}

/* One fact, and the effects that follow from it: which are made of the results is the protocol's to say. */
static rv_status add(rv_store *store, const char *who, int64_t version, const char *digest, const char *xml, char hex[RV_DIGEST_HEX],
                     rv_error *err)
{
    const rv_cell cells[] = {
        RV_CELL_OF_INT("version", version), RV_CELL_OF_TEXT("digest", digest), RV_CELL_OF_TEXT("xml", xml),
    };
    rv_event *event;
    rv_status st = rv_event_begin(&event, store, "protocol.add", who, false, err);

    if (st != RV_OK)
        return st;
    if ((st = rv_event_add(event, "protocol", cells, sizeof cells / sizeof *cells, NULL, err)) != RV_OK
        || (st = rv_extract_derivation.rebuild(store, err)) != RV_OK) {
        rv_event_abandon(event);
        return st;
    }
    return rv_event_commit(event, hex, err);
}

rv_status rv_review_protocol_add(rv_store *store, const char *who, const char *name, const char *xml, size_t n, bool dry, int64_t *version,
                                 char hex[RV_DIGEST_HEX], rv_error *err)
{
    char digest[RV_DIGEST_HEX], last[RV_DIGEST_HEX];
    int64_t number;
    rv_status st;

    if (hex)
        *hex = 0;
    if ((st = check(name, xml, n, digest, err)) != RV_OK || (st = newest(store, &number, last, err)) != RV_OK)
        return st;
    if (version)
        *version = number + 1;
    if (strcmp(digest, last) == 0)
        return rv_fail(err, RV_EEXIST, "%s is the newest protocol already, version %lld; nothing was done", name, (long long)number);
    return dry ? RV_OK : add(store, who, number + 1, digest, xml, hex, err);
}
