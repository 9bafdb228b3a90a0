/* Lines of the way from page to number. */
#ifndef RV_EXTRACT_WAY_H
#define RV_EXTRACT_WAY_H

#include "extract/derive.h"
#include "review/extract.h"

/* Who takes the lines, and texts that a line is made in. */
typedef struct {
    rv_store *store;
    const rv_facts *facts;
    const rv_fact_result *result;
    rv_status (*line)(void *user, const rv_way_line *line, rv_error *err);
    void     *user;
    rv_buf    name, value, where, by;
} rv_telling;

/* Tells a line; texts NULL for none. */
rv_status rv_tell(rv_telling *t, const char *part, const char *name, const char *value, double number, const char *where, const char *by,
                  rv_error *err);
/* A value with its place, who entered it, what stood before, what others had, who looked it up. */
rv_status rv_tell_value(rv_telling *t, const rv_fact_value *value, rv_error *err);
/* The measure's formula with its numbers, where these give the effect that was made; else its name alone. */
rv_status rv_tell_measure(rv_telling *t, const rv_derived *d, rv_error *err);

#endif
