/* Numbers as people read them, beside the numbers themselves. */
#ifndef RV_WEB_SHOWN_H
#define RV_WEB_SHOWN_H

#include "review/meta.h"

#include "web/web.h"

enum { RV_SHOWN = 80 };

/* With so many decimals and a true minus; "not estimable" where it is not finite. Returns `text`. */
const char *rv_shown(double x, int decimals, char text[RV_SHOWN]);
/* "0.81 to 1.32". */
const char *rv_shown_range(double lo, double hi, int decimals, char text[RV_SHOWN]);
/* "< 0.001", "0.047". */
const char *rv_shown_p(double p, char text[RV_SHOWN]);
/* A member that is the text of a number. */
void rv_json_put_shown(json_t *object, const char *name, double x, int decimals);

/* How effects of a measure are printed: exp(yi) where yi is a logarithm; three decimals where differences are small. */
typedef struct { bool log_scale; int decimals; } rv_shown_scale;
rv_shown_scale rv_shown_scale_of(bool log_scale, double lo, double hi);
/* "1.24 (1.02 to 1.51)". */
const char *rv_shown_effect(rv_shown_scale scale, double y, double lo, double hi, char text[RV_SHOWN]);
const char *rv_shown_interval(rv_shown_scale scale, double lo, double hi, char text[RV_SHOWN]);

#endif
