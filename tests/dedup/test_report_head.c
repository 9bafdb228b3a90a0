#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tests/dedup/records.h"

#include "store/inside.h"

#include "review/dedup.h"
#include "review/refs.h"

RV_STATEMENT(test_members, "SELECT record, report FROM report_member ORDER BY record");
RV_STATEMENT(test_heads, "SELECT * FROM report_head ORDER BY report");

static const rv_derivation *all(void)
{
    static rv_derivation derivations[3];
    derivations[0] = rv_refs_derivation;
    derivations[1] = rv_dedup_derivation;
    derivations[2] = rv_heads_derivation;
    return derivations;
}

#define TITLE "Effects of mentoring on school attendance among young people"
/* 1, 2 and 3 are one document: online first in capitals, the final publication, one with the abstract; 4 another. */
static const rv_bulk_record four[] = {
    { .type = "article", .title = "EFFECTS OF MENTORING ON SCHOOL ATTENDANCE AMONG YOUNG PEOPLE", .authors = "Smith J; et al.",
      .year = 2009, .container = "J Youth Stud", .doi = "10.1000/x", .note = "Online" },
    { .type = "article", .title = TITLE, .authors = "Smith, John; Garcia, Ana", .year = 2010, .container = "Journal of Youth Studies",
      .volume = "12", .issue = "3", .pages = "221-228", .doi = "10.1000/x", .abstract = "We tested (ABSTRACT TRUNCATED)" },
    { .type = "article", .title = TITLE, .authors = "Smith, J.; Garcia, A.", .year = 2010, .volume = "12", .pages = "221-8",
      .abstract = "We tested mentors in forty schools.", .url = "https://example.org/x" },
    { .type = "article", .title = "Cash transfers and crime in Chicago", .authors = "Heller, S.", .year = 2014 },
};

typedef struct {
    rv_buf text;
    int    n;
} listing;

static rv_status list_report(void *user, const rv_stored_record *r, rv_error *err)
{
    listing *l = user;
    const rv_bulk_record *f = &r->fields;

    (void)err;
    assert_int_equal(r->id, r->report);
    l->n++;
    rv_buf_printf(&l->text, "%d|%s|%s|%d|%s|%s|%s|%s|%s|%s\n", (int)r->id, f->title, f->authors, (int)f->year,
                  f->container ? f->container : "", f->volume ? f->volume : "", f->pages ? f->pages : "", f->doi ? f->doi : "",
                  f->abstract ? f->abstract : "", f->url ? f->url : "");
    return RV_OK;
}

/* The reports, as lists show them, are `want`. */
static void reports_are(scratch *s, rv_store *store, const char *want)
{
    listing l = { RV_BUF_INIT, 0 };

    must(rv_reports_each(store, 0, INT64_MAX, list_report, &l, &s->err));
    assert_string_equal(rv_buf_str(&l.text), want);
    rv_buf_free(&l.text);
}

#define ALONE_4 "4|Cash transfers and crime in Chicago|Heller, S.|2014||||||\n"
#define BEST_1 "1|" TITLE "|Smith, John; Garcia, Ana|2010|Journal of Youth Studies|12|221-228|10.1000/x|" \
    "We tested mentors in forty schools.|https://example.org/x\n"

/* The derived tables, to the last number. */
static void derived(scratch *s, rv_store *store, rv_buf *out)
{
    const rv_statement *const both[] = { &test_members, &test_heads };

    rv_buf_clear(out);
    for (size_t i = 0; i < 2; i++) {
        rv_query *q;
        bool more;
        must(rv_query_start(&q, store, both[i], &s->err, ""));
        must(rv_query_next(q, &more, &s->err));
        while (more) {
            for (int c = 0; c < rv_query_columns(q); c++)
                rv_buf_printf(out, "%d ", rv_query_null(q, c) ? -1 : (int)rv_query_int(q, c));
            rv_buf_text(out, "\n");
            must(rv_query_next(q, &more, &s->err));
        }
        rv_query_end(q);
    }
}

