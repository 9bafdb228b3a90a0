/* A manifest as it was written, read back with nothing taken on trust. */
#include <config.h>

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "review/report_verify.h"

#include "report/memory.h"

enum { MOST_BYTES = 64 << 20 };

typedef struct {
    rv_manifest manifest;             /* first: what the caller holds */
    rv_memory  *memory;
} reading;

void rv_manifest_free(rv_manifest *manifest)
{
    /* The whole lies in its own memory. */
    if (manifest)
        rv_memory_free(((reading *)manifest)->memory);
}

static const char *text(reading *r, const json_t *object, const char *key)
{
    return rv_memory_text(r->memory, json_string_value(json_object_get(object, key)));
}

static double real(const json_t *object, const char *key)
{
    const json_t *x = json_object_get(object, key);

    return json_is_number(x) ? json_number_value(x) : NAN;
}

static rv_status name_check(const char *name, size_t i, rv_error *err)
{
    if (!*name || strchr(name, '/') || strchr(name, '\\') || *name == '.')
        return rv_fail(err, RV_EPARSE, "output %zu is called '%.80s', which is no file of the report's own folder", i + 1, name);
    return RV_OK;
}

static rv_status files(reading *r, const json_t *list, rv_error *err)
{
    const size_t n = json_array_size(list);
    rv_manifest_file *file = rv_memory_room(r->memory, (n + 1) * sizeof *file);
    rv_status st = file ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const json_t *one = json_array_get(list, i);
        const json_int_t bytes = json_integer_value(json_object_get(one, "bytes"));

        file[i] = (rv_manifest_file){ text(r, one, "name"), text(r, one, "sha256"), bytes > 0 ? (size_t)bytes : 0 };
        if ((st = name_check(file[i].name, i, err)) == RV_OK && strlen(file[i].digest) != RV_DIGEST_HEX - 1)
            st = rv_fail(err, RV_EPARSE, "output %zu (%.80s) has no SHA-256", i + 1, file[i].name);
    }
    r->manifest.files = file;
    r->manifest.n_files = n;
    return st;
}

static rv_status analyses(reading *r, const json_t *list, rv_error *err)
{
    const size_t n = json_array_size(list);
    rv_manifest_analysis *a = rv_memory_room(r->memory, (n + 1) * sizeof *a);
    rv_status st = a ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < n && st == RV_OK; i++) {
        const json_t *one = json_array_get(list, i);
        const json_int_t k = json_integer_value(json_object_get(one, "k"));

        a[i] = (rv_manifest_analysis){ text(r, one, "id"), text(r, one, "label"), text(r, one, "data"), text(r, one, "measure"),
                                       text(r, one, "estimator"), text(r, one, "test"), text(r, one, "pi"), real(one, "level"),
                                       k > 0 ? (size_t)k : 0, real(one, "beta"), real(one, "se"), real(one, "tau2") };
        st = name_check(a[i].data, i, err);
    }
    r->manifest.analyses = a;
    r->manifest.n_analyses = n;
    return st;
}

static rv_status settings(reading *r, const json_t *list, rv_error *err)
{
    const size_t n = json_array_size(list);
    const char **set = rv_memory_room(r->memory, (n + 1) * sizeof *set);

    if (!set)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        set[i] = rv_memory_text(r->memory, json_string_value(json_array_get(list, i)));
    r->manifest.set = set;
    r->manifest.n_set = n;
    return RV_OK;
}

static rv_status take(reading *r, const json_t *root, rv_error *err)
{
    rv_manifest *m = &r->manifest;
    const char *schema = json_string_value(json_object_get(root, "schema"));
    rv_status st;

    if (!schema || strcmp(schema, "review-manifest/2") != 0)
        return rv_fail(err, RV_EPARSE, "the schema is '%.60s'; this version reads review-manifest/2", schema ? schema : "not given");
    m->software = text(r, root, "software");
    m->command = text(r, root, "command");
    m->made = text(r, root, "made");
    m->head = text(r, root, "head");
    m->protocol = text(r, json_object_get(root, "protocol"), "sha256");
    if (json_is_string(json_object_get(root, "formats")))
        m->formats = text(r, root, "formats");
    if (json_is_string(json_object_get(root, "template")))
        m->docx_template = text(r, root, "template");
    if (m->docx_template && (st = name_check(m->docx_template, 0, err)) != RV_OK)
        return st;
    if ((st = settings(r, json_object_get(root, "set"), err)) == RV_OK
        && (st = files(r, json_object_get(root, "outputs"), err)) == RV_OK
        && (st = analyses(r, json_object_get(root, "analyses"), err)) == RV_OK && rv_memory_failed(r->memory))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    return st;
}

rv_status rv_manifest_read(rv_manifest **out, const char *folder, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, bytes = RV_BUF_INIT;
    rv_memory *memory = rv_memory_new();
    reading *r = memory ? rv_memory_room(memory, sizeof *r) : NULL;
    json_t *root = NULL;
    rv_status st;

    *out = NULL;
    rv_buf_printf(&path, "%s/manifest.json", folder);
    if (!r)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    else if ((st = rv_buf_check(&path, err)) == RV_OK
             && (st = rv_file_read(rv_buf_str(&path), MOST_BYTES, &bytes, err)) == RV_OK
             && (st = rv_json_parse(rv_buf_str(&path), rv_buf_str(&bytes), bytes.length, &root, err)) == RV_OK) {
        r->memory = memory;
        if ((st = take(r, root, err)) != RV_OK)
            st = rv_within(err, st, "%s", rv_buf_str(&path));
    }
    if (st == RV_OK)
        *out = &r->manifest;
    else
        rv_memory_free(memory);
    json_decref(root);
    rv_buf_free(&path);
    rv_buf_free(&bytes);
    return st;
}
