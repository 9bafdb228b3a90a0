/* A ranker from inside. */
#ifndef RV_SCREEN_RANKER_H
#define RV_SCREEN_RANKER_H

#include "rank.h"

struct rv_ranker {
    rv_rank_index *index;
    rv_rank_svm    svm;
    bool           svm_open;
    rv_rank_near   near;           /* open when the model uses it */
    double        *scores;         /* [n] */
};

/* With parameters of one's own, to choose a model by. */
rv_status rv_ranker_open_how(rv_ranker **out, const struct rv_rank_how *how, size_t n, rv_rank_read *read, void *user, rv_error *err);

#endif
