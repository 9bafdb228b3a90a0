/* What the files of `review-screen read` share: what is seen is made from plain structs, so that it can be looked at without a
   terminal; screen_read.c alone talks to one. */
#ifndef RV_TOOLS_READ_H
#define RV_TOOLS_READ_H

#include "review/refs.h"
#include "review/screen.h"

#include "tools/read_text.h"

/* ---- read_card.c: what is to be read --------------------------------------------------------------------------------------------- */

/* A report's texts as its records say, "" where they do not; `place` is year, journal, volume, pages and source in one line. */
typedef struct {
    int64_t report;              /* 0: none */
    char   *title, *authors, *place, *abstract, *keywords, *link;
} rv_card;
/* Loads the report's head. RV_ENOTFOUND when there is none. */
RV_MUST_CHECK rv_status rv_card_load(rv_card *card, rv_store *store, int64_t report, rv_error *err);
void rv_card_free(rv_card *card);

/* ---- read_typing.c: a line being typed -------------------------------------------------------------------------------------------- */

typedef struct {
    rv_buf text;
    size_t at;                   /* the byte before which the next character goes */
    bool   pasting;
} rv_typing;
typedef enum { RV_TYPING_GOES_ON, RV_TYPING_DONE, RV_TYPING_LEFT } rv_typing_end;
void rv_typing_begin(rv_typing *typing, const char *text);
/* Takes a key: characters, arrows, Home, End (^A, ^E), Backspace, Delete, ^U (all), ^W (a word), Enter (done), Escape (left). Pasted
   line ends are blanks. */
rv_typing_end rv_typing_key(rv_typing *typing, int key);
/* The part around the place of typing that fits `width`; `*column` is where that is. */
void rv_typing_show(const rv_typing *typing, size_t width, rv_buf *out, size_t *column);
void rv_typing_free(rv_typing *typing);

/* ---- read_keys.c: what keys do ------------------------------------------------------------------------------------------------------ */

typedef enum {
    RV_DO_NOTHING, RV_DO_INCLUDE, RV_DO_EXCLUDE, RV_DO_UNSURE, RV_DO_LATER, RV_DO_UNDO, RV_DO_NOTE, RV_DO_LABEL, RV_DO_ABSTRACT,
    RV_DO_CRITERIA, RV_DO_TWINS, RV_DO_WHERE, RV_DO_AWAITING, RV_DO_UNOBTAINABLE, RV_DO_DOWN, RV_DO_UP, RV_DO_PAGE_DOWN, RV_DO_PAGE_UP,
    RV_DO_TOP, RV_DO_BOTTOM, RV_DO_HELP, RV_DO_QUIT
} rv_read_do;
/* What a key does while reading; digits (reasons) are asked for before. */
rv_read_do rv_read_key(int key, bool full_text);
/* The keys that matter most, as many as fit `width`. */
void rv_read_keys_line(rv_buf *out, size_t width, size_t n_reasons, bool full_text);
/* All of them, one a line. */
void rv_read_keys_help(rv_buf *out, bool full_text);
/* The key of reason `i`: 1 to 9, 0, then letters; 0 when there are more reasons than keys. And back; -1. */
char rv_reason_key(size_t i);
int rv_reason_of_key(int key, size_t n_reasons);

/* ---- read_pace.c ------------------------------------------------------------------------------------------------------------------- */

/* When the latest votes were given; pauses are left out. */
enum { RV_PACE_VOTES = 21, RV_PACE_PAUSE = 300 };
typedef struct {
    double at[RV_PACE_VOTES];    /* seconds; the oldest at `first` */
    size_t n, first;
} rv_pace;
void rv_pace_add(rv_pace *pace, double now);
/* Votes an hour over the latest 20, without pauses of more than five minutes; NaN before there are two. */
double rv_pace_hourly(const rv_pace *pace);

/* ---- read_page.c: the screen ---------------------------------------------------------------------------------------------------------- */

/* The reasons for exclusion at a stage, in the protocol's order. */
typedef struct {
    const rv_reason *items[64];
    size_t           n;
} rv_reasons;
void rv_reasons_at(rv_reasons *out, const rv_protocol *protocol, const char *stage);

typedef struct {
    const rv_protocol *protocol;
    const rv_stage    *stage;
    const rv_reasons  *reasons;
    const rv_card     *card;          /* NULL: nothing waits */
    rv_desk_progress   progress;
    double             pace;          /* votes an hour; NaN: not known */
    const char        *served;        /* "" or how the report came up */
    const char        *flags;         /* what is particular to it: "put off before", its note, its labels */
    const char        *said;          /* the answer to the last key */
    uint64_t           chosen;        /* reasons chosen, by bits */
    bool               choosing;      /* reasons are being chosen */
    const char        *prompt;        /* what is being typed; NULL: nothing is */
    const rv_typing   *typing;
    const char        *overlay;       /* a text in place of the record, with its heading; NULL: none */
    const char        *overlay_head;
    bool               full_text;
    size_t             columns, lines;
    size_t             body;          /* lines of it shown when it was drawn last */
    size_t             top;           /* first line shown of what can be scrolled; rv_page_draw() keeps it within bounds */
    bool               colour;
} rv_page;

typedef struct {
    rv_page_lines lines;                   /* as many as the terminal has */
    size_t   body, longest;           /* lines shown of what can be scrolled, and that there are */
    size_t   row, column;             /* where the cursor belongs, from 0, while typing */
} rv_drawn;

RV_MUST_CHECK rv_status rv_page_draw(rv_page *page, rv_drawn *out, rv_error *err);
void rv_drawn_free(rv_drawn *drawn);

/* ---- read_more.c: texts shown in place of the record, a line each ------------------------------------------------------------------------ */

void rv_more_criteria(rv_buf *out, const rv_protocol *protocol, const rv_reasons *reasons);
/* Where the report is: its links, and the files that are attached. */
RV_MUST_CHECK rv_status rv_more_where(rv_buf *out, rv_store *store, const rv_card *card, rv_error *err);

/* Pairs of reports that may be one and that nobody has looked at yet, in order of report; each stands under both. */
typedef struct {
    struct rv_twin {
        int64_t report, other;
        double  probability;
    }     *items;
    size_t n, capacity;
} rv_twins;
RV_MUST_CHECK rv_status rv_twins_read(rv_twins *twins, rv_store *store, rv_error *err);
/* How many the report has; `*first` is the place of the first. */
size_t rv_twins_of(const rv_twins *twins, int64_t report, size_t *first);
/* Those of the report of `card`, with what `who` has said of them at the stage. */
RV_MUST_CHECK
rv_status rv_more_twins(rv_buf *out, const rv_twins *twins, rv_store *store, const rv_protocol *protocol, const char *stage, const char *who,
                        const rv_card *card, rv_error *err);
void rv_twins_free(rv_twins *twins);

/* ---- read_editor.c ---------------------------------------------------------------------------------------------------------------------- */

/* The person's editor, $VISUAL or else $EDITOR; NULL when there is none. */
const char *rv_read_editor(void);
/* Lets the person edit `text` in a file of its own by that program; `out` is what came of it, without blanks at its ends. */
RV_MUST_CHECK rv_status rv_read_edit(const char *editor, const char *text, rv_buf *out, rv_error *err);

#endif
