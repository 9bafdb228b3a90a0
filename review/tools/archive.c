#include <config.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "tools/archive.h"

/* A file being written, with what the data package says of it. */
typedef struct {
    rv_output *out;
    rv_sha256  state;
    int64_t    bytes;
} counted;

typedef struct {
    rv_store       *store;
    const rv_blind *blind;
    char           *folder;              /* where it is made, under a temporary name */
    json_t         *resources;
} archive;

RV_STATEMENT(archive_files, "SELECT id, name FROM file ORDER BY id");

static char *join(const char *folder, const char *name)
{
    rv_buf path = RV_BUF_INIT;

    rv_buf_printf(&path, "%s/%s", folder, name);
    return path.failed ? NULL : path.data;
}

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status counted_open(counted *file, const archive *a, const char *name, rv_error *err)
{
    char *path = join(a->folder, name);
    rv_status st = path ? rv_output_open(&file->out, path, err) : no_memory(err);

    rv_sha256_start(&file->state);
    file->bytes = 0;
    free(path);
    return st;
}

static void counted_add(counted *file, const void *bytes, size_t n)
{
    rv_output_add(file->out, bytes, n);
    rv_sha256_add(&file->state, bytes, n);
    file->bytes += (int64_t)n;
}

/* Puts the file in place, and its bytes and digest into the resource. */
static rv_status counted_close(counted *file, json_t *resource, rv_error *err)
{
    uint8_t digest[RV_DIGEST];
    char hash[8 + RV_DIGEST_HEX] = "sha256:";
    rv_status st = rv_output_close(file->out, err);

    file->out = NULL;
    rv_sha256_end(&file->state, digest);
    rv_hex(digest, RV_DIGEST, hash + 7);
    if (st == RV_OK && (json_object_set_new(resource, "bytes", json_integer(file->bytes)) != 0
                        || json_object_set_new(resource, "hash", json_string(hash)) != 0))
        st = no_memory(err);
    return st;
}

static json_t *describe_field(const rv_store_column *column)
{
    const char *type = strcmp(column->type, "INTEGER") == 0 ? "integer" : strcmp(column->type, "REAL") == 0 ? "number" : "string";
    json_t *field = json_pack("{s:s, s:s}", "name", column->name, "type", type);

    if (field && column->about)
        json_object_set_new(field, "description", json_string(column->about));
    if (field && column->required)
        json_object_set_new(field, "constraints", json_pack("{s:b}", "required", 1));
    return field;
}

/* What a column refers to, also where the schema leaves it to the store: an event, a file. */
static const char *referred(const rv_store_about *about, const rv_store_column *column)
{
    if (column->refers)
        return column->refers;
    if (about->kind == RV_STORE_FACT && strcmp(column->name, "event") == 0)
        return "event";
    if ((about->kind == RV_STORE_BULK || strcmp(about->name, "digest_chunk") == 0) && strcmp(column->name, "file") == 0)
        return "file";
    return NULL;
}

static json_t *describe_table(const rv_store_about *about)
{
    static const char *const kinds[] = { "trail", "facts", "facts", "derived" };
    json_t *fields = json_array(), *keys = json_array(), *foreign = json_array(), *schema, *resource;
    rv_buf path = RV_BUF_INIT;

    for (size_t i = 0; i < about->count; i++) {
        const char *to = referred(about, &about->columns[i]);
        json_array_append_new(fields, describe_field(&about->columns[i]));
        if (to)
            json_array_append_new(foreign, json_pack("{s:s, s:{s:s, s:s}}", "fields", about->columns[i].name, "reference",
                                                     "resource", to, "fields", "id"));
    }
    for (int key = 1; key <= (int)about->count; key++)
        for (size_t i = 0; i < about->count; i++)
            if (about->columns[i].key == key)
                json_array_append_new(keys, json_string(about->columns[i].name));
    schema = json_pack("{s:o, s:[s], s:o}", "fields", fields, "missingValues", "", "primaryKey", keys);
    if (json_array_size(foreign) > 0)
        json_object_set(schema, "foreignKeys", foreign);
    json_decref(foreign);
    rv_buf_printf(&path, "tables/%s.csv", about->name);
    resource = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "name", about->name, "path", rv_buf_str(&path), "profile",
                         "tabular-data-resource", "format", "csv", "mediatype", "text/csv", "encoding", "utf-8", "kind",
                         kinds[about->kind], "schema", schema);
    rv_buf_free(&path);
    return resource;
}

static void write_cell(rv_buf *line, const rv_store_column *column, rv_query *rows, int at)
{
    char text[RV_REAL_TEXT];

    if (rv_query_null(rows, at))
        return;
    if (strcmp(column->type, "INTEGER") == 0)
        rv_buf_printf(line, "%lld", (long long)rv_query_int(rows, at));
    else if (strcmp(column->type, "REAL") == 0)
        rv_buf_text(line, rv_real_text(rv_query_real(rows, at), text));
    else
        rv_cells_write(line, rv_query_text(rows, at));
}

