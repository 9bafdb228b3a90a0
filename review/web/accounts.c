#include <config.h>

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

enum { SESSIONS_MOST = 50, NAME_MOST = 255 };

rv_status rv_people_name(const char *name, rv_error *err)
{
    size_t n = strlen(name), bad, i;

    if (n == 0 || n > NAME_MOST)
        return rv_fail(err, RV_EINVAL, "a person's name has 1 to %d bytes, not %zu", NAME_MOST, n);
    if (!rv_utf8_valid(name, n, &bad))
        return rv_fail(err, RV_EINVAL, "the name is not UTF-8 at byte %zu", bad + 1);
    for (i = 0; i < n; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 127)
            return rv_fail(err, RV_EINVAL, "the name has a control character at byte %zu", i + 1);
    if (name[0] == ' ' || name[n - 1] == ' ')
        return rv_fail(err, RV_EINVAL, "the name '%s' begins or ends with a blank", name);
    return RV_OK;
}

/* Where the name stands, or would stand. */
static size_t place(const rv_people *people, const char *name, bool *there)
{
    size_t low = 0, high = people->n_accounts;

    *there = false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(people->accounts[middle]->name, name);

        if (order == 0) {
            *there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

rv_account *rv_account_find(const rv_people *people, const char *name)
{
    bool there;
    size_t at = place(people, name, &there);

    return there ? people->accounts[at] : NULL;
}

static void account_free(rv_account *account)
{
    if (!account)
        return;
    free(account->name);
    free(account->password);
    free(account);
}

rv_account *rv_account_make(rv_people *people, const char *name)
{
    bool there;
    size_t at = place(people, name, &there);
    rv_account *account;

    if (there)
        return people->accounts[at];
    account = calloc(1, sizeof *account);
    if (!account || !(account->name = strdup(name))
        || !rv_grow(&people->accounts, people->n_accounts, &people->room, sizeof *people->accounts)) {
        account_free(account);
        return NULL;
    }
    memmove(people->accounts + at + 1, people->accounts + at, (people->n_accounts - at) * sizeof *people->accounts);
    people->accounts[at] = account;
    people->n_accounts++;
    return account;
}

/* Where the time goes tells nothing: what is compared are hashes of what was asked. */
static int by_hash(const void *a, const void *b)
{
    return memcmp(((const rv_ticket *)a)->hash, ((const rv_ticket *)b)->hash, RV_DIGEST);
}

rv_ticket *rv_ticket_find(const rv_people *people, const uint8_t hash[RV_DIGEST])
{
    rv_ticket asked, **found;

    memcpy(asked.hash, hash, RV_DIGEST);
    found = tfind(&asked, &people->index, by_hash);
    return found && sodium_memcmp((*found)->hash, hash, RV_DIGEST) == 0 ? *found : NULL;
}

static void ticket_free(rv_ticket *ticket)
{
    if (!ticket)
        return;
    free(ticket->label);
    free(ticket->said);
    free(ticket);
}

void rv_ticket_end(rv_people *people, rv_ticket *ticket)
{
    rv_ticket **link = &ticket->account->tickets;

    while (*link != ticket)
        link = &(*link)->next;
    *link = ticket->next;
    *(ticket->token ? &ticket->account->n_tokens : &ticket->account->n_sessions) -= 1;
    tdelete(ticket, &people->index, by_hash);
    ticket_free(ticket);
}

static void end_oldest_session(rv_people *people, rv_account *account)
{
    rv_ticket *t, *oldest = NULL;

    for (t = account->tickets; t; t = t->next)
        if (!t->token && (!oldest || t->used.steady <= oldest->used.steady))
            oldest = t;
    if (oldest)
        rv_ticket_end(people, oldest);
}

rv_ticket *rv_ticket_make(rv_people *people, rv_account *account, bool token, const char *label, const uint8_t hash[RV_DIGEST],
                          rv_moment begun, rv_moment used)
{
    rv_ticket *ticket = calloc(1, sizeof *ticket), **there = NULL;

    if (ticket) {
        memcpy(ticket->hash, hash, RV_DIGEST);
        ticket->label = strdup(label);
        there = ticket->label ? tsearch(ticket, &people->index, by_hash) : NULL;
    }
    if (!there || *there != ticket) {            /* no memory; or the hash is there, which 256 random bits do not come to */
        ticket_free(ticket);
        return NULL;
    }
    ticket->account = account;
    ticket->token = token;
    ticket->begun = begun;
    ticket->used = used;
    ticket->next = account->tickets;
    account->tickets = ticket;
    *(token ? &account->n_tokens : &account->n_sessions) += 1;
    if (!token && account->n_sessions > SESSIONS_MOST)
        end_oldest_session(people, account);
    return ticket;
}

void rv_account_end_tickets(rv_people *people, rv_account *account, const rv_ticket *except)
{
    rv_ticket *t, *next;

    for (t = account->tickets; t; t = next) {
        next = t->next;
        if (t != except)
            rv_ticket_end(people, t);
    }
}

/* Both clocks must agree that there is time left: the steady one does not go back, the wall clock goes on while the server is down. */
bool rv_ticket_over(const rv_people *people, const rv_ticket *ticket, rv_moment now)
{
    return !ticket->token
           && (now.steady - ticket->used.steady > people->idle_seconds || now.steady - ticket->begun.steady > people->absolute_seconds
               || now.wall - ticket->used.wall > people->idle_seconds || now.wall - ticket->begun.wall > people->absolute_seconds);
}

void rv_people_tidy(rv_people *people)
{
    rv_moment now = people->now();
    size_t i, kept = 0;

    for (i = 0; i < people->n_accounts; i++) {
        rv_account *account = people->accounts[i];
        rv_ticket *t, *next;

        for (t = account->tickets; t; t = next) {
            next = t->next;
            if (rv_ticket_over(people, t, now))
                rv_ticket_end(people, t);
        }
        if (account->linked && now.wall > account->link_until)
            account->linked = false;
        if (account->password || account->linked || account->tickets)
            people->accounts[kept++] = account;
        else
            account_free(account);
    }
    people->n_accounts = kept;
}

void rv_people_forget(rv_people *people)
{
    size_t i;

    for (i = 0; i < people->n_accounts; i++) {
        rv_account_end_tickets(people, people->accounts[i], NULL);
        account_free(people->accounts[i]);
    }
    free(people->accounts);
    people->accounts = NULL;
    people->n_accounts = people->room = 0;
}
