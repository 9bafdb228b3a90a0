/* Screening decisions in the texts of other tools. */
#include <config.h>

#include "tests/support.h"

#include <string.h>

#include "review/refs.h"

/* "stage|reviewer|verdict|reason; " of each, with "|note|labels" where it has one; the raw text is always what the cell says. */
static void put(rv_buf *out, const rv_ref_decision *d)
{
    rv_buf_printf(out, "%s|%s|%s|%s", d->stage ? d->stage : "", d->reviewer ? d->reviewer : "", d->verdict, d->reason ? d->reason : "");
    if (d->note || d->labels)
        rv_buf_printf(out, "|%s|%s", d->note ? d->note : "", d->labels ? d->labels : "");
    rv_buf_text(out, "; ");
}

static rv_status take_any(void *user, const rv_record *record, rv_error *err)
{
    (void)err;
    for (size_t i = 0; i < record->n_decisions; i++)
        put(user, &record->decisions[i]);
    return RV_OK;
}

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    (void)err;
    for (size_t i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *d = &record->decisions[i];

        put(user, d);
        assert_true(!strstr(record->tags[1].value, "REVIEW-DEC") ? d->raw && strstr(d->raw, record->tags[1].value) : true);
    }
    return RV_OK;
}

static void assert_decisions(const char *column, const char *cell, const char *want)
{
    rv_buf             csv = RV_BUF_INIT, got = RV_BUF_INIT;
    const rv_refs_sink sink = { .record = take_record, .user = &got };

    rv_buf_printf(&csv, "title,%s\nOne,\"", column);
    for (const char *s = cell; *s; s++)
        rv_buf_printf(&csv, *s == '"' ? "\"\"" : "%c", *s);
    rv_buf_text(&csv, "\"\n");
    assert_int_equal(rv_refs_read_bytes("test", rv_buf_str(&csv), csv.length, "csv", NULL, &sink, NULL, NULL), RV_OK);
    assert_string_equal(rv_buf_str(&got), want);
    rv_buf_free(&csv);
    rv_buf_free(&got);
}

static void notes_of_rayyan_asreview_and_covidence_hold_them(void **state)
{
    static const struct { const char *note, *want; } rows[] = {
        { "RAYYAN-INCLUSION: {\"Ann \\\"A\\\" X\"=>\"Included\"}", "|Ann \"A\" X|include|; " },
        { "RAYYAN-INCLUSION: {\\\"Ann\\\"=\\>\\\"Excluded\\\"} | RAYYAN-EXCLUSION-REASONS: a,b |", "|Ann|exclude|a,b; " },
        { "RAYYAN-INCLUSION: {&quot;Ann&quot;=&gt;&quot;Maybe&quot;}", "|Ann|unsure|; " },
        { "RAYYAN-INCLUSION: {\"Ann\": \"Included\"}", "|Ann|include|; " },
        { "RAYYAN-EXCLUSION-REASONS: x USER-NOTES: {\"Ann\"=>[\"n\"]} RAYYAN-INCLUSION: Excluded", "||exclude|x; " },
        { "RAYYAN-INCLUSION: {\"Ann\"=>\"Nonsense\"}", "" },
        { "RAYYAN-INCLUSION: {\"Ann", "" },
        { "RAYYAN-INCLUSION: {\"Ann\" \"Included\"}", "" },
        { "RAYYAN-INCLUSION:", "" },
        { "Before. ASReview_relevant. Behind", "||include|; " },
        { "ASReview_irrelevant ASReview_prior", "||exclude|; " },
        { "ASReview_not_seen ASReview_validate_relevant", "" },
        { "See the Exclusion reason: x", "" },
        { "Ann (2020): no; Exclusion reason: Wrong dose; more", "full-text||exclude|Wrong dose|Ann (2020): no; more|; " },
    };


    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_decisions("notes", rows[i].note, rows[i].want);
}