/* The next row that the archive has. */
static rv_status next_row(const rv_blind *blind, const rv_store_about *about, rv_query *rows, bool *more, rv_error *err)
{
    rv_status st;

    while ((st = rv_query_next(rows, more, err)) == RV_OK && *more && rv_archive_skips(blind, about, rows))
        ;
    return st;
}

static rv_status write_rows(counted *file, const rv_blind *blind, const rv_store_about *about, rv_query *rows, rv_error *err)
{
    rv_buf line = RV_BUF_INIT;
    bool more = true;
    rv_status st = RV_OK;

    for (size_t i = 0; i < about->count; i++)
        rv_buf_printf(&line, "%s%s", i ? "," : "", about->columns[i].name);
    while (st == RV_OK && more) {
        rv_buf_char(&line, '\n');
        if ((st = rv_buf_check(&line, err)) != RV_OK)
            break;
        counted_add(file, line.data, line.length);
        rv_buf_clear(&line);
        st = next_row(blind, about, rows, &more, err);
        for (size_t i = 0; st == RV_OK && more && i < about->count; i++) {
            if (i)
                rv_buf_char(&line, ',');
            if (!rv_archive_withholds(blind, about, rows, i))
                write_cell(&line, &about->columns[i], rows, (int)i);
        }
    }
    rv_buf_free(&line);
    return st;
}

static rv_status write_table(void *user, const rv_store_about *about, rv_query *rows, rv_error *err)
{
    archive *a = user;
    counted file = { 0 };
    json_t *resource = describe_table(about);
    rv_status st = resource ? counted_open(&file, a, json_string_value(json_object_get(resource, "path")), err) : no_memory(err);

    if (st == RV_OK && (st = write_rows(&file, a->blind, about, rows, err)) == RV_OK)
        st = counted_close(&file, resource, err);
    rv_output_drop(file.out);
    if (json_array_append_new(a->resources, resource) != 0 && st == RV_OK)
        st = no_memory(err);
    return st;
}

static rv_status add_piece(void *user, const void *bytes, size_t n, rv_error *err)
{
    (void)err;
    counted_add(user, bytes, n);
    return RV_OK;
}

/* The bytes of a source file, or of an attached one. */
static rv_status write_bytes(archive *a, counted *file, int64_t id, const char *digest, rv_error *err)
{
    return digest ? rv_content_bytes(a->store, digest, add_piece, file, err) : rv_store_file_bytes(a->store, id, add_piece, file, err);
}

/* A file under a name that any system takes, behind `path`. Frees both buffers. */
static rv_status write_file(archive *a, rv_buf *label, rv_buf *path, int64_t id, const char *digest, const char *name, rv_error *err)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    counted file = { 0 };
    json_t *resource = NULL;
    rv_status st;

    for (; name && *name && path->length < 200; name++)
        rv_buf_char(path, strchr(safe, *name) ? *name : '_');
    if ((st = rv_buf_check(path, err)) == RV_OK && (st = rv_buf_check(label, err)) == RV_OK) {
        resource = json_pack("{s:s, s:s}", "name", label->data, "path", path->data);
        st = resource ? counted_open(&file, a, path->data, err) : no_memory(err);
    }
    if (st == RV_OK && (st = write_bytes(a, &file, id, digest, err)) == RV_OK)
        st = counted_close(&file, resource, err);
    rv_output_drop(file.out);
    if (resource && json_array_append_new(a->resources, resource) != 0 && st == RV_OK)
        st = no_memory(err);
    rv_buf_free(path);
    rv_buf_free(label);
    return st;
}

static rv_status write_source(archive *a, int64_t id, const char *name, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, label = RV_BUF_INIT;

    rv_buf_printf(&label, "file-%lld", (long long)id);
    rv_buf_printf(&path, "files/%lld-", (long long)id);
    return write_file(a, &label, &path, id, NULL, name, err);
}

static rv_status write_attached(void *user, const char *digest, const char *name, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, label = RV_BUF_INIT;

    rv_buf_printf(&label, "attached-%s", digest);
    rv_buf_printf(&path, "attached/%.16s-", digest);
    return write_file(user, &label, &path, 0, digest, name, err);
}

static rv_status write_files(archive *a, rv_error *err)
{
    rv_query *query;
    bool more;
    rv_status st = rv_query_start(&query, a->store, &archive_files, err, "");

    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more)
        st = write_source(a, rv_query_int(query, 0), rv_query_text(query, 1), err);
    rv_query_end(query);
    return st == RV_OK ? rv_archive_attached(a->store, write_attached, a, err) : st;
}

