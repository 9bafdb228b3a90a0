/* The kinds of outcomes that RevMan 5 knows: one table for reading and writing. */
#ifndef RV_EXTRACT_REVMAN_H
#define RV_EXTRACT_REVMAN_H

enum { RV_REVMAN_KINDS = 5, RV_REVMAN_INPUTS = 6 };

typedef struct {
    const char *prefix;           /* of its elements: DICH_OUTCOME, DICH_SUBGROUP, DICH_DATA */
    struct { const char *name, *as; } inputs[RV_REVMAN_INPUTS];   /* attributes of its data, and the inputs of an effect they are */
} rv_revman_kind;
extern const rv_revman_kind rv_revman_kinds[];

#endif
