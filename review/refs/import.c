#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/refs.h"

const char *const rv_source_kinds[] = { "database", "register", "website", "organisation", "citation", "contact", NULL };

RV_STATEMENT(import_file_by_digest,
    "SELECT f.name, e.at, e.who FROM file f JOIN event e ON e.id = f.event WHERE f.digest = ?1 ORDER BY f.id");
RV_STATEMENT(import_source_same,
    "SELECT MIN(s.id) FROM source s LEFT JOIN citation_search c ON c.source = s.id WHERE s.name = ?1 AND s.kind = ?2"
    " AND COALESCE(s.platform, '') = ?3 AND COALESCE(s.searched, '') = ?4 AND COALESCE(s.strategy, '') = ?5"
    " AND COALESCE(c.seed, '') = ?6 AND COALESCE(c.direction, '') = ?7");
RV_STATEMENT(import_source_named, "SELECT MAX(id) FROM source WHERE name = ?1 AND kind = ?2");

/* What the sink of one file needs. */
typedef struct {
    rv_bulk           *bulk;
    void             (*problem)(void *user, const rv_problem *);
    void              *user;
    const rv_progress *progress;
    uint64_t           bytes;
} importing;

static rv_status take_bytes(void *user, const void *bytes, size_t n, rv_error *err)
{
    importing *import = user;

    import->bytes += n;
    return rv_bulk_bytes(import->bulk, bytes, n, err);
}

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    importing *import = user;

    if (record->number % 1024 == 0)
        rv_progress_tick(import->progress, record->number, 0);
    return rv_bulk_add(import->bulk, &record->fields, err);
}

static void take_problem(void *user, const rv_problem *problem)
{
    importing *import = user;

    if (import->problem)
        import->problem(import->user, problem);
}

static rv_status check_source(const rv_source *source, rv_error *err)
{
    size_t i;

    if (rv_text_missing(source->name))
        return rv_fail(err, RV_EINVAL, "the source needs a name, such as ERIC");
    for (i = 0; rv_source_kinds[i] && strcmp(rv_source_kinds[i], source->kind) != 0; i++)
        ;
    if (!rv_source_kinds[i])
        return rv_fail(err, RV_EINVAL, "'%.60s' is not a kind of source; it is database, register, website, organisation, citation "
                       "or contact", source->kind);
    if (source->searched && !rv_date_valid(source->searched))
        return rv_fail(err, RV_EINVAL, "'%.60s' is not the date of a search; write it as 2026-11-24", source->searched);
    if (!source->seed != !source->direction)
        return rv_fail(err, RV_EINVAL, "a citation search has both the study it began from and its direction");
    if (source->seed && strcmp(source->kind, "citation") != 0)
        return rv_fail(err, RV_EINVAL, "only a source of the kind citation begins from a study");
    if (source->direction && strcmp(source->direction, "backward") != 0 && strcmp(source->direction, "forward") != 0)
        return rv_fail(err, RV_EINVAL, "'%.40s' is not a direction; it is backward (what the study cites) or forward (what cites it)",
                       source->direction);
    return RV_OK;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return strcmp(path, "-") == 0 ? "standard input" : slash && slash[1] ? slash + 1 : path;
}

/* The same bytes may not come twice, neither from before nor within this import. */
static rv_status check_new(rv_store *store, const rv_import_file *files, size_t i, const char *path, rv_error *err)
{
    rv_query *row = NULL;
    bool      more = false;
    size_t    j;
    rv_status st;

    if (strcmp(path, "-") == 0)
        path = base_name(path);
    for (j = 0; j < i; j++)
        if (strcmp(files[j].digest, files[i].digest) == 0)
            return rv_fail(err, RV_EEXIST, "%s is the same file as the %zu%s of this import", path, j + 1,
                           j == 0 ? "st" : j == 1 ? "nd" : j == 2 ? "rd" : "th");
    if ((st = rv_query_start(&row, store, &import_file_by_digest, err, "t", files[i].digest)) == RV_OK
        && (st = rv_query_next(row, &more, err)) == RV_OK && more)
        st = rv_fail(err, RV_EEXIST, "%s was imported before, as %s on %.10s by %s; nothing was added", path,
                     rv_query_text(row, 0), rv_query_text(row, 1), rv_query_text(row, 2));
    rv_query_end(row);
    return st;
}

/* Reads one file into staged rows. */
static rv_status stage(rv_store *store, const char *path, const char *format, const char *encoding, importing *import,
                       rv_import_file *file, rv_error *err)
{
    const rv_refs_sink sink = { take_bytes, take_record, take_problem, import };
    rv_status          st;

    if ((st = rv_bulk_begin(&import->bulk, store, err)) == RV_OK
        && (st = rv_refs_read(path, format, encoding, &sink, &file->summary, err)) == RV_OK)
        st = rv_bulk_end(import->bulk, file->digest, err);
    if (import->bulk)
        file->records = rv_bulk_records(import->bulk);
    rv_progress_tick(import->progress, file->records, file->records);
    return st;
}

