/* What another tool's file says, in our words: the middle between its format and the review's facts, in both directions. */
#ifndef RV_EXTRACT_FOREIGN_H
#define RV_EXTRACT_FOREIGN_H

#include "extract/hoard.h"
#include "review/base.h"

enum { RV_FOREIGN_MOST = 1000000 };      /* studies, results, values or judgements of one file */
#define RV_FOREIGN_NONE SIZE_MAX

typedef struct {
    const char *id;               /* in that file: "STD-Smith-2019" */
    const char *label;            /* its name */
    const char *title, *year, *doi, *pmid;   /* of its report; "" where the file does not say */
    size_t      line;
} rv_foreign_study;

typedef struct {
    size_t      study;            /* index */
    const char *key;              /* the result's, made of what names it in the file: "CMP-001.01 STD-Smith-2019" */
    const char *contrast, *outcome, *months;
    const char *place;            /* the element that it stands in, to go behind the file's name */
    size_t      line;
    size_t      first, last;      /* its values lie among values[first .. last - 1]; set by rv_foreign_add_value() */
} rv_foreign_result;

/* A number or text of a study (result RV_FOREIGN_NONE) or of a result. */
typedef struct {
    size_t      study, result;
    const char *name;             /* as the file calls it: "EVENTS_1", "What country?" */
    const char *as;               /* the input of an effect that it is, best first: "n1i", "yi est"; "" for none */
    const char *value, *note, *quotation;
    const char *place;
    bool        loose;            /* a code: `name` is the question and `value` an answer; or `value` is what is asked, and `note` the answer */
    size_t      line;
} rv_foreign_value;

typedef struct {
    size_t      study, result;
    const char *domain;           /* "Allocation concealment" */
    const char *judgement;        /* "low", "high", "unclear", or the file's own word */
    const char *support;
    size_t      line;
} rv_foreign_judgement;

typedef struct {
    rv_foreign_study     *studies;
    rv_foreign_result    *results;
    rv_foreign_value     *values;
    rv_foreign_judgement *judgements;
    size_t n_studies, n_results, n_values, n_judgements;
    size_t room[4];
    size_t *slots, n_slots;       /* studies by the hash of their id: index + 1 */
    const char *title;            /* of the review, "" */
    rv_hoard memory;
    /* What the file says and this reading leaves alone, each sort once. */
    void (*told)(void *user, size_t line, const char *name, const char *message);
    void  *user;
    rv_buf said;                  /* which sorts were told */
} rv_foreign;

void rv_foreign_start(rv_foreign *f, void (*told)(void *user, size_t line, const char *name, const char *message), void *user);
void rv_foreign_free(rv_foreign *f);
/* A copy in f's memory, blanks around it cut off. */
const char *rv_foreign_text(rv_foreign *f, const char *text);
const char *rv_foreign_join(rv_foreign *f, const char *format, ...) RV_PRINTF(2, 3);
/* These copy nothing: texts must be f's. `index` (may be NULL) is the place in the list. RV_EPARSE when there are more than a million. */
rv_status rv_foreign_add_study(rv_foreign *f, const rv_foreign_study *study, size_t *index, rv_error *err);
rv_status rv_foreign_add_result(rv_foreign *f, const rv_foreign_result *result, size_t *index, rv_error *err);
rv_status rv_foreign_add_value(rv_foreign *f, const rv_foreign_value *value, rv_error *err);
rv_status rv_foreign_add_judgement(rv_foreign *f, const rv_foreign_judgement *judgement, rv_error *err);
/* The study with this id (or label), RV_FOREIGN_NONE. */
size_t rv_foreign_find(const rv_foreign *f, const char *id);
/* Tells something once for each `name`. */
void rv_foreign_tell(rv_foreign *f, size_t line, const char *name, const char *message);
/* The value of a result (or study) that is the input `as`; NULL. */
const rv_foreign_value *rv_foreign_input(const rv_foreign *f, size_t result, const char *as);
/* The value of a result that the file calls `name`, "" for none. */
const char *rv_foreign_named(const rv_foreign *f, size_t result, const char *name);

/* A value under this name is the measure the protocol plans to analyse, which says nothing of a printed estimate. */
#define RV_FOREIGN_PLANNED "planned measure"
/* The measure said of a result; else, where it is not of a printed estimate, the planned one. "" for none. */
const char *rv_foreign_measure(const rv_foreign *f, size_t result, bool printed);
bool rv_foreign_is_difference(const char *measure);     /* printed on the scale it is analysed on: MD, SMD, RD */
/* The effect on the scale of the analysis: yi, or a printed estimate that is said to be a difference; NULL. */
const rv_foreign_value *rv_foreign_effect(const rv_foreign *f, size_t result);

/* The two sides of a result's contrast: "a v b" (vs, versus), else what the file calls the groups, else the whole and "". `one` is a copy
   that the caller frees with rv_buf_free(). */
void rv_foreign_sides(const rv_foreign *f, size_t result, rv_buf *one, const char **two);

typedef struct {
    const char *name;             /* "revman" */
    const char *label;            /* "RevMan 5 (.rm5)" */
    bool      (*is)(const char *bytes, size_t n);
    rv_status (*read)(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err);
    rv_status (*write)(const rv_foreign *f, rv_output *to, rv_error *err);   /* NULL: it is only read */
} rv_foreign_format;
/* Ends with a NULL name. */
extern const rv_foreign_format rv_foreign_formats[];

bool rv_revman_is(const char *bytes, size_t n);
rv_status rv_revman_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err);
rv_status rv_revman_write(const rv_foreign *f, rv_output *to, rv_error *err);
bool rv_revman_csv_is(const char *bytes, size_t n);
rv_status rv_revman_csv_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err);
rv_status rv_revman_csv_write(const rv_foreign *f, rv_output *to, rv_error *err);
bool rv_package_is(const char *bytes, size_t n);
rv_status rv_package_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err);
bool rv_eppi_is(const char *bytes, size_t n);
rv_status rv_eppi_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err);
rv_status rv_eppi_write(const rv_foreign *f, rv_output *to, rv_error *err);
bool rv_covidence_is(const char *bytes, size_t n);
rv_status rv_covidence_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err);
bool rv_metapsy_is(const char *bytes, size_t n);
rv_status rv_metapsy_read(rv_foreign *f, const char *name, const char *bytes, size_t n, rv_error *err);
rv_status rv_metapsy_write(const rv_foreign *f, rv_output *to, rv_error *err);

/* The first line of a file, as much of it as `head` has room for. */
void rv_foreign_first_line(const char *bytes, size_t n, char *head, size_t size);

#endif
