/* What the files of appraisal share. */
#ifndef RV_TOOLS_EXTRACT_APPRAISE_H
#define RV_TOOLS_EXTRACT_APPRAISE_H

#include "tools/extract.h"

/* The operand as what the tool judges. RV_ENOTFOUND no such tool. */
rv_status appraise_subject(const rv_extraction *work, const char *tool, const char *subject, rv_appraisal_subject *out, rv_error *err);
/* Whose version is shown: NULL the review's; one's own where two people judge, unless --agreed. */
const char *appraise_version(const rv_extraction *work, const char *tool);
/* An entry with the options for support, place and quotation. */
rv_judgement_entry appraise_entry(const rv_extraction *work, const char *tool, const rv_appraisal_subject *subject, const char *id,
                                  const char *answer);
/* Tells a warning of an entry by hand. */
void appraise_warn(void *user, const rv_extract_warning *warning);
/* Question after question, until the appraisal is whole, "q", or the end of input. */
rv_status appraise_ask(rv_extraction *work, const char *tool, const rv_appraisal_subject *subject, rv_error *err);

#endif
