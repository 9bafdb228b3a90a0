/* Imports: files are sent, looked at with all that is odd, and confirmed; then they are records of a source. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/dedup.h"

#include "web/handlers.h"
#include "web/importing.h"
#include "web/overview.h"

RV_STATEMENT(imports_files,
    "SELECT f.name, f.format, f.encoding, f.records, f.digest, s.name, s.kind, e.who, e.at FROM file f"
    " JOIN source s ON s.id = f.source JOIN event e ON e.id = f.event ORDER BY f.id");
RV_STATEMENT(imports_known,
    "SELECT f.name, e.at FROM file f JOIN event e ON e.id = f.event WHERE f.digest = ?1 ORDER BY f.id LIMIT 1");

static const char what[] = "import";
static const char *const said_names[] = { "source", "kind", "platform", "searched", "strategy", "seed", "direction", "format", "encoding", NULL };

/* ---- What is there ----------------------------------------------------------------------------------------------------------------- */

static rv_status put_files(rv_call *call, rv_error *err)
{
    json_t *list = json_array();
    rv_query *q;
    bool more = false;
    rv_status st = rv_query_start(&q, call->store, &imports_files, err, "");

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        static const char *const names[] = { "file", "format", "encoding", NULL, "digest", "source", "kind", "who", "at" };
        json_t *row = json_object();
        for (int i = 0; i < 9; i++)
            if (names[i])
                rv_json_put_text(row, names[i], rv_query_text(q, i));
        rv_json_put_int(row, "records", rv_query_int(q, 3));
        json_array_append_new(list, row);
    }
    rv_query_end(q);
    rv_put_list(call, "files", list);
    return st;
}

static void put_words(rv_call *call, const char *name, const char *const *words)
{
    json_t *list = json_array();

    for (size_t i = 0; words[i]; i++)
        json_array_append_new(list, json_string(words[i]));
    rv_call_put(call, name, list);
}

/* The searches of the protocol of which no file is there yet. */
static void put_planned(rv_call *call)
{
    const json_t *files = json_object_get(call->out, "files");
    json_t *list = json_array(), *file;
    size_t at;

    for (size_t i = 0; call->protocol && i < call->protocol->n_searches; i++) {
        const rv_search *s = &call->protocol->searches[i];
        bool there = false;
        json_t *row;
        json_array_foreach(files, at, file)
            there |= strcmp(json_string_value(json_object_get(file, "source")), s->name) == 0;
        if (there)
            continue;
        row = json_object();
        rv_json_put_text(row, "name", s->name);
        rv_json_put_text(row, "kind", s->kind);
        rv_json_put_text(row, "platform", s->platform);
        json_array_append_new(list, row);
    }
    rv_put_list(call, "planned", list);
}

rv_status rv_get_imports(rv_call *call, rv_error *err)
{
    const rv_status st = put_files(call, err);

    rv_call_put_text(call, "title", "Imports");
    put_words(call, "kinds", rv_source_kinds);
    put_words(call, "formats", rv_refs_formats);
    rv_call_put_text(call, "source", rv_call_word(call, "source"));
    put_planned(call);
    return st;
}

rv_status rv_post_imports(rv_call *call, rv_error *err)
{
    char id[RV_SHELF_ID];
    rv_status st = rv_batch_new(call, what, said_names, id, err);

    if (st == RV_OK) {
        rv_call_then(call, "/manage/imports/%s", id);
        rv_call_put_text(call, "batch", id);
    }
    return st;
}

/* ---- A batch that waits -------------------------------------------------------------------------------------------------------------- */

static rv_status put_known(rv_call *call, json_t *row, const char *digest, rv_error *err)
{
    rv_query *q;
    bool more = false;
    rv_status st = rv_query_start(&q, call->store, &imports_known, err, "t", digest);

    if (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        rv_json_put_text(row, "known_as", rv_query_text(q, 0));
        rv_json_put_text(row, "known_since", rv_query_text(q, 1));
    }
    rv_query_end(q);
    if (more)
        json_object_set_new(call->out, "known", json_true());
    return st;
}

typedef struct { json_t *odd; rv_sha256 digest; } reading;

static rv_status take_bytes(void *user, const void *bytes, size_t n, rv_error *err)
{
    (void)err;
    rv_sha256_add(&((reading *)user)->digest, bytes, n);
    return RV_OK;
}

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    (void)user;
    (void)record;
    (void)err;
    return RV_OK;
}

static void take_odd(void *user, const rv_problem *problem)
{
    rv_batch_oddity(((reading *)user)->odd, problem);
}

