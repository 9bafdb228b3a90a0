/* Is a text a value that a field of the form may have? */
#ifndef RV_EXTRACT_CHECK_H
#define RV_EXTRACT_CHECK_H

#include "review/protocol.h"

/* "not reported" and "unclear" are states, unless they are choices of the field; then NULL. Static text. */
const char *rv_state_of(const rv_field *field, const char *text);
/* RV_EINVAL "'x' is not a number", "101 is above 100", "'x' is no choice; there are a, b". */
rv_status rv_field_check(const rv_field *field, const char *text, rv_error *err);
/* Is the choice among several, as "a; b"? */
bool rv_choices_has(const char *text, const char *choice);
/* Does `text` satisfy "field>=value", "field<=value", "field=a|b" or "field!=a|b"? `text` NULL satisfies the last alone. */
bool rv_condition_holds(const char *condition, const char *text);
/* The field a condition speaks of, into id[size]; false when it is no condition. */
bool rv_condition_field(const char *condition, char *id, size_t size);

#endif
