/* The reports of a review as works to cite: all that their records say, by way of CSL-JSON, our inner form for citations. */
#include <config.h>

#include <stdio.h>

#include "report/cite_list.h"

/* A report is known by its number, whatever key its file gave it. */
static rv_status add(rv_cite *cite, const json_t *work, rv_error *err)
{
    const json_t *origin = json_object_get(json_object_get(work, "custom"), "origin");
    char          key[32];

    snprintf(key, sizeof key, "%lld", (long long)json_integer_value(json_object_get(origin, "report")));
    return rv_cite_add(cite, key, work, err);
}

rv_status rv_cite_add_reports(rv_cite *cite, rv_store *store, bool (*keep)(void *user, const rv_ref_origin *origin), void *user,
                              size_t *n, rv_error *err)
{
    rv_export_choice choice = { .reports = true, .keep = keep, .user = user };
    rv_buf           bytes = RV_BUF_INIT;
    rv_output       *out = NULL;
    json_t          *works = NULL;
    uint64_t         written = 0;
    rv_status        st = rv_output_memory(&out, &bytes, err);

    if (st == RV_OK && (st = rv_refs_export(store, "csl-json", &choice, out, &written, err)) == RV_OK) {
        st = rv_output_close(out, err);
        out = NULL;
    }
    rv_output_drop(out);
    if (st == RV_OK)
        st = rv_json_parse("references", rv_buf_str(&bytes), bytes.length, &works, err);
    for (size_t i = 0; st == RV_OK && i < json_array_size(works); i++)
        st = add(cite, json_array_get(works, i), err);
    if (st == RV_OK && n)
        *n = json_array_size(works);
    json_decref(works);
    rv_buf_free(&bytes);
    return st;
}
