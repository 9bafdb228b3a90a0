#include <config.h>

#include <stdio.h>
#include <string.h>

#include "form.h"
#include "parts.h"

/* Ready parts of forms: fields that many reviews ask for, kept once. */

const rv_form_part *rv_form_part_at(size_t i)
{
    size_t n = 0;

    while (rv_form_parts[n].id)
        n++;
    return i < n ? &rv_form_parts[i] : NULL;
}

/* The part that <use> names; all there are when it is none of them. */
static const rv_form_part *find(rv_reader *r, const rv_node *use)
{
    const char *id = rv_reader_attribute(r, use, "part"), *version = rv_reader_attribute(r, use, "version");
    char known[300] = "";
    size_t used = 0;

    for (const rv_form_part *p = rv_form_parts; p->id; p++) {
        if (strcmp(p->id, id) == 0 && strcmp(p->version, version) == 0)
            return p;
        if (used < sizeof known)
            used += (size_t)snprintf(known + used, sizeof known - used, "%s%s %s", used ? ", " : "", p->id, p->version);
    }
    rv_reader_fail(r, use, "there is no form part '%.60s' of version '%.20s'; there are %s", id, version, known);
    return NULL;
}

static const rv_node *parse(rv_reader *r, const rv_form_part *part)
{
    rv_node *root = NULL;

    if (r->status == RV_OK && (r->status = rv_tree_parse(r->memory, part->id, part->xml, strlen(part->xml), &root, r->err)) == RV_OK)
        r->status = rv_shape_check(root, "form-part", part->id, r->err);
    return r->status == RV_OK ? root : NULL;
}

void rv_form_make_room(rv_form *form, const rv_node *section)
{
    rv_reader *r = form->reader;
    size_t n = rv_node_count(section, "field");

    for (const rv_node *use = rv_node_child(section, "use"); use && r->status == RV_OK; use = rv_node_next(use)) {
        const rv_form_part *part = find(r, use);
        const rv_node *root = part ? parse(r, part) : NULL;
        n += root ? rv_node_count(root, "field") : 0;
    }
    form->fields = rv_reader_array(r, n + 1, sizeof *form->fields);
    form->nodes = rv_reader_array(r, n + 1, sizeof *form->nodes);
    form->room = n;
}

/* Two parts may ask for the same (group sizes): it stands once. */
static bool same_field(const rv_field *a, const rv_field *b)
{
    return a->from[0] && b->from[0] && a->level == b->level && a->type == b->type && strcmp(a->label, b->label) == 0
           && strcmp(a->as, b->as) == 0 && strcmp(a->when, b->when) == 0 && strcmp(a->compute, b->compute) == 0
           && strcmp(a->unit, b->unit) == 0 && a->n_choices == b->n_choices;
}

void rv_form_take(rv_form *form, const rv_node *node)
{
    const rv_field *f = &form->fields[form->n];

    for (size_t i = 0; i < form->n; i++) {
        const rv_field *other = &form->fields[i];
        if (strcmp(other->id, f->id) != 0)
            continue;
        if (!same_field(other, f))
            rv_reader_fail(form->reader, node, "the field '%.64s' is in line %zu already%s%.60s; each id must be different", f->id,
                           form->nodes[i]->line, other->from[0] ? ", with the part " : "", other->from);
        return;
    }
    form->nodes[form->n++] = node;
}

void rv_form_use_part(rv_form *form, const rv_node *use)
{
    rv_reader *r = form->reader;
    const rv_form_part *part = find(r, use);
    const rv_node *root = part ? parse(r, part) : NULL;

    for (const rv_node *node = rv_node_child(root, "field"); root && node && r->status == RV_OK && form->n < form->room;
         node = rv_node_next(node)) {
        rv_read_field(r, node, part->id, &form->fields[form->n]);
        rv_form_take(form, use);
    }
}
