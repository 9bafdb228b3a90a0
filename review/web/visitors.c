#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

#include "web/people.h"

/* Nothing is kept of visitors, so that nobody can fill memory by asking for the login page. */

rv_status rv_people_visitor(rv_people *people, char id[RV_SESSION_ID], char csrf[RV_SESSION_ID], rv_error *err)
{
    rv_status st = rv_random_id(id, err);

    (void)people;
    if (st == RV_OK)
        rv_secret_csrf(id, 'v', csrf);
    return st;
}

bool rv_people_visitor_csrf(rv_people *people, const char *id, char csrf[RV_SESSION_ID])
{
    (void)people;
    if (!rv_secret_formed(id))
        return false;
    rv_secret_csrf(id, 'v', csrf);
    return true;
}

/* ---- A sentence for the next page ------------------------------------------------------------------------------------------- */

/* The ticket of a session, while `lock` is held. */
static rv_ticket *ticket_of(const rv_people *people, const rv_session *session)
{
    uint8_t hash[RV_DIGEST];

    return rv_unhex(session->id_hash, hash, RV_DIGEST) ? rv_ticket_find(people, hash) : NULL;
}

void rv_people_say(rv_people *people, const rv_session *session, const char *sentence)
{
    char *copy = strndup(sentence, 511), *before = NULL;
    rv_ticket *ticket;

    pthread_mutex_lock(&people->lock);
    if (copy && (ticket = ticket_of(people, session))) {
        before = ticket->said;
        ticket->said = copy;
        copy = NULL;
    }
    pthread_mutex_unlock(&people->lock);
    free(before);
    free(copy);
}

void rv_people_said(rv_people *people, const rv_session *session, char sentence[512])
{
    char *said = NULL;
    rv_ticket *ticket;

    sentence[0] = '\0';
    pthread_mutex_lock(&people->lock);
    if ((ticket = ticket_of(people, session))) {
        said = ticket->said;
        ticket->said = NULL;
    }
    pthread_mutex_unlock(&people->lock);
    if (said)
        snprintf(sentence, 512, "%s", said);
    free(said);
}
