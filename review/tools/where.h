/* --where: which records of a review are meant. */
#ifndef RV_TOOLS_WHERE_H
#define RV_TOOLS_WHERE_H

#include "review/protocol.h"
#include "review/refs.h"

#include "tools/opts.h"

typedef struct rv_where rv_where;

/*
 * All conditions must hold: "included", "excluded", "undecided" (what screening has come to), "STAGE=OUTCOME" (included, excluded,
 * waiting, conflict, set-aside), "source=NAME", "kind=KIND", "file=NAME". What others voted shows only where all votes are there.
 * RV_EUSAGE names the condition that is none.
 */
rv_status rv_where_make(rv_where **out, rv_store *store, const rv_texts *conditions, rv_error *err);
/* For rv_export_choice.keep. */
bool rv_where_keeps(void *where, const rv_ref_origin *origin);
void rv_where_free(rv_where *where);

#endif
