/* The plan of a review as it stands. */
#include <config.h>

#include <stdio.h>
#include <string.h>

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