/* What the facts give is what is there, whether made bit by bit or anew. */
static void holds_together(scratch *s, rv_store *store)
{
    rv_verification found;
    rv_buf before = RV_BUF_INIT, after = RV_BUF_INIT;

    must(rv_store_verify(store, all(), 3, NULL, &found, &s->err));
    derived(s, store, &before);
    must(rv_store_rebuild(store, all(), 3, &s->err));
    derived(s, store, &after);
    assert_string_equal(rv_buf_str(&before), rv_buf_str(&after));
    rv_buf_free(&before);
    rv_buf_free(&after);
}

static void judge(scratch *s, rv_store *store, int64_t a, int64_t b, bool same, char hex[RV_DIGEST_HEX])
{
    const rv_dedup_judgement judgement = { a, b, same ? RV_DEDUP_SAME : RV_DEDUP_NONE, "looked at both" };

    must(rv_dedup_judge(store, "ann", &judgement, hex, &s->err));
}

static rv_store *merged(scratch *s)
{
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];

    import_records(s, store, four, N(four), 1);
    judge(s, store, 1, 2, true, hex);
    judge(s, store, 2, 3, true, hex);
    return store;
}

static void a_report_says_the_best_of_its_records(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);

    reports_are(s, store, BEST_1 ALONE_4);
    holds_together(s, store);
    reports_are(s, store, BEST_1 ALONE_4);
    rv_store_close(store);
}

static void the_order_of_import_does_not_matter(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX];

    import_records(s, store, four + 2, 1, 3);
    import_records(s, store, four + 1, 1, 2);
    import_records(s, store, four, 1, 1);
    judge(s, store, 1, 3, true, hex);
    judge(s, store, 3, 2, true, hex);
    reports_are(s, store, BEST_1);
    rv_store_close(store);
}

static void undoing_a_merge_restores_what_was_to_the_last_row(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_buf states[3] = { RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT }, now = RV_BUF_INIT;
    char first[RV_DIGEST_HEX], second[RV_DIGEST_HEX], hex[RV_DIGEST_HEX];

    import_records(s, store, four, N(four), 1);
    derived(s, store, &states[0]);
    judge(s, store, 2, 3, true, first);
    derived(s, store, &states[1]);
    judge(s, store, 1, 3, true, second);
    derived(s, store, &states[2]);
    must(rv_dedup_undo(store, "ann", second, "wrong", hex, &s->err));
    derived(s, store, &now);
    assert_string_equal(rv_buf_str(&now), rv_buf_str(&states[1]));
    must(rv_dedup_undo(store, "ann", hex, "right after all", hex, &s->err));
    derived(s, store, &now);
    assert_string_equal(rv_buf_str(&now), rv_buf_str(&states[2]));
    must(rv_dedup_undo(store, "ann", hex, "no", hex, &s->err));
    must(rv_dedup_undo(store, "ann", first, "no", hex, &s->err));
    derived(s, store, &now);
    assert_string_equal(rv_buf_str(&now), rv_buf_str(&states[0]));
    assert_string_equal(rv_buf_str(&now), "");
    holds_together(s, store);
    for (size_t i = 0; i < 3; i++)
        rv_buf_free(&states[i]);
    rv_buf_free(&now);
    rv_store_close(store);
}

static void a_run_makes_heads_and_its_undo_takes_them_away(void **state)
{
    static const rv_bulk_record two[] = {
        { .type = "article", .title = TITLE, .authors = "Smith, John", .year = 2010, .doi = "10.1000/x" },
        { .type = "article", .title = TITLE, .authors = "Smith, J.", .year = 2010, .doi = "10.1000/x", .abstract = "Text." },
    };
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    rv_dedup_summary summary;
    char hex[RV_DIGEST_HEX];

    import_records(s, store, two, N(two), 1);
    must(rv_dedup_run(store, "ann", &(rv_dedup_run_options){ 0 }, NULL, NULL, &summary, &s->err));
    reports_are(s, store, "1|" TITLE "|Smith, John|2010||||10.1000/x|Text.|\n");
    holds_together(s, store);
    must(rv_dedup_undo(store, "ann", summary.event, "wrong file", hex, &s->err));
    reports_are(s, store, "1|" TITLE "|Smith, John|2010||||10.1000/x||\n2|" TITLE "|Smith, J.|2010||||10.1000/x|Text.|\n");
    holds_together(s, store);
    rv_store_close(store);
}