/* What is wrong with one file is told in its row; *good says whether it could be imported. */
static rv_status look_at(rv_call *call, const rv_batch *b, const char *path, json_t *files, json_t *odd, bool *good, rv_error *err)
{
    reading r = { .odd = odd };
    const rv_refs_sink sink = { take_bytes, take_record, take_odd, &r };
    rv_refs_summary sum = { 0 };
    json_t *row = json_object();
    uint8_t digest[RV_DIGEST];
    char hex[RV_DIGEST_HEX];
    rv_error fault = { 0 };
    rv_status st;

    rv_sha256_start(&r.digest);
    st = rv_refs_read(path, rv_batch_word(b->said, "format"), rv_batch_word(b->said, "encoding"), &sink, &sum, &fault);
    rv_sha256_end(&r.digest, digest);
    rv_hex(digest, RV_DIGEST, hex);
    rv_shelf_clean(rv_buf_str(&b->folder), &fault);
    rv_json_put_text(row, "file", rv_shelf_name(path));
    rv_json_put_text(row, "format", sum.format ? sum.format : "");
    rv_json_put_text(row, "encoding", sum.encoding);
    rv_json_put_int(row, "records", (int64_t)sum.records);
    rv_json_put_int(row, "oddities", (int64_t)sum.problems);
    rv_json_put_int(row, "decisions", (int64_t)sum.decisions);
    rv_json_put_text(row, "fault", st == RV_OK ? "" : fault.message);
    *good &= st == RV_OK;
    st = st == RV_ENOMEM || st == RV_ESTORE ? rv_fail(err, st, "%s", fault.message) : st == RV_OK ? put_known(call, row, hex, err) : RV_OK;
    json_array_append_new(files, row);
    return st;
}

rv_status rv_get_import(rv_call *call, rv_error *err)
{
    json_t *files = json_array(), *odd = json_array();
    bool good = true;
    rv_batch b;
    rv_status st = rv_batch_open(&b, call, what, err);

    for (size_t i = 0; st == RV_OK && i < b.files.n; i++)
        st = look_at(call, &b, b.files.path[i], files, odd, &good, err);
    rv_call_put_text(call, "title", "Look before you import");
    rv_call_put_text(call, "batch", rv_call_word(call, "batch"));
    if (b.said)
        rv_call_put(call, "source", json_incref(b.said));
    rv_put_list(call, "files", files);
    rv_put_list(call, "odd", odd);
    rv_call_put_yes(call, "good", good);
    rv_batch_end(&b);
    return st;
}

rv_status rv_post_import(rv_call *call, rv_error *err)
{
    rv_import_file *files = NULL;
    uint64_t records = 0;
    rv_source source;
    rv_batch b;
    rv_status st = rv_batch_open(&b, call, what, err);

    if (st == RV_OK && !(files = calloc(b.files.n, sizeof *files)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    if (st == RV_OK) {
        source = (rv_source){ rv_batch_word(b.said, "source"), rv_batch_word(b.said, "kind"), rv_batch_word(b.said, "platform"),
                              rv_batch_word(b.said, "searched"), rv_batch_word(b.said, "strategy"), rv_batch_word(b.said, "seed"),
                              rv_batch_word(b.said, "direction") };
        if (!source.name || !source.kind)
            st = rv_fail(err, RV_EINVAL, "%s is missing: where do the records come from?", source.name ? "kind" : "source");
        else
            st = rv_refs_import(call->store, call->person, &source, (const char *const *)b.files.path, b.files.n,
                                rv_batch_word(b.said, "format"), rv_batch_word(b.said, "encoding"), NULL, NULL, NULL, files, call->event, err);
    }
    for (size_t i = 0; st == RV_OK && i < b.files.n; i++)
        records += files[i].records;
    if (st == RV_OK) {
        rv_call_put_int(call, "records", (int64_t)records);
        rv_call_say(call, "%llu records of %s are in the review; look for duplicates next", (unsigned long long)records, source.name);
        rv_call_then(call, "/duplicates");
        rv_shelf_drop(call->web->shelf, rv_call_word(call, "batch"));
    } else {
        rv_shelf_clean(rv_buf_str(&b.folder), err);
    }
    free(files);
    rv_batch_end(&b);
    return st;
}

rv_status rv_post_import_drop(rv_call *call, rv_error *err)
{
    rv_batch b;
    const rv_status st = rv_batch_open(&b, call, what, err);

    if (st == RV_OK)
        rv_shelf_drop(call->web->shelf, rv_call_word(call, "batch"));
    rv_batch_end(&b);
    rv_call_say(call, "Nothing was imported");
    return st;
}
