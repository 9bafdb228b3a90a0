/* What RIS tags and types mean, as data. */
#ifndef RV_REFS_RIS_H
#define RV_REFS_RIS_H

#include <stdbool.h>
#include <stdint.h>

#include "inside.h"

/* What a tag is for. KNOWN: it is a tag of some dialect, but no field of ours comes from it. */
typedef enum {
    RIS_NONE, RIS_KNOWN, RIS_TYPE, RIS_END,
    RIS_TEXT,                /* stands once: the lowest rank that has a value is taken; `of` is a slot */
    RIS_PERSON,              /* `of` is a rv_ref_role */
    RIS_KEYWORDS,            /* one, or several with semicolons between */
    RIS_KEYWORD,             /* one, whatever it holds */
    RIS_NOTE, RIS_NOTE_EBSCO,        /* EBSCO's holds "Accession Number: ...; PMID: ..." */
    RIS_ADDRESS, RIS_FILE, RIS_DOI,
    RIS_NUMBERS, RIS_NUMBERS_OR_TEXT,   /* ISSN, ISBN; else the number of a report */
    RIS_PMID, RIS_PMID_SAID,         /* a number; a text that says so ("123 [PMID]", "PUBMED 123,EMBASE 4") */
    RIS_OURS                 /* what RIS has no place for; see ris_ours.c */
} ris_role;

/* Texts that stand once: the fields, and what fields are made of afterwards. */
enum {
    SLOT_FULL = RV_REF_LISTS,        /* a journal's full name beside T2 (JF) */
    SLOT_EITHER,                     /* full or short (JO) */
    SLOT_BOOK,                       /* the title of a book, or of what holds a chapter (BT) */
    SLOT_PROCEEDINGS, SLOT_MEETING,
    SLOT_FIRST_PAGE, SLOT_LAST_PAGE, SLOT_EXTENT, SLOT_ARTICLE,
    SLOT_YEAR, SLOT_FIRST_DATE, SLOT_DATE,      /* PY, Y1, DA */
    SLOTS
};

/* What a value must look like to be taken. */
typedef enum {
    SHAPE_ANY, SHAPE_NUMBER,
    SHAPE_SHORT,             /* no more than a number with words: EPPI-Reviewer keeps notes in M1 */
    SHAPE_ISSUE,             /* without letters; with letters it is the conference */
    SHAPE_EMBASE             /* "L373791783" */
} ris_shape;

enum {
    RIS_SINGLE = 1,          /* stands once in a record; a second one with another value is odd */
    RIS_MAY_DOI = 2,         /* may hold a DOI instead of what it is for */
    RIS_MAY_PMCID = 4,
    RIS_SIGN = 8,            /* may show the dialect */
    RIS_MODERN = 16          /* so only in records of EndNote's kind (TI), not in those of Reference Manager's (T1) */
};

typedef struct {
    unsigned char role, of, rank, shape, flags;
} ris_tag;

/* A tag that means something else in a dialect or for a type. */
typedef struct {
    char    tag[3];
    ris_tag means;
} ris_row;

/* How the tags of one record are to be read. */
typedef struct {
    const ris_row *dialect, *type;      /* NULL, or rows that end with an empty tag */
    uint64_t       differing;           /* bit rv_ris_code() % 64: one of these rows may be for the tag */
    bool           modern, forward;     /* TI, not T1; given names stand first */
} ris_reading;

typedef struct {
    char           ris[8];
    const char    *csl;
    const ris_row *rows;
} ris_type;

enum { RIS_CODES = 43 * 43 };
/* A number for a tag of two characters in either case; 0 for what can be none ("00" is none either). */
unsigned rv_ris_code(const char *tag);
/* What a tag means in general. `tag` is two characters, letters upper case. */
const ris_tag *rv_ris_tag(const char *tag);
/* The same in the record at hand. */
const ris_tag *rv_ris_means(const ris_reading *as, unsigned code);
/* How to read a record with these tags. */
ris_reading rv_ris_reading(const rv_tag *tags, size_t n);

/* A RIS type as it stands behind TY; NULL when it is none. */
const ris_type *rv_ris_type_named(const char *type);
/* Its CSL type, NULL when it is none. */
const char *rv_ris_type(const char *type);
/* The RIS type to write for a CSL type. */
const char *rv_ris_type_for(const char *csl);

/* Fields that RIS has no tag for, or none that would be read as the same, stand as "XF  - field=value" with \ before what parts. */
void rv_ris_take_ours(rv_reading *reading, const char *value);
/* Adds such tags for every field in which `got`, what would be read, differs from `want`. */
rv_status rv_ris_add_ours(rv_reading *reading, const rv_record *want, const rv_record *got, rv_error *err);

#endif
