/* The models: a row says all there is to say of one. */
#include <config.h>

#include "rank.h"

/* ELAS u4 of ASReview 2 (van de Schoot et al.; the parameters are theirs), for comparison. */
static const struct rv_rank_how u4 = { .block = { 1, 0, 0 }, .cost = 0.11, .ratio = 9.8 };
static const struct rv_rank_how title = {
    .block = { 1, 0.3, 0.3 }, .cost = 0.11, .ratio = 9.8, .late_cost = 0.08, .late_ratio = 20, .near = 0.2
};

const rv_rank_model rv_rank_models[] = {
    { "title", "words of the title count more; keywords where there are any", &title },
    { "u4", "as ELAS u4 of ASReview 2: title and abstract alike", &u4 },
    { NULL, NULL, NULL }
};
