#ifndef RV_WEB_RECORD_SAID_H
#define RV_WEB_RECORD_SAID_H

/* What people said of a report, as far as the person of the call may know it. */

#include "web/web.h"

/*
 * Adds to a report as rv_record_json() made it:
 *
 *   several                         it has other records
 *   edited                          fields that a person typed
 *   near                            [{ report, label, abstract_text, percent, verdict }]: may be the same; verdict the person's own
 *
 * and with a stage (else NULL) what the person said there: said { verdict, reason, note, at, and the verdict itself as a member that is
 * true }, labels [{ label, mine, reviewer, at }], remarks [{ text, mine, reviewer, at }]; of what others said only what the library tells
 * the person.
 */
RV_MUST_CHECK rv_status rv_record_said_json(rv_call *call, json_t *record, const char *stage, rv_error *err);

#endif
