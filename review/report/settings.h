/* A model run otherwise than planned: "ANALYSIS.SETTING=VALUE". */
#ifndef RV_REPORT_SETTINGS_H
#define RV_REPORT_SETTINGS_H

#include "review/protocol.h"
#include "review/report.h"

enum { RV_SETTING_NAME = 16, RV_SETTING_TEXT = 40 };

typedef struct {
    const rv_plan *analysis;
    char               name[RV_SETTING_NAME];
    char               planned[RV_SETTING_TEXT];
    const char        *value;     /* within the word */
    double             number;    /* of a level */
} rv_setting;

/* RV_EUSAGE when the word names no analysis or setting of the protocol, or a value that cannot be. */
rv_status rv_setting_parse(const rv_protocol *protocol, const char *word, rv_setting *out, rv_error *err);
/* The analysis as it is to be run: a copy with what `otherwise` (may be NULL) changes. Texts belong to the protocol and the words. */
rv_status rv_setting_apply(const rv_protocol *protocol, const rv_plan *analysis, const rv_words *otherwise, rv_plan *out,
                           rv_error *err);

#endif