/* ---- Choices ------------------------------------------------------------------------------------------------------------------------- */

static rv_status take_field(void *user, const rv_report_field *f, rv_error *err)
{
    rv_buf *out = user;

    (void)err;
    if (strcmp(f->field, "doi") == 0 || strcmp(f->field, "authors") == 0 || strcmp(f->field, "note") == 0)
        rv_buf_printf(out, "%s=%s (%d %s%s%s%s%s)\n", f->field, f->value ? f->value : "-", (int)f->record, f->source,
                      f->taken ? " taken" : "", f->edited ? " edited" : "", f->chosen ? " chosen: " : "", f->chosen ? f->reason : "");
    return RV_OK;
}

static void fields_are(scratch *s, rv_store *store, int64_t report, const char *want)
{
    rv_buf got = RV_BUF_INIT;

    must(rv_report_fields(store, report, take_field, &got, &s->err));
    assert_string_equal(rv_buf_str(&got), want);
    rv_buf_free(&got);
}

static void choose(scratch *s, rv_store *store, const char *field, int64_t chosen)
{
    char hex[RV_DIGEST_HEX];

    must(rv_report_choose(store, "ann", 3, field, chosen, "as printed", hex, &s->err));
}

static void what_each_record_says_is_listed_with_what_is_taken(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);

    choose(s, store, "authors", 3);
    fields_are(s, store, 2, "authors=Smith, J.; Garcia, A. (3 ERIC taken chosen: as printed)\nauthors=Smith J; et al. (1 ERIC)\n"
               "authors=Smith, John; Garcia, Ana (2 ERIC)\ndoi=10.1000/x (1 ERIC taken)\ndoi=10.1000/x (2 ERIC)\n"
               "note=Online (1 ERIC taken)\n");
    fields_are(s, store, 4, "authors=Heller, S. (4 ERIC taken)\n");
    refuses(rv_report_fields(store, 9, take_field, NULL, &s->err), RV_ENOTFOUND, "there is no record 9");
    rv_store_close(store);
}

static void a_person_chooses_and_takes_it_back(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);
    rv_buf before = RV_BUF_INIT, after = RV_BUF_INIT;

    derived(s, store, &before);
    choose(s, store, "authors", 1);
    choose(s, store, "authors", 3);
    choose(s, store, "doi", 3);                  /* which says none: the report has none */
    reports_are(s, store, "1|" TITLE "|Smith, J.; Garcia, A.|2010|Journal of Youth Studies|12|221-228||"
                "We tested mentors in forty schools.|https://example.org/x\n" ALONE_4);
    holds_together(s, store);
    choose(s, store, "authors", 0);
    choose(s, store, "doi", 0);
    derived(s, store, &after);
    assert_string_equal(rv_buf_str(&before), rv_buf_str(&after));
    holds_together(s, store);
    rv_buf_free(&before);
    rv_buf_free(&after);
    rv_store_close(store);
}

static void a_record_chosen_for_all_leaves_to_others_what_it_does_not_say(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);

    choose(s, store, NULL, 3);
    reports_are(s, store, "1|" TITLE "|Smith, J.; Garcia, A.|2010|Journal of Youth Studies|12|221-8|10.1000/x|"
                "We tested mentors in forty schools.|https://example.org/x\n" ALONE_4);
    choose(s, store, "place", 1);                /* together: 2009, and no volume or pages */
    reports_are(s, store, "1|" TITLE "|Smith, J.; Garcia, A.|2009|Journal of Youth Studies|||10.1000/x|"
                "We tested mentors in forty schools.|https://example.org/x\n" ALONE_4);
    choose(s, store, "authors", 0);              /* the rule again, for this field alone */
    reports_are(s, store, "1|" TITLE "|Smith, John; Garcia, Ana|2009|Journal of Youth Studies|||10.1000/x|"
                "We tested mentors in forty schools.|https://example.org/x\n" ALONE_4);
    choose(s, store, NULL, 2);                   /* newer than all of them */
    choose(s, store, NULL, 0);
    reports_are(s, store, BEST_1 ALONE_4);
    holds_together(s, store);
    rv_store_close(store);
}

