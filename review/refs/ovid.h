#ifndef RV_REFS_OVID_H
#define RV_REFS_OVID_H

#include "tagged.h"

/* The parts of a source line; NULL where it has none. */
typedef struct {
    const char *journal, *volume, *issue, *pages, *date;
    const char *book, *editors, *series, *place, *publisher;
} ovid_source;

/* Parts of "Lancet. 375(9723):1023-30, 2010 Mar 20.", "Behavioural Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634.",
   "Smith, Ann [Ed]. (2012). The book. (pp. 11-31). xvii, 254 pp. London: Publisher." and the other forms that Ovid's databases write. */
void rv_ovid_source(rv_reading *reading, const char *text, ovid_source *source);

#endif
