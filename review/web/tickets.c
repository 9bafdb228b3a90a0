#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

enum { TOKENS_MOST = 20, HOURS_MOST = 24 * 31, LABEL_MOST = 200 };

/* ---- Links ----------------------------------------------------------------------------------------------------------------- */

rv_status rv_people_invite(rv_people *people, const char *name, int hours, char secret[RV_SESSION_ID], rv_error *err)
{
    uint8_t before[RV_DIGEST] = { 0 };
    bool linked = false;
    int64_t until = 0;
    rv_account *account;
    rv_status st;

    if (hours < 1 || hours > HOURS_MOST)
        return rv_fail(err, RV_EINVAL, "a link is good for 1 to %d hours, not %d", HOURS_MOST, hours);
    if ((st = rv_people_name(name, err)) != RV_OK || (st = rv_random_id(secret, err)) != RV_OK
        || (st = rv_people_begin(people, err)) != RV_OK)
        return st;
    if (!(account = rv_account_make(people, name))) {
        rv_people_abandon(people);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    linked = account->linked;
    until = account->link_until;
    memcpy(before, account->link, RV_DIGEST);
    account->linked = true;
    account->link_until = people->now().wall + (int64_t)hours * 3600;
    rv_hash_secret(secret, account->link);
    if ((st = rv_people_commit(people, err)) == RV_OK)
        return st;
    pthread_mutex_lock(&people->lock);
    if ((account = rv_account_find(people, name))) {
        account->linked = linked;
        account->link_until = until;
        memcpy(account->link, before, RV_DIGEST);
    }
    pthread_mutex_unlock(&people->lock);
    sodium_memzero(secret, RV_SESSION_ID);
    return st;
}

/* ---- Tokens ---------------------------------------------------------------------------------------------------------------- */

static rv_status label_fits(const char *label, rv_error *err)
{
    const unsigned char *p;

    if (!*label || strlen(label) > LABEL_MOST)
        return rv_fail(err, RV_EINVAL, "a token's label has 1 to %d bytes, not %zu; say what the token is for", LABEL_MOST, strlen(label));
    if (!rv_utf8_valid(label, strlen(label), NULL))
        return rv_fail(err, RV_EINVAL, "the label is not UTF-8");
    for (p = (const unsigned char *)label; *p; p++)
        if (*p < ' ' || *p == 127)
            return rv_fail(err, RV_EINVAL, "the label has a control character");
    return RV_OK;
}

/* Both locks are held. */
static rv_status add_token(rv_people *people, const char *name, const char *label, const uint8_t hash[RV_DIGEST], rv_error *err)
{
    rv_account *account = rv_account_find(people, name);
    rv_moment now = people->now();

    if (!account || !account->password)
        return rv_fail(err, RV_ENOTFOUND, "%s has no password yet; a token is for people who have logged in", name);
    if (account->n_tokens >= TOKENS_MOST)
        return rv_fail(err, RV_EINVAL, "%s has %zu tokens; end one first", name, account->n_tokens);
    return rv_ticket_make(people, account, true, label, hash, now, now) ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

rv_status rv_people_token_make(rv_people *people, const char *name, const char *label, char token[RV_SESSION_ID], rv_error *err)
{
    uint8_t hash[RV_DIGEST];
    rv_ticket *ticket;
    rv_status st;

    if ((st = label_fits(label, err)) != RV_OK || (st = rv_random_id(token, err)) != RV_OK || (st = rv_people_begin(people, err)) != RV_OK)
        return st;
    rv_hash_secret(token, hash);
    if ((st = add_token(people, name, label, hash, err)) != RV_OK) {
        rv_people_abandon(people);
        return st;
    }
    if ((st = rv_people_commit(people, err)) == RV_OK)
        return st;
    pthread_mutex_lock(&people->lock);
    if ((ticket = rv_ticket_find(people, hash)))
        rv_ticket_end(people, ticket);
    pthread_mutex_unlock(&people->lock);
    sodium_memzero(token, RV_SESSION_ID);
    return st;
}

/* ---- Ends: at once in memory, then in the file; what cannot be written is tried again by the keeper -------------------------- */

void rv_people_logout(rv_people *people, const rv_session *session)
{
    uint8_t hash[RV_DIGEST];
    rv_ticket *ticket = NULL;

    pthread_mutex_lock(&people->lock);
    if (rv_unhex(session->id_hash, hash, RV_DIGEST) && (ticket = rv_ticket_find(people, hash))) {
        rv_ticket_end(people, ticket);
        rv_people_touch(people, false);
    }
    pthread_mutex_unlock(&people->lock);
    if (ticket)
        rv_people_write_now(people);
}

void rv_people_end_all(rv_people *people, const char *name, const rv_session *except)
{
    uint8_t hash[RV_DIGEST];
    rv_account *account;
    bool some = false;

    pthread_mutex_lock(&people->lock);
    if ((account = rv_account_find(people, name)) && account->tickets) {
        some = true;
        rv_account_end_tickets(people, account, except && rv_unhex(except->id_hash, hash, RV_DIGEST) ? rv_ticket_find(people, hash) : NULL);
        rv_people_touch(people, false);
    }
    pthread_mutex_unlock(&people->lock);
    if (some)
        rv_people_write_now(people);
}

rv_status rv_people_end(rv_people *people, const char *name, const char *id_hash, rv_error *err)
{
    uint8_t hash[RV_DIGEST];
    rv_ticket *ticket;
    rv_status st;

    if (strlen(id_hash) != 2 * RV_DIGEST || !rv_unhex(id_hash, hash, RV_DIGEST))
        return rv_fail(err, RV_EINVAL, "'%.80s' names no session or token: 64 hexadecimal digits do", id_hash);
    pthread_mutex_lock(&people->lock);
    ticket = rv_ticket_find(people, hash);
    if (ticket && strcmp(ticket->account->name, name) == 0) {
        rv_ticket_end(people, ticket);
        rv_people_touch(people, false);
    } else
        ticket = NULL;
    pthread_mutex_unlock(&people->lock);
    if (!ticket)
        return rv_fail(err, RV_ENOTFOUND, "%s has no such session or token; it may have ended already", name);
    st = rv_people_begin(people, err);
    return st == RV_OK ? rv_people_commit(people, err) : st;
}

/* ---- A person's list -------------------------------------------------------------------------------------------------------- */

typedef struct {
    bool token;
    char label[LABEL_MOST + 1], begun[RV_TIME_TEXT], used[RV_TIME_TEXT], id_hash[RV_DIGEST_HEX];
} line;

/* A copy, so that no lock is held while rows are told; NULL in `*lines` when there are none. */
static rv_status copy_lines(rv_people *people, const char *name, line **lines, size_t *n, rv_error *err)
{
    rv_moment now = people->now();
    const rv_account *account;
    const rv_ticket *t;
    size_t room;
    bool failed;

    *lines = NULL;
    *n = 0;
    pthread_mutex_lock(&people->lock);
    account = rv_account_find(people, name);
    room = account ? account->n_sessions + account->n_tokens : 0;
    failed = room > 0 && !(*lines = calloc(room, sizeof **lines));
    for (t = room > 0 && !failed ? account->tickets : NULL; t; t = t->next) {
        line *l = &(*lines)[*n];

        if (rv_ticket_over(people, t, now))
            continue;
        l->token = t->token;
        snprintf(l->label, sizeof l->label, "%s", t->label);
        rv_wall_text(t->begun.wall, l->begun);
        rv_wall_text(t->used.wall, l->used);
        rv_hex(t->hash, RV_DIGEST, l->id_hash);
        ++*n;
    }
    pthread_mutex_unlock(&people->lock);
    return failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

rv_status rv_people_each_session(rv_people *people, const char *name, rv_status (*row)(void *user, const rv_people_row *row, rv_error *err),
                                 void *user, rv_error *err)
{
    line *lines;
    size_t n, i;
    rv_status st = copy_lines(people, name, &lines, &n, err);

    for (i = 0; i < n && st == RV_OK; i++) {
        const rv_people_row told = { lines[i].token ? "token" : "session", lines[i].label, lines[i].begun, lines[i].used,
                                     lines[i].id_hash };

        st = row(user, &told, err);
    }
    free(lines);
    return st;
}
