/* A style as it is used: its tree, checked, and its language. */
#ifndef RV_REPORT_CITE_STYLE_H
#define RV_REPORT_CITE_STYLE_H

#include "review/report_cite.h"

#include "report/cite_locale.h"
#include "report/cite_tree.h"

struct rv_cite_style {
    rv_cite_tree        tree;
    rv_cite_locale      locale;
    const rv_cite_node *citation, *bibliography;     /* the latter NULL when there is none */
    const char         *title;
    bool                suffix_is_said;              /* it has a place for year letters of its own */
    bool                note;
    char                remark[200];
};

/* Refuses what is not CSL 1.0.2 in a style or locale: elements where they do not belong, values that an attribute cannot have, what is
   missing. RV_EPARSE "file:line: ...". */
rv_status rv_cite_check(const rv_cite_tree *tree, rv_error *err);
/* Says in the nodes which macro they call. Refuses macros that are not there, stand twice or call themselves. */
rv_status rv_cite_check_macros(rv_cite_tree *tree, rv_error *err);

#endif
