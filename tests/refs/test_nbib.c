#include <config.h>

#include <unistd.h>

#include "tests/refs/neutral_support.h"

static const char article[] =
    "PMID- 123\nOWN - NLM\nSTAT- MEDLINE\nIS  - 1234-5678 (Print)\nIS  - 8765-4321 (Electronic)\nVI  - 3\nIP  - 2\nDP  - 2011 Jan-Feb\n"
    "TI  - A title that is \n      wrapped here.\nPG  - 123-9\nLID - e12 [pii]\nLID - 10.1000/ABC [doi]\nAB  - First part.\nAB  - Second part.\n"
    "FAU - Okafor, Ada B\nAU  - Okafor AB\nAD  - A university\nCN  - The Study Group\nFAU - King, Charles H 3rd\nAU  - King CH 3rd\n"
    "AU  - Roe B\nAU  - et al.\nLA  - eng\nPT  - Journal Article\nPT  - Review\nPT  - Randomized Controlled Trial\nSI  - ClinicalTrials.gov/NCT1\n"
    "PL  - England\nTA  - J Tests\nJT  - Journal of tests\nMH  - Acne Vulgaris/*therapy\nPMC - PMC77\nOT  - youth\nEDAT- 2018/04/17 06:00\n"
    "ZZ  - unknown\nSO  - J Tests. 2011.\n";

static void read_string(neutral_result *got, const char *text)
{
    neutral_read(got, text, strlen(text));
}

/* Reads a record of PubMed with these lines, and looks for what it says. */
static void says(const char *lines, const char *said)
{
    neutral_result got;
    char           text[2000];

    snprintf(text, sizeof text, "PMID- 1\n%s", lines);
    read_string(&got, text);
    assert_int_equal(got.status, RV_OK);
    neutral_holds(&got, said);
    neutral_free(&got);
}

static void an_article_says_all_its_fields(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, article);
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "nbib");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=article-journal\ngenre=Randomized Controlled Trial\ntitle=A title that is wrapped here.\n"
                        "container=Journal of tests\nabbreviation=J Tests\nvolume=3\nissue=2\npages=123-129\nplace=England\nlanguage=eng\n"
                        "abstract=First part. Second part.\ndoi=10.1000/abc\npmid=123\npmcid=PMC77\ndatabase=PubMed\n"
                        "issn=1234-5678\nissn=8765-4321\nkeyword=Acne Vulgaris/*therapy\nkeyword=youth\n"
                        "author=Okafor|Ada B|\nauthor=The Study Group||\nauthor=King|Charles H|3rd\nauthor=Roe|B|\n"
                        "date=2011-1-0|2011 Jan-Feb\n\n");
    assert_non_null(strstr(rv_buf_str(&got.tags), "TI=A title that is wrapped here.\n"));
    assert_non_null(strstr(rv_buf_str(&got.tags), "ZZ=unknown\nSO=J Tests. 2011.\n"));
    neutral_free(&got);
}

static void a_chapter_has_its_book_and_editors(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "PMID- 1\nPB  - Centre\nDP  - 2009\nTI  - A chapter\nBTI - The book\nCTI - The series\nFED - Boardman, Lisa A\nED  - Boardman LA\n"
                      "FAU - Roe, Bo\nAU  - Roe B\nPT  - Book Chapter\nPL  - Bethesda (MD)\nISBN- ISBN 978-0-306-40615-7\nAID - NBK1826 [bookaccession]\n");
    neutral_holds(&got, "type=chapter");
    neutral_holds(&got, "container=The book");
    neutral_holds(&got, "series=The series");
    neutral_holds(&got, "editor=Boardman|Lisa A|");
    neutral_holds(&got, "place=Bethesda (MD)");
    neutral_holds(&got, "accession=NBK1826");
    neutral_holds(&got, "isbn=9780306406157");
    neutral_free(&got);
    says("BTI - Whole book\n", "type=book");
    says("BTI - Whole book\n", "title=Whole book");
}

