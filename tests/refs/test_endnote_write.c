#include <config.h>

#include <unistd.h>

#include "tests/refs/neutral_support.h"

static char path[32] = "endnote-write.XXXXXX";

static int set_up(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 || close(fd) != 0;
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

/* The file that the records make. */
static void written(rv_buf *text, const rv_record *records, size_t n)
{
    rv_output      *out;
    rv_refs_writer *writer;
    rv_error        err = { .code = RV_OK };

    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    assert_int_equal(rv_refs_writer_open(&writer, "endnote-xml", false, out, &err), RV_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rv_refs_writer_add(writer, &records[i], &err), RV_OK);
    assert_int_equal(rv_refs_writer_close(writer, &err), RV_OK);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    assert_int_equal(rv_file_read(path, 1 << 24, text, &err), RV_OK);
}

/* Written and read again, the record says the same; `notes` tells whether research notes were needed for it. */
static void comes_back(const rv_record *record, bool notes)
{
    rv_buf         text = RV_BUF_INIT, want = RV_BUF_INIT;
    neutral_result got;

    written(&text, record, 1);
    neutral_say(&want, record);
    neutral_read(&got, text.data, text.length);
    assert_string_equal(rv_buf_str(&got.said), rv_buf_str(&want));
    assert_string_equal(rv_buf_str(&got.problems), "");
    if (notes != (strstr(text.data, "<research-notes>") != NULL))
        fail_msg("research notes are %sthere:\n%s", notes ? "not " : "", text.data);
    neutral_free(&got);
    rv_buf_free(&text);
    rv_buf_free(&want);
}

static const rv_ref_name names[] = {
    { RV_ROLE_AUTHOR, "Adams", "Ann B.", NULL }, { RV_ROLE_AUTHOR, "Department of Health, London", NULL, NULL },
    { RV_ROLE_AUTHOR, "van der Berg", "C.", "Jr" }, { RV_ROLE_EDITOR, "Ito", "K", NULL },
};
static const rv_ref_value values[] = {
    { RV_REF_ISSN, "1234-5678" }, { RV_REF_ISBN, "9780199206483" }, { RV_REF_KEYWORD, "Aged, 80 and over" },
    { RV_REF_KEYWORD, "young; old" }, { RV_REF_NOTE, "First" }, { RV_REF_NOTE, "RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"}" },
    { RV_REF_URL, "https://one.org/?a=1&b=2" }, { RV_REF_URL, "ftp://two.org" }, { RV_REF_FILE, "internal-pdf://a b.pdf" },
};

static const rv_ref_decision said[] = { { .reviewer = "Ann", .verdict = "include" } };

static rv_record full(void)
{
    rv_record record = { .names = names, .n_names = 4, .values = values, .n_values = sizeof values / sizeof *values,
                         .decisions = said, .n_decisions = 1 };

    record.date = (rv_ref_date){ 2012, 3, 5, "2012/03/05/Spring" };
    record.text[RV_REF_TYPE] = "article-journal";
    record.text[RV_REF_GENRE] = "Review";
    record.text[RV_REF_TITLE] = "R&D: x < y \"quoted\"";
    record.text[RV_REF_SHORT_TITLE] = "R&D";
    record.text[RV_REF_ORIGINAL_TITLE] = "Eins";
    record.text[RV_REF_CONTAINER] = "Journal of Tests";
    record.text[RV_REF_ABBREVIATION] = "J Tests";
    record.text[RV_REF_SERIES] = "Series";
    record.text[RV_REF_VOLUME] = "7";
    record.text[RV_REF_ISSUE] = "2";
    record.text[RV_REF_PAGES] = "21-28";
    record.text[RV_REF_EDITION] = "2nd";
    record.text[RV_REF_PUBLISHER] = "Press";
    record.text[RV_REF_PLACE] = "Oxford";
    record.text[RV_REF_LANGUAGE] = "eng";
    record.text[RV_REF_ABSTRACT] = "One. Two.";
    record.text[RV_REF_DOI] = "10.9999/one";
    record.text[RV_REF_PMCID] = "PMC123";
    record.text[RV_REF_ACCESSION] = "ED457358";
    record.text[RV_REF_DATABASE] = "ERIC";
    record.text[RV_REF_KEY] = "adams2012";
    return record;
}

static void most_records_come_back_from_the_places_that_endnote_has(void **state)
{
    rv_record record = full();

    (void)state;
    comes_back(&record, false);
    record.text[RV_REF_ACCESSION] = NULL;
    record.text[RV_REF_DATABASE] = NULL;
    record.text[RV_REF_PMID] = "123";
    comes_back(&record, false);
    record.text[RV_REF_ACCESSION] = "123";
    record.text[RV_REF_DATABASE] = "PubMed";
    comes_back(&record, false);
}

static void every_type_comes_back(void **state)
{
    static const char *const types[] = { "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "chapter",
        "classic", "dataset", "document", "entry", "entry-dictionary", "figure", "graphic", "hearing", "interview", "legal_case",
        "legislation", "manuscript", "map", "motion_picture", "pamphlet", "paper-conference", "patent", "periodical",
        "personal_communication", "post-weblog", "regulation", "report", "review", "software", "song", "speech", "standard", "thesis",
        "treaty", "webpage" };

    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        rv_record record = full();
        rv_buf    text = RV_BUF_INIT, want = RV_BUF_INIT;
        neutral_result got;

        record.text[RV_REF_TYPE] = types[i];
        record.text[RV_REF_EVENT] = "12th Colloquium";
        record.text[RV_REF_NUMBER] = "R-12";
        written(&text, &record, 1);
        neutral_say(&want, &record);
        neutral_read(&got, text.data, text.length);
        assert_string_equal(rv_buf_str(&got.said), rv_buf_str(&want));
        neutral_free(&got);
        rv_buf_free(&text);
        rv_buf_free(&want);
    }
}

