#ifndef RV_WEB_EXTRACT_PAGE_H
#define RV_WEB_EXTRACT_PAGE_H

/* What the pages of extraction share: cells of the form, their names in forms and JSON, whose version is shown. */

#include "review/extract.h"

#include "web/web.h"

/* ---- extract_cell.c ---------------------------------------------------------------------------------------------------------- */

/* A cell: a field of the study, of one of its parts, or of a result. Its name in forms and JSON is "study.FIELD" or "KIND.KEY.FIELD". */
typedef struct {
    const char *kind;             /* "study", "arm", "outcome", "time", "contrast" or "result"; static */
    rv_buf      key, field;       /* key "" of the study */
} rv_cell_name;
/* False when the text names none; both times the caller ends it with rv_cell_name_free(). */
bool rv_cell_name_read(rv_cell_name *name, const rv_protocol *protocol, const char *text);
void rv_cell_name_free(rv_cell_name *name);
void rv_cell_name_put(rv_buf *out, const char *kind, const char *key, const char *field);
/* The kind of what a question is about, and its key. */
const char *rv_asking_kind(const rv_asking *q);
const char *rv_asking_key(const rv_asking *q);

/* What a person says in a cell. Texts never NULL. */
typedef struct {
    const char *value, *state;    /* state "" while nothing was said */
    const char *place, *quotation, *note;
} rv_said;
/* The version of a cell, which its form sends back as `was`: 16 digits of value and state, 16 of the rest. How many blanks stand in a row,
   and which line ends, does not count, as browsers change them. */
enum { RV_CELL_WAS = 33 };
void rv_said_was(const rv_said *said, char was[RV_CELL_WAS]);
/* What was typed: "-" is not reported and "?" unclear, as at the terminal, unless the field takes them as they are. `choices` (may be NULL)
   holds the ticked ones of a field of several. */
void rv_said_read(rv_said *said, const rv_field *field, const char *value, const char *state);

/* The cell as JSON. */
json_t *rv_cell_json(const rv_asking *q);
/* What was typed, and why it was refused, over what stands: for a page that is shown again. */
void rv_cell_retype(json_t *cell, const json_t *sent);

/* ---- extract_typed.c: what a request says of cells ------------------------------------------------------------------------------ */

/* `value.CELL` (or `choice.CELL`, a list), `state.CELL`, `place.CELL`, `quotation.CELL`, `note.CELL`, `was.CELL`; and for all cells of a row
   without a place of their own `row_place.KIND.KEY`, `row_quotation.`, `row_note.`. Texts are the call's. */
typedef struct {
    const char     *name;
    rv_cell_name    cell;
    const rv_field *field;
    rv_said         said;
    const char     *was;          /* "" not said */
    bool            rest;         /* place, quotation and note of its own were sent */
    rv_buf          joined;       /* of several choices */
    rv_buf          place, note;  /* while it is saved: the place that it takes over, and the note that says so */
    bool            carried;      /* it was looked for */
} rv_typed;
typedef struct {
    rv_typed *cells;
    size_t    n, room;
} rv_typed_list;
/* RV_EINVAL names what is no cell. Ended with rv_typed_free(), which takes what a failed call leaves. */
RV_MUST_CHECK rv_status rv_typed_read(rv_typed_list *out, const rv_call *call, rv_error *err);
void rv_typed_free(rv_typed_list *list);
/* Whether it says something, and other than the form that it came from said. */
bool rv_typed_touched(const rv_typed *typed);
/* As an entry of the library, of `study`; texts are those of `typed`. */
rv_value_entry rv_typed_entry(const rv_typed *typed, const char *study, const char *record);

/* ---- extract_page.c ---------------------------------------------------------------------------------------------------------- */

/* Whose version the person sees and writes: their own where two extract (never NULL then), else the review's. */
const char *rv_extract_own(const rv_call *call);
/* 404 without a protocol or such a study. */
RV_MUST_CHECK rv_status rv_extract_study_there(rv_call *call, const char *study, rv_error *err);
/* The person's part in a study. */
typedef struct {
    char role[16], state[16];     /* "" none */
    bool open, pair;              /* its versions may be seen; two extract it */
    rv_buf waits_for;
} rv_my_part;
RV_MUST_CHECK rv_status rv_extract_my_part(const rv_call *call, const char *study, rv_my_part *out, rv_error *err);
/* Puts title, study, path and ways of a page about a study; `here` names the page. */
void rv_extract_put_head(rv_call *call, const char *study, const char *here, const rv_my_part *mine);

/* After a change: the tab, row and report that the form named (`part`, `row`, `record`). */
void rv_extract_go_back(rv_call *call, const char *study);

/* ---- extract_form.c: the form of a study as JSON ------------------------------------------------------------------------------------ */

/* Puts `parts` (the kinds of rows, with how many rows and how many required cells lack), `grids` (of the kind `part`; each with columns and
   rows) and `shape`, a digest of what is asked where. With `row` that row alone, as `grids` of one row. */
RV_MUST_CHECK rv_status rv_extract_put_form(rv_call *call, const char *own, const char *study, const char *part, const char *row, rv_error *err);
/* The digest of what is asked where, and what is calculated, fed question by question. */
typedef struct { rv_sha256 state; } rv_shape;
void rv_shape_start(rv_shape *shape);
void rv_shape_add(rv_shape *shape, const rv_asking *q);
void rv_shape_end(rv_shape *shape, char hex[33]);

/* ---- page_extract_try.c: effects and warnings, of what stands or is being typed ------------------------------------------------- */

/* As members `effects` and `warnings` (and `faults`) of `out`; `names` are what faults are told by. */
RV_MUST_CHECK
rv_status rv_extract_put_tried(const rv_call *call, json_t *out, const char *own, const char *study, const char *result,
                               const rv_value_entry *entries, const char *const *names, size_t n, rv_error *err);

#endif