/* A seed that names a study or a record of the review is tied to it; a reference in words stays words. */
static rv_status add_seed(rv_store *store, rv_event *event, const rv_source *source, int64_t id, rv_error *err)
{
    int64_t   study = 0, record = 0;
    rv_cell   cells[4] = { RV_CELL_OF_INT("source", id), RV_CELL_OF_TEXT("direction", source->direction),
                           RV_CELL_OF_TEXT("seed", source->seed) };
    size_t    n = 3;
    rv_status st = rv_study_find(store, NULL, source->seed, &study, err);

    if (st == RV_OK)
        cells[n++] = RV_CELL_OF_INT("study", study);
    else if (st == RV_ENOTFOUND && (st = rv_record_find(store, source->seed, &record, err)) == RV_OK)
        cells[n++] = RV_CELL_OF_INT("record", record);
    if (st != RV_OK && st != RV_ENOTFOUND && st != RV_EINVAL)
        return st;
    return rv_event_add(event, "citation_search", cells, n, NULL, err);
}

/* The source as it stands already; details not given are those of the newest source of that name and kind. A new search (another
   date, platform or strategy) is a new source of the same name. */
static rv_status find_source(rv_store *store, rv_event *event, const rv_source *source, int64_t *id, rv_error *err)
{
    bool          bare = !source->platform && !source->searched && !source->strategy && !source->seed, found = false;
    const rv_cell cells[] = {
        RV_CELL_OF_TEXT("name", source->name), RV_CELL_OF_TEXT("kind", source->kind), RV_CELL_OF_TEXT("platform", source->platform),
        RV_CELL_OF_TEXT("searched", source->searched), RV_CELL_OF_TEXT("strategy", source->strategy),
    };
    rv_status     st;

    if (bare)
        st = rv_store_int(store, &import_source_named, id, &found, err, "tt", source->name, source->kind);
    else
        st = rv_store_int(store, &import_source_same, id, &found, err, "ttttttt", source->name, source->kind,
                          source->platform ? source->platform : "", source->searched ? source->searched : "",
                          source->strategy ? source->strategy : "", source->seed ? source->seed : "",
                          source->direction ? source->direction : "");
    if (st != RV_OK || found)
        return st;
    st = rv_event_add(event, "source", cells, sizeof cells / sizeof *cells, id, err);
    return st == RV_OK && source->seed ? add_seed(store, event, source, *id, err) : st;
}

static rv_status attach_all(rv_store *store, const char *who, const rv_source *source, const char *const *paths, size_t n,
                            importing *imports, const rv_import_file *files, char *hex, rv_error *err)
{
    rv_event *event = NULL;
    int64_t   id = 0;
    size_t    i;
    rv_status st;

    if ((st = rv_event_begin(&event, store, "file.import", who, false, err)) != RV_OK)
        return st;
    st = find_source(store, event, source, &id, err);
    for (i = 0; st == RV_OK && i < n; i++)
        if ((st = check_new(store, files, i, paths[i], err)) == RV_OK)       /* another person may have been quicker */
            st = rv_bulk_attach(imports[i].bulk, event, id, base_name(paths[i]), files[i].summary.format,
                                files[i].summary.encoding, err);
    if (st == RV_OK)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

rv_status rv_refs_import(rv_store *store, const char *who, const rv_source *source, const char *const *paths, size_t n,
                         const char *format, const char *encoding, void (*problem)(void *user, const rv_problem *), void *user,
                         const rv_progress *progress, rv_import_file *files, char hex[RV_DIGEST_HEX], rv_error *err)
{
    importing *imports;
    size_t     i;
    rv_status  st = check_source(source, err);

    if (st != RV_OK)
        return st;
    if (n == 0)
        return rv_fail(err, RV_EINVAL, "no file to import");
    if (!(imports = calloc(n, sizeof *imports)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (i = 0; st == RV_OK && i < n; i++) {
        memset(&files[i], 0, sizeof files[i]);
        imports[i] = (importing){ NULL, problem, user, progress, 0 };
        if ((st = stage(store, paths[i], format, encoding, &imports[i], &files[i], err)) == RV_OK)
            st = check_new(store, files, i, paths[i], err);
    }
    if (st == RV_OK)
        st = attach_all(store, who, source, paths, n, imports, files, hex, err);
    for (i = 0; i < n; i++)
        rv_bulk_free(imports[i].bulk);
    free(imports);
    return st;
}
