/* What the files of this folder share. */
#ifndef RV_REFS_INSIDE_H
#define RV_REFS_INSIDE_H

#include "review/refs.h"

#include "compressed.h"

/* ---- Memory of one record --------------------------------------------------------------------------------------- */

typedef struct rv_arena_block rv_arena_block;
/* Texts that live until the next record; they never move. One reset instead of a free for each field. */
typedef struct {
    rv_arena_block *first, *now;
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
    const char         *encoding;    /* the one asked for, or NULL */
    const rv_refs_sink *sink;
    rv_refs_summary    *summary;
    rv_arena            arena;
    rv_tag             *tags;
    size_t             *lengths;     /* of the tags' values */
    size_t              n_tags, room;
    const char        **items;       /* of the list being gathered */
    size_t              n_items, room_items;
    rv_ref_value       *values;
    size_t              room_values;
    rv_ref_name        *names;
    size_t              room_names;
    rv_ref_decision    *decisions;
    size_t              room_decisions, n_carried;    /* decisions from the front that stand in our own words: what another tool says
                                                         of the same is passed over */
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
/* The same for a value of `n` bytes that stands in the reading's arena already and holds no NUL. */
rv_status rv_reading_keep(rv_reading *reading, const char *tag, const char *value, size_t n, rv_error *err);
/* RV_EPARSE: the record is longer than any can be. */
rv_status rv_reading_too_long(const rv_reading *reading, rv_error *err);
/* Adds to the newest value. */
rv_status rv_reading_more(rv_reading *reading, const char *value, size_t n, rv_error *err);
/* As rv_reading_tag(), for a value that stood without its tag. */
rv_status rv_reading_bare(rv_reading *reading, const char *tag, const char *value, size_t n, rv_error *err);
/* Hands the record over: makes its `fields` of what was set. `end` is the first byte that is not its own any more. */
rv_status rv_reading_record(rv_reading *reading, uint64_t end, rv_error *err);
void rv_reading_free(rv_reading *reading);

/* ---- What a record says -------------------------------------------------------------------------------------------- */

/* Texts given here live in the reading's arena, or are static. NULL and "" are passed over; memory that is out sticks in the arena. */

/* A field that stands once: the first text stays. */
void rv_reading_set(rv_reading *reading, rv_ref_field field, const char *text);
/* The same, replacing what was there; NULL takes it away. */
void rv_reading_replace(rv_reading *reading, rv_ref_field field, const char *text);
/* One more value of a list; one that is there already is not added again (of the last twenty). */
void rv_reading_add(rv_reading *reading, rv_ref_field field, const char *text);
/* One more value of a list, also when it is there already. */
void rv_reading_append(rv_reading *reading, rv_ref_field field, const char *text);
/* Takes the values of a list away, or the people of a role. */
void rv_reading_drop(rv_reading *reading, rv_ref_field list);
void rv_reading_drop_people(rv_reading *reading, rv_ref_role role);
/* As rv_reading_set() or, for lists, rv_reading_add(), with the text made plain (rv_field_plain). */
void rv_reading_say(rv_reading *reading, rv_ref_field field, const char *text);
/* A person by parts; without `given` an organisation. */
void rv_reading_name(rv_reading *reading, rv_ref_role role, const char *family, const char *given, const char *suffix);
/* A person as most exports write one: "Family, Given, Suffix", "Family GM", "Organisation". False when there is no name in it. */
bool rv_reading_person(rv_reading *reading, rv_ref_role role, const char *text);
/* "Ann B. Smith", "Ludwig van Beethoven": given names first. With a comma it is as rv_reading_person(). */
bool rv_reading_person_forward(rv_reading *reading, rv_ref_role role, const char *text);
/* "Jr", "III"; "van", "de la" by its words. */
bool rv_name_is_suffix(const char *text);
bool rv_name_is_particle(const char *word, size_t n);
/* A date in any of the ways exports write one. The first that holds a year counts; a later one of the same year, or without a year,
   completes month and day. What cannot be read stays as `raw`. */
void rv_reading_date(rv_reading *reading, const char *text);
/* Makes `fields` of the record of what it says, and lets it see the lists. */
void rv_reading_settle(rv_reading *reading);
/* Sets what the review keeps of a record. */
void rv_reading_stored(rv_reading *reading, const rv_bulk_record *fields);
/* Lays one field of the review over the record; `name` tells authors from year where `field` is RV_REF_FIELDS. */
void rv_reading_lay(rv_reading *reading, const char *name, rv_ref_field field, const rv_bulk_record *now);
/* Adds a decision, unless one of the first n_carried says it already. The other adds it whatever was said. */
void rv_reading_decision(rv_reading *reading, const rv_ref_decision *decision);
void rv_reading_decision_carried(rv_reading *reading, const rv_ref_decision *decision);
/* Parts of a date; true when there is a year, or a month. */
bool rv_ref_date_parse(const char *text, rv_ref_date *date);

/* CSL types: ours for one ("article-journal" gives "article"), and the static spelling of one; NULL when it is none. */
const char *rv_ref_type_ours(const char *csl);
const char *rv_ref_type_known(const char *csl);
/* The CSL type for one of ours. */
const char *rv_ref_type_of(const char *ours);

/* ---- The file's bytes, and its lines ------------------------------------------------------------------------------ */

/* The file's own bytes, told to the sink as they are read; of a compressed file those inside. The first of them (up to RV_SAMPLE) can
   be looked at before. */
enum { RV_SAMPLE = 1 << 18, RV_RECORD_LIMIT = 16 << 20 };
typedef struct {
    rv_input           *in;          /* NULL: `bytes` are all */
    const char         *bytes;
    size_t              left;
    const char         *name;
    const rv_refs_sink *sink;
    rv_unpacking       *unpacking;       /* NULL: not compressed */
    char                head_bytes[RV_UNPACK_HEAD];
    size_t              head, head_served;
    char               *sample;
    size_t              sampled, served;
} rv_raw;

/* Reads the whole of it; `reading` has its name, sink and summary. Closes `raw` and frees what `reading` holds. */
rv_status rv_reading_all(rv_reading *reading, rv_raw *raw, const char *format, const char *encoding, rv_error *err);
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
/* Bytes of the file that `n` bytes of a line's text were made of; `exact` when the line was not converted. Where the character set
   has several bytes a character it is too small rather than too large. */
uint64_t rv_lines_own(const rv_lines *lines, const char *text, size_t n, bool exact);
/* True for text that looks like UTF-8 read as Windows-1252. */
bool rv_line_mojibake(const char *bytes, size_t n);
void rv_lines_end(rv_lines *lines);

/* What was told about the lines of a record, so that each oddity is told once. */
typedef struct {
    bool utf8, control, mojibake;
} rv_line_told;
/* Tells of bytes that are not `charset`, of control characters, and of text that looks like UTF-8 read as Windows-1252. */
void rv_line_tell(rv_reading *reading, const rv_line *line, const char *charset, rv_line_told *told);

/* ---- Fields: from what a file says to what we compare --------------------------------------------------------------- */

/* Each gives a text in the reading's arena, or NULL when nothing usable stands there. */
const char *rv_field_plain(rv_reading *reading, const char *text);      /* one line, trimmed; entities decoded, inline markup gone */
const char *rv_field_doi(rv_reading *reading, const char *text);        /* "10.1234/abc", lower case, without resolver */
const char *rv_field_pmid(rv_reading *reading, const char *text);
const char *rv_field_pages(rv_reading *reading, const char *first, const char *last);
int64_t rv_field_year(const char *text);                                /* the first plausible year; 0: none */
bool rv_field_date_odd(const char *text);
/* Adds the serial and book numbers of `text` to the record. False when something is neither. */
bool rv_field_numbers(rv_reading *reading, const char *text);
/* True for a book number as rv_field_numbers() leaves one. */
bool rv_field_is_isbn(const char *text);
/* Gathers a list: NULL and "" are passed over. */
void rv_field_item(rv_reading *reading, const char *item);
/* What was gathered, with "; " between; NULL when nothing was. The next list begins. */
const char *rv_field_list(rv_reading *reading);
/* True for an http, https or ftp address. */
bool rv_field_is_url(const char *text);
bool rv_field_has_markup(const char *text);

/* ---- Edits ------------------------------------------------------------------------------------------------------------ */

typedef struct rv_edits rv_edits;
/* All edits of the review, to be laid over many records. Free also on failure. */
rv_status rv_edits_load(rv_store *store, rv_edits **out, rv_error *err);
/* Lays those of the record `id` over it; `now` is what the review says. */
void rv_edits_lay(const rv_edits *edits, rv_reading *reading, int64_t id, const rv_bulk_record *now);
void rv_edits_free(rv_edits *edits);

/* ---- Formats --------------------------------------------------------------------------------------------------------- */

/* One file format as it is read. */
typedef struct {
    bool (*detect)(const char *text, size_t n);                         /* from the beginning of the content, in UTF-8 */
    rv_status (*read)(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err);
} rv_refs_format;

/* One as it is written. `begin`, `end` and `drop` may be NULL; `begin` comes before the first record, also when there is none. */
typedef struct {
    rv_status (*begin)(rv_refs_writer *writer, rv_error *err);
    rv_status (*record)(rv_refs_writer *writer, const rv_record *record, rv_error *err);
    rv_status (*end)(rv_refs_writer *writer, rv_error *err);
    void (*drop)(rv_refs_writer *writer);                               /* frees `state` */
} rv_refs_written_format;

struct rv_refs_writer {
    const rv_refs_written_format *format;
    const char *name;
    bool        review, begun;
    rv_output  *out;
    uint64_t    n;                                                      /* records written before */
    void       *state;                                                  /* the format's own */
};

/* The formats read, in the order in which content is tried, and those written. */
#define RV_REFS_READ(X) \
    X(ovid, "ovid") \
    X(nbib, "nbib") \
    X(wos, "wos") \
    X(refer, "refer") \
    X(refworks, "refworks") \
    X(ris, "ris") \
    X(pubmed_xml, "pubmed-xml") \
    X(endnote_xml, "endnote-xml") \
    X(mods, "mods") \
    X(marcxml, "marcxml") \
    X(crossref_xml, "crossref-xml") \
    X(jats, "jats") \
    X(rdf, "rdf") \
    X(eric_json, "eric-json") \
    X(eppi_json, "eppi-json") \
    X(datacite_json, "datacite-json") \
    X(openalex_json, "openalex-json") \
    X(crossref_json, "crossref-json") \
    X(csl_json, "csl-json") \
    X(bibtex, "bibtex") \
    X(csv_file, "csv")
#define RV_REFS_WRITTEN(X) \
    X(csv, "csv") \
    X(ris, "ris") \
    X(nbib, "nbib") \
    X(csl_json, "csl-json") \
    X(bibtex, "bibtex") \
    X(endnote_xml, "endnote-xml") \
    X(rayyan, "rayyan") \
    X(asreview, "asreview") \
    X(covidence, "covidence") \
    X(decisions, "decisions") \
    X(eppi_json, "eppi-json")

#define RV_DECLARE(id, name) extern const rv_refs_format rv_format_##id;
RV_REFS_READ(RV_DECLARE)
#undef RV_DECLARE
#define RV_DECLARE(id, name) extern const rv_refs_written_format rv_written_##id;
RV_REFS_WRITTEN(RV_DECLARE)
#undef RV_DECLARE

/* One of the formats read; `*name` becomes its static name. NULL when there is none. */
const rv_refs_format *rv_refs_format_called(const char *called, const char **name);
/* The format that content is in; NULL when it is none of ours. */
const rv_refs_format *rv_refs_format_of(const char *text, size_t n, const char **name);

/* True for delimited text whose first row names no column of ours. */
bool rv_csv_without_title(const char *text, size_t n);
/* Fields out of the tags of a RIS record. */
rv_status rv_ris_assemble(rv_reading *reading, rv_error *err);

#endif
