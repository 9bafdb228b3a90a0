/* What the files of this layer share: GSL without its abort, and its codes turned into ours. */
#ifndef RV_NUMER_GUARD_H
#define RV_NUMER_GUARD_H

#include "review/numer.h"

/* Before any call into GSL. Cheap after the first time. */
void rv_numer_guard(void);

/* RV_OK for GSL_SUCCESS; else the nearest status, with GSL's own words after `doing`. */
rv_status rv_numer_status(int gsl_code, const char *doing, rv_error *err);

#endif
