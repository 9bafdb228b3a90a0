#ifndef RV_WEB_PEOPLE_H
#define RV_WEB_PEOPLE_H

/*
 * What the files behind session.h share. Two locks: `change` is held by who changes what must be in the file before it is answered, and
 * is taken first; `lock` guards the memory, is held for a moment only, never while a password is hashed or a file is written.
 */

#include <pthread.h>
#include <semaphore.h>
#include <sys/types.h>

#include "web/session.h"

/* Two clocks. `wall` is the time of day in seconds since 1970, which people and machines set; `steady` only goes forward, also while
   the machine sleeps. What ends by time ends when either says so. */
typedef struct {
    int64_t wall;
    double  steady;
} rv_moment;

typedef struct rv_account rv_account;

/* A session or a token. */
typedef struct rv_ticket {
    uint8_t     hash[RV_DIGEST];         /* of its secret part; the key of the index */
    rv_account *account;
    struct rv_ticket *next;              /* of the same account, newest first */
    bool        token;
    char       *label;                   /* of a token; of a session the address it began from */
    char       *said;                    /* a sentence for the next page; never in the file */
    rv_moment   begun, used;
} rv_ticket;

struct rv_account {
    char      *name;
    char      *password;                 /* argon2id as libsodium writes it; NULL: none yet */
    int64_t    changed;                  /* when it was set */
    char       from[64];                 /* address from which they were let in last, since the start */
    bool       linked;                   /* a one-time link is out */
    uint8_t    link[RV_DIGEST];          /* hash of its secret part */
    int64_t    link_until;
    rv_ticket *tickets;
    size_t     n_sessions, n_tokens;
};

/* Failed logins of the last quarter of an hour, in a ring: the oldest falls out, so that memory is bounded. */
typedef struct {
    double   when;                       /* steady; < 0: forgiven */
    uint64_t name, place;                /* keyed hashes of who was asked for, and of where from */
} rv_failure;
enum { RV_FAILURES = 16384 };
typedef struct {
    rv_failure *ring;
    size_t      next, n;
    uint8_t     key[16];
} rv_throttle;

struct rv_people {
    char           *path, *folder, *file;    /* `file` in `folder`, which is open as folder_fd */
    char           *review;                  /* its name, no password */
    int             folder_fd, lock_fd;
    int             idle_seconds, absolute_seconds;
    bool            plain;
    rv_moment     (*now)(void);
    char           *nobody;                  /* hash that a password is checked against when there is no such person */

    pthread_mutex_t change, lock;
    pthread_cond_t  wake;
    sem_t           hashing;                 /* two at once at most */
    pthread_t       keeper;
    bool            keeping, stop;

    rv_account    **accounts;                /* by name, as strcmp() orders */
    size_t          n_accounts, room;
    void           *index;                   /* tickets by hash (tsearch) */
    rv_throttle     throttle;
    bool            dirty, soon;             /* something is not in the file; it should be there within a second */
    rv_error        fault;                   /* of the last write that nobody waited for; code RV_OK: none */
    dev_t           seen_dev;                /* the file as it was last read or written */
    ino_t           seen_ino;
    off_t           seen_size;
    struct timespec seen_time;
};

/* people_open.c */
/* As rv_people_open(), for a program that makes one change while a server may be running: no keeper, and others may have it open. */
RV_MUST_CHECK rv_status rv_people_open_beside(rv_people **out, const char *path, const rv_web_options *options, rv_error *err);
rv_moment rv_moment_now(void);

/* accounts.c; `lock` is held */
rv_account *rv_account_find(const rv_people *people, const char *name);
rv_account *rv_account_make(rv_people *people, const char *name);     /* also finds; NULL when memory is short */
rv_ticket *rv_ticket_find(const rv_people *people, const uint8_t hash[RV_DIGEST]);
/* Begins one, for an id whose hash it is; NULL when memory is short. The oldest session of somebody who has 50 ends. */
rv_ticket *rv_ticket_make(rv_people *people, rv_account *account, bool token, const char *label, const uint8_t hash[RV_DIGEST],
                          rv_moment begun, rv_moment used);