static void a_choice_rests_while_its_record_is_of_another_report(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);
    char split[RV_DIGEST_HEX], hex[RV_DIGEST_HEX];

    choose(s, store, "authors", 2);
    choose(s, store, "authors", 1);
    judge(s, store, 1, 2, false, split);         /* 1 leaves; of 2 and 3 the older choice counts again */
    reports_are(s, store, "1|EFFECTS OF MENTORING ON SCHOOL ATTENDANCE AMONG YOUNG PEOPLE|Smith J; et al.|2009|J Youth Stud|||10.1000/x||\n"
                "2|" TITLE "|Smith, John; Garcia, Ana|2010|Journal of Youth Studies|12|221-228|10.1000/x|"
                "We tested mentors in forty schools.|https://example.org/x\n" ALONE_4);
    holds_together(s, store);
    must(rv_dedup_undo(store, "ann", split, "one after all", hex, &s->err));
    reports_are(s, store, "1|" TITLE "|Smith J; et al.|2010|Journal of Youth Studies|12|221-228|10.1000/x|"
                "We tested mentors in forty schools.|https://example.org/x\n" ALONE_4);
    holds_together(s, store);
    rv_store_close(store);
}

static void what_cannot_be_chosen_is_refused_and_leaves_nothing(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);
    char hex[RV_DIGEST_HEX], before[RV_DIGEST_HEX], after[RV_DIGEST_HEX];

    must(rv_store_head(store, before, &s->err));
    refuses(rv_report_choose(store, "ann", 1, "colour", 2, "why", hex, &s->err), RV_EINVAL, "'colour' is not a field of a report");
    refuses(rv_report_choose(store, "ann", 1, "title", 2, "", hex, &s->err), RV_EINVAL, "needs its reason");
    refuses(rv_report_choose(store, "ann", 1, "title", 4, "why", hex, &s->err), RV_EINVAL, "record 4 is not of the report of record 1");
    refuses(rv_report_choose(store, "ann", 4, "title", 4, "why", hex, &s->err), RV_EINVAL, "nothing to choose");
    refuses(rv_report_choose(store, "ann", 9, "title", 1, "why", hex, &s->err), RV_ENOTFOUND, "there is no record 9");
    refuses(rv_report_choose(store, "ann", 1, "title", 9, "why", hex, &s->err), RV_ENOTFOUND, "there is no record 9");
    refuses(rv_report_choose(store, "ann", 1, "place", 0, "why", hex, &s->err), RV_EINVAL, "nobody chose the year");
    must(rv_store_head(store, after, &s->err));
    assert_string_equal(before, after);
    holds_together(s, store);
    rv_store_close(store);
}

/* ---- Edits, verification, older reviews ------------------------------------------------------------------------------------------------ */

static void an_edit_of_a_record_is_what_its_report_says(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);
    char hex[RV_DIGEST_HEX];

    must(rv_record_edit(store, "ann", 1, "title", "Mentoring", "as printed", hex, &s->err));
    must(rv_record_edit(store, "ann", 3, "volume", "13", "as printed", hex, &s->err));
    must(rv_record_edit(store, "ann", 4, "volume", "1", "of no other record", hex, &s->err));
    reports_are(s, store, "1|Mentoring|Smith, John; Garcia, Ana|2010|Journal of Youth Studies|13|221-228|10.1000/x|"
                "We tested mentors in forty schools.|https://example.org/x\n"
                "4|Cash transfers and crime in Chicago|Heller, S.|2014||1||||\n");
    holds_together(s, store);
    must(rv_record_edit(store, "ann", 1, "title", NULL, "no", hex, &s->err));
    must(rv_record_edit(store, "ann", 3, "volume", NULL, "no", hex, &s->err));
    must(rv_record_edit(store, "ann", 4, "volume", NULL, "no", hex, &s->err));
    reports_are(s, store, BEST_1 ALONE_4);
    holds_together(s, store);
    rv_store_close(store);
}

