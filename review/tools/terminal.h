/* Keys from a terminal, and what it can do. */
#ifndef RV_TOOLS_TERMINAL_H
#define RV_TOOLS_TERMINAL_H

#include "review/base.h"

/* Keys beside characters (code points). Enter is '\n'. */
enum {
    RV_KEY_END = -1,             /* the end of input, or a signal that ends the program */
    RV_KEY_REDRAW = -2,          /* another size, or back from being stopped */
    RV_KEY_OTHER = -3,           /* a key of no use here */
    RV_KEY_ESCAPE = -4, RV_KEY_UP = -5, RV_KEY_DOWN = -6, RV_KEY_LEFT = -7, RV_KEY_RIGHT = -8, RV_KEY_HOME = -9, RV_KEY_LAST = -10,
    RV_KEY_PAGE_UP = -11, RV_KEY_PAGE_DOWN = -12, RV_KEY_DELETE = -13,
    RV_KEY_PASTE = -14, RV_KEY_PASTED = -15      /* what is between them was pasted */
};

/* True when a person sits at both ends. */
bool rv_terminal_here(void);
/* False when NO_COLOR is set or the terminal is a dumb one. */
bool rv_terminal_colour(void);
/* False for a dumb terminal: it cannot move the cursor. */
bool rv_terminal_moves(void);
/* Columns and lines; $COLUMNS and $LINES, else 80 and 24, where the terminal does not say. */
void rv_terminal_size(size_t *columns, size_t *lines);

/* From now on keys come one by one and unseen; `screen` takes a screen of its own, which leaves the earlier one as it was. Signals that
   end or stop the program, and a new size, are noticed only while a key is waited for, so that what is being written is written whole. */
RV_MUST_CHECK rv_status rv_terminal_begin(bool screen, rv_error *err);
/* The terminal as it was; then the program ends by the signal that ended the session, if one did. */
void rv_terminal_end(void);
/* For another program meanwhile: as it was, and back. */
void rv_terminal_lend(void);
void rv_terminal_take(void);
/* In a child, before another program begins there. */
void rv_terminal_signals_as_usual(void);
/* A line, edited as the terminal does it, for terminals that cannot move the cursor; false at the end of input. */
bool rv_terminal_line(rv_buf *out);
/* The next key. */
int rv_terminal_key(void);

#endif
