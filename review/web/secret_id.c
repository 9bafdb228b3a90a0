#include <config.h>

#include <string.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

rv_status rv_random_id(char id[RV_SESSION_ID], rv_error *err)
{
    uint8_t bits[32];

    if (sodium_init() < 0)
        return rv_fail(err, RV_EIO, "this machine gives no random numbers");
    randombytes_buf(bits, sizeof bits);
    sodium_bin2base64(id, RV_SESSION_ID, bits, sizeof bits, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bits, sizeof bits);
    return RV_OK;
}

/* 43 characters of the URL-safe alphabet. */
bool rv_secret_formed(const char *id)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return id && strlen(id) == RV_SESSION_ID - 1 && strspn(id, alphabet) == RV_SESSION_ID - 1;
}

void rv_hash_secret(const char *id, uint8_t hash[RV_DIGEST])
{
    rv_sha256_of(id, strlen(id), hash);
}

void rv_hash_id(const char *id, char hex[RV_DIGEST_HEX])
{
    uint8_t hash[RV_DIGEST];

    rv_hash_secret(id, hash);
    rv_hex(hash, sizeof hash, hex);
}

/* A keyed hash whose key is the secret itself: who has the token learns nothing of the identifier, and without it there is no token. */
void rv_secret_csrf(const char *id, char kind, char csrf[RV_SESSION_ID])
{
    unsigned char text[] = "anti-forgery token of ?", bits[32];

    text[sizeof text - 2] = (unsigned char)kind;
    crypto_generichash(bits, sizeof bits, text, sizeof text - 1, (const unsigned char *)id, RV_SESSION_ID - 1);
    sodium_bin2base64(csrf, RV_SESSION_ID, bits, sizeof bits, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
