/* Our own CSV there and back, what other tools import, and decisions as a table. */
#include <config.h>

#include "tests/support.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/refs.h"

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

/* `text` in any format as `to`; the caller frees. */
static char *convert(const char *text, const char *to)
{
    char            path[] = "/tmp/rv-csv-XXXXXX";
    rv_output      *out;
    rv_refs_writer *writer;
    rv_refs_sink    sink = { .record = take_record };
    rv_buf          got = RV_BUF_INIT;
    rv_error        err = { .code = RV_OK };
    int             fd = mkstemp(path);

    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    assert_int_equal(rv_refs_writer_open(&writer, to, false, out, &err), RV_OK);
    sink.user = writer;
    assert_int_equal(rv_refs_read_bytes("test", text, strlen(text), NULL, NULL, &sink, NULL, &err), RV_OK);
    assert_int_equal(rv_refs_writer_close(writer, &err), RV_OK);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    assert_int_equal(rv_file_read(path, 1 << 20, &got, &err), RV_OK);
    unlink(path);
    char *copy = strdup(rv_buf_str(&got));
    rv_buf_free(&got);
    return copy;
}

static void assert_converts(const char *text, const char *to, const char *want)
{
    char *got = convert(text, to);

    assert_string_equal(got, want);
    free(got);
}

/* Through our CSV the record stays what it was. */
static void assert_same_through_csv(const char *text)
{
    char *straight = convert(text, "csl-json"), *csv = convert(text, "csv"), *through = convert(csv, "csl-json"),
         *again = convert(csv, "csv");

    assert_string_equal(through, straight);
    assert_string_equal(again, csv);
    free(straight);
    free(csv);
    free(through);
    free(again);
}

static const char ris[] =
    "TY  - JOUR\nTI  - =SUM(A1) & \"quoted\", with comma\nAU  - Adams, Ann B., Jr\nAU  - Department of Health, London\nAU  - WHO; Group\n"
    "AU  - Smith JA\nED  - Brown, Bo\nPY  - 2019/03/05/Spring\nT2  - Journal of Youth\nVL  - 12\nIS  - 3\nSP  - 5\nEP  - 9\n"
    "DO  - 10.1234/abc\nSN  - 1234-5678\nSN  - 978-0-306-40615-7\nKW  - one; two\nKW  - three\nKW  - [four]\nN1  - A note; with a semicolon\n"
    "N1  - 'apostrophe\nUR  - https://x.org/1\nUR  - https://x.org/2;3\nAB  - Text of\n  the abstract\nPB  - Press\nLA  - en\nAN  - EJ1234567\n"
    "ER  - \n\nTY  - THES\nTI  - '=two apostrophes\nAU  - Clark, C.\nER  - \n\nTY  - GEN\nTI  - +1\nER  - \n";

static void a_record_comes_back_from_our_csv_as_it_was(void **state)
{
    (void)state;
    assert_same_through_csv(ris);
    assert_same_through_csv("title,authors,included\nOne,\"['Dept, of X', 'A; B', 'Adams, Ann']\",1\n\n\"-x\",\"{Y, Z}\",0\n");
}

static void decisions_come_back_from_our_csv(void **state)
{
    char *csv, *want;

    (void)state;
    csv = convert("title,verdict,reviewer,stage,reason\nOne,exclude,Ann,full-text,\"Wrong; setting\"\n", "csv");
    want = convert(csv, "decisions");
    assert_string_equal(want, "record,position,doi,pmid,title,year,stage,reviewer,verdict,reason,raw,note,labels\n"
                              ",1,,,One,,full-text,Ann,exclude,Wrong; setting,verdict: exclude,,\n");
    free(csv);
    free(want);
}

static void a_cell_of_ours_that_is_no_json_is_text(void **state)
{
    (void)state;
    assert_converts("type,title,authors,year,container,volume,issue,pages,doi,pmid,isbn,issn,accession,publisher,url,abstract,keywords,"
                    "language,note,csl_type,month,decisions\n"
                    "article,One,\"[Adams, Ann\",9999,,,,,,,,,,,,,\"[\"\"a\"\"\",,,nonsense,13,\"[{\"\"verdict\"\": 1}, 2]\"\n",
                    "csl-json", "[\n {\"id\": \"record-1\", \"type\": \"article-journal\", \"title\": \"One\", \"author\": [{\"family\": "
                    "\"[Adams\", \"given\": \"Ann\"}], \"keyword\": [\"[\\\"a\\\"\"]}\n]\n");
}

static void older_files_of_ours_are_read(void **state)
{
    (void)state;
    assert_converts("record,report,source_name,source_kind,file,type,title,authors,year,container,volume,issue,pages,doi,pmid,isbn,issn,"
                    "accession,publisher,url,abstract,keywords,language,note\n"
                    "1,1,ERIC,database,a.ris,thesis,'=One,\"Adams, Ann; WHO\",2019,J,1,2,3-4,10.1234/a,,,1234-5678,,,https://x.org,,a; b,,\n",
                    "csl-json", "[\n {\"id\": \"record-1\", \"type\": \"thesis\", \"title\": \"=One\", \"container-title\": \"J\", \"volume\": "
                    "\"1\", \"issue\": \"2\", \"page\": \"3-4\", \"DOI\": \"10.1234/a\", \"URL\": \"https://x.org\", \"author\": [{\"family\": "
                    "\"Adams\", \"given\": \"Ann\"}, {\"literal\": \"WHO\"}], \"issued\": {\"date-parts\": [[2019]]}, \"ISSN\": \"1234-5678\", "
                    "\"keyword\": [\"a\", \"b\"]}\n]\n");
}

