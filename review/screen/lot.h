#ifndef RV_SCREEN_LOT_H
#define RV_SCREEN_LOT_H

/* Lots that a seed decides, the same in whatever order they are asked for. */

#include <stdbool.h>
#include <stdint.h>

enum { RV_LOT_TURN = 1, RV_LOT_ORDER };        /* for what: does the turn go by lot; in which order are things drawn */

/* A number that looks random for each seed, stage ("" where there are none), purpose and place. */
uint64_t rv_lot(uint64_t seed, const char *stage, uint64_t purpose, uint64_t place);
/* Whether the turn falls to the lot, as that share of them does. */
bool rv_lot_falls(uint64_t seed, const char *stage, uint64_t turn, double share);

#endif
