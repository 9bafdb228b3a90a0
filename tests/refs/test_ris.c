#include <config.h>

#include "tests/refs/read_support.h"
#include "tests/refs/neutral_support.h"

static const char one[] = "TY  - JOUR\nTI  - One\nAU  - Adams, Ann\nPY  - 2001\nDO  - 10.9999/one\nER  - \n";
enum { ONE = sizeof one - 1 };

static void a_record_has_its_place_and_its_fields(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "\nTY  - JOUR\nTI  - One\nAU  - Adams, Ann\nAU  - Brown B\nPY  - 2001/05//\nT2  - Journal of Tests\nVL  - 3\nIS  - 2\n"
                    "SP  - 10\nEP  - 19\nDO  - https://doi.org/10.9999/ONE.\nSN  - 12345678 (Print)\nSN  - 978-0-306-40615-7\n"
                    "AN  - EJ123456\nUR  - http://x.example/1\nAB  - Text.\nKW  - youth\nLA  - en\nER  - \n\nignored\n");
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "ris");
    assert_string_equal(rv_buf_str(&got.records), "1+287:2 One|Adams, Ann; Brown, B|2001|10.9999/one;");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(got.last.type, "article");
    assert_string_equal(got.last.container, "Journal of Tests");
    assert_string_equal(got.last.pages, "10-19");
    assert_string_equal(got.last.issn, "1234-5678");
    assert_string_equal(got.last.isbn, "9780306406157");
    assert_string_equal(got.last.accession, "EJ123456");
    assert_string_equal(got.last.keywords, "youth");
    assert_int_equal(memcmp(got.bytes.data + 1, "TY  - JOUR", 10), 0);
    read_free(&got);
}

static void the_end_or_the_beginning_may_be_missing(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n\nTY  - BOOK\nTI  - Three\n");
    assert_string_equal(rv_buf_str(&got.records), "0+21:1 One||0|;21+22:3 Two||0|;43+23:6 Three||0|;");
    assert_string_equal(rv_buf_str(&got.problems), "missing-er@3 missing-er@6 missing-er@7 ");
    read_free(&got);
    read_text(&got, "TY  - JOUR\nTI  - One\nER  - \nTI  - Two\nER  - \nTY  - JOUR\nTI  - Three\nER  -");
    assert_string_equal(rv_buf_str(&got.records), "0+28:1 One||0|;28+17:4 Two||0|;45+28:6 Three||0|;");
    assert_string_equal(rv_buf_str(&got.problems), "missing-ty@4 ");
    read_free(&got);
    read_text(&got, "TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Tw");
    assert_string_equal(rv_buf_str(&got.records), "0+28:1 One||0|;28+19:4 Tw||0|;");
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@5 ");
    read_free(&got);
}

static void every_line_end_is_read(void **state)
{
    static const struct { const char *end; size_t n; } ends[] = { { "\n", 1 }, { "\r", 1 }, { "\r\n", 2 }, { "\r\r\n", 3 } };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        rv_buf      text = RV_BUF_INIT;
        char        want[160];
        read_result got;

        for (const char *c = one; *c; c++)
            rv_buf_text(&text, *c == '\n' ? ends[i].end : (char[]){ *c, 0 });
        read_bytes_as(&got, text.data, text.length, NULL, NULL);
        snprintf(want, sizeof want, "0+%zu:1 One|Adams, Ann|2001|10.9999/one;", ONE + 6 * (ends[i].n - 1));
        assert_string_equal(rv_buf_str(&got.records), want);
        read_free(&got);
        rv_buf_free(&text);
    }
}

static void wrapped_lines_belong_to_the_field_before(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY  - JOUR\nAB  - first\nsecond\n   re-engagement\nER  - positive\nDNA  - binding\nKW  - a\nb\nc\nER  - \n");
    assert_string_equal(got.last.abstract, "first second re-engagement ER - positive DNA - binding");
    assert_string_equal(got.last.keywords, "a; b; c");
    assert_string_equal(rv_buf_str(&got.problems), "ambiguous-line@5 ");
    assert_string_equal(rv_buf_str(&got.tags),
                        "TY=JOUR|AB=first\nsecond\nre-engagement\nER  - positive\nDNA  - binding|KW=a|KW=b|KW=c|");
    read_free(&got);
}

static void odd_setting_is_learnt_from_the_type_line(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY - JOUR\nTI - One\nER -\n  TY  - JOUR\n  TI  - Two\n  ER  - \nTY-JOUR\nTI-Three\nER-\nty  - JOUR\nti  - Four\n"
                    "er  - \n");
    assert_string_equal(rv_buf_str(&got.records), "0+24:1 One||0|;24+34:4 Two||0|;58+21:7 Three||0|;79+29:10 Four||0|;");
    assert_string_equal(rv_buf_str(&got.problems), "tag-spacing@1 tag-spacing@4 tag-spacing@7 tag-case@10 ");
    read_free(&got);
}