void rv_ticket_end(rv_people *people, rv_ticket *ticket);
/* All of them but one (NULL: none). */
void rv_account_end_tickets(rv_people *people, rv_account *account, const rv_ticket *except);
bool rv_ticket_over(const rv_people *people, const rv_ticket *ticket, rv_moment now);
/* Ends sessions whose time is over, forgets links whose time is over and people of whom nothing is left. */
void rv_people_tidy(rv_people *people);
void rv_people_forget(rv_people *people);

/* people_text.c: the file's content; `lock` is held */
/* Seconds since 1970 as rv_now() writes them. */
void rv_wall_text(int64_t wall, char text[RV_TIME_TEXT]);
RV_MUST_CHECK rv_status rv_people_write_text(const rv_people *people, rv_buf *out, rv_error *err);
RV_MUST_CHECK rv_status rv_people_read_text(rv_people *people, const char *name, const char *bytes, size_t n, rv_error *err);
/* Takes the links of another program's change over, and nothing else. */
RV_MUST_CHECK rv_status rv_people_read_links(rv_people *people, const char *name, const char *bytes, size_t n, rv_error *err);

/* people_file.c */
/* Reads the file, or makes it, mode 0600. */
RV_MUST_CHECK rv_status rv_people_load(rv_people *people, rv_error *err);
/* A change: begin takes both locks, after what another program changed was read; end writes and gives them back, also when it fails,
   and then the caller takes its change back. */
RV_MUST_CHECK rv_status rv_people_begin(rv_people *people, rv_error *err);
RV_MUST_CHECK rv_status rv_people_commit(rv_people *people, rv_error *err);
void rv_people_abandon(rv_people *people);
/* Reads what another program changed; no lock is held. */
void rv_people_look(rv_people *people);
/* The thread that writes uses of sessions once a minute, and logins within a second. */
RV_MUST_CHECK rv_status rv_keeper_start(rv_people *people, rv_error *err);
void rv_keeper_stop(rv_people *people);
/* Writes all there is; a failure is kept for rv_people_fault(), and the write tried again later. No lock is held. */
void rv_people_write_now(rv_people *people);
/* Something has changed that may be written later; `lock` is held. */
void rv_people_touch(rv_people *people, bool soon);

/* password.c; no lock is held */
/* Whether a password may be taken by that person; RV_EINVAL says what would be right. */
RV_MUST_CHECK rv_status rv_password_check(const rv_people *people, const char *name, const char *password, rv_error *err);
RV_MUST_CHECK rv_status rv_password_hash(rv_people *people, const char *password, char **hash, rv_error *err);
/* True when the password is that of `hash`; NULL: there is no such person, which takes the same time. */
bool rv_password_is(rv_people *people, const char *hash, const char *password);
bool rv_password_stale(const rv_people *people, const char *hash);

/* common_words.c: whether it is one of the passwords that are guessed first. `folded` is in small letters. */
RV_API bool rv_password_common(const char *folded);

/* throttle.c; `lock` is held */
RV_MUST_CHECK rv_status rv_throttle_open(rv_throttle *throttle, rv_error *err);
void rv_throttle_close(rv_throttle *throttle);
/* Seconds that this name must wait before it is tried from this address; 0: go on, and the try is counted as failed until it is
   forgiven. `known`: the person has been let in from this address. */
int rv_throttle_try(rv_throttle *throttle, const char *name, const char *address, bool known, double now);
/* The person was let in: their failures from this address are forgotten. */
void rv_throttle_forgive(rv_throttle *throttle, const char *name, const char *address);

/* secret_id.c */
void rv_hash_secret(const char *id, uint8_t hash[RV_DIGEST]);
/* The anti-forgery token of a session or visitor: made from its secret part, so that nothing of it is kept. */
void rv_secret_csrf(const char *id, char kind, char csrf[RV_SESSION_ID]);
/* It could have been made by rv_random_id(). */
bool rv_secret_formed(const char *id);

#endif
