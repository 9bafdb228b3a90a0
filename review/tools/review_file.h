#ifndef RV_TOOLS_REVIEW_FILE_H
#define RV_TOOLS_REVIEW_FILE_H

#include "review/protocol.h"
#include "review/store.h"

/* The newest protocol of the review; ended with rv_protocol_free(). `version` (from 1) and `digest` may be NULL.
   RV_ENOTFOUND when the review has none. */
rv_status rv_tool_protocol(rv_store *store, rv_protocol **protocol, rv_error *err);
rv_status rv_tool_protocol_version(rv_store *store, rv_protocol **protocol, int64_t *version, char digest[RV_DIGEST_HEX],
                                   rv_error *err);

#endif
