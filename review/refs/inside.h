/* What the files of this folder share. */
#ifndef RV_REFS_INSIDE_H
#define RV_REFS_INSIDE_H

#include "review/refs.h"

/* ---- Memory of one record --------------------------------------------------------------------------------------- */

typedef struct rv_block rv_block;
/* Texts that live until the next record; they never move. One reset instead of a free for each field. */
typedef struct {
    rv_block *first, *now;
    size_t    used;              /* in `now` */
    size_t    total;             /* given out since the reset */
    bool      failed;
} rv_arena;

/* A copy with a NUL behind; "" when memory is out (then `failed` sticks until the reset). */
char *rv_arena_add(rv_arena *arena, const char *bytes, size_t n);
/* `text` (whose length is `length`, the newest text or not) with `n` bytes added; it may move. */
char *rv_arena_extend(rv_arena *arena, char *text, size_t length, const char *bytes, size_t n);
/* Room for `n` bytes, or NULL. */
char *rv_arena_room(rv_arena *arena, size_t n);
void rv_arena_reset(rv_arena *arena);
void rv_arena_free(rv_arena *arena);

/* ---- A reading under way ------------------------------------------------------------------------------------------ */

/* What stands in the way between a file and its records. */
typedef struct {
    const char         *name;
    const rv_refs_sink *sink;
    rv_refs_summary    *summary;
    rv_arena            arena;
    rv_tag             *tags;
    size_t             *lengths;     /* of the tags' values */
    size_t              n_tags, room;
    const char        **items;       /* of the list being gathered */
    size_t              n_items, room_items;
    rv_record           record;      /* being built */
    bool                refused;     /* the sink returned a failure */
} rv_reading;

void rv_reading_problem(rv_reading *reading, const char *kind, size_t line, size_t record, const char *format, ...)
    RV_PRINTF(5, 6);
/* The line that a message "name:line: ..." of a lower layer names; 0 when it names none. */
size_t rv_reading_line_in(const rv_reading *reading, const char *message);
/* Clears what is built; the record begins at `line`, byte `offset`. */
void rv_reading_begin(rv_reading *reading, uint64_t offset, size_t line);
/* Adds a value as it came. NUL bytes, which no text can hold, are left out. `tag` must live as long as the record. */
rv_status rv_reading_tag(rv_reading *reading, const char *tag, const char *value, size_t n, rv_error *err);
/* Adds to the newest value. */
rv_status rv_reading_more(rv_reading *reading, const char *value, size_t n, rv_error *err);
/* Hands the record over. Its fields are set; `end` is the first byte that is not its own any more. */
rv_status rv_reading_record(rv_reading *reading, uint64_t end, rv_error *err);
void rv_reading_free(rv_reading *reading);

/* ---- The file's bytes, and its lines ------------------------------------------------------------------------------ */

/* The file's own bytes, told to the sink as they are read. The first of them (up to RV_SAMPLE) can be looked at before. */
enum { RV_SAMPLE = 1 << 18, RV_RECORD_LIMIT = 16 << 20 };
typedef struct {
    rv_input           *in;          /* NULL: `bytes` are all */
    const char         *bytes;
    size_t              left;
    const rv_refs_sink *sink;
    char               *sample;
    size_t              sampled, served;
} rv_raw;

rv_status rv_raw_begin(rv_raw *raw, rv_error *err);
rv_status rv_raw_read(rv_raw *raw, void *bytes, size_t n, size_t *got, rv_error *err);
void rv_raw_end(rv_raw *raw);

/* One line in UTF-8, without its end. */
typedef struct {
    const char *bytes;
    size_t      n;
    size_t      number;              /* from 1 */
    uint64_t    offset, next;        /* of its first byte, and of the next line's, in the file's own bytes */
    bool        ended;               /* a line end stands behind it */
    bool        repaired;            /* it was not well-formed */
    bool        high, control;       /* it has characters beyond ASCII; below blank */
} rv_line;

/* Where a character stands next in the window, and how far was looked. */
typedef struct {
    size_t at, to;
} rv_next;

typedef struct {
    rv_raw     *raw;
    const char *name, *charset;
    int         unit;                /* bytes of a code unit that the window was converted from; 1: not converted */
    bool        legacy;              /* each line is converted from `charset` */
    char       *window, *wide;
    size_t      at, end, room;
    rv_next     lf, cr;
    size_t      wide_left;
    bool        finished;
    uint64_t    offset;
    size_t      number;
    rv_buf      scratch;
} rv_lines;

rv_status rv_lines_begin(rv_lines *lines, rv_raw *raw, const char *name, const char *charset, rv_error *err);
/* The next line; `*more` is false at the end. It lives until the next call. */
rv_status rv_lines_next(rv_lines *lines, rv_line *line, bool *more, rv_error *err);
void rv_lines_end(rv_lines *lines);

/* ---- Fields: from what a file says to what we compare --------------------------------------------------------------- */

/* Each gives a text in the reading's arena, or NULL when nothing usable stands there. */
const char *rv_field_plain(rv_reading *reading, const char *text);      /* one line, trimmed; entities decoded, inline markup gone */
const char *rv_field_doi(rv_reading *reading, const char *text);        /* "10.1234/abc", lower case, without resolver */
const char *rv_field_pmid(rv_reading *reading, const char *text);
const char *rv_field_pages(rv_reading *reading, const char *first, const char *last);
const char *rv_field_author(rv_reading *reading, const char *text);     /* "Family, Given"; NULL when there is no name in it */
int64_t rv_field_year(const char *text);                                /* the first plausible year; 0: none */
bool rv_field_date_odd(const char *text);
/* Adds the serial and book numbers of `text` to either list ("; " between), each once. False when something is neither. */
bool rv_field_numbers(rv_reading *reading, const char *text, const char **isbn, const char **issn);
/* Gathers a list: NULL and "" are passed over. */
void rv_field_item(rv_reading *reading, const char *item);
/* What was gathered, with "; " between; NULL when nothing was. The next list begins. */
const char *rv_field_list(rv_reading *reading);
/* True for an http, https or ftp address. */
bool rv_field_is_url(const char *text);
bool rv_field_has_markup(const char *text);

/* ---- Formats --------------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    bool (*detect)(const char *text, size_t n);                         /* from the beginning of the content, in UTF-8 */
    rv_status (*read)(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err);
    /* The review's records, or one of each report; `*n` of them. NULL: not written. */
    rv_status (*write)(rv_store *store, bool reports, rv_output *out, uint64_t *n, rv_error *err);
} rv_refs_format;

const rv_refs_format *rv_refs_format_called(const char *name);

/* True for delimited text whose first row names no column of ours. */
bool rv_csv_without_title(const char *text, size_t n);
/* Fields out of the tags of a RIS record. */
rv_status rv_ris_assemble(rv_reading *reading, rv_error *err);
rv_status rv_ris_write(rv_store *store, bool reports, rv_output *out, uint64_t *n, rv_error *err);
rv_status rv_csv_write(rv_store *store, bool reports, rv_output *out, uint64_t *n, rv_error *err);

extern const rv_refs_format rv_format_ris, rv_format_pubmed_xml, rv_format_csv_file;

#endif
