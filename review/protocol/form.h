/* A form being read: its fields in order, and where each was written. */
#ifndef RV_PROTOCOL_FORM_H
#define RV_PROTOCOL_FORM_H

#include "reader.h"

typedef struct {
    rv_reader      *reader;
    rv_field       *fields;
    const rv_node **nodes;        /* the <field>, or the <use> that brought it */
    size_t          n, room;
} rv_form;

bool rv_type_numeric(rv_field_type type);
/* One field; `from` is the id of its part, "" for the protocol's own. */
void rv_read_field(rv_reader *r, const rv_node *node, const char *from, rv_field *field);
/* Room for the fields of a form and of all parts that it uses. */
void rv_form_make_room(rv_form *form, const rv_node *section);
/* The field at the end of the form is there to stay; one with its id must not be there. */
void rv_form_take(rv_form *form, const rv_node *node);
/* The fields of a part. */
void rv_form_use_part(rv_form *form, const rv_node *use);
/* What fields say of each other: conditions and formulas name fields that are there, can be seen and fit; none needs itself. */
void rv_form_check(const rv_form *form);

#endif
