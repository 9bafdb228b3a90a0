/* Copies of a review that were worked on apart, merged in every order: the same facts, and the same derived from them. */
#include <config.h>

#include "tests/store/scratch.h"

#include "review/dedup.h"
#include "review/refs.h"

#include "store/inside.h"
#include "review/report.h"

/* ---- Chance that can be repeated ------------------------------------------------------------------------------------------- */

static uint64_t seed;

static uint64_t below(uint64_t n)
{
    uint64_t z = (seed += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % n;
}

#define ONE_OF(...) ((const char *const[]){ __VA_ARGS__ }[below(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))])

/* Clocks differ and go back: a minute in which everything happens. */
static void some_time(void)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", 1767225600LL + (long long)below(40));
    setenv("SOURCE_DATE_EPOCH", text, 1);
}

static int64_t count(scratch *s, rv_store *store, const char *sql)
{
    int64_t n = 0;
    must(rv_store_pragma(store, sql, &n, &s->err));
    return n;
}

/* Some fact of a table, 0 when it has none. */
static int64_t some(scratch *s, rv_store *store, const char *table)
{
    char sql[128];
    int64_t n;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    if ((n = count(s, store, sql)) == 0)
        return 0;
    snprintf(sql, sizeof sql, "SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET %d", table, (int)below((uint64_t)n));
    return count(s, store, sql);
}

/* ---- Acts -------------------------------------------------------------------------------------------------------------------- */

static const char *person(void)
{
    return ONE_OF("ann", "bob", "eve");
}

static void act(scratch *s, rv_store *store, const char *kind, const char *who, const char *table, const rv_cell *cells, size_t n)
{
    rv_event *event;
    must(rv_event_begin(&event, store, kind, who, below(2), &s->err));
    must(rv_event_add(event, table, cells, n, NULL, &s->err));
    must(rv_event_commit(event, NULL, &s->err));
}
#define ACT(kind, who, table, ...) \
    do { const rv_cell cells_[] = { __VA_ARGS__ }; act(s, store, kind, who, table, cells_, N(cells_)); } while (0)

/* A function, as chance may not be asked twice. */
static rv_cell says(const char *column, const char *text)
{
    return RV_CELL_OF_TEXT(column, text);
}

static rv_cell refer(const char *column, int64_t id)
{
    return id ? RV_CELL_OF_INT(column, id) : RV_CELL_OF_NULL(column);
}

static void vote(scratch *s, rv_store *store)
{
    const char *who = person(), *verdict = ONE_OF("include", "exclude", "unsure", "none");
    const int64_t record = some(s, store, "record");
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT coalesce(max(id), 0) FROM decision WHERE record = %lld AND reviewer = '%s'", (long long)record, who);
    ACT("decision.vote", who, "decision", RV_CELL_OF_INT("record", record), says("stage", ONE_OF("title-abstract", "full-text")),
        says("reviewer", who), says("role", below(6) ? "vote" : "resolution"), says("verdict", verdict),
        refer("supersedes", count(s, store, sql)));
}

static void import(scratch *s, rv_store *store)
{
    static const char *const words[] = { "Youth", "employment", "training", "school", "dropout", "mentoring", "jobs", "trial" };
    char path[128], hex[RV_DIGEST_HEX];
    const char *paths[] = { path };
    const uint64_t which = below(6);             /* few: so that copies import the same */
    rv_source source = { .name = ONE_OF("ERIC", "Campbell"), .kind = "database" };
    rv_import_file files[1];
    FILE *f;
    rv_status st;
    snprintf(path, sizeof path, "%s/%d.ris", s->folder, (int)which);
    f = fopen(path, "w");
    assert_non_null(f);
    for (uint64_t i = 0; i < 4 + which; i++) {
        uint64_t w = (which * 3 + i * 5) % 11;     /* records of one file are in others too */
        fprintf(f, "TY  - JOUR\nTI  - %s %s %s %d\nAU  - Smith, %c\nPY  - %d\nDO  - 10.1/%d\nER  - \n\n", words[w % 8], words[(w + 3) % 8],
                words[(w * 5 + 1) % 8], (int)w, (char)('A' + w), 1990 + (int)w, (int)w);
    }
    fclose(f);
    st = rv_refs_import(store, person(), &source, paths, 1, NULL, NULL, NULL, NULL, NULL, files, hex, &s->err);
    if (st != RV_EEXIST)
        must(st);
}