static void unknown_and_repeated_tags_are_kept_in_order(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY  - JOUR\nZZ  - z\nTI  - One\n99  - n\nTI  - Other\nZZ  - \nER  - \n");
    assert_string_equal(rv_buf_str(&got.tags), "TY=JOUR|ZZ=z|TI=One|99=n|TI=Other|ZZ=|");
    assert_string_equal(got.last.title, "One");
    assert_string_equal(rv_buf_str(&got.problems), "repeated-single-field@1 ");
    read_free(&got);
}

static void dialects_keep_their_numbers_in_other_tags(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY  - JOUR\nT1  - One\nJF  - Full Journal\nJO  - Full J\nN2  - Abs\nL3  - 10.9999/x\nU2  - L123\nC5  - 12345\n"
                    "DB  - Embase\nM1  - (Adams A.) Department\nER  - \n");
    assert_string_equal(got.last.doi, "10.9999/x");
    assert_string_equal(got.last.accession, "L123");
    assert_string_equal(got.last.pmid, "12345");
    assert_string_equal(got.last.container, "Full Journal");
    assert_string_equal(got.last.abstract, "Abs");
    assert_null(got.last.issue);
    read_free(&got);
    read_text(&got, "TY  - JOUR\nTI  - One\nCP  - Conference on Tests\nAN  - WOS:1\nSP  - No\nEP  - Specified\nUR  - ORCID: 1\n"
                    "U1  - 777 [PMID]\nER  - \n");
    assert_null(got.last.issue);
    assert_null(got.last.pages);
    assert_null(got.last.url);
    assert_string_equal(got.last.pmid, "777");
    read_free(&got);
}

/* The lines of a record beside its TY, and what it says, a line each. */
static void record_says(const char *type, const char *lines, const char *said)
{
    char           text[1200];
    neutral_result got;

    snprintf(text, sizeof text, "TY  - %s\n%sER  - \n", type, lines);
    neutral_read(&got, text, strlen(text));
    neutral_holds(&got, said);
    neutral_free(&got);
}

static void each_record_is_read_in_its_dialect(void **state)
{
    (void)state;
    record_says("JOUR", "TI  - One\nC3  - PUBMED 12,EMBASE 3\nAN  - CN-01\n", "pmid=12");
    record_says("JOUR", "TI  - One\nC2  - 12\nDB  - Scopus\n", "pmid=12");
    record_says("JOUR", "TI  - One\nC2  - PMC12\nDB  - Database Provider\n", "pmcid=PMC12");
    record_says("JOUR", "TI  - One\nAN  - 12\nDP  - NLM\n", "pmid=12");
    record_says("JOUR", "TI  - One\nAN  - 12\nDB  - Embase; Medline\n", "accession=12");
    record_says("JOUR", "TI  - One\nPMID - 12\nUR  - x@y.example\n", "pmid=12");
    record_says("JOUR", "TI  - One\nUR  - https://pubmed.ncbi.nlm.nih.gov/12/; http://b.example\n",
                "url=https://pubmed.ncbi.nlm.nih.gov/12/\nurl=http://b.example");
    record_says("JOUR", "TI  - One\nID  - 2020-98025-001\nN1  - Accession Number: 7. PMID: 12 x\nKW  - a; b\n", "keyword=a; b");
    record_says("JOUR", "TI  - One\nDP  - EBSCOhost\nN1  - Accession Number: 777; PMID: 12\n", "pmid=12\naccession=777");
    record_says("JOUR", "TI  - One\nID  - 001-257-578-706-37X\n", "accession=001-257-578-706-37X");
    record_says("JOUR", "TI  - One\nAN  - rayyan-1\nID  - 4\nN1  - RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"}\n", "decision=|Ann|include|");
    record_says("JOUR", "TI  - One\nAI  - x\nM1  - cited\nA2  - a, b, c\nID  - 77\n", "accession=77");
    record_says("THES", "TI  - One\nDB  - ProQuest Central\nA3  - Ad, Viser\nL1  - http://link.example\n", "url=http://link.example");
    record_says("JOUR", "TI  - One\nCP  - The Conference\nPI  - NEW YORK\nWE  - SSCI\n", "event=The Conference");
    record_says("JOUR", "TI  - One\nUR  - https://doi.org/10.9999/AB\nL1  - a.pdf\nb.pdf\nL2  - C:\\c.pdf\n", "file=a.pdf\nfile=b.pdf\nfile=C:\\c.pdf");
    record_says("JOUR", "TI  - One\nM3  - doi:10.9999/m\n", "doi=10.9999/m");
}

