/* What the figures of a review have in common: their studies, with the class and the judgement of each. */
#ifndef RV_REPORT_DRAWN_H
#define RV_REPORT_DRAWN_H

#include "review/report_drawn.h"

#include "report/memory.h"

struct rv_drawn {
    rv_memory *memory;
};

/* Takes a grown array over: a copy that lives as long as `drawn`. `array` is freed whatever comes. NULL when memory is short. */
void *rv_drawn_keep(rv_drawn *drawn, void *array, size_t bytes);

/* A judgement of a study or, with `result`, of one of its results. */
typedef struct {
    const char *study, *result, *answer;
} rv_drawn_judgement;

/* What was judged by the tools that judge studies or results as a whole: the domain "overall", else the only one. */
typedef struct {
    const char         *domain;         /* in words */
    const char *const  *scale;          /* [n_scale] from the best */
    size_t              n_scale;
    rv_drawn_judgement *item;
    size_t              n;
} rv_drawn_judged;
/* By the first tool of `unit` ("study", "result") by which anything was judged; n 0 for none. */
rv_status rv_drawn_judgements(rv_drawn *drawn, rv_store *store, const rv_protocol *protocol, const char *unit, rv_drawn_judged *out,
                              rv_error *err);
/* "" for none; `result` NULL: of the study. */
const char *rv_drawn_judgement_of(const rv_drawn_judged *judged, const char *study, const char *result);

/* The field that `by` names, or the one that is taken for NULL. RV_ENOTFOUND. */
rv_status rv_drawn_field(const rv_protocol *protocol, const char *by, const rv_field **out, rv_error *err);

typedef struct {
    const char *study, *value;
} rv_drawn_class;
/* The standing values of a study-level field, in the order of the studies. */
rv_status rv_drawn_classes(rv_drawn *drawn, rv_store *store, const rv_field *field, rv_drawn_class **out, size_t *n, rv_error *err);
const char *rv_drawn_class_of(const rv_drawn_class *classes, size_t n, const char *study);      /* "" for none */

#endif
