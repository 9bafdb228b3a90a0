#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

/* The bits of a session for whoever asked with its id. */
static void tell(const rv_ticket *ticket, const char *id, rv_session *out)
{
    memset(out, 0, sizeof *out);
    snprintf(out->person, sizeof out->person, "%s", ticket->account->name);
    rv_hex(ticket->hash, RV_DIGEST, out->id_hash);
    out->token = ticket->token;
    if (!ticket->token)
        rv_secret_csrf(id, 's', out->csrf);
}

/* ---- Who asks -------------------------------------------------------------------------------------------------------------- */

static bool ask(rv_people *people, const char *id, bool token, rv_session *out)
{
    rv_moment now = people->now();
    uint8_t hash[RV_DIGEST];
    rv_ticket *ticket;
    bool good;

    if (!rv_secret_formed(id))
        return false;
    rv_hash_secret(id, hash);
    pthread_mutex_lock(&people->lock);
    ticket = rv_ticket_find(people, hash);
    good = ticket && ticket->token == token;
    if (good && rv_ticket_over(people, ticket, now)) {
        rv_ticket_end(people, ticket);           /* so that no clock brings it back */
        rv_people_touch(people, true);
        good = false;
    }
    if (good) {
        ticket->used = now;
        rv_people_touch(people, false);
        tell(ticket, id, out);
    }
    pthread_mutex_unlock(&people->lock);
    return good;
}

bool rv_people_session(rv_people *people, const char *id, rv_session *out)
{
    return ask(people, id, false, out);
}

bool rv_people_token(rv_people *people, const char *token, rv_session *out)
{
    return ask(people, token, true, out);
}

/* ---- Login ----------------------------------------------------------------------------------------------------------------- */

/* They have a session from there, or were let in from there last. */
static bool known_from(const rv_account *account, const char *address)
{
    const rv_ticket *t;

    if (!account)
        return false;
    for (t = account->tickets; t; t = t->next)
        if (!t->token && strcmp(t->label, address) == 0)
            return true;
    return *account->from && strcmp(account->from, address) == 0;
}

