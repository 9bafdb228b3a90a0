/* The head of a report: which of its records says a field best. */
#ifndef RV_REFS_HEADS_H
#define RV_REFS_HEADS_H

#include "review/refs.h"

#include "inside.h"

/* The columns of a record from type on, in their order. */
typedef enum {
    RV_HEAD_TYPE, RV_HEAD_TITLE, RV_HEAD_AUTHORS, RV_HEAD_YEAR, RV_HEAD_CONTAINER, RV_HEAD_VOLUME, RV_HEAD_ISSUE, RV_HEAD_PAGES,
    RV_HEAD_DOI, RV_HEAD_PMID, RV_HEAD_ISBN, RV_HEAD_ISSN, RV_HEAD_ACCESSION, RV_HEAD_PUBLISHER, RV_HEAD_URL, RV_HEAD_ABSTRACT,
    RV_HEAD_KEYWORDS, RV_HEAD_LANGUAGE, RV_HEAD_NOTE, RV_HEAD_FIELDS
} rv_head_field;

/* The column's name; the field with a name, RV_HEAD_FIELDS when it is none. */
const char *rv_head_name(rv_head_field field);
rv_head_field rv_head_named(const char *name);
/* What a record says in a column; NULL: nothing. `year` is where a year is written to. */
typedef char rv_year_text[24];
const char *rv_head_value(const rv_bulk_record *fields, rv_head_field field, rv_year_text year);
/* Sets a column that is a text. */
void rv_head_set(rv_bulk_record *fields, rv_head_field field, const char *text);

/* ---- One text ------------------------------------------------------------------------------------------------------------- */

/* How sound a text is; what is less than RV_WORTH_SOUND is taken when nothing better is there. */
enum {
    RV_WORTH_NOTHING,            /* "No abstract available", "Anonymous" */
    RV_WORTH_CUT,                /* "(ABSTRACT TRUNCATED)", "...", "et al." */
    RV_WORTH_DAMAGED,            /* letters lost, entities or tags left */
    RV_WORTH_ROUGH,              /* all capitals; names that are not parted */
    RV_WORTH_FOREIGN,            /* a title in brackets: a translation; a link into a database that not everyone has */
    RV_WORTH_SOUND
};

/* What a text is worth, whatever the others say. */
typedef struct {
    bool     given;
    uint8_t  sound;
    uint32_t amount;             /* letters, names or terms */
    uint32_t fine;               /* given names in full, accents, nothing added at the end: breaks ties */
    uint64_t same;               /* equal for texts that say the same */
    uint64_t text;               /* of the bytes: breaks ties whatever the order of import */
} rv_worth;

/* `folded` is left with what `same` was made of, for title and container; it may have failed (rv_buf_check). */
rv_worth rv_worth_of(const rv_bulk_record *fields, rv_head_field field, rv_buf *folded);
/* True when one folded name of a journal abbreviates the other ("j youth stud", "journal of youth studies", "jys"), or both are one. */
bool rv_worth_journals(const char *a, const char *b);

/* ---- One report ------------------------------------------------------------------------------------------------------------ */

typedef struct {
    int64_t        id;
    uint64_t       file, offset;               /* its name in every copy: the file's digest (its beginning), the offset */
    rv_bulk_record fields;                     /* as they now read */
    int64_t        edited[RV_HEAD_FIELDS];     /* the edit that stands, 0: none; the newest is the greatest */
} rv_head_member;

/* The ids of the edits of a record that stand, into `ids`, which holds 0s. */
void rv_edits_standing(const rv_edits *edits, int64_t record, int64_t ids[RV_HEAD_FIELDS]);

/* Lays what a report says over the record that names it, where it differs from what that says itself (`own`). */
void rv_head_lay(rv_reading *reading, const rv_bulk_record *own, const rv_bulk_record *head);

/* The member (its index) that each field is best taken from, `n` where none gives it. `whole`: the member that a person prefers for all
   that it gives, `n`: none; the fields of the bits of `but` (1 << field) are excepted. The same whatever the order of the members.
   O(n log n). */
RV_MUST_CHECK
rv_status rv_heads_best(const rv_head_member *members, size_t n, size_t whole, uint32_t but, size_t from[RV_HEAD_FIELDS], rv_error *err);

/* ---- Inside of that --------------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_head_member *m;
    rv_worth    worth[RV_HEAD_FIELDS];
    uint32_t    votes[RV_HEAD_FIELDS];         /* how many say the same */
    bool        form[RV_HEAD_FIELDS];          /* one that says the same is of the place's form */
    const char *title, *container;             /* folded; NULL: not given */
    uint64_t    volume, page;                  /* its number, the first page; 0: not given */
    uint32_t    named;                         /* of volume and pages, how many are given and sound */
    uint32_t    place_votes, year_votes;       /* how many say this volume and page, this year */
    bool        preprint, ahead;               /* not the final publication: a preprint or working paper, or ahead of print */
    uint32_t    last_page;                     /* digits after the first page: 4 in "1219-1223", 2 in "1219-23" */
    bool        journal;                       /* of the place's journal */
} rv_head_judged;

typedef struct {
    uint64_t    said;
    size_t      by;
    const char *title;
} rv_head_ballot;

typedef struct {
    rv_head_judged *items;                     /* one more than `n`, unused */
    size_t          n, whole, place;           /* place: the member that the citation is taken from */
    uint32_t        but;
    rv_arena        arena;
    rv_head_ballot *ballots;
} rv_head_ranking;

/* Judges places and finds the best; the member whose `f` (year, volume, issue, pages) goes with it. */
void rv_head_find_place(rv_head_ranking *r);
size_t rv_head_of_place(const rv_head_ranking *r, rv_head_field f);
/* The order of keys. */
bool rv_head_before(const rv_head_member *a, const rv_head_member *b);

/* ---- Reports of the review ---------------------------------------------------------------------------------------------------- */

/* One row of report_choice. */
typedef struct {
    int64_t       record, id, chosen;          /* chosen 0: taken back */
    rv_head_field field;                       /* RV_HEAD_FIELDS: all */
} rv_choice;

/* All of them, in order of record and id. */
typedef struct {
    rv_choice *items;
    size_t     n, room;
} rv_choices;
RV_MUST_CHECK rv_status rv_choices_load(rv_store *store, rv_choices **out, rv_error *err);
void rv_choices_free(rv_choices *choices);
/* The first of a record or one after it. */
size_t rv_choices_first(const rv_choices *choices, int64_t record);

/* One report at a time. */
typedef struct {
    rv_store             *store;
    rv_edits             *edits;
    rv_choices           *choices;
    rv_arena              arena;
    int64_t               report;
    rv_head_member       *members;             /* by id */
    size_t                n, room;
    const rv_head_member *from[RV_HEAD_FIELDS];        /* NULL: none gives it */
    const rv_choice      *choice[RV_HEAD_FIELDS];      /* the person's choice that `from` follows, NULL: none */
} rv_head_report;
/* End it with rv_head_close(), also when it failed. */
RV_MUST_CHECK rv_status rv_head_open(rv_head_report *r, rv_store *store, rv_error *err);
void rv_head_close(rv_head_report *r);
/* Reads the records of a report of several and finds what is taken from which; `alone` (also) a record that is its own report. */
RV_MUST_CHECK rv_status rv_head_read(rv_head_report *r, int64_t report, bool alone, rv_error *err);

#endif
