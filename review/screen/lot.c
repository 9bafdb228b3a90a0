#include <config.h>

#include "screen/lot.h"

/* SplitMix64 twice over the seed and the place, the stage mixed in as FNV-1a does. Steele, Lea & Flood (2014) OOPSLA 453-472. */
uint64_t rv_lot(uint64_t seed, const char *stage, uint64_t purpose, uint64_t place)
{
    uint64_t x = seed * UINT64_C(0xD1B54A32D192ED03) + (place + 1) * UINT64_C(0x9E3779B97F4A7C15) + purpose;

    for (const char *c = stage; *c; c++)
        x = (x ^ (unsigned char)*c) * UINT64_C(0x100000001B3);
    for (int i = 0; i < 2; i++) {
        x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
        x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
        x ^= x >> 31;
    }
    return x;
}

bool rv_lot_falls(uint64_t seed, const char *stage, uint64_t turn, double share)
{
    return (double)(rv_lot(seed, stage, RV_LOT_TURN, turn) >> 11) / 9007199254740992.0 < share;
}
