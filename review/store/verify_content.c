#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/verify.h"

RV_STATEMENT(verify_contents, "SELECT digest, bytes, min(name) FROM attachment GROUP BY digest, bytes ORDER BY digest, bytes");
RV_STATEMENT(verify_contents_staged,
             "SELECT count(*) FROM (SELECT DISTINCT c.digest FROM content c WHERE NOT EXISTS (SELECT 1 FROM attachment a WHERE"
             " a.digest = c.digest) AND NOT EXISTS (SELECT 1 FROM work_content w WHERE w.digest = c.digest)) AS other");

typedef struct {
    rv_sha256 state;
    int64_t   bytes;
} sum;

static rv_status add(void *user, const void *bytes, size_t n, rv_error *err)
{
    sum *s = user;

    (void)err;
    rv_sha256_add(&s->state, bytes, n);
    s->bytes += (int64_t)n;
    return RV_OK;
}

/* The blocks of one digest are all there and hash to it. */
static rv_status check_one(rv_verify *v, const char *digest, int64_t bytes, const char *name, rv_error *err)
{
    sum s = { .bytes = 0 };
    uint8_t hash[RV_DIGEST];
    char hex[RV_DIGEST_HEX];
    int64_t blocks;
    rv_error why;
    rv_status st;

    rv_sha256_start(&s.state);
    st = rv_content_walk(v->store, digest, &blocks, add, &s, &why);
    v->found->blocks += blocks;
    if (st != RV_OK && st != RV_ETAMPER)
        return rv_fail(err, st, "%s", why.message);
    rv_sha256_end(&s.state, hash);
    rv_hex(hash, RV_DIGEST, hex);
    if (!blocks)
        rv_verify_wrong(v->found, "the bytes of the attached file %s were removed", name);
    else if (st != RV_OK || s.bytes != bytes || strcmp(hex, digest) != 0)
        rv_verify_wrong(v->found, "the bytes of the attached file %s were altered: they do not have its digest", name);
    return RV_OK;
}

rv_status rv_verify_content(rv_verify *v, rv_error *err)
{
    rv_query *query = NULL;
    int64_t others = 0;
    bool more;
    rv_status st;

    if (!rv_tables_find(v->store, "content"))    /* a review of an earlier schema, not brought up to date */
        return RV_OK;
    st = rv_query_start(&query, v->store, &verify_contents, err, "");
    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        const char *digest = rv_query_text(query, 0), *name = rv_query_text(query, 2);
        st = check_one(v, digest ? digest : "", rv_query_int(query, 1), name ? name : "?", err);
    }
    rv_query_end(query);
    if (st == RV_OK && (st = rv_store_int(v->store, &verify_contents_staged, &others, NULL, err, "")) == RV_OK && others)
        rv_verify_wrong(v->found, "bytes of %lld files are there that are not attached", (long long)others);
    return st;
}
