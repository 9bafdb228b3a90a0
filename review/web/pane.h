#ifndef RV_WEB_PANE_H
#define RV_WEB_PANE_H

/* The full text beside a form: the partial pane.html. */

#include "web/web.h"

/*
 * The object `pane` for reports[n] (records; of a study all of its reports): files as rv_files_json() makes them, each with
 * `report` and `label`; `shown`, the one that is in the pane at first (the field `file` asks for another by its digest); `none` when
 * there is no file; record and report, to which files are added; state, state_note; `then`, the path of this page, where the browser
 * comes back to; several, when there are more files than one. `*out` is the caller's, NULL on failure. A page that has a pane includes
 * {{>pane}}, where it is the member `pane` of the page or of a record, and takes the field `file`.
 */
RV_MUST_CHECK rv_status rv_pane_json(rv_call *call, const int64_t *reports, size_t n, const char *then, json_t **out, rv_error *err);
/* The same as the member `pane` of the answer. */
RV_MUST_CHECK rv_status rv_put_pane(rv_call *call, const int64_t *reports, size_t n, const char *then, rv_error *err);

/* A path of this server to go to, as a form said it; NULL when it is none (another server, a control character). */
const char *rv_safe_then(const rv_call *call);

/* What a page with a pane takes. */
#define RV_PANE_FIELD { "file", "text", false, "the digest of the file to be shown beside the form" }

#endif