static void labels_and_notes_of_rayyan_go_with_them(void **state)
{
    static const struct { const char *note, *want; } rows[] = {
        { "RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"} | RAYYAN-LABELS: a, b c,,", "|Ann|include|||a; b c; " },
        { "RAYYAN-INCLUSION: {\"Ann\"=>\"Excluded\", \"Bo\"=>\"Maybe\"} | RAYYAN-EXCLUSION-REASONS: x | USER-NOTES: {\"Bo\"=>[\"one\", \"two\"], "
          "\"Ann\"=>\"three\"}", "|Ann|exclude|x|three|; |Bo|unsure||one; two|; " },
        { "own | RAYYAN-INCLUSION: {\"Ann\"=>\"Included\", \"Bo\"=>\"Maybe\"} | RAYYAN-INCLUSION: {\"Ann\"=>\"Excluded\"}",
          "|Ann|exclude|; |Bo|unsure|; " },
        { "RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"} | USER-NOTES: {\"Ann\"=>[", "|Ann|include|; " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_decisions("notes", rows[i].note, rows[i].want);
}

static void what_stands_in_our_own_words_is_not_said_again(void **state)
{
    static const struct { const char *note, *want; } rows[] = {
        { "RAYYAN-INCLUSION: {\"Ann\"=>\"Excluded\"} | REVIEW-DECISIONS: [{\"stage\":\"full-text\",\"reviewer\":\"Ann\",\"verdict\":\"exclude\","
          "\"reason\":\"a ] \\\" \\u003cb\\u003e\",\"note\":\"n\",\"labels\":\"x; y\"}] RAYYAN-LABELS: x", "full-text|Ann|exclude|a ] \" <b>|n|x; y; " },
        { "REVIEW-DECISIONS: [{\"stage\":\"full-text\",\"reviewer\":\"Ann\",\"verdict\":\"exclude\"}] RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"}",
          "full-text|Ann|exclude|; |Ann|include|; " },
        { "REVIEW-DECISIONS: [{\"verdict\":\"later\"}, {\"verdict\": 3}, 4]", "||later|; " },
        { "REVIEW-DECISIONS: [{", "" }, { "REVIEW-DECISIONS: [nonsense]", "" }, { "REVIEW-DECISIONS:", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_decisions("notes", rows[i].note, rows[i].want);
}

static void asreview_and_covidence_have_columns_beside_the_vote(void **state)
{
    static const struct { const char *csv, *want; } rows[] = {
        { "title,asreview_label,asreview_time,asreview_note,asreview_user_name,included,asreview_tags\n"
          "One,1,2025-01-01,good,Ann,0,\"['x', 'y z']\"\n", "|Ann|include||good|x; y z; " },
        { "title,asreview_label_ann,asreview_label_bo,asreview_label_to_validate\nOne,1,0,1\n", "|ann|include|; |bo|exclude|; " },
        { "title,included,decisions\nOne,1,\"[{\"\"stage\"\":\"\"full-text\"\",\"\"verdict\"\":\"\"include\"\"}]\"\n", "full-text||include|; " },
        { "Title,Covidence #,Notes,Tags\nOne,#1,Exclusion reason: Dose;,\"a, b\"\n", "full-text||exclude|Dose||a; b; " },
        { "Title,Covidence #,Notes,Tags\nOne,#1,,a\n", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rv_buf             got = RV_BUF_INIT;
        const rv_refs_sink sink = { .record = take_any, .user = &got };

        assert_int_equal(rv_refs_read_bytes("test", rows[i].csv, strlen(rows[i].csv), "csv", NULL, &sink, NULL, NULL), RV_OK);
        assert_string_equal(rv_buf_str(&got), rows[i].want);
        rv_buf_free(&got);
    }
}

static void cells_of_votes_hold_them(void **state)
{
    static const struct { const char *column, *cell, *want; } rows[] = {
        { "included", "1", "||include|; " },                 { "included", "0.0", "||exclude|; " },
        { "included", "-1", "" },                            { "label", "search 1", "" },
        { "Full text votes", "Ann: Yes", "full-text|Ann|include|; " },
        { "Title and abstract vote", "Ann (Maybe)\nBo = irrelevant|Cy", "title-abstract|Ann|unsure|; title-abstract|Bo|exclude|; " },
        { "decision", "a very long text that is no verdict", "" },
        { "EXCLUDE on date", "True", "||exclude|EXCLUDE on date; " }, { "EXCLUDE on date", "False", "" },
        { "I/E/D/S flag", "S", "" },                         { "Reason for exclusion", "Dose", "||exclude|Dose; " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_decisions(rows[i].column, rows[i].cell, rows[i].want);
}

static void a_note_of_megabytes_makes_no_more_than_a_thousand(void **state)
{
    rv_buf             csv = RV_BUF_INIT, got = RV_BUF_INIT;
    const rv_refs_sink sink = { .record = take_record, .user = &got };
    size_t             n = 0;

    (void)state;
    rv_buf_text(&csv, "title,notes\nOne,\"RAYYAN-INCLUSION: {");
    for (int i = 0; i < 100000; i++)
        rv_buf_text(&csv, "\"\"A\"\"=>\"\"Included\"\", ");
    rv_buf_text(&csv, "}\"\n");
    assert_int_equal(rv_refs_read_bytes("test", rv_buf_str(&csv), csv.length, "csv", NULL, &sink, NULL, NULL), RV_OK);
    for (const char *s = rv_buf_str(&got); (s = strstr(s, "|A|include|")); s++)
        n++;
    assert_int_equal(n, 1024);
    rv_buf_free(&csv);
    rv_buf_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_of_rayyan_asreview_and_covidence_hold_them),
        cmocka_unit_test(labels_and_notes_of_rayyan_go_with_them),
        cmocka_unit_test(what_stands_in_our_own_words_is_not_said_again),
        cmocka_unit_test(asreview_and_covidence_have_columns_beside_the_vote),
        cmocka_unit_test(cells_of_votes_hold_them),
        cmocka_unit_test(a_note_of_megabytes_makes_no_more_than_a_thousand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
