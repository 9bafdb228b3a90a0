#include <config.h>

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

enum { SHORTEST = 8, LONGEST = 1024 };

/* What hashing costs: 0.1 s and 32 MiB; next to nothing for tests of load. */
static unsigned long long passes(const rv_people *people)
{
    return people->plain ? crypto_pwhash_argon2id_OPSLIMIT_MIN : 2;
}

static size_t memory(const rv_people *people)
{
    return people->plain ? crypto_pwhash_argon2id_MEMLIMIT_MIN : (size_t)32 << 20;
}

static size_t characters(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* Letters of a text, folded: what is left of "Anna_Meier-1987!" is "annameier". */
static void letters(char *text)
{
    char *to = text;

    for (; *text; text++)
        if (!isdigit((unsigned char)*text) && *text != ' ')
            *to++ = *text;
    *to = '\0';
}

/* "11111111", "abcdefgh", "87654321": each character is the one before, or one further, or one back. */
static bool runs(const char *text)
{
    int step;
    size_t i, n = strlen(text);

    for (step = -1; step <= 1; step++) {
        for (i = 1; i < n && text[i] == text[i - 1] + step; i++)
            ;
        if (i >= n)
            return true;
    }
    return false;
}

/* A name says the same as the password when their letters are the same; two letters are no name worth looking for. */
static rv_status is_name(const char *folded, const char *name, bool *same, rv_error *err)
{
    rv_buf own = RV_BUF_INIT, given = RV_BUF_INIT;
    rv_status st = rv_utf8_fold(&own, name, strlen(name), err);

    rv_buf_text(&given, folded);
    if (st == RV_OK && (st = rv_buf_check(&own, err)) == RV_OK && (st = rv_buf_check(&given, err)) == RV_OK && own.length
        && given.length) {
        letters(own.data);
        letters(given.data);
        *same = strlen(own.data) > 2 && strcmp(own.data, given.data) == 0;
    }
    if (given.data)
        sodium_memzero(given.data, given.capacity);
    rv_buf_free(&own);
    rv_buf_free(&given);
    return st;
}

static rv_status too_common(const rv_people *people, const char *name, const char *password, rv_error *err)
{
    rv_buf folded = RV_BUF_INIT, small = RV_BUF_INIT;
    bool hers = false, its = false, common = false;
    rv_status st = rv_utf8_fold(&folded, password, strlen(password), err);
    const char *p;

    for (p = password; *p; p++)
        rv_buf_char(&small, (char)tolower((unsigned char)*p));
    if (st == RV_OK && (st = rv_buf_check(&small, err)) == RV_OK
        && (st = is_name(rv_buf_str(&folded), name, &hers, err)) == RV_OK
        && (st = is_name(rv_buf_str(&folded), people->review, &its, err)) == RV_OK)
        common = runs(rv_buf_str(&small)) || rv_password_common(rv_buf_str(&small));
    if (folded.data)
        sodium_memzero(folded.data, folded.capacity);
    if (small.data)
        sodium_memzero(small.data, small.capacity);
    rv_buf_free(&folded);
    rv_buf_free(&small);
    if (st == RV_OK && (hers || its))
        return rv_fail(err, RV_EINVAL, "the password is %s name; take another one, for example four words that have nothing to do with "
                       "each other", hers ? "the person's own" : "the review's");
    if (st == RV_OK && common)
        return rv_fail(err, RV_EINVAL, "the password is among those that are guessed first; take another one, for example four words "
                       "that have nothing to do with each other");
    return st;
}

rv_status rv_password_check(const rv_people *people, const char *name, const char *password, rv_error *err)
{
    size_t n = strlen(password), bad;

    if (n > LONGEST)
        return rv_fail(err, RV_EINVAL, "the password has %zu bytes; %d at most", n, LONGEST);
    if (!rv_utf8_valid(password, n, &bad))
        return rv_fail(err, RV_EINVAL, "the password is not UTF-8 at byte %zu", bad + 1);
    if (characters(password) < SHORTEST)
        return rv_fail(err, RV_EINVAL, "the password has %zu characters; %d at least", characters(password), SHORTEST);
    return too_common(people, name, password, err);
}

/* One password typed on two machines may come as different bytes: normal form C, if it is UTF-8. */
static rv_status canonical(rv_buf *out, const char *password, rv_error *err)
{
    size_t n = strlen(password);

    if (n > LONGEST || !rv_utf8_valid(password, n, NULL))
        rv_buf_add(out, password, n > LONGEST ? LONGEST : n);
    else if (rv_utf8_nfc(out, password, n, err) != RV_OK)
        return RV_ENOMEM;
    return rv_buf_check(out, err);
}

static void forget(rv_buf *buf)
{
    if (buf->data)
        sodium_memzero(buf->data, buf->capacity);
    rv_buf_free(buf);
}

static void enter(rv_people *people)
{
    while (sem_wait(&people->hashing) != 0 && errno == EINTR)
        ;
}

rv_status rv_password_hash(rv_people *people, const char *password, char **hash, rv_error *err)
{
    rv_buf text = RV_BUF_INIT;
    rv_status st = canonical(&text, password, err);
    int failed = 0;

    *hash = NULL;
    if (st == RV_OK && !(*hash = malloc(crypto_pwhash_STRBYTES)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK) {
        enter(people);
        failed = crypto_pwhash_str_alg(*hash, rv_buf_str(&text), text.length, passes(people), memory(people),
                                       crypto_pwhash_ALG_ARGON2ID13);
        sem_post(&people->hashing);
    }
    forget(&text);
    if (failed) {
        free(*hash);
        *hash = NULL;
        return rv_fail(err, RV_ENOMEM, "hashing a password takes %zu MiB of memory, which is not there", memory(people) >> 20);
    }
    return st;
}

bool rv_password_is(rv_people *people, const char *hash, const char *password)
{
    rv_buf text = RV_BUF_INIT;
    bool is = false;

    if (canonical(&text, password, NULL) == RV_OK) {
        enter(people);
        is = crypto_pwhash_str_verify(hash ? hash : people->nobody, rv_buf_str(&text), text.length) == 0;
        sem_post(&people->hashing);
    }
    forget(&text);
    return is && hash && strlen(password) <= LONGEST;
}

/* It was made at another cost than is asked for now. */
bool rv_password_stale(const rv_people *people, const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, passes(people), memory(people)) != 0;
}
