/* The tables of an analysis. */
#ifndef RV_REPORT_SYNTHESIS_TABLES_H
#define RV_REPORT_SYNTHESIS_TABLES_H

#include "report/document.h"

/* The effects pooled, with their weights. */
rv_status rv_synthesis_rows(rv_document *d, const rv_synthesis *s, rv_error *err);
/* The pooled estimate as planned, and what stands beside it. */
rv_status rv_synthesis_estimates(rv_document *d, const rv_synthesis *s, rv_error *err);
/* The results not pooled, and why. */
rv_status rv_synthesis_left_out(rv_document *d, const rv_synthesis *s, rv_error *err);

#endif
