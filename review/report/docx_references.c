/* What the parts of an Office package refer to, and of what type each is (ECMA-376 part 2, 6 and 7). */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report/docx_inside.h"

static const char type_part[] = "[Content_Types].xml";

const char *rv_docx_local(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

const char *rv_docx_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(rv_docx_local(attributes[0]), name) == 0)
            return attributes[1];
    return "";
}

const char *rv_docx_part_of(rv_docx *d, const char *target)
{
    char whole[600];

    if (*target == '/')
        return rv_memory_text(d->memory, target + 1);
    snprintf(whole, sizeof whole, "%.90s%.500s", d->folder, target);
    return rv_memory_text(d->memory, whole);
}

/* ---- References ------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_docx            *d;
    rv_docx_references *list;
} referring;

static rv_status reference(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    const referring *r = user;
    rv_docx_references *list = r->list;
    rv_memory *memory = r->d->memory;
    int number;

    if (strcmp(rv_docx_local(name), "Relationship") != 0)
        return RV_OK;
    if (!rv_grow(&list->items, list->n, &list->room, sizeof *list->items))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    list->items[list->n++] = (rv_docx_reference){
        rv_memory_text(memory, rv_docx_attribute(attributes, "Id")), rv_memory_text(memory, rv_docx_attribute(attributes, "Type")),
        rv_memory_text(memory, rv_docx_attribute(attributes, "Target")),
        strcasecmp(rv_docx_attribute(attributes, "TargetMode"), "External") == 0
    };
    if (sscanf(list->items[list->n - 1].id, "review%9d", &number) == 1 && number > list->last)
        list->last = number;
    return RV_OK;
}

rv_status rv_docx_references_read(rv_docx *d, rv_docx_references *list, const char *part, rv_error *err)
{
    const rv_xml_handler handler = { .start = reference };
    referring r = { d, list };
    const char *bytes;
    size_t n;

    list->part = part;
    return rv_zip_get(d->zip, part, &bytes, &n) ? rv_within(err, rv_xml_read_bytes(part, bytes, n, &handler, &r, err), "%s", d->name)
                                                : RV_OK;
}

/* The reference in the list, new or one that is there. */
static const char *refer(rv_docx *d, rv_docx_references *list, const char *type, const char *target, bool external)
{
    char id[32];

    for (size_t i = 0; i < list->n; i++)
        if (list->items[i].external == external && strcmp(list->items[i].target, target) == 0 && strcmp(list->items[i].type, type) == 0)
            return list->items[i].id;
    if (!rv_grow(&list->items, list->n, &list->room, sizeof *list->items)) {
        d->failed = true;
        return "";
    }
    snprintf(id, sizeof id, "review%d", ++list->last);
    list->items[list->n++] = (rv_docx_reference){ rv_memory_text(d->memory, id), rv_memory_text(d->memory, type),
                                                  rv_memory_text(d->memory, target), external };
    return list->items[list->n - 1].id;
}

const char *rv_docx_refer(rv_docx *d, const char *type, const char *target, bool external)
{
    return refer(d, &d->references, type, target, external);
}

rv_status rv_docx_package_refer(rv_docx *d, const char *type, const char *part, rv_error *err)
{
    rv_docx_references package = { 0 };
    rv_status st = rv_docx_references_read(d, &package, "_rels/.rels", err);
    bool found = false;

    for (size_t i = 0; i < package.n; i++)
        found |= strcmp(package.items[i].type, type) == 0;
    if (st == RV_OK && !found) {
        refer(d, &package, type, part, false);
        st = rv_docx_references_write(d, &package, err);
    }
    free(package.items);
    return st;
}

static void attribute(rv_buf *out, const char *name, const char *value)
{
    rv_buf_printf(out, " %s=\"", name);
    rv_xml_escape(out, value);
    rv_buf_char(out, '"');
}

static rv_status put(rv_docx *d, const char *part, rv_buf *xml, rv_error *err)
{
    rv_status st = rv_buf_check(xml, err);

    if (st == RV_OK)
        st = rv_zip_set(d->zip, part, rv_buf_str(xml), xml->length, err);
    rv_buf_free(xml);
    return st;
}

rv_status rv_docx_references_write(rv_docx *d, const rv_docx_references *list, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;

    rv_buf_text(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (size_t i = 0; i < list->n; i++) {
        rv_buf_text(&xml, "<Relationship");
        attribute(&xml, "Id", list->items[i].id);
        attribute(&xml, "Type", list->items[i].type);
        attribute(&xml, "Target", list->items[i].target);
        rv_buf_text(&xml, list->items[i].external ? " TargetMode=\"External\"/>" : "/>");
    }
    rv_buf_text(&xml, "</Relationships>\n");
    return put(d, list->part, &xml, err);
}

/* ---- Types of parts ------------------------------------------------------------------------------------------------ */

static rv_status type(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    rv_docx *d = user;
    const bool part = strcmp(rv_docx_local(name), "Override") == 0;

    if (part || strcmp(rv_docx_local(name), "Default") == 0)
        rv_docx_type_set(d, rv_docx_attribute(attributes, part ? "PartName" : "Extension"), rv_docx_attribute(attributes, "ContentType"), part);
    return d->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

void rv_docx_type_set(rv_docx *d, const char *name, const char *type_name, bool part)
{
    for (size_t i = 0; i < d->n_types; i++)
        if (d->types[i].part == part && strcasecmp(d->types[i].name, name) == 0)
            return;
    if (rv_grow(&d->types, d->n_types, &d->type_room, sizeof *d->types))
        d->types[d->n_types++] = (rv_docx_type){ rv_memory_text(d->memory, name), rv_memory_text(d->memory, type_name), part };
    else
        d->failed = true;
}

rv_status rv_docx_types_read(rv_docx *d, rv_error *err)
{
    const rv_xml_handler handler = { .start = type };
    const char *bytes;
    size_t n;

    if (!rv_zip_get(d->zip, type_part, &bytes, &n))
        return rv_fail(err, RV_EPARSE, "%s: it has no %s, so it is no Word document (.docx)", d->name, type_part);
    return rv_within(err, rv_xml_read_bytes(type_part, bytes, n, &handler, d, err), "%s", d->name);
}

rv_status rv_docx_types_write(rv_docx *d, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;

    rv_buf_text(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    for (size_t i = 0; i < d->n_types; i++) {
        rv_buf_text(&xml, d->types[i].part ? "<Override" : "<Default");
        attribute(&xml, d->types[i].part ? "PartName" : "Extension", d->types[i].name);
        attribute(&xml, "ContentType", d->types[i].type);
        rv_buf_text(&xml, "/>");
    }
    rv_buf_text(&xml, "</Types>\n");
    return put(d, type_part, &xml, err);
}
