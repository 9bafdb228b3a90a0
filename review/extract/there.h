/* Whether what is entered fits what is there already. */
#ifndef RV_EXTRACT_THERE_H
#define RV_EXTRACT_THERE_H

#include "extract/batch.h"
#include "extract/subject.h"

/* RV_ENOTFOUND, with the arms that the study has. */
rv_status rv_no_such_arm(const rv_batch *batch, const rv_facts *facts, int64_t study, const char *arm, size_t line, const char *column,
                         rv_error *err);
/* A value that names an arm names one that is there; one of a result is asked of that kind of result. */
rv_status rv_value_fits_there(const rv_batch *batch, const rv_facts *facts, rv_subject of, const rv_batch_value *v, rv_error *err);
/* The key of a result that two results of arms make: "R1-v-R2", with a number behind it where the key is taken. */
void rv_made_key(const rv_facts *facts, const rv_arm_contrast *made, char *key, size_t size);

#endif
