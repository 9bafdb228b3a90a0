/* One work put into words by one layout of a style. */
#ifndef RV_REPORT_CITE_RENDER_H
#define RV_REPORT_CITE_RENDER_H

#include "report/cite_item.h"
#include "report/cite_style.h"

typedef enum { CITE_FIRST, CITE_SUBSEQUENT, CITE_IBID, CITE_IBID_WITH_LOCATOR } rv_cite_position;

/* No style needs more for one work: macros within macros could ask for any amount. */
enum { CITE_STEPS = 100000, CITE_CALLS = 600, CITE_LENGTH = 8 << 20, CITE_HIDDEN = 32 };

typedef struct {
    const rv_cite_style *style;
    const rv_cite_item  *item;
    const rv_cite_node  *area;        /* cs:citation or cs:bibliography */
    const rv_cite_place *place;       /* NULL in a bibliography */
    rv_cite_position     position;
    rv_cite_out         *out;
    const rv_cite_node  *key;         /* the sort key that is made; NULL otherwise */
    bool                 no_suffix;   /* year letters are left out */
    bool                 no_names;    /* the first names are left out */
    const char          *same_names;  /* when the first names are these, `instead` takes their place */
    const char          *instead;
    rv_buf              *first_names; /* gets the first names as they came; may be NULL */

    size_t               called, filled;          /* variables, in the group under way */
    size_t               told;                    /* variables of the work itself that said something */
    const char          *hidden[CITE_HIDDEN];     /* variables that stood in for others, and do not stand twice */
    size_t               n_hidden, n_used;        /* those behind n_hidden are used by the substitute under way */
    const rv_cite_node  *heir;                    /* the names whose parts a bare cs:names takes over */
    int                  substituting, in_names;
    bool                 names_done, suffix_done;
    size_t               steps, depth;
    rv_status            status;
    rv_error            *err;
} rv_cite_render;

/* Writes the children of a layout or sort macro into `out`. */
rv_status rv_cite_render_layout(rv_cite_render *r, const rv_cite_node *parent, rv_error *err);

/* ---- Between the files that do this -------------------------------------------------------------------------------------------- */

/* One element, or the children of one with a delimiter between those that say something since `base`. */
void rv_cite_element(rv_cite_render *r, const rv_cite_node *node);
void rv_cite_children(rv_cite_render *r, const rv_cite_node *parent, const char *delimiter, rv_cite_mark base);
/* What `content` writes, with the affixes, quotes, case and formatting that the node asks for; nothing when it writes nothing. */
void rv_cite_wrapped(rv_cite_render *r, const rv_cite_node *node, void (*content)(rv_cite_render *r, const rv_cite_node *node));
/* A variable was called; `there` when it says something. */
void rv_cite_called(rv_cite_render *r, const char *variable, bool there);
bool rv_cite_hidden(const rv_cite_render *r, const char *variable);
/* The text of a variable, those of the citation (locator, year-suffix, ...) included; NULL when there is none. `scratch` may hold it. */
const char *rv_cite_variable(rv_cite_render *r, const char *variable, bool brief, rv_buf *scratch);

void rv_cite_text_element(rv_cite_render *r, const rv_cite_node *node);
void rv_cite_date_element(rv_cite_render *r, const rv_cite_node *node);
void rv_cite_names_element(rv_cite_render *r, const rv_cite_node *node);
void rv_cite_number_element(rv_cite_render *r, const rv_cite_node *node);
void rv_cite_label_element(rv_cite_render *r, const rv_cite_node *node);
/* The label of people of `variable`, `n` of them. */
void rv_cite_names_label(rv_cite_render *r, const rv_cite_node *node, const char *variable, bool plural);
/* The branch of a cs:choose that holds; NULL for none. */
const rv_cite_node *rv_cite_branch(rv_cite_render *r, const rv_cite_node *choose);
/* "a", "b", ... "z", "aa". */
void rv_cite_letters(rv_buf *out, unsigned n);

#endif
