/* What the diagnosing verbs of review-meta share. */
#ifndef RV_TOOLS_META_DIAGNOSE_H
#define RV_TOOLS_META_DIAGNOSE_H

#include "tools/meta.h"

/* meta_read(), and a refusal when studies have several effects, unless --assume-independent was said. */
rv_status meta_read_independent(meta_input *in, rv_error *err);
/* The facts that stand above every diagnosis: what was fitted, and the notes that belong to it. */
void meta_fact_model(meta_writer *w, const meta_input *in, const rv_meta_fit *fit);
/* The name of coefficient j. */
const char *meta_coefficient(const meta_input *in, size_t j);

#endif
