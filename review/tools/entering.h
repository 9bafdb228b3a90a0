/* What the files of `review-extract enter` share: the questions, what is seen of them, and the session that alone talks to a terminal. */
#ifndef RV_TOOLS_ENTERING_H
#define RV_TOOLS_ENTERING_H

#include "tools/extract.h"
#include "tools/read.h"

/* ---- entering_form.c: the questions that are asked, as copies ------------------------------------------------------------------- */

typedef struct {
    const rv_field *field;
    char *kind, *part, *result, *about;
    char *value, *state, *place, *quotation, *note, *reviewer, *at;
} rv_entering_item;
typedef struct {
    rv_entering_item *items;
    size_t    n, room;
    size_t    lacks;              /* required, and nothing was said */
    size_t    said;
} rv_entering_list;
/* Reads what is asked of a study, and what was said although it is not asked. */
RV_MUST_CHECK rv_status rv_entering_list_read(rv_entering_list *list, rv_store *store, const rv_protocol *protocol, const char *own, const char *study,
                                      rv_error *err);
void rv_entering_list_free(rv_entering_list *list);
/* The place of a question like this one in another list; the nearest that is there when it is gone. */
size_t rv_entering_list_find(const rv_entering_list *list, const rv_entering_item *like, size_t near);
/* The next after `from` (round the end) of which nothing was said: required ones, else any; `from` when there is none. */
size_t rv_entering_list_next_open(const rv_entering_list *list, size_t from);

/* ---- entering_page.c: the screen ------------------------------------------------------------------------------------------------- */

/* The lines in which one types. */
typedef enum { RV_LINE_VALUE, RV_LINE_PLACE, RV_LINE_QUOTATION, RV_LINE_NOTE, RV_LINES } rv_entering_line;

typedef struct {
    const char   *study, *who;
    const rv_entering_list *list;
    size_t        at;             /* the question under the cursor */
    const rv_typing *typing;      /* RV_LINES of them */
    rv_entering_line line;
    bool          making;         /* the value line takes a new part or result */
    const char   *carried;        /* the place that is carried over; "": none */
    const char   *said;           /* the answer to the last key: saved, a fault */
    const char   *effect;         /* what the numbers make, and what speaks against them; lines; "" */
    bool          wrong;          /* what is said is a fault */
    bool          colour;
    size_t        columns, lines;
} rv_entering_page;

typedef struct {
    rv_page_lines lines;
    size_t row, column;           /* where the cursor belongs, from 0 */
} rv_entering_drawn;
RV_MUST_CHECK rv_status rv_entering_draw(const rv_entering_page *page, rv_entering_drawn *out, rv_error *err);
void rv_entering_drawn_free(rv_entering_drawn *drawn);

/* The choices of a question in the order of their digits, from 1; NULL behind the last. `room` has 64. */
size_t rv_entering_choices(const rv_field *field, const char **room);

#endif