static void a_head_that_was_altered_is_found_and_made_anew(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);
    rv_verification found;

    rv_store_close(store);
    tamper(s->path, "UPDATE report_head SET title = 1");
    must(rv_store_open(&store, s->path, &s->err));
    refuses(rv_store_verify(store, all(), 3, NULL, &found, &s->err), RV_ETAMPER, "report_head 1 is not what the facts give");
    must(rv_store_rebuild(store, all(), 3, &s->err));
    reports_are(s, store, BEST_1 ALONE_4);
    holds_together(s, store);
    rv_store_close(store);
}

/* What a review holds, as a file of the first `steps` steps of the schema would: rows of the tables and columns that were there. */
static void as_of_step(scratch *s, int steps)
{
    rv_migration early[8] = { { NULL, NULL } };
    char old[140], sql[300];
    sqlite3_stmt *tables = NULL;
    sqlite3 *db = NULL;

    memcpy(early, rv_schema, (size_t)steps * sizeof *early);
    snprintf(old, sizeof old, "%s.old", s->path);
    must(rv_store_make(old, early, &s->err));
    assert_int_equal(sqlite3_open(old, &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "PRAGMA foreign_keys=OFF; ATTACH '%s' AS now", s->path);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT 'DELETE FROM main.' || m.name || '; INSERT INTO main.' || m.name || '(' || c.l || ') SELECT '"
                                            " || c.l || ' FROM now.' || m.name FROM main.sqlite_schema m,"
                                            " (SELECT n.name AS t, group_concat('\"' || p.name || '\"') AS l FROM main.sqlite_schema n"
                                            " JOIN pragma_table_info(n.name) p GROUP BY n.name) c"
                                            " WHERE m.type = 'table' AND c.t = m.name AND m.name NOT LIKE 'sqlite_%'",
                                        -1, &tables, NULL), SQLITE_OK);
    while (sqlite3_step(tables) == SQLITE_ROW)
        assert_int_equal(sqlite3_exec(db, (const char *)sqlite3_column_text(tables, 0), NULL, NULL, NULL), SQLITE_OK);
    sqlite3_finalize(tables);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(rename(old, s->path), 0);
}

static void a_review_that_had_no_heads_has_them_once_it_is_opened(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);

    rv_store_close(store);
    as_of_step(s, 2);
    must(rv_store_open(&store, s->path, &s->err));
    reports_are(s, store, BEST_1 ALONE_4);
    holds_together(s, store);
    choose(s, store, "authors", 3);
    rv_store_close(store);
}

/* ---- Export ------------------------------------------------------------------------------------------------------------------------------ */

static void import_ris(scratch *s, rv_store *store, const char *name, const char *text)
{
    const rv_source source = { .name = name, .kind = "database" };
    char path[128], hex[RV_DIGEST_HEX];
    const char *const paths[] = { path };
    rv_import_file file;

    snprintf(path, sizeof path, "%s/%s.ris", s->folder, name);
    write_file(path, text, strlen(text));
    must(rv_refs_import(store, "ann", &source, paths, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &s->err));
}

static char *exported(scratch *s, rv_store *store, const char *format, bool reports, uint64_t *n)
{
    const rv_export_choice choice = { .reports = reports };
    rv_buf text = RV_BUF_INIT;
    rv_output *out;
    char path[128];

    snprintf(path, sizeof path, "%s/out", s->folder);
    must(rv_output_open(&out, path, &s->err));
    must(rv_refs_export(store, format, &choice, out, n, &s->err));
    must(rv_output_close(out, &s->err));
    must(rv_file_read(path, 1 << 20, &text, &s->err));
    return text.data;
}

static void holds_line(const char *text, const char *line, bool wanted)
{
    if (!strstr(text, line) == wanted)
        fail_msg("'%s' is %s in:\n%s", line, wanted ? "not" : "", text);
}

