/* How names are written. */
#ifndef RV_REPORT_CITE_NAME_H
#define RV_REPORT_CITE_NAME_H

#include "report/cite_render.h"

/* What cs:name says, or the citation, bibliography or style around it. */
typedef struct {
    const char         *form, *initialize_with, *sort_separator, *demote, *delimiter, *and, *precedes_et_al, *precedes_last, *inverted;
    bool                initialize, hyphen, use_last;
    int                 et_al_min, use_first;
    const rv_cite_node *node, *family, *given;
} rv_cite_naming;

rv_cite_naming rv_cite_naming_of(rv_cite_render *r, const rv_cite_node *name);
/* One name. `given` as in rv_cite_item: what a short form shows beyond the family name. */
void rv_cite_person_put(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_person *person, bool inverted, int given);
/* "J. A.", or "JA" with "". */
void rv_cite_initials(rv_buf *out, const char *given, const rv_cite_naming *how);
/* The names with what stands between them. */
void rv_cite_people_put(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_people *who, const rv_cite_node *et_al);

#endif
