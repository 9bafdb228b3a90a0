/* A row of terms in the making: counted, then weighed. */
#ifndef RV_SCREEN_RANK_BUILDING_H
#define RV_SCREEN_RANK_BUILDING_H

#include "rank.h"

/* In how many records a term is, and the entry, from 1, at which it was met last. */
typedef struct { uint32_t df, last; } rv_rank_met;

typedef struct {
    rv_rank_index *index;
    rv_rank_words  words;
    uint32_t      *sequence;        /* words of the present block */
    size_t         length, sequence_room;
    uint64_t      *keys;            /* [2 sequence_room] terms of the present block, */
    uint32_t      *numbers;         /* and their numbers */
    uint16_t      *tf;              /* beside index->term */
    size_t         used, room;      /* of both */
    rv_rank_met   *met;             /* [terms so far] */
    size_t         terms_room;
    bool           add;             /* terms that are not known are new ones */
} rv_rank_building;

/* The entries of one text, block after block, behind those there are. */
rv_status rv_rank_count(rv_rank_building *b, const rv_rank_text *text, rv_error *err);
void rv_rank_building_end(rv_rank_building *b);

/* How much a term counts that comes `tf` times: 1 the first time, less and less each further time. */
double rv_rank_often(const struct rv_rank_how *how, uint16_t tf);
/* What each block of a row is multiplied by, so that block and row get the lengths they must have. */
void rv_rank_factors(const struct rv_rank_how *how, const double squares[RV_RANK_BLOCKS], double by[RV_RANK_BLOCKS]);
/* From counts to weights. */
rv_status rv_rank_settle(rv_rank_building *b, rv_error *err);

#endif
