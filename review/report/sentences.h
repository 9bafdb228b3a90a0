/* The words around the numbers of an analysis, with fields in braces: the report says them as runs, the fields hold them whole. */
#ifndef RV_REPORT_SENTENCES_H
#define RV_REPORT_SENTENCES_H

#include <stddef.h>

#include "review/meta.h"

extern const char rv_sentence_pooled[], rv_sentence_prediction[], rv_sentence_tau2[], rv_sentence_tau2_ci[], rv_sentence_i2[],
    rv_sentence_no_tau2[], rv_sentence_q[];

enum { RV_SENTENCES = 4 };
/* What stands at place `i`, below RV_SENTENCES, of the sentence on differences between studies; "" for nothing. */
const char *rv_sentence_heterogeneity(const rv_meta_fit *fit, size_t i);

#endif
