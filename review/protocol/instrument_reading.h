/* An instrument being read. */
#ifndef RV_PROTOCOL_INSTRUMENT_READING_H
#define RV_PROTOCOL_INSTRUMENT_READING_H

#include "premise.h"

typedef struct {
    rv_reader     *r;
    rv_instrument *instrument;
    const char    *answers, *judgements;     /* what counts where nothing else is said */
} rv_instrument_reading;

/* The id of a question or domain: letters, digits, _ . -; "1.1" is one. */
const char *rv_instrument_id(rv_instrument_reading *g, const rv_node *node);
/* Fails when the id stands already: it is one thing's only, whether question or domain. */
void rv_instrument_check_id(rv_instrument_reading *g, const rv_node *node, const char *id);
size_t rv_instrument_slot(rv_instrument_reading *g, const rv_node *node);
void rv_instrument_judgements(rv_instrument_reading *g, const rv_node *node, rv_instrument_domain *d);
void rv_instrument_questions(rv_instrument_reading *g, const rv_node *node, rv_instrument_domain *d);

#endif