static void eric_has_neither_numbers_nor_short_names(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "\nOWN - ERIC\nTI  - One\nAU  - van Groen, Maaike M.\nJT  - Journal\nAID - http://dx.doi.org/10.1000/123\nOID - EJ1131633\nPG  - 1-9\n"
                      "DP  - 2000\nLID - http://eric.ed.gov/?id=EJ1131633\nISSN - EISSN-1234-4567\nPT  - Reports - Research\nPT  - Journal Articles\n\n\n"
                      "OWN - ERIC\nTI  - Two\nJT  - ProQuest LLC\nSO  - Ph.D. Dissertation, Drexel University\nISSN - EISSN-\n"
                      "PT  - Dissertations/Theses - Doctoral Dissertations\n\n"
                      "OWN - ERIC\nTI  - Three\nJT  - ACT, Inc.\nPT  - Reports - Research\n");
    assert_int_equal(got.summary.records, 3);
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=article-journal\ngenre=Reports - Research\ntitle=One\ncontainer=Journal\npages=1-9\ndoi=10.1000/123\n"
                        "accession=EJ1131633\ndatabase=ERIC\nissn=1234-4567\nurl=http://eric.ed.gov/?id=EJ1131633\n"
                        "author=van Groen|Maaike M.|\ndate=2000-0-0|2000\n\n"
                        "type=thesis\ngenre=Ph.D. Dissertation\ntitle=Two\npublisher=Drexel University\ndatabase=ERIC\n\n"
                        "type=report\ngenre=Reports - Research\ntitle=Three\npublisher=ACT, Inc.\ndatabase=ERIC\n\n");
    neutral_free(&got);
}

static void dates_pages_and_numbers_are_understood(void **state)
{
    (void)state;
    says("DP  - 1998 Dec-1999 Jan\n", "date=1998-12-0|1998 Dec-1999 Jan");
    says("DP  - 2013 06 10\n", "date=2013-6-10|2013-06-10");
    says("DP  - 2000 Spring\nDEP - 20001231\n", "date=2000-0-0|2000 Spring");
    says("DEP - 20001231\n", "date=2000-12-31|20001231");
    says("PG  - 123-9; discussion 130\n", "pages=123-129");
    says("PG  - e1-12\n", "pages=e1-12");
    says("LID - e0209483 [pii]\n", "pages=e0209483");
    says("PMC - 55\n", "pmcid=PMC55");
    says("AID - doi:10.1016/j.cpr\n", "doi=10.1016/j.cpr");
    says("OAB - Other\nAB  - Own\n", "abstract=Own");
    says("TI  - [Not Available].\nTT  - Der Titel\n", "title=Der Titel");
    says("FAU - Selvamani\nAU  - Selvamani\n", "author=Selvamani||");
    says("AU  - King CH Jr\n", "author=King|CH|Jr");
    says("GN  - A note\nEN  - 2\n", "note=A note");
}

static void publication_types_say_what_it_is(void **state)
{
    (void)state;
    says("PT  - Journal Article\nPT  - Preprint\n", "type=article");
    says("PT  - Preprint\n", "genre=Preprint");
    says("PT  - Journal Article\nPT  - Retracted Publication\nPT  - Review\n", "genre=Retracted Publication");
    says("PT  - Multicenter Study\nPT  - English Abstract\n", "genre=Multicenter Study");
    says("PT  - Technical Report\n", "type=report");
    says("PT  - Speeches/Meeting Papers\nPT  - Reports - Research\n", "type=paper-conference");
    says("PT  - webpage\n", "type=webpage");
    says("PT  - Books\n", "type=book");
}

static void records_are_parted_where_blank_lines_are_not(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n\ntext of nobody\n\nPMC -3\nTI  - Three\n");
    assert_int_equal(got.summary.records, 3);
    assert_string_equal(rv_buf_str(&got.problems), "missing-separator@3 missing-ty@8 ");
    neutral_free(&got);
    read_string(&got, "<pre>\n\nPMID- 1\nTI  - One\n\n</pre>\n");
    assert_int_equal(got.summary.records, 1);
    assert_string_equal(rv_buf_str(&got.problems), "markup-in-text@1 ");
    neutral_free(&got);
    read_string(&got, "<html><body><pre>\nPMID- 1\nTI  - One\n</pre></body></html>\n");
    assert_int_equal(got.summary.records, 1);
    neutral_holds(&got, "title=One");
    neutral_free(&got);
    read_string(&got, "PMID- 1\nTI  - One\n\nTY  - JOUR\nTI  - x\nER  - \n\n@article{x, title={T}}\n\nTI  - y\n\nPMID- 2\nTI  - Two\n");
    assert_int_equal(got.summary.records, 2);
    assert_string_equal(rv_buf_str(&got.problems), "mixed-formats@4 ");
    neutral_free(&got);
    read_string(&got, "PMID- 1\nSTAT- MEDLINE\nTI  - One");
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@3 ");
    neutral_free(&got);
}

