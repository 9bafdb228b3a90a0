/* The files of a report, as pages show them. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "web/record_json.h"

void rv_size_words(int64_t bytes, char words[16])
{
    static const char *const units[] = { "bytes", "kB", "MB", "GB" };
    double size = (double)bytes;
    size_t unit = 0;

    for (; size >= 1000 && unit < 3; unit++)
        size /= 1000;
    snprintf(words, 16, unit && size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

static rv_status tell_file(void *user, const rv_attachment *file, rv_error *err)
{
    json_t *files = user, *one = json_object();
    const bool pdf = strcmp(file->media, "application/pdf") == 0;
    char size[16], href[RV_DIGEST_HEX + 8];

    (void)err;
    rv_size_words(file->bytes, size);
    snprintf(href, sizeof href, "/files/%s", file->digest);
    rv_json_put_text(one, "digest", file->digest);
    rv_json_put_text(one, "name", file->name);
    rv_json_put_text(one, "media", file->media);
    rv_json_put_int(one, "bytes", file->bytes);
    rv_json_put_text(one, "size", size);
    rv_json_put_text(one, "who", file->who);
    rv_json_put_text(one, "at", file->at);
    rv_json_put_int(one, "record", file->record);
    rv_json_put_text(one, "href", href);
    rv_json_put_yes(one, "pdf", pdf);
    rv_json_put_yes(one, "picture", strncmp(file->media, "image/", 6) == 0);
    if (pdf)
        json_array_insert_new(files, 0, one);
    else
        json_array_append_new(files, one);
    return RV_OK;
}

rv_status rv_files_json(rv_call *call, int64_t report, json_t **out, rv_error *err)
{
    json_t *files = json_array();
    const rv_status st = rv_report_attachments(call->store, report, tell_file, files, err);

    if (st == RV_OK && json_array_size(files))
        rv_json_put_yes(json_array_get(files, 0), "first", true);
    *out = st == RV_OK ? files : NULL;
    if (st != RV_OK)
        json_decref(files);
    return st;
}