static void what_endnote_has_no_place_for_stands_in_research_notes(void **state)
{
    rv_record record = full();
    rv_buf    text = RV_BUF_INIT;

    (void)state;
    record.text[RV_REF_PMID] = "123";
    record.text[RV_REF_EVENT] = "50 % | more";
    written(&text, &record, 1);
    assert_non_null(strstr(text.data, "<research-notes>review:event=50 %25 %7C more&#xD;review:pmid=123</research-notes>"));
    rv_buf_free(&text);
    comes_back(&record, true);
}

static void one_keyword_with_a_semicolon_stays_one(void **state)
{
    static const rv_ref_value one[] = { { RV_REF_KEYWORD, "young; old" } };
    rv_record record = { .values = one, .n_values = 1 };

    (void)state;
    record.text[RV_REF_TYPE] = "book";
    comes_back(&record, true);
}

static void roles_that_share_a_place_stay_apart(void **state)
{
    static const rv_ref_name all[] = {
        { RV_ROLE_AUTHOR, "A", "a", NULL }, { RV_ROLE_EDITOR, "B", "b", NULL }, { RV_ROLE_TRANSLATOR, "C|c", NULL, NULL },
        { RV_ROLE_SERIES_EDITOR, "D", "d", "III" }, { RV_ROLE_OTHER, "E", NULL, "Sr" },
    };
    static const char *const types[] = { "book", "chapter", "thesis", "article-journal" };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        rv_record record = { .names = all, .n_names = 5 };

        record.text[RV_REF_TYPE] = types[i];
        comes_back(&record, strcmp(types[i], "article-journal") != 0);     /* where each role has a place of its own */
    }
}