static void files_are_read_however_they_are_set(void **state)
{
    static const char *const texts[] = {
        "PMID- 1\r\rPMID- 2\rTI  - Two\r      more\r", "  PMID- 1\n\n  PMID- 2\n  TI  - Two\n        more\n",
        "PMID-1\n\nPMID-\t2\nTI\t- Two\n\tmore\n", "PMID- 1\n\nPMID- 2\nTI  - Two\nmore\n",
        "PMID- 1\r\r\n\r\r\nPMID- 2\r\r\nTI  - Two\r\r\n      more\r\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        neutral_result got;

        read_string(&got, texts[i]);
        assert_int_equal(got.summary.records, 2);
        neutral_holds(&got, "title=Two more");
        neutral_holds(&got, "pmid=2");
        neutral_free(&got);
    }
}

static void what_is_no_identifier_is_told(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "PMID- 000\nLID - x [doi]\nIS  - none\nDP  - soon\nFAU - ,\nTI  - a <i>b</i>\nAB  - caf\xE9 \xC3\xA9\x01\nGN  - \xC3\xA9\n");
    assert_string_equal(rv_buf_str(&got.problems),
                        "bad-utf8@7 control-characters@7 odd-identifier@1 odd-identifier@1 odd-identifier@1 odd-date@1 odd-author@1 markup-in-text@1 ");
    neutral_holds(&got, "title=a b");
    neutral_free(&got);
}

