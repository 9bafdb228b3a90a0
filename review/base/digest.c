#include <config.h>

#include <string.h>

#include <nettle/sha2.h>

#include "review/base.h"

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(rv_sha256), "rv_sha256 must hold nettle's state");
_Static_assert(_Alignof(struct sha256_ctx) <= _Alignof(rv_sha256), "rv_sha256 must be aligned as nettle's state");
_Static_assert(RV_DIGEST == SHA256_DIGEST_SIZE, "RV_DIGEST is the size of a SHA-256");

static struct sha256_ctx *context(rv_sha256 *state)
{
    return (struct sha256_ctx *)(void *)state->opaque;
}

void rv_sha256_start(rv_sha256 *state)
{
    sha256_init(context(state));
}

void rv_sha256_add(rv_sha256 *state, const void *bytes, size_t n)
{
    if (n)
        sha256_update(context(state), n, bytes);
}

void rv_sha256_end(rv_sha256 *state, uint8_t digest[RV_DIGEST])
{
    sha256_digest(context(state), RV_DIGEST, digest);
}

void rv_sha256_of(const void *bytes, size_t n, uint8_t digest[RV_DIGEST])
{
    rv_sha256 state;

    rv_sha256_start(&state);
    rv_sha256_add(&state, bytes, n);
    rv_sha256_end(&state, digest);
}

void rv_hex(const uint8_t *bytes, size_t n, char *text)
{
    static const char digits[] = "0123456789abcdef";
    size_t            i;

    for (i = 0; i < n; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * n] = '\0';
}

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool rv_unhex(const char *text, uint8_t *bytes, size_t n)
{
    size_t i;

    if (strlen(text) != 2 * n)
        return false;
    for (i = 0; i < n; i++) {
        int high = nibble(text[2 * i]), low = nibble(text[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
