/* What is odd in reference files, told on the terminal (three of a kind for each file) and, when asked for, written as CSV. */
#ifndef RV_TOOLS_ODDITIES_H
#define RV_TOOLS_ODDITIES_H

#include "review/refs.h"

/* Everything also goes to `path`; NULL: to the terminal alone. */
rv_status rv_oddities_open(const char *path, rv_error *err);
/* The callback of rv_refs_sink. */
void rv_oddity_take(void *user, const rv_problem *problem);
/* Tells what was not told one by one and closes. `st` is how the reading ended; given back unless the closing fails. */
rv_status rv_oddities_close(rv_status st, rv_error *err);

#endif
