#include <config.h>

#include "tests/refs/neutral_support.h"
#include "tests/refs/same_record.h"

typedef struct {
    rv_refs_writer *writer;
    uint32_t        changed;             /* with the title "New" */
    bool            anew;
} writing;

static rv_status write_one(void *user, const rv_record *record, rv_error *err)
{
    writing  *to = user;
    rv_record one = *record;

    one.changed = to->changed;
    if (to->changed >> RV_REF_TITLE & 1)
        one.text[RV_REF_TITLE] = "New";
    if (to->changed >> RV_REF_TYPE & 1)
        one.text[RV_REF_TYPE] = "book";
    if (to->anew)
        one.format = NULL;
    return rv_refs_writer_add(to->writer, &one, err);
}

/* RIS made of RIS; the caller frees. */
static rv_buf rewritten(const char *text, uint32_t changed, bool anew)
{
    writing            to = { NULL, changed, anew };
    const rv_refs_sink sink = { .record = write_one, .user = &to };
    rv_output         *out;
    rv_buf             made = RV_BUF_INIT;

    assert_int_equal(rv_output_memory(&out, &made, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_open(&to.writer, "ris", false, out, NULL), RV_OK);
    assert_int_equal(rv_refs_read_bytes("test", text, strlen(text), "ris", NULL, &sink, NULL, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_close(to.writer, NULL), RV_OK);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
    return made;
}

static void becomes(const char *text, uint32_t changed, bool anew, const char *want)
{
    rv_buf made = rewritten(text, changed, anew);

    assert_string_equal(rv_buf_str(&made), want);
    rv_buf_free(&made);
}

/* One record written, and what is read of it. */
typedef struct {
    const rv_record *was;
    rv_buf          *text;
    bool             seen;
} coming_back;

static rv_status came_back(void *user, const rv_record *record, rv_error *err)
{
    coming_back *back = user;
    const char  *differs = same_record(back->was, record);

    (void)err;
    if (differs)
        fail_msg("%s differs in\n%s", differs, rv_buf_str(back->text));
    back->seen = true;
    return RV_OK;
}

static void closes(const rv_record *record, rv_buf *text)
{
    coming_back        back = { record, text, false };
    const rv_refs_sink sink = { .record = came_back, .user = &back };
    rv_refs_writer    *writer;
    rv_output         *out;

    assert_int_equal(rv_output_memory(&out, text, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_open(&writer, "ris", false, out, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_add(writer, record, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_close(writer, NULL), RV_OK);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
    assert_int_equal(rv_refs_read_bytes("test", text->data, text->length, "ris", NULL, &sink, NULL, NULL), RV_OK);
    assert_true(back.seen);
}

static void what_came_as_ris_goes_out_as_it_came(void **state)
{
    (void)state;
    becomes("TY - JOUR\nZZ  - z\nTI - One\nTI - Two\nN1 - a\nb\nKW  - c\nzz - d\nER -\n", 0, false,
            "TY  - JOUR\r\nZZ  - z\r\nTI  - One\r\nTI  - Two\r\nN1  - a\r\nb\r\nKW  - c\r\nzz - d\r\nER  - \r\n\r\n");
    becomes("TY  - JOUR\nKW  - a\nb\nUK  - \nER  - \n", 0, false, "TY  - JOUR\r\nKW  - a\r\nb\r\nUK  - \r\nER  - \r\n\r\n");
    becomes("TI  - One\nAU  - A, B\nPY  - 2001\nER  - \n", 0, false,
            "TY  - GEN\r\nTI  - One\r\nAU  - A, B\r\nPY  - 2001\r\nER  - \r\n\r\n");
}

static void a_line_that_looks_like_a_tag_is_set_in(void **state)
{
    (void)state;
    becomes("TY  - JOUR\nAB  - a\n   CO  - oxidation\nER  - positive\nER  - \n", 0, false,
            "TY  - JOUR\r\nAB  - a\r\n CO  - oxidation\r\n ER  - positive\r\nER  - \r\n\r\n");
}

static void a_changed_field_is_written_anew_and_the_rest_stays(void **state)
{
    (void)state;
    becomes("TY  - JOUR\nZZ  - z\nTI  - One\nAU  - A, B\nKW  - a\nb\nER  - \n", UINT32_C(1) << RV_REF_TITLE, false,
            "TY  - JOUR\r\nZZ  - z\r\nAU  - A, B\r\nKW  - a\r\nb\r\nTI  - New\r\nER  - \r\n\r\n");
    becomes("TY  - JOUR\nTI  - One\nT2  - Journal\nER  - \n", UINT32_C(1) << RV_REF_TYPE, false,
            "TY  - BOOK\r\nTI  - One\r\nT2  - Journal\r\nXF  - container=Journal\r\nXF  - series=\r\nER  - \r\n\r\n");
}

static void every_list_that_shares_a_tag_with_a_changed_one_stays(void **state)
{
    uint32_t all = UINT32_MAX & ~(UINT32_C(1) << RV_REF_TITLE | UINT32_C(1) << RV_REF_TYPE);

    (void)state;
    becomes("TY  - CONF\nTI  - One\nSN  - 1234-5678\nSN  - 9780306406157\nUR  - http://x.example\nL1  - a.pdf\nKW  - k\nN1  - n\n"
            "U1  - 7 [PMID]\nDO  - 10.9999/x\nT2  - Meeting\nC3  - Proceedings\nSP  - 1\nEP  - 2\nCP  - Place\nER  - \n", all, false,
            "TY  - CONF\r\nTI  - One\r\nC3  - Proceedings\r\nT2  - Place\r\nSP  - 1\r\nEP  - 2\r\nSN  - 1234-5678\r\n"
            "SN  - 9780306406157\r\nDO  - 10.9999/x\r\nU1  - 7 [PMID]\r\nUR  - http://x.example\r\nL1  - a.pdf\r\nKW  - k\r\n"
            "N1  - n\r\nER  - \r\n\r\n");
}

static void common_records_need_no_tags_of_our_own(void **state)
{
    static const char *const texts[] = {
        "TY  - JOUR\nAU  - Adams, Ann, Jr.\nAU  - World Bank\nED  - Brown, Bo\nTI  - One\nT2  - Journal\nJ2  - J.\nPY  - 2001\n"
        "DA  - 2001/05/03/\nVL  - 1\nIS  - 2\nSP  - 3\nEP  - 9\nDO  - 10.9999/x\nAN  - EJ12\nU1  - 7 [PMID]\nC2  - PMC12\nUR  - http://a\n"
        "UR  - http://b\nLA  - en\nKW  - k\nAB  - Abs\nN1  - n\nDB  - ERIC\nID  - 4\nER  - \n",
        "TY  - BOOK\nAU  - A, B\nA2  - Series, Ed\nA4  - Trans, Lator\nTI  - Two\nT2  - A series\nPY  - 2001\nET  - 2\nPB  - P\nCY  - Here\n"
        "SN  - 9780306406157\nST  - Short\nTT  - Titel\nER  - \n",
        "TY  - CONF\nAU  - A, B\nTI  - Three\nT2  - Meeting\nC3  - Proceedings\nPY  - 2001\nDA  - 2001 May\nER  - \n",
        "TY  - RPRT\nAU  - A, B\nTI  - Four\nT2  - Series\nM1  - 12\nM3  - Working paper\nPB  - P\nL1  - a.pdf\nER  - \n",
        "TY  - THES\nAU  - A, B\nA3  - Ad, Viser\nTI  - Five\nM3  - Doctoral\nPB  - U\nER  - \n",
        "TY  - CHAP\nAU  - A, B\nED  - E, D\nTI  - Six\nT2  - Book\nT3  - Series\nER  - \n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        rv_buf made = rewritten(texts[i], 0, true);

        if (strstr(rv_buf_str(&made), "XF  - "))
            fail_msg("%s\nbecame\n%s", texts[i], rv_buf_str(&made));
        rv_buf_free(&made);
    }
}

static void what_ris_has_no_place_for_comes_back(void **state)
{
    const rv_ref_value    values[] = { { RV_REF_KEYWORD, "a; b" }, { RV_REF_NOTE, "one\ntwo | \\three" }, { RV_REF_URL, "javascript:x" },
                                       { RV_REF_FILE, " blanks " }, { RV_REF_ISBN, "not one" }, { RV_REF_KEYWORD, "a; b" } };
    const rv_ref_name     names[] = { { RV_ROLE_AUTHOR, "Group A", NULL, NULL }, { RV_ROLE_AUTHOR, "Department of Health, London", NULL, NULL },
                                      { RV_ROLE_AUTHOR, "Smith", "J", "Esq" }, { RV_ROLE_AUTHOR, "King", NULL, "Jr" },
                                      { RV_ROLE_OTHER, "Helper", "Ann", NULL }, { RV_ROLE_EDITOR, "a,b", "c", NULL } };
    const rv_ref_decision decisions[] = { { "title-abstract", "Ann", "include", NULL, "raw", "a | note\n", "x; y", "resolution" },
                                          { NULL, NULL, "exclude", "a|b", NULL, NULL, NULL, NULL } };
    rv_record record = { .format = "csv", .values = values, .n_values = 6, .names = names, .n_names = 6, .decisions = decisions,
                         .n_decisions = 2, .date = { 0, 12, 0, "Dec\tlate" } };
    rv_buf    text = RV_BUF_INIT;

    (void)state;
    for (int i = 0; i < RV_REF_LISTS; i++)
        record.text[i] = rv_ref_fields[i];              /* each field says its own name */
    record.text[RV_REF_TYPE] = "treaty";
    for (int i = 0; i < 6; i++)
        if (!record.text[values[i].field])
            record.text[values[i].field] = values[i].text;
    closes(&record, &text);
    assert_non_null(strstr(rv_buf_str(&text), "XF  - note=one\\ntwo \\| \\\\three\r\n"));
    assert_non_null(strstr(rv_buf_str(&text), "XF  - type=treaty\r\n"));
    rv_buf_free(&text);
}

static void every_csl_type_comes_back(void **state)
{
    static const char *const types[] = { "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
                                         "chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary",
                                         "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case",
                                         "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
                                         "paper-conference", "patent", "performance", "periodical", "personal_communication", "post",
                                         "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech",
                                         "standard", "thesis", "treaty", "webpage" };

    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        rv_record record = { .format = "csl-json", .text = { [RV_REF_TYPE] = types[i], [RV_REF_TITLE] = "T", [RV_REF_CONTAINER] = "C",
                                                             [RV_REF_SERIES] = "S", [RV_REF_VOLUME] = "V", [RV_REF_NUMBER] = "N 1",
                                                             [RV_REF_PAGES] = "7", [RV_REF_EVENT] = "E", [RV_REF_EDITION] = "Ed" },
                             .date = { 2001, 5, 3, NULL } };
        rv_buf    text = RV_BUF_INIT;

        closes(&record, &text);
        rv_buf_free(&text);
    }
}

static void dates_come_back_with_their_text(void **state)
{
    static const rv_ref_date dates[] = { { 2001, 0, 0, NULL }, { 2001, 5, 0, NULL }, { 2001, 5, 3, "3 May 2001" }, { 2001, 0, 0, "Spring 2001" },
                                         { 0, 0, 0, "n.d." }, { 2001, 5, 0, "2001" }, { 0, 5, 0, "May" }, { 2001, 2, 3, "another" } };

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        const rv_record record = { .format = "nbib", .text = { [RV_REF_TYPE] = "book", [RV_REF_TITLE] = "T" }, .date = dates[i] };
        rv_buf          text = RV_BUF_INIT;

        closes(&record, &text);
        rv_buf_free(&text);
    }
}

static void lines_of_our_own_that_are_none_do_no_harm(void **state)
{
    neutral_result got;
    static const char text[] = "TY  - JOUR\nTI  - One\nXF  - \nXF  - nonsense\nXF  - unheard=of\nXF  - date=99999-77-99|x\nXF  - decision=\n"
                               "XF  - title\nXF  - author=\nXF  - volume=7|8\\\nER  - \n";

    (void)state;
    neutral_read(&got, text, sizeof text - 1);
    neutral_holds(&got, "title=One");
    neutral_holds(&got, "volume=7");
    neutral_holds(&got, "date=0-0-0|x");
    neutral_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_came_as_ris_goes_out_as_it_came),
        cmocka_unit_test(a_line_that_looks_like_a_tag_is_set_in),
        cmocka_unit_test(a_changed_field_is_written_anew_and_the_rest_stays),
        cmocka_unit_test(every_list_that_shares_a_tag_with_a_changed_one_stays),
        cmocka_unit_test(common_records_need_no_tags_of_our_own),
        cmocka_unit_test(what_ris_has_no_place_for_comes_back),
        cmocka_unit_test(every_csl_type_comes_back),
        cmocka_unit_test(dates_come_back_with_their_text),
        cmocka_unit_test(lines_of_our_own_that_are_none_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