static void only_medline_is_taken_for_it(void **state)
{
    static const struct { const char *text, *format; } files[] = {
        { "TY  - JOUR\nTI  - x\nOWN - y\nER  - \n", "ris" }, { "PMID- 1\nTY  - x\n", "nbib" }, { "STAT- x\nTI  - y\n", "nbib" },
        { "AU  - a\nTI  - b\nPY  - 2000\nSP  - 1\nER  - \n", "ris" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        neutral_result got;

        read_string(&got, files[i].text);
        assert_int_equal(got.status, RV_OK);
        assert_string_equal(got.summary.format, files[i].format);
        neutral_free(&got);
    }
}

/* ---- Writing -------------------------------------------------------------------------------------------------------------- */

static char path[32] = "nbib-write.XXXXXX";

static rv_status pass_on(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

static rv_status pass_changed(void *user, const rv_record *record, rv_error *err)
{
    rv_record changed = *record;

    changed.changed = 1u << RV_REF_TITLE;
    return rv_refs_writer_add(user, &changed, err);
}

/* The text read and written as NBIB. */
static void written(rv_buf *out_text, const char *text, bool changed)
{
    rv_refs_sink    sink = { .record = changed ? pass_changed : pass_on };
    rv_output      *out;
    rv_refs_writer *writer;
    rv_error        err = { .code = RV_OK };

    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    assert_int_equal(rv_refs_writer_open(&writer, "nbib", false, out, &err), RV_OK);
    sink.user = writer;
    assert_int_equal(rv_refs_read_bytes("test", text, strlen(text), NULL, NULL, &sink, NULL, &err), RV_OK);
    assert_int_equal(rv_refs_writer_close(writer, &err), RV_OK);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    assert_int_equal(rv_file_read(path, 1 << 24, out_text, &err), RV_OK);
}

static void what_came_as_nbib_leaves_as_it_came(void **state)
{
    rv_buf         out = RV_BUF_INIT;
    neutral_result before, after;
    char           text[4000];

    (void)state;
    snprintf(text, sizeof text, "%s\nPMID- 9\nXY  - two  blanks  stay where lines are broken, and a long_word_without_any_blank_in_it_"
             "that_is_longer_than_a_line_of_the_file_can_be_and_so_stands_alone end\nTI  -\n", article);
    written(&out, text, false);
    read_string(&before, text);
    neutral_read(&after, out.data, out.length);
    assert_string_equal(rv_buf_str(&after.said), rv_buf_str(&before.said));
    assert_string_equal(rv_buf_str(&after.tags), rv_buf_str(&before.tags));
    assert_non_null(strstr(rv_buf_str(&out), "\r\n\r\nPMID- 9\r\nXY  - two  blanks"));
    for (const char *line = rv_buf_str(&out), *end; (end = strstr(line, "\r\n")); line = end + 2)
        if (!memchr(line, '_', (size_t)(end - line)))
            assert_true(end - line <= 88);
    neutral_free(&before);
    neutral_free(&after);
    rv_buf_free(&out);
}

/* Written from fields, and read again, the text says the same. */
static void comes_back(const char *text, bool changed)
{
    rv_buf         out = RV_BUF_INIT;
    neutral_result before, after;

    written(&out, text, changed);
    read_string(&before, text);
    neutral_read(&after, out.data, out.length);
    assert_string_equal(after.summary.format, "nbib");
    assert_string_equal(rv_buf_str(&after.said), rv_buf_str(&before.said));
    assert_string_equal(rv_buf_str(&after.problems), "");
    neutral_free(&before);
    neutral_free(&after);
    rv_buf_free(&out);
}

static void what_came_otherwise_comes_back_the_same(void **state)
{
    (void)state;
    comes_back(article, true);
    comes_back("PMID- 1\nTI  - A chapter\nBTI - The book\nFED - Boardman, Lisa A\nED  - Boardman LA\nPT  - Book Chapter\nPL  - Bethesda (MD)\n"
               "GN  - A note\nEN  - 2\nTT  - Titel\nPB  - Centre\nISBN- 9780306406157\n", true);
    comes_back("OWN - ERIC\nTI  - One\nAU  - Okafor, Ada\nOID - EJ1\nDP  - 2000 Spring\nPT  - webpage\nLID - http://a.example\n", true);
    comes_back("FN x\nVR 1.0\nPT J\nAU Okafor, Jean-Paul\n   \xC3\x96zil, \xC3\x89tienne B.\nTI One\nSO JOURNAL OF TESTS\nDT Letter\nPY 2001\n"
               "UT WOS:1\nDE a; b\nER\n", false);
    comes_back("%0 Patent\n%T One\n%D 2001\n", false);
    comes_back("%0 Conference Paper\n%T One\n%A The Group of Groups\n%D 2001\n", false);
}

static void names_and_dates_are_written_as_medline_does(void **state)
{
    rv_buf out = RV_BUF_INIT;

    (void)state;
    written(&out, "%0 Book\n%T One\n%D 2001/09/05\n%A Okafor, Jean-Paul Marie, Jr.\n%A \xC3\x96zil, \xC3\x89tienne B.\n%A Roe, CH\n", false);
    assert_non_null(strstr(rv_buf_str(&out), "FAU - Okafor, Jean-Paul Marie Jr.\r\nAU  - Okafor JPM Jr.\r\n"));
    assert_non_null(strstr(rv_buf_str(&out), "AU  - \xC3\x96zil \xC3\x89" "B\r\n"));
    assert_non_null(strstr(rv_buf_str(&out), "AU  - Roe CH\r\n"));
    assert_non_null(strstr(rv_buf_str(&out), "OWN - NOTNLM\r\n"));
    assert_non_null(strstr(rv_buf_str(&out), "DP  - 2001 Sep 5\r\n"));
    rv_buf_free(&out);
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_says_all_its_fields),
        cmocka_unit_test(a_chapter_has_its_book_and_editors),
        cmocka_unit_test(eric_has_neither_numbers_nor_short_names),
        cmocka_unit_test(dates_pages_and_numbers_are_understood),
        cmocka_unit_test(publication_types_say_what_it_is),
        cmocka_unit_test(records_are_parted_where_blank_lines_are_not),
        cmocka_unit_test(files_are_read_however_they_are_set),
        cmocka_unit_test(what_is_no_identifier_is_told),
        cmocka_unit_test(only_medline_is_taken_for_it),
        cmocka_unit_test(what_came_as_nbib_leaves_as_it_came),
        cmocka_unit_test(what_came_otherwise_comes_back_the_same),
        cmocka_unit_test(names_and_dates_are_written_as_medline_does),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
