/* The heart of the rules: values by slot in, a judgement out. */
#ifndef RV_PROTOCOL_INSTRUMENT_JUDGE_H
#define RV_PROTOCOL_INSTRUMENT_JUDGE_H

#include "premise.h"

/* Whether a question is asked, by the values of those before it. */
rv_truth rv_question_asked(const rv_question *question, const uint8_t *values, const rv_instrument_domain *domain);
/* The rule that counts when every value is known: its place from 0; `*second` is another that holds too, where one alone may. Both
   are n_rules when there is none. */
size_t rv_rule_that_holds(const rv_instrument_domain *domain, const uint8_t *values, size_t *second);

#endif
