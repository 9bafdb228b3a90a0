#ifndef RV_WEB_APPRAISE_PAGE_H
#define RV_WEB_APPRAISE_PAGE_H

/* What the pages of appraisal share. */

#include "review/extract.h"

#include "web/web.h"

/* The tool and subject of the path ({tool}, {subject}): texts of the call. RV_ENOTFOUND the protocol has no such tool. */
RV_MUST_CHECK rv_status rv_appraise_asked(rv_call *call, const rv_appraisal_tool **tool, rv_appraisal_subject *subject, rv_error *err);
/* Whose version this person works on: their own where two people judge, else NULL for the review's. */
const char *rv_appraise_own(const rv_call *call, const rv_appraisal_tool *tool);
/* The subject in the words of its tool's unit. */
const char *rv_appraise_name(const rv_appraisal_subject *subject);

/* What a result, study or body of evidence is, for people: { subject, unit, study, about, domain, outcome, months }. */
RV_MUST_CHECK rv_status rv_subject_json(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject, json_t **out,
                                        rv_error *err);
/* The reports (records) in which a subject stands: at most `room`, none for a body of evidence. */
RV_MUST_CHECK rv_status rv_subject_reports(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject,
                                           int64_t *reports, size_t room, size_t *n, rv_error *err);

/* An appraisal: { label, unit, due, judged, again, next, domains: [{ id, label, ..., questions: [line] }] }; see page_appraise_one.c. `sent`
   (may be NULL) is what somebody typed that was not taken: it stands in the fields again. */
json_t *rv_appraisal_json(const rv_appraisal *a, const json_t *sent);

#endif
