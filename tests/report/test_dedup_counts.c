/* What deduplication left of each source, against the flow diagram that is counted another way. */
#include <config.h>

#include "tests/support.h"

#include "review/dedup.h"
#include "review/refs.h"
#include "review/report.h"
#include "tests/store/scratch.h"

enum { SOURCES = 5, RECORDS = 60 };
static const char *const names[SOURCES] = { "Clearinghouse", "ERIC", "Registry", "Institute", "Scopus" };
static const char *const kinds[SOURCES] = { "website", "database", "register", "organisation", "database" };

static unsigned draw(unsigned *state, unsigned n)
{
    *state = *state * 1103515245u + 12345u;
    return (*state >> 16) % n;
}

static void import(scratch *s, rv_store *store, int source, int number)
{
    const rv_source from = { .name = names[source], .kind = kinds[source] };
    rv_import_file file;
    char path[128], hex[RV_DIGEST_HEX];
    const char *paths = path;
    FILE *f;

    snprintf(path, sizeof path, "%s/%d.ris", s->folder, number);
    assert_non_null(f = fopen(path, "w"));
    for (int i = 0; i < RECORDS / 6; i++)
        fprintf(f, "TY  - RPRT\nTI  - Unlike any other, number %d of %d\nAN  - A%d-%d\nER  - \n\n", i, number, number, i);
    assert_int_equal(fclose(f), 0);
    must(rv_refs_import(store, "ann", &from, &paths, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &s->err));
}

/* Six files of five sources; `n` merges at random. */
static rv_store *merged(scratch *s, unsigned seed, int n)
{
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];

    for (int i = 0; i < 6; i++)
        import(s, store, i % SOURCES, i);
    for (int i = 0; i < n; i++) {
        const int64_t a = 1 + draw(&seed, RECORDS), b = 1 + draw(&seed, RECORDS);
        int64_t x, y;
        must(rv_record_report(store, a, &x, &s->err));
        must(rv_record_report(store, b, &y, &s->err));
        if (x != y)
            must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ a, b, RV_DEDUP_SAME, "said so" }, hex, &s->err));
    }
    return store;
}

typedef struct {
    rv_dedup_count rows[SOURCES + 1];
    char           names[SOURCES + 1][32];
    size_t         n;
} table;

static rv_status keep(void *user, const rv_dedup_count *row, rv_error *err)
{
    table *t = user;

    (void)err;
    assert_true(t->n <= SOURCES);
    t->rows[t->n] = *row;
    snprintf(t->names[t->n++], sizeof t->names[0], "%s", row->source);
    return RV_OK;
}

static int64_t in(const table *t, const char *name, int64_t (*what)(const rv_dedup_count *))
{
    int64_t sum = 0;

    for (size_t i = 0; i < t->n; i++)
        for (int k = 0; k < SOURCES; k++)
            if (strcmp(t->names[i], names[k]) == 0 && (!name || strcmp(kinds[k], name) == 0))
                sum += what(&t->rows[i]);
    return sum;
}

static int64_t records(const rv_dedup_count *row) { return row->records; }
static int64_t unique(const rv_dedup_count *row) { return row->unique; }
static int64_t duplicates(const rv_dedup_count *row) { return row->within + row->elsewhere; }

static void counts_add_up_to_the_flow_diagram(void **state)
{
    scratch *s = *state;
    rv_protocol *protocol;
    char path[4200];

    snprintf(path, sizeof path, "%s/protocols/disengagement-15-24.xml", getenv("top_srcdir"));
    must(rv_protocol_read(&protocol, path, &s->err));
    for (unsigned seed = 1; seed <= 6; seed++) {
        rv_store *store = merged(s, seed, 8 * (int)seed);
        rv_review_flow *flow;
        table t = { .n = 0 };
        must(rv_dedup_counts(store, keep, &t, &s->err));
        must(rv_report_flow(store, protocol, &flow, &s->err));
        const rv_flow *f = rv_review_flow_of(flow);
        assert_int_equal(t.n, SOURCES);
        for (size_t i = 0; i < t.n; i++)
            assert_int_equal(t.rows[i].records, t.rows[i].within + t.rows[i].elsewhere + t.rows[i].unique);
        assert_int_equal(in(&t, "database", records), rv_flow_total(f, RV_FLOW_A1));
        assert_int_equal(in(&t, "register", records), rv_flow_total(f, RV_FLOW_A2));
        assert_int_equal(in(&t, "database", duplicates) + in(&t, "register", duplicates), rv_flow_total(f, RV_FLOW_B1));
        assert_int_equal(in(&t, "database", unique) + in(&t, "register", unique), rv_flow_total(f, RV_FLOW_C_WAITING));
        assert_int_equal(in(&t, NULL, records), RECORDS);
        assert_true(rv_flow_total(f, RV_FLOW_B1) > 0);
        rv_review_flow_free(flow);
        rv_store_close(store);
        assert_int_equal(unlink(s->path), 0);
    }
    rv_protocol_free(protocol);
}

/* 1 to 10 stand on a website, 11 to 20 in ERIC, 51 to 60 on the website again. */
static void a_duplicate_is_of_its_own_source_or_of_one_before_it(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s, 1, 0);
    char hex[RV_DIGEST_HEX];
    table t = { .n = 0 };

    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 11, RV_DEDUP_SAME, "the same" }, hex, &s->err));
    must(rv_dedup_judge(store, "ann", &(rv_dedup_judgement){ 1, 51, RV_DEDUP_SAME, "the same" }, hex, &s->err));
    must(rv_dedup_counts(store, keep, &t, &s->err));
    assert_string_equal(t.names[0], "ERIC");
    assert_int_equal(t.rows[0].unique, 10);
    assert_string_equal(t.names[3], "Clearinghouse");
    assert_int_equal(t.rows[3].records, 20);
    assert_int_equal(t.rows[3].within, 1);
    assert_int_equal(t.rows[3].elsewhere, 1);
    assert_int_equal(t.rows[3].unique, 18);
    rv_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counts_add_up_to_the_flow_diagram, scratch_up, scratch_down),
        cmocka_unit_test_setup_teardown(a_duplicate_is_of_its_own_source_or_of_one_before_it, scratch_up, scratch_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
