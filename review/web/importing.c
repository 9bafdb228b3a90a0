/* A batch: files on the shelf with what was said of them, from the page that sends them to the one that confirms. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "web/importing.h"

enum { ODDITIES = 200, SAID_BYTES = 1 << 20 };
static const char said_file[] = "/said.json";

rv_status rv_batch_keep(const char *folder, const rv_call *call, const char *const *names, rv_error *err)
{
    json_t *said = json_object();
    rv_buf path = RV_BUF_INIT;
    rv_output *out = NULL;
    rv_status st;

    for (size_t i = 0; names[i]; i++)
        rv_json_put_text(said, names[i], rv_call_word(call, names[i]));
    rv_buf_printf(&path, "%s%s", folder, said_file);
    if ((st = rv_buf_check(&path, err)) == RV_OK && (st = rv_output_open(&out, rv_buf_str(&path), err)) == RV_OK) {
        st = rv_json_write(out, said, err);
        if (st == RV_OK)
            st = rv_output_close(out, err);
        else
            rv_output_drop(out);
    }
    rv_buf_free(&path);
    json_decref(said);
    return st;
}

rv_status rv_batch_said(const char *folder, json_t **said, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, text = RV_BUF_INIT;
    rv_status st;

    *said = NULL;
    rv_buf_printf(&path, "%s%s", folder, said_file);
    if ((st = rv_buf_check(&path, err)) == RV_OK && (st = rv_file_read(rv_buf_str(&path), SAID_BYTES, &text, err)) == RV_OK)
        st = rv_json_parse("what was said", rv_buf_str(&text), text.length, said, err);
    rv_buf_free(&path);
    rv_buf_free(&text);
    return st;
}

const char *rv_batch_word(const json_t *said, const char *name)
{
    const char *word = json_string_value(json_object_get(said, name));

    return word && *word ? word : NULL;
}

void rv_batch_oddity(void *user, const rv_problem *problem)
{
    json_t *list = user, *row;

    if (json_array_size(list) >= ODDITIES || !(row = json_object()))
        return;
    rv_json_put_text(row, "file", rv_shelf_name(problem->file));
    rv_json_put_int(row, "line", (int64_t)problem->line);
    rv_json_put_int(row, "record", (int64_t)problem->record);
    rv_json_put_text(row, "kind", problem->kind);
    rv_json_put_text(row, "message", problem->message);
    json_array_append_new(list, row);
}

rv_status rv_batch_new(rv_call *call, const char *what, const char *const *names, char id[RV_SHELF_ID], rv_error *err)
{
    rv_shelf *shelf = call->web->shelf;
    rv_buf path = RV_BUF_INIT;
    rv_status st;

    if (!call->n_files)
        return rv_fail(err, RV_EINVAL, "no file came; choose at least one");
    if ((st = rv_shelf_add(shelf, call->person, what, id, &path, err)) == RV_OK && (st = rv_shelf_take(shelf, id, call, err)) == RV_OK
        && (st = rv_batch_keep(rv_buf_str(&path), call, names, err)) != RV_OK)
        rv_shelf_drop(shelf, id);
    rv_buf_free(&path);
    return st;
}

rv_status rv_batch_open(rv_batch *batch, rv_call *call, const char *what, rv_error *err)
{
    rv_status st;

    *batch = (rv_batch){ .folder = RV_BUF_INIT };
    if ((st = rv_shelf_find(call->web->shelf, call->person, what, rv_call_word(call, "batch"), &batch->folder, err)) == RV_OK
        && (st = rv_shelf_files_read(rv_buf_str(&batch->folder), &batch->files, err)) == RV_OK)
        st = rv_batch_said(rv_buf_str(&batch->folder), &batch->said, err);
    return st;
}

void rv_batch_end(rv_batch *batch)
{
    rv_buf_free(&batch->folder);
    rv_shelf_files_free(&batch->files);
    json_decref(batch->said);
    *batch = (rv_batch){ .folder = RV_BUF_INIT };
}
