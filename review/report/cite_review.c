/* Works to cite from a review or a reference file: all that their records say, by way of CSL-JSON, our inner form for citations. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "report/cite_list.h"

/* A report is known by its number, whatever key its file gave it. Its accession number is kept for those who list reports. */
static rv_status add(rv_cite *cite, json_t *work, rv_error *err)
{
    const json_t *custom = json_object_get(work, "custom"), *origin = json_object_get(custom, "origin");
    json_t       *accession = json_object_get(custom, "accession");
    char          key[32];

    if (accession && json_object_set(work, CITE_ACCESSION, accession) != 0)
        return rv_fail(err, RV_ENOMEM, "out of memory for references");

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

/* ---- Files ---------------------------------------------------------------------------------------------------------------------- */

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

/* A file's keys are its own affair: they need not differ from those of another. */
static rv_status add_distinct(rv_cite *cite, const json_t *work, rv_error *err)
{
    const char *id = json_string_value(json_object_get(work, "id"));
    char        key[32];

    snprintf(key, sizeof key, "record-%zu", rv_cite_count(cite) + 1);
    return rv_cite_add(cite, id && *id && !json_object_get(cite->index, id) ? id : key, work, err);
}

static rv_status add_all(rv_cite *cite, const char *name, const rv_buf *bytes, size_t *n, rv_error *err)
{
    json_t   *works = NULL;
    rv_status st = rv_json_parse(name, rv_buf_str(bytes), bytes->length, &works, err);

    if (st == RV_OK && !json_is_array(works))
        st = rv_fail(err, RV_EPARSE, "%s:1: CSL-JSON is an array of works", name);
    for (size_t i = 0; st == RV_OK && i < json_array_size(works); i++)
        if ((st = add_distinct(cite, json_array_get(works, i), err)) != RV_OK)
            st = rv_within(err, st, "%s: work %zu", name, i + 1);
    if (st == RV_OK && n)
        *n = json_array_size(works);
    json_decref(works);
    return st;
}

/* Records as CSL-JSON. */
static rv_status convert(const char *path, rv_buf *bytes, rv_refs_summary *summary, rv_error *err)
{
    rv_output      *out = NULL;
    rv_refs_writer *writer = NULL;
    rv_refs_sink    sink = { .record = take_record };
    rv_status       st;

    if ((st = rv_output_memory(&out, bytes, err)) == RV_OK && (st = rv_refs_writer_open(&writer, "csl-json", false, out, err)) == RV_OK) {
        sink.user = writer;
        st = rv_refs_read(path, NULL, NULL, &sink, summary, err);
    }
    if (st == RV_OK)
        st = rv_refs_writer_close(writer, err);
    else
        rv_refs_writer_drop(writer);
    if (st == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

rv_status rv_cite_add_file(rv_cite *cite, const char *path, size_t *n, rv_error *err)
{
    rv_buf          bytes = RV_BUF_INIT, own = RV_BUF_INIT;
    rv_refs_summary summary = { 0 };
    rv_status       st = convert(path, &bytes, &summary, err);

    /* CSL-JSON itself can say more than a record does; it is taken as it stands where it is an array. */
    if (st == RV_OK && strcmp(summary.format, "csl-json") == 0 && strcmp(path, "-") != 0 && summary.problems == 0
        && (st = rv_file_read(path, (size_t)64 << 20, &own, err)) == RV_OK && rv_buf_str(&own)[strspn(rv_buf_str(&own), " \t\r\n")] == '[')
        st = add_all(cite, path, &own, n, err);
    else if (st == RV_OK)
        st = add_all(cite, path, &bytes, n, err);
    rv_buf_free(&bytes);
    rv_buf_free(&own);
    return st;
}
