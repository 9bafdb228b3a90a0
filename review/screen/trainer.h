#ifndef RV_SCREEN_TRAINER_H
#define RV_SCREEN_TRAINER_H

/* Texts of reports, for the ranker. */

#include "review/screen.h"

/* Reports are read some at a time, in order, so that they need not all be in memory. */
typedef struct {
    rv_store      *store;
    const int64_t *ids;               /* rising */
    size_t         n, from, to;       /* texts [from, to) are in memory */
    rv_buf         bytes;
    size_t        *places;            /* of title, abstract, keywords in `bytes`, for each text */
    bool         (*stop)(void *user); /* true: there is no need any more */
    void          *user;
} rv_trainer_texts;
/* An rv_rank_read, with an rv_trainer_texts; RV_EINVAL when it is to stop. */
RV_MUST_CHECK rv_status rv_trainer_read(void *user, size_t i, rv_rank_text *text, rv_error *err);
void rv_trainer_texts_free(rv_trainer_texts *texts);
/* What the protocol says of relevant reports: its question, the criteria of inclusion, the terms that speak for it. */
void rv_trainer_hint(const rv_protocol *protocol, rv_buf *title, rv_buf *abstract);

#endif