static void decisions_come_back_also_without_a_note_that_carries_them(void **state)
{
    static const rv_ref_decision decisions[] = {
        { NULL, "Ann", "include", NULL, "RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"}", NULL, NULL, NULL },
        { "full-text", "Bo | Cy", "exclude", "wrong population", "Bo: No", "no | data", "a; b", "resolution" },
    };
    static const rv_ref_value note[] = { { RV_REF_NOTE, "RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"}" } };
    rv_record record = { .decisions = decisions, .n_decisions = 1, .values = note, .n_values = 1 };

    (void)state;
    record.text[RV_REF_TYPE] = "book";
    comes_back(&record, false);
    record.n_decisions = 2;
    comes_back(&record, true);
    record.n_decisions = 0;
    comes_back(&record, true);
    record.n_values = 0;
    record.n_decisions = 2;
    comes_back(&record, true);
}

static void dates_come_back_as_they_came(void **state)
{
    static const struct { rv_ref_date date; bool notes; } cases[] = {
        { { 2012, 0, 0, "2012" }, false }, { { 2012, 3, 0, "2012 Mar" }, false }, { { 0, 0, 0, "In press" }, false },
        { { 2012, 3, 5, "2012" }, true }, { { 0, 12, 0, "Dec" }, false }, { { 2012, 0, 0, "c2012 100%" }, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_record record = { .date = cases[i].date };

        record.text[RV_REF_TYPE] = "book";
        comes_back(&record, cases[i].notes);
    }
}

static void other_tools_find_the_journal_also_where_only_its_abbreviation_is_known(void **state)
{
    rv_record record = { .names = NULL };
    rv_buf    text = RV_BUF_INIT;

    (void)state;
    record.text[RV_REF_TYPE] = "article-journal";
    record.text[RV_REF_ABBREVIATION] = "J Tests";
    written(&text, &record, 1);
    assert_non_null(strstr(text.data, "<secondary-title>J Tests</secondary-title>"));
    rv_buf_free(&text);
    comes_back(&record, true);
}

static void characters_that_xml_forbids_never_go_out(void **state)
{
    rv_record record = { .names = NULL };
    rv_buf    text = RV_BUF_INIT;

    (void)state;
    record.text[RV_REF_TYPE] = "book";
    record.text[RV_REF_TITLE] = "a\x0B" "b\x01";
    record.text[RV_REF_ABSTRACT] = "one\ntwo\r three";
    written(&text, &record, 1);
    for (size_t i = 0; i < text.length; i++)
        assert_true(text.data[i] == '\n' || (unsigned char)text.data[i] >= ' ');
    rv_buf_free(&text);
    comes_back(&record, true);
}

static void a_file_without_records_is_whole(void **state)
{
    rv_buf text = RV_BUF_INIT;

    (void)state;
    written(&text, NULL, 0);
    assert_string_equal(text.data, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n</records></xml>\n");
    rv_buf_free(&text);
}

static void a_writer_that_is_dropped_leaves_nothing(void **state)
{
    rv_record       record = full();
    rv_output      *out;
    rv_refs_writer *writer;

    (void)state;
    assert_int_equal(rv_output_open(&out, path, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_open(&writer, "endnote-xml", false, out, NULL), RV_OK);
    rv_refs_writer_drop(writer);
    assert_int_equal(rv_refs_writer_open(&writer, "endnote-xml", false, out, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_add(writer, &record, NULL), RV_OK);
    rv_refs_writer_drop(writer);
    rv_output_drop(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_records_come_back_from_the_places_that_endnote_has),
        cmocka_unit_test(every_type_comes_back),
        cmocka_unit_test(what_endnote_has_no_place_for_stands_in_research_notes),
        cmocka_unit_test(one_keyword_with_a_semicolon_stays_one),
        cmocka_unit_test(roles_that_share_a_place_stay_apart),
        cmocka_unit_test(decisions_come_back_also_without_a_note_that_carries_them),
        cmocka_unit_test(dates_come_back_as_they_came),
        cmocka_unit_test(other_tools_find_the_journal_also_where_only_its_abbreviation_is_known),
        cmocka_unit_test(characters_that_xml_forbids_never_go_out),
        cmocka_unit_test(a_file_without_records_is_whole),
        cmocka_unit_test(a_writer_that_is_dropped_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
