#ifndef RV_WEB_RECORD_JSON_H
#define RV_WEB_RECORD_JSON_H

/* A record as pages and /api/v1 show it. */

#include "web/web.h"

/*
 * The report of `record`, as it is read while it is screened; `*out` is the caller's, NULL on failure.
 *
 *   report, label ("Cave 2006. Quantum Opportunity Program"), title, title_runs, authors, year (null where none), place ("Journal 3(2),
 *   1-9"), language, type, doi, doi_link, pmid, pmid_link, link (only http and https), source, file,
 *   abstract (a list of {runs}; empty: it lacks), abstract_text, keywords, keyword_runs,
 *   records: all records of the report, itself too, each with record, title, authors, year, place, source, file;
 *   files: see rv_files_json(); state, state_note, state_by, state_at: what became of the report ("" while nothing was said)
 *
 * Runs are [{text, for, against}]: stretches that a term of the protocol marks have `for` or `against` true. With `stage` NULL
 * nothing is marked. Nothing here tells of anybody's vote.
 * Errors  RV_ENOTFOUND there is no such record.
 */
RV_MUST_CHECK rv_status rv_record_json(rv_call *call, int64_t record, const char *stage, json_t **out, rv_error *err);

/* The text in runs, as above; with `mark` false as one run. */
RV_MUST_CHECK rv_status rv_runs_json(const rv_protocol *protocol, const char *text, bool mark, json_t **out, rv_error *err);

/*
 * The files of a report: [{digest, name, media, bytes, size ("1.2 MB"), who, at, record, href, pdf, picture, first}]; pdf, picture: the
 * browser may show it in the page. A PDF comes before others.
 */
RV_MUST_CHECK rv_status rv_files_json(rv_call *call, int64_t report, json_t **out, rv_error *err);

/* "1.2 MB" of a number of bytes, into words[16]. */
void rv_size_words(int64_t bytes, char words[16]);

#endif
