#ifndef RV_SCREEN_RECALL_H
#define RV_SCREEN_RECALL_H

#include "review/screen.h"

/* Fills the recall from the totals: `known` found of them. */
void rv_recall_share(rv_recall *out, double known);

#endif