static void an_exported_report_has_the_best_of_its_records_and_keeps_its_own_tags(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    char hex[RV_DIGEST_HEX], *text;
    uint64_t n;

    import_ris(s, store, "A", "TY  - GEN\nTI  - MENTORING OF THE YOUNG IN FORTY SCHOOLS\nAU  - Smith, J.\nPY  - 2009\nJF  - J Youth Stud\n"
               "JA  - JYS\nZZ  - kept as it came\nCN  - shelf 9\nER  - \n");
    import_ris(s, store, "B", "TY  - JOUR\nTI  - Mentoring of the young in forty schools\nAU  - Smith, John\nAU  - Li, Bo\nPY  - 2010\n"
               "JF  - Journal of Youth Studies\nVL  - 12\nIS  - 3\nSP  - 221\nEP  - 228\nAB  - We tested.\nKW  - schools\nKW  - mentors\n"
               "DO  - 10.1000/x\nER  - \n");
    judge(s, store, 1, 2, true, hex);

    text = exported(s, store, "ris", true, &n);
    assert_int_equal(n, 1);
    holds_line(text, "TY  - JOUR", true);
    holds_line(text, "  - Mentoring of the young in forty schools", true);
    holds_line(text, "AU  - Smith, John", true);
    holds_line(text, "AU  - Li, Bo", true);
    holds_line(text, "PY  - 2010", true);
    holds_line(text, "VL  - 12", true);
    holds_line(text, "SP  - 221", true);
    holds_line(text, "EP  - 228", true);
    holds_line(text, "AB  - We tested.", true);
    holds_line(text, "KW  - mentors", true);
    holds_line(text, "DO  - 10.1000/x", true);
    holds_line(text, "ZZ  - kept as it came", true);
    holds_line(text, "MENTORING", false);
    holds_line(text, "Smith, J.\r\n", false);
    holds_line(text, "2009", false);
    holds_line(text, "J Youth Stud\r\n", false);
    free(text);

    text = exported(s, store, "csl-json", true, &n);
    holds_line(text, "221-228", true);
    holds_line(text, "Mentoring of the young in forty schools", true);
    holds_line(text, "JYS", false);
    free(text);

    text = exported(s, store, "ris", false, &n);          /* records are what they were */
    assert_int_equal(n, 2);
    holds_line(text, "MENTORING OF THE YOUNG", true);
    holds_line(text, "AU  - Smith, J.\r\n", true);
    free(text);
    rv_store_close(store);
}

static void a_report_of_records_that_cannot_be_read_again_is_exported_by_its_head(void **state)
{
    scratch *s = *state;
    rv_store *store = merged(s);
    uint64_t n;
    char *text = exported(s, store, "ris", true, &n);

    assert_int_equal(n, 2);
    holds_line(text, "AU  - Garcia, Ana", true);
    holds_line(text, "forty schools", true);
    holds_line(text, "EFFECTS OF", false);
    free(text);
    rv_store_close(store);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_up, scratch_down)
    const struct CMUnitTest tests[] = {
        T(a_report_says_the_best_of_its_records), T(the_order_of_import_does_not_matter),
        T(undoing_a_merge_restores_what_was_to_the_last_row), T(a_run_makes_heads_and_its_undo_takes_them_away),
        T(what_each_record_says_is_listed_with_what_is_taken), T(a_person_chooses_and_takes_it_back),
        T(a_record_chosen_for_all_leaves_to_others_what_it_does_not_say), T(a_choice_rests_while_its_record_is_of_another_report),
        T(what_cannot_be_chosen_is_refused_and_leaves_nothing), T(an_edit_of_a_record_is_what_its_report_says),
        T(a_head_that_was_altered_is_found_and_made_anew), T(a_review_that_had_no_heads_has_them_once_it_is_opened),
        T(an_exported_report_has_the_best_of_its_records_and_keeps_its_own_tags),
        T(a_report_of_records_that_cannot_be_read_again_is_exported_by_its_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