static void what_a_tag_means_depends_on_the_type(void **state)
{
    (void)state;
    record_says("BOOK", "TI  - One\nA2  - A, B\nT2  - Series\nSP  - 300\n", "series_editor=A|B|");
    record_says("BOOK", "T1  - One\nA2  - A, B\n", "editor=A|B|");
    record_says("BOOK", "BT  - One\nSP  - 3\nEP  - 9\nT2  - Series\n", "title=One\nseries=Series\npages=3-9");
    record_says("CHAP", "TI  - One\nBT  - Book\nT3  - Series\n", "container=Book\nseries=Series");
    record_says("CONF", "TI  - One\nT2  - Meeting\nC3  - Proceedings\nC1  - Here\nCY  - There\n", "container=Proceedings\nevent=Meeting\nplace=Here");
    record_says("CPAPER", "TI  - One\nT2  - Meeting\n", "container=Meeting");
    record_says("RPRT", "TI  - One\nSN  - No. 7b\nM1  - 8\n", "number=No. 7b");
    record_says("EDBOOK", "TI  - One\nAU  - A, B\n", "editor=A|B|");
    record_says("JOUR", "TI  - One\nT2  - Journal\nJF  - Journal of Tests\nST  - One\n", "title=One\ncontainer=Journal of Tests\nabbreviation=Journal");
    record_says("JOUR", "TI  - One\nJF  - Journal of Tests\nJO  - J Tests\n", "abbreviation=J Tests");
    record_says("JOUR", "TI  - One\nJA  - J Tests\nM1  - 4\n", "title=One\ncontainer=J Tests\nissue=4");
    record_says("UNPB", "TI  - One\nM3  - Preprint\n", "type=article\ngenre=Preprint");
}

static void odd_values_are_told_and_no_author_is_lost(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "TY  - XXXX\nTI  - A <i>b</i> &amp;amp; &lt;c&gt;\nAU  - \nAU  - ,\nAU  - Smith,J\nAU  - World Bank\n"
                    "PY  - Spring 1999\nDO  - n/a\nSN  - none\nER  - \n");
    assert_string_equal(rv_buf_str(&got.records), "0+140:1 A b &amp; <c>|Smith, J; World Bank|1999|;");
    assert_string_equal(rv_buf_str(&got.problems),
                        "odd-author@1 odd-author@1 odd-identifier@1 unknown-type@1 odd-identifier@1 markup-in-text@1 odd-date@1 ");
    assert_string_equal(got.last.type, "other");
    read_free(&got);
}

static void control_characters_leave_the_fields(void **state)
{
    static const char text[] = "TY  - JOUR\nTI  - a\0b\x1B[31mc\x0B" "d\nER  - \n";
    read_result got;

    (void)state;
    read_bytes_as(&got, text, sizeof text - 1, NULL, NULL);
    assert_string_equal(got.last.title, "ab[31mc d");
    assert_string_equal(rv_buf_str(&got.problems), "control-characters@2 ");
    read_free(&got);
}

/* The window is filled many times; records of many lengths lie across its seams. */
static void a_long_file_reads_as_its_records(void **state)
{
    rv_buf      text = RV_BUF_INIT, want = RV_BUF_INIT;
    read_result got;

    (void)state;
    for (int i = 1; i <= 9000; i++) {
        size_t begin = text.length;

        rv_buf_printf(&text, "TY  - JOUR%sTI  - Title %d%s", i % 3 ? "\n" : "\r\n", i, i % 2 ? "\n" : "\r");
        rv_buf_printf(&text, "AB  - %0*d\nER  - \n", i % 257 + 1, i);
        rv_buf_printf(&want, "%zu+%zu:%d Title %d||0|;", begin, text.length - begin, 4 * i - 3, i);
    }
    read_bytes_as(&got, text.data, text.length, NULL, NULL);
    assert_int_equal(got.summary.records, 9000);
    assert_string_equal(rv_buf_str(&got.records), rv_buf_str(&want));
    assert_int_equal(got.bytes.length, text.length);
    assert_memory_equal(got.bytes.data, text.data, text.length);
    read_free(&got);
    rv_buf_free(&text);
    rv_buf_free(&want);
}

static void a_line_without_end_is_refused(void **state)
{
    size_t      n = (size_t)40 << 20;
    char       *text = malloc(n);
    read_result got;

    (void)state;
    memset(text, 'x', n);
    memcpy(text, "TY  - JOUR\nTI  - ", 17);
    read_bytes_as(&got, text, n, NULL, NULL);
    assert_int_equal(got.status, RV_EPARSE);
    assert_string_equal(got.err.message, "test:2: the line is longer than 16 MiB");
    read_free(&got);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_has_its_place_and_its_fields),
        cmocka_unit_test(the_end_or_the_beginning_may_be_missing),
        cmocka_unit_test(every_line_end_is_read),
        cmocka_unit_test(wrapped_lines_belong_to_the_field_before),
        cmocka_unit_test(odd_setting_is_learnt_from_the_type_line),
        cmocka_unit_test(unknown_and_repeated_tags_are_kept_in_order),
        cmocka_unit_test(dialects_keep_their_numbers_in_other_tags),
        cmocka_unit_test(each_record_is_read_in_its_dialect),
        cmocka_unit_test(what_a_tag_means_depends_on_the_type),
        cmocka_unit_test(odd_values_are_told_and_no_author_is_lost),
        cmocka_unit_test(control_characters_leave_the_fields),
        cmocka_unit_test(a_long_file_reads_as_its_records),
        cmocka_unit_test(a_line_without_end_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
