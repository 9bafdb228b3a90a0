#ifndef RV_WEB_SESSION_H
#define RV_WEB_SESSION_H

/*
 * The people of the server: passwords, one-time links, sessions, tokens for programs, in one file beside the review (mode 0600, JSON,
 * rewritten whole or not at all), held in memory behind a lock: any thread may call. Nothing of the review is in it, and roles stand in
 * the review alone. Only hashes of passwords (argon2id), session identifiers, links and tokens (SHA-256 of 256 random bits) are kept.
 */

#include "web/web.h"

enum { RV_SESSION_ID = 44 };      /* 256 bits as URL-safe base64, and NUL */

/* A session, or a token, as a request sees it: a copy. */
typedef struct {
    char person[256];
    char csrf[RV_SESSION_ID];     /* of this session alone; "" of a token, which needs none */
    char id_hash[RV_DIGEST_HEX];  /* for rv_people_logout() and messages */
    bool token;
} rv_session;

/* Opens or makes the file. `plain`: passwords cost little, for tests of load. */
RV_MUST_CHECK rv_status rv_people_open(rv_people **out, const char *path, const rv_web_options *options, rv_error *err);
void rv_people_close(rv_people *people);
/* Nobody has a password yet. */
bool rv_people_empty(rv_people *people);

/* The session of a cookie's value, or of a bearer token; false when there is none, it ended or was idle too long. Marks it as used. */
bool rv_people_session(rv_people *people, const char *id, rv_session *out);
bool rv_people_token(rv_people *people, const char *token, rv_session *out);

/*
 * Checks a password and begins a session: `id` goes into the cookie. `address` is who asks. The answer and its time are the same for
 * people who are not there. RV_EINVAL "name or password is wrong"; RV_EDOMAIN "too many attempts; try again in N seconds", which is
 * told before anything is hashed and locks nobody out for good.
 */
RV_MUST_CHECK
rv_status rv_people_login(rv_people *people, const char *name, const char *password, const char *address, char id[RV_SESSION_ID],
                          rv_session *out, rv_error *err);
void rv_people_logout(rv_people *people, const rv_session *session);
/* Ends all sessions and tokens of a person, but for one session (NULL: none). */
void rv_people_end_all(rv_people *people, const char *name, const rv_session *except);

/* A name that a person may have here: 1 to 255 bytes of UTF-8 without control characters, no blank at either end; else RV_EINVAL. */
RV_MUST_CHECK rv_status rv_people_name(const char *name, rv_error *err);

/* A one-time link for a person: the secret part. The earlier one of the same person ends. */
RV_MUST_CHECK
rv_status rv_people_invite(rv_people *people, const char *name, int hours, char secret[RV_SESSION_ID], rv_error *err);
/* Whose link it is; false when there is none or its time is over. */
bool rv_people_invited(rv_people *people, const char *secret, char name[256]);
/* Takes the link and sets the password (8 characters at least, 1,024 at most, none of the common ones); begins a session. */
RV_MUST_CHECK
rv_status rv_people_join(rv_people *people, const char *secret, const char *password, const char *address, char id[RV_SESSION_ID],
                         rv_session *out, rv_error *err);
/* Changes one's own password; all other sessions and tokens end. RV_EINVAL the old one is wrong. */
RV_MUST_CHECK
rv_status rv_people_password(rv_people *people, const rv_session *session, const char *old, const char *password, const char *address,
                             rv_error *err);

/* A token for scripts, shown once. */
RV_MUST_CHECK
rv_status rv_people_token_make(rv_people *people, const char *name, const char *label, char token[RV_SESSION_ID], rv_error *err);
/* Walks a person's sessions and tokens: kind "session" or "token", label, when begun and last used. Texts live until it returns. */
typedef struct { const char *kind, *label, *begun, *used, *id_hash; } rv_people_row;
RV_MUST_CHECK
rv_status rv_people_each_session(rv_people *people, const char *name, rv_status (*row)(void *user, const rv_people_row *row, rv_error *err),
                                 void *user, rv_error *err);
RV_MUST_CHECK rv_status rv_people_end(rv_people *people, const char *name, const char *id_hash, rv_error *err);
/* Who has a password or an open link, for the lead's list: "password", "link until ...", "". */
void rv_people_state(rv_people *people, const char *name, char state[64]);

/* The token that a form of somebody not logged in carries, made from the value of a cookie of its own. */
RV_MUST_CHECK rv_status rv_people_visitor(rv_people *people, char id[RV_SESSION_ID], char csrf[RV_SESSION_ID], rv_error *err);
bool rv_people_visitor_csrf(rv_people *people, const char *id, char csrf[RV_SESSION_ID]);

/* A sentence for the session's next page, once. */
void rv_people_say(rv_people *people, const rv_session *session, const char *sentence);
void rv_people_said(rv_people *people, const rv_session *session, char sentence[512]);

/* Why sessions cannot be written to the file now, for the lead's page and the log; false while all is well. What people are told was
   done (a password, a link, a token) is written or refused; what fails here are logins and ends, which memory has right. */
bool rv_people_fault(rv_people *people, char words[512]);

/* 256 random bits as text. */
RV_MUST_CHECK rv_status rv_random_id(char id[RV_SESSION_ID], rv_error *err);
/* SHA-256 of a text, hex. */
void rv_hash_id(const char *id, char hex[RV_DIGEST_HEX]);

#endif
