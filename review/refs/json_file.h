/* What the JSON formats share: the way from a stream to one object after the other, and from a table to the fields of a record. */
#ifndef RV_REFS_JSON_FILE_H
#define RV_REFS_JSON_FILE_H

#include <jansson.h>

#include "inside.h"

typedef struct rv_json_file rv_json_file;

/* A format. `record` is false for an object that is no record; `other` (may be NULL) gets the objects of the places from `others` on. */
typedef struct {
    const char *const *places;
    int                others;
    bool (*record)(rv_json_file *file, const json_t *object);
    void (*other)(rv_json_file *file, const json_t *object);
} rv_json_format;

struct rv_json_file {
    rv_reading           *reading;
    const rv_json_format *format;
    void                 *state;         /* the format's own */
    size_t                line;          /* of the object at hand */
    bool                  exact;         /* texts are taken as they stand */

    json_t                *value;        /* of the newest object, whose texts the record may hold */
    rv_buf                 path, decoded;
    bool                   untold;       /* the tags of the object at hand are not all kept */
    const char            *fault;        /* the first that cost an object */
    char                   words[120];
    size_t                 fault_line;
};

rv_status rv_json_file_read(rv_reading *reading, rv_raw *raw, const char *charset, const rv_json_format *format, void *state,
                            rv_error *err);
/* True when content looks like JSON and one of its objects has a member called `name`. */
bool rv_json_has(const char *text, size_t n, const char *name);
bool rv_json_looks(const char *text, size_t n);

/* Tells something odd about the object at hand. */
void rv_json_odd(rv_json_file *file, const char *kind, const char *format, ...) RV_PRINTF(3, 4);

/* The value at a path of names ("source.issn") below `object`; on the way the first of an array stands for it. NULL: none. */
const json_t *rv_json_at(const json_t *object, const char *path);
/* The text that a value gives: a string, a number in digits, the first of an array. NULL: none, or an empty one. */
const char *rv_json_raw(rv_json_file *file, const json_t *value);
/* The same made plain, unless texts are exact. */
const char *rv_json_text(rv_json_file *file, const json_t *value);
const char *rv_json_text_at(rv_json_file *file, const json_t *object, const char *path);

/* One row of a format's table; `take` NULL is rv_json_say(). */
typedef void (*rv_json_take)(rv_json_file *file, rv_ref_field field, const json_t *value);
typedef struct {
    const char  *path;
    rv_ref_field field;
    rv_json_take take;
} rv_json_row;

void rv_json_fields(rv_json_file *file, const json_t *object, const rv_json_row *rows, size_t n);
/* The first text; all texts of an array for a list. */
void rv_json_say(rv_json_file *file, rv_ref_field field, const json_t *value);
void rv_json_doi(rv_json_file *file, rv_ref_field field, const json_t *value);
void rv_json_pmid(rv_json_file *file, rv_ref_field field, const json_t *value);
void rv_json_pmcid(rv_json_file *file, rv_ref_field field, const json_t *value);
void rv_json_pages(rv_json_file *file, rv_ref_field field, const json_t *value);
void rv_json_date(rv_json_file *file, rv_ref_field field, const json_t *value);
/* Serial and book numbers; what is neither is told. */
void rv_json_numbers(rv_json_file *file, rv_ref_field field, const json_t *value);

/* Names as CSL writes them, one or an array: { family, given, ... }, { literal }, { name }, or one text. */
void rv_json_people(rv_json_file *file, rv_ref_role role, const json_t *value);
/* "title: subtitle", unless the title has it already. */
const char *rv_json_with_subtitle(rv_json_file *file, const char *title, const char *subtitle);
/* `value`'s date as CSL writes one, or a text. */
void rv_json_csl_date(rv_json_file *file, const json_t *value);

/* A format's word for a type of work, and ours. The last row's word is NULL. */
typedef struct {
    const char *word, *csl;
} rv_json_type;
const char *rv_json_type_of(const rv_json_type *types, const char *word);

#endif
