/* The files that come with the program. */
#include <config.h>

#include <pthread.h>
#include <string.h>

#include "web/web.h"

const rv_web_asset *rv_web_asset_find(const char *name)
{
    for (const rv_web_asset *a = rv_web_assets; a->name; a++)
        if (strcmp(a->name, name) == 0)
            return a;
    return NULL;
}

static char digest_text[17];

static void make_digest(void)
{
    uint8_t digest[RV_DIGEST];
    rv_sha256 state;

    rv_sha256_start(&state);
    for (const rv_web_asset *a = rv_web_assets; a->name; a++) {
        rv_sha256_add(&state, a->name, strlen(a->name) + 1);
        rv_sha256_add(&state, a->bytes, a->n);
    }
    rv_sha256_end(&state, digest);
    rv_hex(digest, 8, digest_text);
}

const char *rv_web_assets_digest(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_digest);
    return digest_text;
}
