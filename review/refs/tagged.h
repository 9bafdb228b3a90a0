/* Files of tagged lines: NBIB, Web of Science, Ovid, Refer, RefWorks. Each says in a table what its tags mean, and in one function what
   a line is; the rest is the same for all. */
#ifndef RV_REFS_TAGGED_H
#define RV_REFS_TAGGED_H

#include "inside.h"

/* What becomes of a value. Whatever it is, its tag and text are kept as they came. */
typedef enum {
    TAG_RAW,                             /* nothing else */
    TAG_SAY,                             /* the field `to`; of one that stands once the first counts */
    TAG_JOIN, TAG_COMMAS,                /* the same, but several values make one text, with blanks or commas between */
    TAG_SPLIT,                           /* the list `to`, at semicolons */
    TAG_PERSON,                          /* a name in the role `to` */
    TAG_NUMBERS,                         /* serial and book numbers */
    TAG_DOI, TAG_PMID, TAG_DATE,
    TAG_PAGES,                           /* first and last, where "123-9" is short for 123-129 */
    TAG_FIRST_PAGE, TAG_LAST_PAGE,
    TAG_OWN                              /* the format's own; `to` says what */
} rv_tag_use;

/* Each line of the field is a value of its own. The flags above it are the format's marks: the record has seen such a tag. */
enum { TAG_LINES = 1, TAG_MARK_A = 2, TAG_MARK_B = 4, TAG_MARK_C = 8, TAG_MARK_D = 16 };

/* One tag. Rows of rank 0 are used before those of rank 1, whatever their order in the file; names of a higher rank only when there
   are none of a lower. */
typedef struct {
    const char   *tag;
    unsigned char use, to, rank, flags;
} rv_tag_row;
/* Rows sorted by tag as bytes. */
typedef struct {
    const rv_tag_row *rows;
    size_t            n;
} rv_tag_table;

/* A line that begins a field. `row` is NULL for a tag that the table does not know. */
typedef struct {
    const char       *tag, *value;
    size_t            n_tag, n;
    const rv_tag_row *row;
} rv_tagged_field;

/* What a line is. BEGIN: a record begins, with the field when `tag` is set. END: the line that closes a record. */
typedef enum { LINE_NONE, LINE_FIELD, LINE_MORE, LINE_BEGIN, LINE_END } rv_tagged_line;

typedef struct rv_tagged rv_tagged;
typedef struct {
    const rv_tag_table *table;
    const char         *more;            /* what stands between the lines of a value */
    /* What the line `s` is; blanks at its end are gone, it is not empty. */
    rv_tagged_line (*cut)(rv_tagged *file, const rv_line *line, const char *s, size_t n, rv_tagged_field *field);
    void (*own)(rv_tagged *file, const rv_tag_row *row, const char *value);       /* uses a TAG_OWN value; may be NULL */
    void (*finish)(rv_tagged *file);                                             /* when all tags were used; may be NULL */
    bool (*cut_off)(const rv_tagged *file);                                      /* the last record lacks its usual end; may be NULL */
    bool              closed;            /* records have an end line */
} rv_tagged_format;

struct rv_tagged {
    rv_reading             *reading;
    const rv_tagged_format *format;
    rv_lines                lines;
    rv_line_told            told;
    const rv_tag_row      **rows;        /* of the record's tags */
    size_t                  room;
    const rv_tag_row       *now;         /* of the newest field */
    uint64_t                end;         /* behind the record's last line */
    bool                    inside;
    bool                    gap;         /* a blank line stands before this one */
    bool                    mixed;       /* another format began */
    bool                    told_markup; /* outside of records */
    bool                    loose;       /* Web of Science: text goes on without blanks before it */
    size_t                  indent;      /* blanks before every tag; nowhere: not known yet */
    unsigned                seen;        /* flags of the record's tags, and formats' own marks above them */
    unsigned                waiting[2];  /* NBIB: full names of authors and editors whose short ones are to come */
    const rv_tag_row       *people;      /* Web of Science: whose names count */
    const char             *first_page, *last_page, *kept[8];                    /* of the record; `kept` is the format's own */
};

/* Reads a file. */
rv_status rv_tagged_read(rv_reading *reading, rv_raw *raw, const char *charset, const rv_tagged_format *format, rv_error *err);
const rv_tag_row *rv_tagged_row(const rv_tag_table *table, const char *tag, size_t n);
/* Tells something about the record. */
void rv_tagged_tell(rv_tagged *file, const char *kind, const char *tag, const char *value, const char *why);
/* "123-9" as 123-129; other pages as rv_field_pages(). */
const char *rv_tagged_pages(rv_reading *reading, const char *text);
/* Without blanks at both ends; NULL when nothing is left. */
const char *rv_tagged_trim(rv_reading *reading, const char *s, size_t n);
/* The line that begins at `*at` of a sample, without its end; false at the end. */
bool rv_tagged_sample(const char *text, size_t n, size_t *at, const char **line, size_t *length);
/* True when `s` is `word`, capital letters or small ones. */
bool rv_tagged_is(const char *s, const char *word);

/* True for a line that begins with an element's tag, as of a page around the records. */
bool rv_tagged_markup(const char *s, size_t n);
/* True when two texts have the same letters and digits, whatever stands between them. */
bool rv_tagged_same(const char *one, const char *other);

/* Words and the CSL type and genre they stand for. */
typedef struct {
    const char *word, *type, *genre;
} rv_tagged_type;
const rv_tagged_type *rv_tagged_type_of(const rv_tagged_type *types, size_t n, const char *word);

#endif