static void dedup(scratch *s, rv_store *store)
{
    rv_dedup_run_options options = RV_DEDUP_RUN_OPTIONS_INIT;
    rv_dedup_summary summary;
    options.threads = 1;
    must(rv_dedup_run(store, "ann", &options, NULL, NULL, &summary, &s->err));
}

static void study(scratch *s, rv_store *store)
{
    ACT("study.add", person(), "study", says("label", ONE_OF("JOBSTART", "Job Corps", "ACE")));
}

static void result(scratch *s, rv_store *store)
{
    ACT("result.add", person(), "result", RV_CELL_OF_INT("study", some(s, store, "study")), refer("record", some(s, store, "record")),
        says("key", ONE_OF("R1", "R2", "R3")), says("contrast", "programme v control"),
        says("domain", "employment"), says("outcome", "employed"), RV_CELL_OF_REAL("months", 1.5 * (double)below(9)));
}

static void value(scratch *s, rv_store *store)
{
    const int64_t of = some(s, store, "result"), before = some(s, store, "value");
    char sql[80], text[20];
    const char *said = text;
    snprintf(sql, sizeof sql, "SELECT study FROM result WHERE id = %lld", (long long)of);
    snprintf(text, sizeof text, "%d", 1 + (int)below(90));
    if (!of)
        return;
    ACT("value.add", "ann", "value", RV_CELL_OF_INT("study", count(s, store, sql)), RV_CELL_OF_INT("result", of),
        says("field", ONE_OF("events_treat", "n_treat", "events_control", "n_control", "effect", "se")),
        says("value", said), says("state", "reported"), says("reviewer", ONE_OF("ann", "bob")),
        refer("supersedes", below(3) ? 0 : before));
}

static void protocol(scratch *s, rv_store *store)
{
    rv_buf xml = RV_BUF_INIT;
    char path[512], hex[RV_DIGEST_HEX];
    uint8_t digest[RV_DIGEST];
    const char *top = getenv("top_srcdir"), *sum = hex;
    snprintf(path, sizeof path, "%s/tests/data/protocol/small.xml", top ? top : ".");
    must(rv_file_read(path, 1 << 20, &xml, &s->err));
    rv_buf_printf(&xml, "<!-- %d -->\n", (int)below(5));
    rv_sha256_of(xml.data, xml.length, digest);
    rv_hex(digest, RV_DIGEST, hex);
    ACT("protocol.add", person(), "protocol", RV_CELL_OF_INT("version", 1 + count(s, store, "SELECT count(*) FROM protocol") / 2),
        says("digest", sum), says("xml", rv_buf_str(&xml)));
    rv_buf_free(&xml);
}

static void link_by_hand(scratch *s, rv_store *store)
{
    const int64_t a = some(s, store, "record"), b = some(s, store, "record");
    if (a == b)
        return;
    ACT("dedup.judge", person(), "link", RV_CELL_OF_INT("record", a < b ? a : b), RV_CELL_OF_INT("other", a < b ? b : a),
        says("verdict", ONE_OF("same", "apart", "none")), says("rule", ONE_OF("person", "person", "undo", "doi")),
        says("reason", "as it seems"));
}