static const char screened[] =
    "title,abstract,authors,year,doi,notes,verdict,reviewer,reason\n"
    "One,Text,\"Adams, Ann; Brown, Bo\",2019,10.1234/a,a note,exclude,Ann,Wrong setting\n"
    "Two,,,,,\"RAYYAN-INCLUSION: {\"\"Bo\"\"=>\"\"Maybe\"\"}\",,,\n"
    "Three,,,,,,include,,\n"
    "Four,,,,,,,,\n";

static void rayyan_gets_its_columns_and_the_decisions_as_notes(void **state)
{
    (void)state;
    assert_converts(screened, "rayyan",
                    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,notes,doi,keywords,"
                    "pubmed_id,pmc_id\n"
                    "1,One,2019,,,,,,,,\"Adams, Ann; Brown, Bo\",,,,,Text,\"a note | RAYYAN-INCLUSION: {\"\"Ann\"\"=>\"\"Excluded\"\"} | "
                    "RAYYAN-EXCLUSION-REASONS: Wrong setting\",10.1234/a,,,\n"
                    "2,Two,,,,,,,,,,,,,,,\"RAYYAN-INCLUSION: {\"\"Bo\"\"=>\"\"Maybe\"\"}\",,,,\n"
                    "3,Three,,,,,,,,,,,,,,,\"RAYYAN-INCLUSION: {\"\"reviewer\"\"=>\"\"Included\"\"}\",,,,\n"
                    "4,Four,,,,,,,,,,,,,,,,,,,\n");
}

static void asreview_gets_what_all_agree_on(void **state)
{
    (void)state;
    assert_converts(screened, "asreview",
                    "title,abstract,authors,keywords,year,journal,doi,url,included,record,pmid,notes,decisions\n"
                    "One,Text,\"Adams, Ann; Brown, Bo\",,2019,,10.1234/a,,0,1,,a note,\"[{\"\"raw\"\":\"\"verdict: exclude\"\",\"\"reason\"\":"
                    "\"\"Wrong setting\"\",\"\"reviewer\"\":\"\"Ann\"\",\"\"verdict\"\":\"\"exclude\"\"}]\"\n"
                    "Two,,,,,,,,,2,,\"RAYYAN-INCLUSION: {\"\"Bo\"\"=>\"\"Maybe\"\"}\",\"[{\"\"raw\"\":\"\"RAYYAN-INCLUSION: {\\\"\"Bo\\\"\"=>"
                    "\\\"\"Maybe\\\"\"}\"\",\"\"reviewer\"\":\"\"Bo\"\",\"\"verdict\"\":\"\"unsure\"\"}]\"\n"
                    "Three,,,,,,,,1,3,,,\"[{\"\"raw\"\":\"\"verdict: include\"\",\"\"verdict\"\":\"\"include\"\"}]\"\nFour,,,,,,,,,4,,,\n");
}

static void covidence_gets_ris_without_the_tags_of_others(void **state)
{
    char *got = convert("TY  - JOUR\nTI  - One\nAU  - Adams, Ann\nPY  - 2019\nZZ  - of a vendor\nER  - \n", "covidence");

    (void)state;
    assert_memory_equal(got, "TY  - JOUR\r\n", 12);
    assert_non_null(strstr(got, "TI  - One\r\n"));
    assert_non_null(strstr(got, "AU  - Adams, Ann\r\n"));
    assert_null(strstr(got, "ZZ"));
    free(got);
}

static void decisions_name_the_record_by_its_identifiers(void **state)
{
    (void)state;
    assert_converts("title,doi,pmid,accession,verdict\nOne,10.1234/a,77,EJ1234567,yes\nTwo,,77,,no\nThree,,,EJ1234567,unsure\nFour,,,,1\n"
                    "Five,,,,\n", "decisions",
                    "record,position,doi,pmid,title,year,stage,reviewer,verdict,reason,raw,note,labels\n"
                    "doi:10.1234/a,1,10.1234/a,77,One,,,,include,,verdict: yes,,\npmid:77,2,,77,Two,,,,exclude,,verdict: no,,\n"
                    "acc:EJ1234567,3,,,Three,,,,unsure,,verdict: unsure,,\n,4,,,Four,,,,include,,verdict: 1,,\n");
    assert_converts("title\nOne\n", "decisions", "record,position,doi,pmid,title,year,stage,reviewer,verdict,reason,raw,note,labels\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_comes_back_from_our_csv_as_it_was),
        cmocka_unit_test(decisions_come_back_from_our_csv),
        cmocka_unit_test(a_cell_of_ours_that_is_no_json_is_text),
        cmocka_unit_test(older_files_of_ours_are_read),
        cmocka_unit_test(rayyan_gets_its_columns_and_the_decisions_as_notes),
        cmocka_unit_test(asreview_gets_what_all_agree_on),
        cmocka_unit_test(covidence_gets_ris_without_the_tags_of_others),
        cmocka_unit_test(decisions_name_the_record_by_its_identifiers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
