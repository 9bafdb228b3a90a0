/* The places of a document that links may lead to, each once. */
#ifndef RV_REPORT_ANCHORS_H
#define RV_REPORT_ANCHORS_H

#include <stdbool.h>

#include "report/page.h"

typedef struct rv_anchors rv_anchors;

/* Every heading, table, figure and anchored row. NULL when memory is short. */
rv_anchors *rv_anchors_of(const rv_page *page);
void rv_anchors_free(rv_anchors *anchors);
/* True the first time that a writer comes to the anchor; a second element may not have the same. Never for "". */
bool rv_anchors_claim(rv_anchors *anchors, const char *anchor);
/* May a link lead there? "#ANCHOR": it is in the document. An address: of the web or of mail. Else a file beside the report, by a
   relative path that does not leave the folder. Anything else (a script, a data address) is refused and stays text. With NULL for
   `anchors` every "#..." is in the document. */
bool rv_anchors_lead(const rv_anchors *anchors, const char *target);
/* The same of a file beside the report alone. */
bool rv_anchors_is_file(const char *target);

#endif