static void other_acts(scratch *s, rv_store *store)
{
    const int64_t record = some(s, store, "record");
    switch (below(9)) {
    case 0:
        ACT("assignment.give", "ann", "assignment", RV_CELL_OF_INT("record", record), says("stage", "title-abstract"),
            says("reviewer", person()), RV_CELL_OF_INT("given", (int64_t)below(2)));
        break;
    case 1: case 2:
        ACT("record.edit", person(), "record_edit", RV_CELL_OF_INT("record", record), says("field", ONE_OF("title", "abstract", "doi")),
            says("value", ONE_OF("10.1/3", "Another title", "", NULL)), says("reason", "\"checked\"\n\x01 twice"));
        break;
    case 3:
        ACT("report.state", person(), "report_state", RV_CELL_OF_INT("record", record), says("state", ONE_OF("sought", "retrieved")));
        break;
    case 4:
        ACT("report.choose", person(), "report_choice", RV_CELL_OF_INT("record", record), says("field", ONE_OF("title", NULL)),
            refer("chosen", below(4) ? some(s, store, "record") : 0), says("reason", "better"));
        break;
    case 5:
        if (some(s, store, "study"))
            ACT("study.link", person(), "study_report", RV_CELL_OF_INT("study", some(s, store, "study")), RV_CELL_OF_INT("record", record),
                says("role", ONE_OF("primary", "secondary", "none")));
        break;
    case 6:
        if (some(s, store, "study"))
            ACT("value.appraise", person(), "appraisal", RV_CELL_OF_INT("study", some(s, store, "study")), says("tool", "rob"),
                says("domain", "D1"), says("judgement", ONE_OF("low", "high")), says("reviewer", person()));
        break;
    case 7:
        ACT("run.deviate", person(), "deviation", says("step", "synthesis"), says("planned", "REML"),
            says("done", "DL"), says("reason", "asked for"));
        break;
    default:
        ACT("source.add", person(), "citation_search", RV_CELL_OF_INT("source", some(s, store, "source")),
            says("direction", "forward"), says("seed", "JOBSTART"), refer("study", some(s, store, "study")));
    }
}

/* A part, result or value of somebody's own version, now and then of the review. */
static const char *version(void)
{
    return below(4) ? person() : NULL;
}

static void own_part(scratch *s, rv_store *store, int64_t study)
{
    const char *own = version();
    const int64_t from = below(3) ? 0 : some(s, store, "part");
    ACT("extract.part", person(), "part", RV_CELL_OF_INT("study", study), says("kind", ONE_OF("arm", "outcome", "time", "contrast")),
        says("key", ONE_OF("control", "programme", "12")), says("reviewer", person()), says("own", own), refer("from_a", from),
        refer("from_b", below(2) ? some(s, store, "part") : 0));
}

static void own_value(scratch *s, rv_store *store, int64_t study)
{
    const char *own = version();
    ACT("extract.values", person(), "value", RV_CELL_OF_INT("study", study), refer("part", some(s, store, "part")),
        says("field", ONE_OF("design", "country", "randomised")), says("value", ONE_OF("1", "2", "Peru")), says("state", "reported"),
        says("reviewer", own ? own : "eve"), says("own", own), refer("from_a", below(3) ? 0 : some(s, store, "value")),
        refer("from_b", below(3) ? 0 : some(s, store, "value")));
}

static void extraction(scratch *s, rv_store *store)
{
    const int64_t study_id = some(s, store, "study"), part = some(s, store, "part"), result_id = some(s, store, "result"),
                  value_id = some(s, store, "value");
    if (!study_id)
        return;
    switch (below(8)) {
    case 0: case 1:
        own_part(s, store, study_id);
        break;
    case 2: case 3:
        own_value(s, store, study_id);
        break;
    case 4: case 5:
        ACT("extraction.done", person(), "extraction", RV_CELL_OF_INT("study", study_id), says("reviewer", person()), says("role", "extract"),
            says("state", ONE_OF("given", "done", "again", "none")));
        break;
    case 6:
        if (part && below(2))
            ACT("extract.match", person(), "alignment", RV_CELL_OF_INT("part_a", part), refer("part_b", below(2) ? some(s, store, "part") : 0),
                says("reviewer", person()), says("taken", ONE_OF("yes", "no", NULL)));
        else if (result_id)
            ACT("extract.match", person(), "alignment", RV_CELL_OF_INT("result_a", result_id),
                refer("result_b", below(2) ? some(s, store, "result") : 0), says("reviewer", person()));
        break;
    default:
        if (value_id)
            ACT("extract.verify", person(), "verification", RV_CELL_OF_INT("value", value_id), says("reviewer", person()),
                says("verdict", ONE_OF("right", "wrong", "unclear")));
    }
}

