#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

#include "reader.h"

enum { PROTOCOL_SIZE = 4 << 20 };

/* What rv_protocol_free() frees; the protocol stands first, so that its address is the whole's. */
typedef struct {
    rv_protocol protocol;
    rv_tree_memory    memory;
} whole;

static void read_parts(rv_reader *r, const rv_node *root)
{
    rv_read_head(r, root);
    rv_read_form(r, root);
    rv_read_appraisals(r, root);
    rv_read_domains(r, root);
    rv_read_analyses(r, root);       /* last: they refer to fields and domains */
}

rv_status rv_protocol_parse(rv_protocol **out, const char *name, const char *bytes, size_t n, rv_error *err)
{
    whole    *w = calloc(1, sizeof *w);
    rv_node  *root = NULL;
    rv_status st;

    *out = NULL;
    if (!w)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_tree_parse(&w->memory, name, bytes, n, &root, err)) == RV_OK
        && (st = rv_shape_check(root, "protocol", name, err)) == RV_OK) {
        rv_reader r = { &w->memory, name, &w->protocol, err, RV_OK };

        read_parts(&r, root);
        st = r.status;
    }
    if (st == RV_OK)
        *out = &w->protocol;
    else
        rv_protocol_free(&w->protocol);
    return st;
}

rv_status rv_protocol_read(rv_protocol **out, const char *path, rv_error *err)
{
    rv_buf    bytes = RV_BUF_INIT;
    rv_status st = rv_file_read(path, PROTOCOL_SIZE, &bytes, err);

    *out = NULL;
    if (st == RV_OK)
        st = rv_protocol_parse(out, path, rv_buf_str(&bytes), bytes.length, err);
    rv_buf_free(&bytes);
    return st;
}

void rv_protocol_free(rv_protocol *protocol)
{
    if (!protocol)
        return;
    rv_tree_free(&((whole *)protocol)->memory);
    free(protocol);
}

/* The thing among n of `array` whose id, its first member, is `id`. */
static const void *find(const void *array, size_t n, size_t size, const char *id)
{
    for (size_t i = 0; id && i < n; i++) {
        const char *thing = (const char *)array + i * size;
        if (strcmp(*(const char *const *)(const void *)thing, id) == 0)
            return thing;
    }
    return NULL;
}

const rv_stage *rv_protocol_stage(const rv_protocol *p, const char *id)
{
    return find(p->stages, p->n_stages, sizeof *p->stages, id);
}

const rv_reason *rv_protocol_reason(const rv_protocol *p, const char *id)
{
    return find(p->reasons, p->n_reasons, sizeof *p->reasons, id);
}

const rv_field *rv_protocol_field(const rv_protocol *p, const char *id)
{
    return find(p->fields, p->n_fields, sizeof *p->fields, id);
}

const rv_domain *rv_protocol_domain(const rv_protocol *p, const char *id)
{
    return find(p->domains, p->n_domains, sizeof *p->domains, id);
}

const rv_plan *rv_protocol_analysis(const rv_protocol *p, const char *id)
{
    return find(p->analyses, p->n_analyses, sizeof *p->analyses, id);
}

const rv_appraisal_tool *rv_protocol_appraisal(const rv_protocol *p, const char *id)
{
    return find(p->appraisals, p->n_appraisals, sizeof *p->appraisals, id);
}