/* What is not in the archive; NULL when it is complete. */
static json_t *withheld(const archive *a)
{
    size_t events, facts = rv_blind_count(a->blind, &events);

    return facts ? json_pack("{s:s, s:I, s:I}", "why", "votes, remarks and labels are blind until all have voted on the report, extractors' own versions until all are done with the study",
                             "facts", (json_int_t)facts, "events", (json_int_t)events) : NULL;
}

static rv_status write_package(archive *a, rv_error *err)
{
    char head[RV_DIGEST_HEX], now[RV_TIME_TEXT];
    char *path = join(a->folder, "datapackage.json");
    rv_output *out = NULL;
    json_t *package = NULL;
    rv_status st = path ? rv_store_head(a->store, head, err) : no_memory(err);

    if (st == RV_OK) {
        package = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o*, s:O}", "profile", "data-package", "name", "review", "title",
                            "Everything in a systematic review", "created", rv_now(now), "head", head, "withheld", withheld(a),
                            "resources", a->resources);
        st = package ? rv_output_open(&out, path, err) : no_memory(err);
    }
    if (st == RV_OK && (st = rv_json_write(out, package, err)) == RV_OK) {
        st = rv_output_close(out, err);
        out = NULL;
    }
    rv_output_drop(out);
    json_decref(package);
    free(path);
    return st;
}

static rv_status make_folder(const char *path, rv_error *err)
{
    return mkdir(path, 0777) == 0 ? RV_OK : rv_fail(err, errno == EEXIST ? RV_EEXIST : RV_EIO, "%s: %s", path, strerror(errno));
}

static rv_status make_folders(archive *a, rv_error *err)
{
    static const char *const inner[] = { "tables", "files", "attached" };
    rv_status st = make_folder(a->folder, err);

    for (size_t i = 0; i < 3 && st == RV_OK; i++) {
        char *path = join(a->folder, inner[i]);
        st = path ? make_folder(path, err) : no_memory(err);
        free(path);
    }
    return st;
}

/* Removes what was made; the folder is ours, under a temporary name, two levels deep. */
static void remove_folder(const char *path, int depth)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    while (folder && (entry = readdir(folder))) {
        char *inner;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || !(inner = join(path, entry->d_name)))
            continue;
        if (unlink(inner) != 0 && depth > 0)
            remove_folder(inner, depth - 1);
        free(inner);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

static rv_status sync_folder(const char *path, rv_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool bad = fd < 0 || fsync(fd) != 0;
    int error = errno;

    if (fd >= 0)
        close(fd);
    return bad ? rv_fail(err, RV_EIO, "%s: %s", path, strerror(error)) : RV_OK;
}

static rv_status place(const archive *a, const char *folder, rv_error *err)
{
    char *parent = strdup(folder), *slash;
    rv_status st = parent ? sync_folder(a->folder, err) : no_memory(err);

    if (st == RV_OK && renameat2(AT_FDCWD, a->folder, AT_FDCWD, folder, RENAME_NOREPLACE) != 0)
        st = rv_fail(err, errno == EEXIST ? RV_EEXIST : RV_EIO, "%s: %s", folder, strerror(errno));
    if (st == RV_OK) {
        slash = strrchr(parent, '/');
        if (slash)
            slash[slash == parent] = 0;
        st = sync_folder(slash ? parent : ".", err);
    }
    free(parent);
    return st;
}

static rv_status write_all(archive *a, const char *folder, rv_error *err)
{
    rv_status st;

    if ((st = make_folders(a, err)) != RV_OK)
        return st;
    if ((st = rv_store_tables(a->store, write_table, a, err)) == RV_OK && (st = write_files(a, err)) == RV_OK
        && (st = write_package(a, err)) == RV_OK && (st = rv_archive_compare(a->store, a->blind, a->folder, err)) != RV_OK)
        rv_within(err, st, "reading the archive back");
    return st == RV_OK ? place(a, folder, err) : st;
}

rv_status rv_archive_write(rv_store *store, const rv_blind *blind, const char *given, rv_error *err)
{
    archive a = { .store = store, .blind = blind, .resources = json_array() };
    rv_buf name = RV_BUF_INIT;
    char *folder = strdup(given);
    struct stat about;
    uint32_t random = 0;
    rv_status st;

    for (size_t n = folder ? strlen(folder) : 0; n > 1 && folder[n - 1] == '/'; n--)
        folder[n - 1] = 0;
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        random = (uint32_t)getpid();
    if (folder)
        rv_buf_printf(&name, "%s.new-%08x", folder, random);
    a.folder = name.data;
    if (!folder || !a.resources || rv_buf_check(&name, NULL) != RV_OK) {
        st = no_memory(err);
    } else if (lstat(folder, &about) == 0) {
        st = rv_fail(err, RV_EEXIST, "%s is there already", folder);
    } else {
        st = write_all(&a, folder, err);
        if (st != RV_OK && st != RV_EEXIST)
            remove_folder(a.folder, 1);
    }
    json_decref(a.resources);
    rv_buf_free(&name);
    free(folder);
    return st;
}