static void one_act(scratch *s, rv_store *store)
{
    some_time();
    switch (below(20)) {
    case 16: case 17: case 18: case 19: extraction(s, store); break;
    case 0: import(s, store); break;
    case 1: dedup(s, store); break;
    case 2: study(s, store); break;
    case 3: if (some(s, store, "study")) result(s, store); break;
    case 4: case 5: value(s, store); break;
    case 6: protocol(s, store); break;
    case 7: case 8: link_by_hand(s, store); break;
    case 9: case 10: case 11: vote(s, store); break;
    default: other_acts(s, store);
    }
}

/* ---- Copies ------------------------------------------------------------------------------------------------------------------ */

static void path_of(const scratch *s, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s.review", s->folder, name);
}

static void copy(scratch *s, const char *from, const char *to)
{
    rv_buf bytes = RV_BUF_INIT;
    char path[128];
    path_of(s, from, path);
    must(rv_file_read(path, 1 << 26, &bytes, &s->err));
    path_of(s, to, path);
    write_file(path, bytes.data, bytes.length);
    rv_buf_free(&bytes);
}

static void work_on(scratch *s, const char *name, int acts)
{
    rv_store *store;
    char path[128];
    path_of(s, name, path);
    must(rv_store_open(&store, path, &s->err));
    while (acts-- > 0)
        one_act(s, store);
    rv_store_close(store);
}

static void verify(scratch *s, rv_store *store)
{
    rv_verification found;
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);

    must(rv_store_verify(store, derivations, n, NULL, &found, &s->err));
}

/* `into` takes up `from`; what was merged stays in `*merged` when it is wanted. */
static void merge(scratch *s, const char *into, const char *from, rv_merged *merged)
{
    rv_store *store;
    rv_merged here;
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    char path[128], other[128], before[RV_DIGEST_HEX], after[RV_DIGEST_HEX];
    some_time();
    path_of(s, into, path);
    path_of(s, from, other);
    digest_of(other, before);
    must(rv_store_open(&store, path, &s->err));
    must(rv_store_merge(store, other, "ann", false, derivations, n, &here, &s->err));
    verify(s, store);
    rv_store_close(store);
    digest_of(other, after);
    assert_string_equal(before, after);
    if (merged)
        *merged = here;
    else
        rv_merged_free(&here);
}

/* ---- All that a review says, by names that are the same in every copy ------------------------------------------------------------ */

typedef struct {
    char **lines;
    size_t n, room;
} dump;

static void add_name(scratch *s, rv_store *store, rv_buf *line, const char *table, sqlite3_stmt *row, int c)
{
    if (sqlite3_column_type(row, c) == SQLITE_NULL)
        rv_buf_text(line, "NULL");
    else
        must(rv_body_name(store, line, table, sqlite3_column_int64(row, c), -1, &s->err));
}

static void add_cell(rv_buf *line, sqlite3_stmt *row, int c)
{
    char hex[2 * 4096 + 1];
    size_t n;
    if (sqlite3_column_type(row, c) == SQLITE_BLOB) {
        n = (size_t)sqlite3_column_bytes(row, c);
        rv_hex(sqlite3_column_blob(row, c), n < 4096 ? n : 4096, hex);
        rv_buf_text(line, hex);
    } else {
        const char *text = (const char *)sqlite3_column_text(row, c);
        rv_buf_text(line, text ? text : "NULL");
    }
}

