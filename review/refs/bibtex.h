/* BibTeX and BibLaTeX files: what the parts of the reader share. */
#ifndef REVIEW_REFS_BIBTEX_H
#define REVIEW_REFS_BIBTEX_H

#include "inside.h"
#include "tex.h"

/* One entry as it stands in the file: "@article{key, title = {...}}". The text lives until the next one is looked for. */
typedef struct {
    const char *text;
    size_t      n;               /* of all of it, the closing brace included */
    size_t      name, n_name;    /* its type, in `text` */
    size_t      open;            /* its opening brace or parenthesis */
    uint64_t    offset, end;     /* in the file's own bytes */
    size_t      line;
    bool        escapes;         /* \{ and \} do not count as braces in it */
    bool        whole;           /* it ends with its own brace */
    bool        ragged;          /* a brace too many stood in it */
    bool        cut;             /* not whole, and the file ends there */
    bool        endless;         /* not whole, and longer than an entry may be */
    size_t      deep;            /* how deep its braces are nested */
    size_t      bad_utf8, control, mojibake;   /* the first line with that; 0: none */
} bib_entry;

/* ---- bibtex_window.c: the file's text, and the entries in it ---------------------------------------------------------- */

typedef struct bib_window bib_window;
rv_status rv_bib_window_open(bib_window **window, rv_raw *raw, const char *name, const char *charset, rv_error *err);
/* The next entry of any kind; `*more` is false at the end. */
rv_status rv_bib_window_next(bib_window *window, bib_entry *entry, bool *more, rv_error *err);
void rv_bib_window_close(bib_window *window);
/* The name of a file's character set as lines are converted from it. */
const char *rv_bib_window_charset(const bib_window *window);

/* True for the beginning of an entry: "@word {" or "@word(". `*name` its word, `*open` the brace, both from `s` on. */
bool rv_bib_head(const char *s, size_t n, size_t *name, size_t *n_name, size_t *open);

/* ---- bibtex_entry.c: an entry's fields -------------------------------------------------------------------------------- */

/* Strings that @string defines: name to text. Bounded. */
typedef struct {
    uint64_t   hash;
    const char *name, *text;
    size_t     n;
} bib_string;
typedef struct {
    bib_string *slots;
    rv_arena    arena;
} bib_strings;

/* What was odd in an entry, to be told when it becomes a record: the first place of each kind. */
enum { BIB_UNDEFINED, BIB_TOO_LONG, BIB_SEPARATOR, BIB_QUOTE, BIB_BROKEN, BIB_ODDITIES };
typedef struct {
    size_t line[BIB_ODDITIES];   /* 0: not found */
    char   what[BIB_ODDITIES][48];
} bib_oddities;

typedef struct {
    rv_reading  *reading;
    bib_strings  strings;
    uint64_t     credit;         /* bytes that strings and parents may still add, so that a small file stays small */
    rv_buf       value;
    bib_oddities odd;
} bib_parser;

/* The tag of an entry's key, by its address: a field may be called the same. */
extern const char rv_bib_id[];
uint64_t rv_bib_hash(const char *text, size_t n);
bool rv_bib_is(const bib_entry *entry, const char *type);
/* Adds an entry's type (as ENTRYTYPE), key (as ID) and fields to the tags of the reading; of a parent, its fields only. */
rv_status rv_bib_fields(bib_parser *parser, const bib_entry *entry, bool parent, rv_error *err);
/* The key alone. */
void rv_bib_key(const bib_entry *entry, const char **key, size_t *n);
/* Takes a definition. */
rv_status rv_bib_define(bib_parser *parser, const bib_entry *entry, rv_error *err);
void rv_bib_parser_free(bib_parser *parser);

/* ---- bibtex_fields.c: from fields to what a record says --------------------------------------------------------------- */

/* Where in the tags the fields of an entry end, behind which stand those of its xdata, and where those of its crossref begin, of that
   one's, and so on; the last of `crossref` is the end. */
enum { BIB_CHAIN = 4 };
typedef struct {
    size_t own, crossref[BIB_CHAIN + 1], n;
} bib_extent;

/* The keys of the parents that the reading's tags from `from` to before `end` name; NULL when they name none. */
const char *rv_bib_crossref(const rv_reading *reading, size_t from, size_t end);
const char *rv_bib_xdata(const rv_reading *reading, size_t from, size_t end);
/* True for what articles name as their journal that are preprints. */
bool rv_bib_is_preprints(const char *journal);
rv_status rv_bib_assemble(rv_reading *reading, rv_tex *tex, const bib_extent *extent, rv_error *err);

/* ---- bibtex_names.c --------------------------------------------------------------------------------------------------- */

/* People of a field: names with " and " between. */
void rv_bib_people(rv_reading *reading, rv_tex *tex, rv_ref_role role, const char *text);

/* ---- bibtex_keys.c ---------------------------------------------------------------------------------------------------- */

/* Keys met. */
typedef struct {
    struct bib_key_count *keys;
    size_t                n, room;
    rv_buf                fold, made;
} bib_keys;

/* How often a key was met, this time included; 0 when no more are counted. */
uint32_t rv_bib_key_count(bib_keys *keys, const char *key, size_t n);
/* The key for the `number`th entry: the record's own, or one of author, year and title. It lives until the next; "" without memory. */
const char *rv_bib_key_for(bib_keys *keys, const rv_record *record, uint64_t number);
void rv_bib_keys_free(bib_keys *keys);

#endif