/* The hash that a password is to be compared with, once the throttle lets it be tried; NULL in `*hash` for nobody's. */
static rv_status may_try(rv_people *people, const char *name, const char *address, char **hash, rv_error *err)
{
    rv_account *account;
    int wait;
    bool has = false;

    *hash = NULL;
    pthread_mutex_lock(&people->lock);
    account = rv_account_find(people, name);
    wait = rv_throttle_try(&people->throttle, name, address, known_from(account, address), people->now().steady);
    if (wait == 0 && account && account->password) {
        has = true;
        *hash = strdup(account->password);
    }
    pthread_mutex_unlock(&people->lock);
    if (wait > 0)
        return rv_fail(err, RV_EDOMAIN, "too many attempts; try again in %d second%s", wait, wait == 1 ? "" : "s");
    return has && !*hash ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

/* The account, when its password is still the one that was compared: somebody may have changed it while we hashed. */
static rv_account *still(const rv_people *people, const char *name, const char *hash)
{
    rv_account *account = rv_account_find(people, name);

    return account && account->password && strcmp(account->password, hash) == 0 ? account : NULL;
}

/* Begins a session with a new id; `lock` is held. */
static rv_status begin_session(rv_people *people, rv_account *account, const char *address, const char *id, rv_session *out,
                               rv_error *err)
{
    rv_moment now = people->now();
    uint8_t hash[RV_DIGEST];
    rv_ticket *ticket;

    rv_hash_secret(id, hash);
    if (!(ticket = rv_ticket_make(people, account, false, address, hash, now, now)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    snprintf(account->from, sizeof account->from, "%s", address);
    rv_throttle_forgive(&people->throttle, account->name, address);
    tell(ticket, id, out);
    return RV_OK;
}

/* A password that was hashed at another cost is hashed anew while we know it; when that fails the old one stays. */
static void renew_hash(rv_people *people, const char *name, const char *password, const char *old)
{
    rv_account *account;
    char *hash;

    if (!rv_password_stale(people, old) || rv_password_hash(people, password, &hash, NULL) != RV_OK)
        return;
    pthread_mutex_lock(&people->lock);
    if ((account = still(people, name, old))) {
        free(account->password);
        account->password = hash;
        hash = NULL;
        rv_people_touch(people, true);
    }
    pthread_mutex_unlock(&people->lock);
    free(hash);
}

rv_status rv_people_login(rv_people *people, const char *name, const char *password, const char *address, char id[RV_SESSION_ID],
                          rv_session *out, rv_error *err)
{
    rv_account *account;
    char *hash;
    rv_status st = may_try(people, name, address, &hash, err);

    if (st != RV_OK)
        return st;
    if (!rv_password_is(people, hash, password))
        st = rv_fail(err, RV_EINVAL, "name or password is wrong");
    else if ((st = rv_random_id(id, err)) == RV_OK) {
        pthread_mutex_lock(&people->lock);
        account = still(people, name, hash);
        st = account ? begin_session(people, account, address, id, out, err) : rv_fail(err, RV_EINVAL, "name or password is wrong");
        if (st == RV_OK)
            rv_people_touch(people, true);
        pthread_mutex_unlock(&people->lock);
    }
    if (st == RV_OK)
        renew_hash(people, name, password, hash);
    free(hash);
    return st;
}

/* ---- A new password -------------------------------------------------------------------------------------------------------- */

/* Puts a hash in the place of the old one, which `*hash` then is; with it everything that had been let in with the old one ends. */
static void swap_password(rv_people *people, rv_account *account, char **hash, int64_t *changed, const rv_ticket *except)
{
    char *old = account->password;
    int64_t when = account->changed;

    account->password = *hash;
    account->changed = *changed;
    *hash = old;
    *changed = when;
    rv_account_end_tickets(people, account, except);
}

/* The change could not be written: the old password again. Sessions that ended stay so; `keep` is the one that asked (NULL: none).
   `hash` is what the account had. */
static void swap_back(rv_people *people, const char *name, char **hash, int64_t changed, const uint8_t *keep)
{
    rv_account *account;

    pthread_mutex_lock(&people->lock);
    if ((account = rv_account_find(people, name)))
        swap_password(people, account, hash, &changed, keep ? rv_ticket_find(people, keep) : NULL);
    pthread_mutex_unlock(&people->lock);
}

rv_status rv_people_password(rv_people *people, const rv_session *session, const char *old, const char *password, const char *address,
                             rv_error *err)
{
    uint8_t own[RV_DIGEST];
    rv_account *account;
    char *hash = NULL, *before = NULL;
    int64_t changed = people->now().wall;
    rv_status st = rv_password_check(people, session->person, password, err);

    if (st == RV_OK && (session->token || !rv_unhex(session->id_hash, own, RV_DIGEST)))
        st = rv_fail(err, RV_EINVAL, "a token changes no password; log in for that");
    if (st != RV_OK || (st = may_try(people, session->person, address, &before, err)) != RV_OK)
        return st;
    if (!rv_password_is(people, before, old))
        st = rv_fail(err, RV_EINVAL, "the old password is wrong");
    else if ((st = rv_password_hash(people, password, &hash, err)) == RV_OK && (st = rv_people_begin(people, err)) == RV_OK) {
        if (!(account = still(people, session->person, before))) {
            rv_people_abandon(people);
            st = rv_fail(err, RV_EINVAL, "the password was changed meanwhile");
        } else {
            rv_throttle_forgive(&people->throttle, session->person, address);
            swap_password(people, account, &hash, &changed, rv_ticket_find(people, own));
            if ((st = rv_people_commit(people, err)) != RV_OK)
                swap_back(people, session->person, &hash, changed, own);
        }
    }
    free(before);
    free(hash);
    return st;
}

/* The account whose link it is, now; `lock` is held. */
static rv_account *whose_link(const rv_people *people, const char *secret)
{
    int64_t now = people->now().wall;
    uint8_t hash[RV_DIGEST];
    size_t i;

    rv_hash_secret(secret, hash);
    for (i = 0; i < people->n_accounts; i++)
        if (people->accounts[i]->linked && now <= people->accounts[i]->link_until
            && sodium_memcmp(people->accounts[i]->link, hash, RV_DIGEST) == 0)
            return people->accounts[i];
    return NULL;
}

bool rv_people_invited(rv_people *people, const char *secret, char name[256])
{
    const rv_account *account;

    if (!rv_secret_formed(secret))
        return false;
    rv_people_look(people);                      /* it may have been made beside us a moment ago */
    pthread_mutex_lock(&people->lock);
    if ((account = whose_link(people, secret)))
        snprintf(name, 256, "%s", account->name);
    pthread_mutex_unlock(&people->lock);
    return account;
}

/* The change itself; both locks are held. The session is begun in the same write. */
static rv_status take_link(rv_people *people, const char *secret, const char *address, char **hash, int64_t *changed, const char *id,
                           rv_session *out, rv_error *err)
{
    rv_account *account = whose_link(people, secret);

    if (!account)
        return rv_fail(err, RV_ENOTFOUND, "this link is no longer good; ask the lead for a new one");
    swap_password(people, account, hash, changed, NULL);
    account->linked = false;
    return begin_session(people, account, address, id, out, err);
}

rv_status rv_people_join(rv_people *people, const char *secret, const char *password, const char *address, char id[RV_SESSION_ID],
                         rv_session *out, rv_error *err)
{
    int64_t changed = people->now().wall;
    char name[256], *hash = NULL;
    rv_account *account;
    rv_status st;

    if (!rv_people_invited(people, secret, name))
        return rv_fail(err, RV_ENOTFOUND, "this link is no longer good; ask the lead for a new one");
    if ((st = rv_password_check(people, name, password, err)) != RV_OK || (st = rv_password_hash(people, password, &hash, err)) != RV_OK)
        return st;
    if ((st = rv_random_id(id, err)) == RV_OK && (st = rv_people_begin(people, err)) == RV_OK) {
        if ((st = take_link(people, secret, address, &hash, &changed, id, out, err)) != RV_OK)
            rv_people_abandon(people);
        else if ((st = rv_people_commit(people, err)) != RV_OK) {
            swap_back(people, name, &hash, changed, NULL);
            pthread_mutex_lock(&people->lock);
            if ((account = rv_account_find(people, name)))
                account->linked = true;
            pthread_mutex_unlock(&people->lock);
        }
    }
    free(hash);
    return st;
}