static void add_column(scratch *s, rv_store *store, const rv_store_table *table, const rv_schema_column *column, rv_buf *line,
                       sqlite3_stmt *row, int c)
{
    const bool derived = table->kind == RV_TABLE_DERIVED, head = strcmp(table->name, "report_head") == 0;
    rv_buf_text(line, "|");
    if (column->refers)
        add_name(s, store, line, column->refers, row, c);
    else if (derived && (head || strcmp(column->name, "record") == 0 || strcmp(column->name, "report") == 0))
        add_name(s, store, line, "record", row, c);
    else if (derived && (strcmp(column->name, "result") == 0 || strcmp(column->name, "study") == 0))
        add_name(s, store, line, column->name, row, c);
    else if (strcmp(column->name, "id") != 0 && strcmp(column->name, "event") != 0 && strcmp(column->name, "file") != 0
             && strcmp(column->name, "first") != 0)
        add_cell(line, row, c);
}

/* Of which fact or file it is. */
static const char *with(const rv_store_table *table)
{
    if (strcmp(table->name, "event") == 0)
        return "SELECT kind || hex(digest), * FROM event WHERE kind <> 'log.merge'";
    if (strcmp(table->name, "event_parent") == 0)
        return "SELECT hex(e.digest) || hex(f.digest), p.* FROM event_parent p JOIN event e ON e.id = p.event JOIN event f ON f.id = p.parent"
               " WHERE e.kind <> 'log.merge'";
    if (strcmp(table->name, "content") == 0)
        return "SELECT digest, * FROM content";
    if (table->kind == RV_TABLE_FACT)
        return "SELECT hex(e.digest), t.* FROM \"%s\" t JOIN event e ON e.id = t.event";
    if (table->kind == RV_TABLE_BULK || strcmp(table->name, "digest_chunk") == 0)
        return "SELECT hex(e.digest) || '/' || f.ordinal, t.* FROM \"%s\" t JOIN file f ON f.id = t.file JOIN event e ON e.id = f.event";
    return table->kind == RV_TABLE_DERIVED ? "SELECT '', * FROM \"%s\"" : NULL;
}

