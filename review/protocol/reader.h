#ifndef RV_PROTOCOL_READER_H
#define RV_PROTOCOL_READER_H

#include "review/protocol.h"

#include "tree.h"

/* Turns nodes into the protocol's structs. The first failure sticks in `status`; what is read after it does not matter, so a
   series of reads needs one check. */
typedef struct {
    rv_tree_memory    *memory;
    const char  *file;
    rv_protocol *protocol;
    rv_error    *err;
    rv_status    status;
} rv_reader;

/* Records the first failure, at `node`. */
void rv_reader_fail(rv_reader *r, const rv_node *node, const char *format, ...) RV_PRINTF(3, 4);
/* n zeroed things of `size`; one is made even when n is 0, so that it is NULL only after a failure. */
void *rv_reader_array(rv_reader *r, size_t n, size_t size);

/* A copy of the text; "" after a failure. */
const char *rv_reader_keep(rv_reader *r, const char *text);
/* The attribute, blanks around it cut; "" when it is not there. */
const char *rv_reader_attribute(rv_reader *r, const rv_node *node, const char *name);
/* The attribute `id`, whose form is checked. */
const char *rv_reader_id(rv_reader *r, const rv_node *node);
/* NaN, or `absent`, when it is not there. */
double rv_reader_number(rv_reader *r, const rv_node *node, const char *name, double absent);
bool rv_reader_yesno(rv_reader *r, const rv_node *node, const char *name, bool absent);
/* The place of the attribute in `choices`, which end with NULL; `absent` when it is not there. */
int rv_reader_choice(rv_reader *r, const rv_node *node, const char *name, const char *const *choices, int absent);
/* The same as text: "" when it is not there. */
const char *rv_reader_word(rv_reader *r, const rv_node *node, const char *name, const char *const *choices);
/* An element's text as prose: lines joined, blank lines kept as breaks between paragraphs. NULL node: "". */
const char *rv_reader_prose(rv_reader *r, const rv_node *node);
/* An element's text line by line, as search strategies are written. */
const char *rv_reader_lines(rv_reader *r, const rv_node *node);
/* The texts, or the attribute `attribute` when it is not NULL, of the children called `name`. */
const char *const *rv_reader_texts(rv_reader *r, const rv_node *node, const char *name, const char *attribute, size_t *n);
/* The words between "|". */
const char *const *rv_reader_split(rv_reader *r, const rv_node *node, const char *text, size_t *n);
/* No two children called `name` may have the same `attribute`. */
void rv_reader_unique(rv_reader *r, const rv_node *parent, const char *name, const char *attribute);

/* The parts, each in its file. */
void rv_read_head(rv_reader *r, const rv_node *root);
void rv_read_form(rv_reader *r, const rv_node *root);
void rv_read_appraisals(rv_reader *r, const rv_node *root);
void rv_read_domains(rv_reader *r, const rv_node *root);
void rv_read_analyses(rv_reader *r, const rv_node *root);

#endif
