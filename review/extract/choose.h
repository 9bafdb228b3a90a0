/* Choosing among the results of a domain: what choose.c and choose_order.c share. */
#ifndef RV_EXTRACT_CHOOSE_H
#define RV_EXTRACT_CHOOSE_H

#include "extract/derive.h"

/* A result of the domain on the way to being chosen. */
typedef struct {
    const rv_fact_result *result;
    rv_derived derived;
    size_t     kind;                 /* index of the outcome kind: the least is preferred */
    char       left_out[800];        /* "" so far */
} rv_candidate;

typedef struct {
    const rv_facts *facts;
    const rv_deriving *deriving;
    const rv_domain *domain;
    bool       all;                  /* every result of a study that may be chosen is */
    rv_candidate *items;
    size_t     n;
} rv_choosing;

/* Says why a result is left out; the first reason stays. */
void rv_leave_out(rv_candidate *c, const char *format, ...) RV_PRINTF(2, 3);
/* Of the results of one study that may be chosen, leaves all but the first by the domain's order out. */
void rv_choose_one(const rv_choosing *f, rv_candidate *items, size_t n);

#endif