static void dump_table(scratch *s, rv_store *store, const rv_store_table *table, dump *d)
{
    const bool names_only = strcmp(table->name, "event_parent") == 0;
    const char *format = with(table);
    sqlite3_stmt *row = NULL;
    char sql[300];
    if (!format)
        return;
    /* A format of this file, with one table's name or none. */
    {
        const char *at = strstr(format, "%s");
        snprintf(sql, sizeof sql, "%.*s%s%s", at ? (int)(at - format) : (int)strlen(format), format, at ? table->name : "", at ? at + 2 : "");
    }
    must(rv_store_prepare(store, &row, sql, &s->err));
    while (rv_store_step(store, row) == SQLITE_ROW) {
        rv_buf line = RV_BUF_INIT;
        rv_buf_printf(&line, "%s|%s", table->name, (const char *)sqlite3_column_text(row, 0));
        for (size_t c = 0; c < table->count && !names_only; c++)
            add_column(s, store, table, &table->columns[c], &line, row, (int)c + 1);
        if (d->n == d->room)
            d->lines = realloc(d->lines, (d->room = d->room ? 2 * d->room : 256) * sizeof *d->lines);
        d->lines[d->n++] = line.data;
    }
    sqlite3_finalize(row);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static dump dump_of(scratch *s, const char *name, bool derived_only)
{
    dump d = { 0 };
    rv_store *store;
    char path[128];
    path_of(s, name, path);
    must(rv_store_open(&store, path, &s->err));
    for (size_t i = 0; i < store->table_count; i++)
        if (!derived_only || store->tables[i].kind == RV_TABLE_DERIVED)
            dump_table(s, store, &store->tables[i], &d);
    rv_store_close(store);
    qsort(d.lines, d.n, sizeof *d.lines, by_text);
    return d;
}

static void dump_free(dump *d)
{
    for (size_t i = 0; i < d->n; i++)
        free(d->lines[i]);
    free(d->lines);
    *d = (dump){ 0 };
}

static void same(const dump *a, const dump *b, const char *words)
{
    for (size_t i = 0; i < a->n || i < b->n; i++)
        if (i >= a->n || i >= b->n || strcmp(a->lines[i], b->lines[i]) != 0)
            fail_msg("%s: row %zu of %zu and %zu\n  %.900s\n  %.900s", words, i, a->n, b->n, i < a->n ? a->lines[i] : "-",
                     i < b->n ? b->lines[i] : "-");
}

/* ---- The property ---------------------------------------------------------------------------------------------------------------- */

static void make_base(scratch *s)
{
    rv_store *store;
    char path[128];
    path_of(s, "base", path);
    some_time();
    must(rv_store_create(&store, path, &s->err));
    protocol(s, store);
    while (count(s, store, "SELECT count(*) FROM file") < 2)
        import(s, store);
    study(s, store);
    result(s, store);
    for (int i = 0; i < 12; i++)
        one_act(s, store);
    rv_store_close(store);
}

/* Looks for duplicates anew, as one does after copies came together, and gives what is derived then. */
static dump deduplicated(scratch *s, const char *name)
{
    rv_store *store;
    char path[128];
    path_of(s, name, path);
    must(rv_store_open(&store, path, &s->err));
    dedup(s, store);
    verify(s, store);
    rv_store_close(store);
    return dump_of(s, name, true);
}

/* Each step is "ab": the copy of a takes up that of b; the last `into` is what it comes to. */
static void grow(scratch *s, const char *tree, dump *d, dump *after)
{
    for (const char *c = "abc"; *c; c++) {
        const char from[] = { *c, 0 }, to[] = { 't', *c, 0 };
        copy(s, from, to);
    }
    for (; *tree; tree += 2) {
        const char into[] = { 't', tree[0], 0 }, from[] = { 't', tree[1], 0 };
        merge(s, into, from, NULL);
        if (!tree[2]) {
            *d = dump_of(s, into, false);
            *after = deduplicated(s, into);
        }
    }
}

static void property(scratch *s, uint64_t start)
{
    static const char *const trees[] = { "acab", "babc", "cbca", "bcab", "abca", "abbaac", "bacbac" };
    dump whole, other, after, other_after;
    seed = start;
    make_base(s);
    for (const char *c = "abc"; *c; c++) {
        const char name[] = { *c, 0 };
        copy(s, "base", name);
        work_on(s, name, 8 + (int)below(10));
    }
    for (uint64_t i = below(4); i > 0; i--) {      /* they met before, and went on */
        const char *pair = ONE_OF("ab", "ba", "bc", "ca");
        merge(s, (const char[]){ pair[0], 0 }, (const char[]){ pair[1], 0 }, NULL);
        work_on(s, (const char[]){ pair[0], 0 }, 6);
        work_on(s, (const char[]){ pair[1], 0 }, 3);
    }
    grow(s, "abac", &whole, &after);
    for (size_t i = 0; i < N(trees); i++) {
        grow(s, trees[i], &other, &other_after);
        same(&whole, &other, trees[i]);
        same(&after, &other_after, trees[i]);
        dump_free(&other);
        dump_free(&other_after);
    }
    dump_free(&after);
    dump_free(&whole);
}

static void the_order_of_merging_does_not_matter(void **state)
{
    const char *asked = getenv("MERGE_SEEDS"), *from = getenv("MERGE_SEED");
    const uint64_t n = asked ? strtoull(asked, NULL, 10) : 6, first = from ? strtoull(from, NULL, 10) : 1;
    for (uint64_t i = first; i < first + n; i++) {
        char command[160];
        scratch *s = *state;
        print_message("seed %d\n", (int)i);
        property(s, i);
        snprintf(command, sizeof command, "rm -f %s/*", s->folder);
        assert_int_equal(system(command), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_order_of_merging_does_not_matter, scratch_up, scratch_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
