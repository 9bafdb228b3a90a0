#include <config.h>

#include "tests/refs/neutral_support.h"
#include "tests/refs/same_record.h"

/* The file that records make. */
static void written(rv_buf *text, const rv_record *records, size_t n)
{
    rv_refs_writer *writer;
    rv_output      *out;
    rv_error        err = { .code = RV_OK };

    assert_int_equal(rv_output_memory(&out, text, &err), RV_OK);
    assert_int_equal(rv_refs_writer_open(&writer, "bibtex", false, out, &err), RV_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rv_refs_writer_add(writer, &records[i], &err), RV_OK);
    assert_int_equal(rv_refs_writer_close(writer, &err), RV_OK);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
}

typedef struct {
    const rv_record *was;
    size_t           n;
} comparing;

static rv_status compare(void *user, const rv_record *record, rv_error *err)
{
    comparing  *c = user;
    rv_record   was = *c->was;
    const char *differs;

    (void)err;
    if (!was.text[RV_REF_KEY])
        was.text[RV_REF_KEY] = record->text[RV_REF_KEY];
    if ((differs = same_record(&was, record)))
        fail_msg("%s differs", differs);
    c->n++;
    return RV_OK;
}

/* Written and read again, the record says the same; `exact` tells whether a field of our own was needed for it. */
static void comes_back(const rv_record *record, bool exact)
{
    rv_buf             text = RV_BUF_INIT;
    comparing          c = { record, 0 };
    const rv_refs_sink sink = { .record = compare, .user = &c };
    rv_refs_summary    summary;

    written(&text, record, 1);
    assert_int_equal(rv_refs_read_bytes("test", text.data, text.length, "bibtex", NULL, &sink, &summary, NULL), RV_OK);
    assert_int_equal(c.n, 1);
    if (exact != (strstr(text.data, "\n  exact = ") != NULL))
        fail_msg("a field of our own is %sthere:\n%s", exact ? "not " : "", text.data);
    rv_buf_free(&text);
}

static void is_written(const rv_record *records, size_t n, const char *want)
{
    rv_buf text = RV_BUF_INIT;

    written(&text, records, n);
    assert_string_equal(rv_buf_str(&text), want);
    rv_buf_free(&text);
}

static const rv_ref_name names[] = {
    { RV_ROLE_AUTHOR, "Adams", "Ann B.", NULL },
    { RV_ROLE_AUTHOR, "Department of Health and Care, London", NULL, NULL },
    { RV_ROLE_AUTHOR, "van der Berg", "C.", "Jr" },
    { RV_ROLE_AUTHOR, "Smith and Sons", "D; E", "the 3rd" },
    { RV_ROLE_AUTHOR, "Only", NULL, "Sr" },
    { RV_ROLE_AUTHOR, "others", NULL, NULL },
    { RV_ROLE_EDITOR, "Itō", "K, L", NULL },
    { RV_ROLE_TRANSLATOR, "Brown", "B", NULL },
    { RV_ROLE_SERIES_EDITOR, "Cole", "C", NULL },
    { RV_ROLE_OTHER, "Dean", "D", NULL },
};
static const rv_ref_value values[] = {
    { RV_REF_KEYWORD, "youth" }, { RV_REF_KEYWORD, "work, paid" }, { RV_REF_KEYWORD, "a; b" },
    { RV_REF_NOTE, "One -- note" }, { RV_REF_NOTE, "Two" }, { RV_REF_NOTE, "Three" },
    { RV_REF_URL, "http://x.example/a_b%20c#d?e=~f&g" }, { RV_REF_URL, "http://y.example/{z}" },
    { RV_REF_FILE, "C:\\dir\\x;y.pdf" }, { RV_REF_FILE, "files/z.PDF" },
    { RV_REF_ISBN, "9780306406157" }, { RV_REF_ISSN, "1234-5678" }, { RV_REF_ISSN, "2345-6789" },
};

static void every_field_comes_back(void **state)
{
    rv_record record = {
        .text = {
            [RV_REF_TYPE] = "article-journal", [RV_REF_GENRE] = "Review article", [RV_REF_TITLE] = "NEET {youth}: 50 "
            "% & more_than $5 #1 ^ ~ \\ <i> ''x`` --- y",
            [RV_REF_SHORT_TITLE] = "NEET", [RV_REF_ORIGINAL_TITLE] = "Jugend", [RV_REF_CONTAINER] = "Journal of "
            "Tests & Trials",
            [RV_REF_ABBREVIATION] = "J. Tests", [RV_REF_SERIES] = "Series", [RV_REF_EVENT] = "Conference",
            [RV_REF_VOLUME] = "3",
            [RV_REF_ISSUE] = "2-3", [RV_REF_PAGES] = "10-19", [RV_REF_NUMBER] = "TR-7", [RV_REF_EDITION] = "2nd",
            [RV_REF_PUBLISHER] = "Press",
            [RV_REF_PLACE] = "Łódź", [RV_REF_LANGUAGE] = "en", [RV_REF_ABSTRACT] = "Text with “quotes” and α < "
            "β.", [RV_REF_DOI] = "10.9999/a_b(1)<2>",
            [RV_REF_PMID] = "123", [RV_REF_PMCID] = "PMC5", [RV_REF_ACCESSION] = "EJ1", [RV_REF_DATABASE] = "ERIC",
            [RV_REF_KEY] = "adams2001",
        },
        .values = values, .n_values = sizeof values / sizeof *values, .names = names,
        .n_names = sizeof names / sizeof *names,
        .date = { 2001, 3, 5, "2001-03-05" },
    };

    (void)state;
    comes_back(&record, false);
    record.text[RV_REF_TYPE] = "report";
    comes_back(&record, false);
    record.text[RV_REF_TYPE] = "chapter";
    comes_back(&record, false);
    record.text[RV_REF_TYPE] = "thesis";
    comes_back(&record, false);
}

static void every_type_comes_back(void **state)
{
    static const char *const types[] = {
        "article-journal", "article-magazine", "article-newspaper", "review", "review-book", "book", "classic",
        "collection", "periodical",
        "chapter", "entry", "entry-dictionary", "entry-encyclopedia", "report", "thesis", "paper-conference",
        "webpage", "post", "post-weblog",
        "article", "dataset", "document", "bill", "broadcast", "event", "figure", "graphic", "hearing", "interview",
        "legal_case",
        "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "patent", "performance",
        "personal_communication", "regulation", "software", "song", "speech", "standard", "treaty",
    };
    static const char *const genres[] = { NULL, "PhD thesis", "Master of Arts", "Book chapter" };
    static const char *const containers[] = { NULL, "arXiv preprint", "One" };
    rv_record record = { .text = { [RV_REF_TITLE] = "One" } };
    size_t    i, j, k;

    (void)state;
    for (i = 0; i < sizeof types / sizeof *types; i++)
        for (j = 0; j < 4; j++)
            for (k = 0; k < 3; k++) {
                record.text[RV_REF_TYPE] = types[i];
                record.text[RV_REF_GENRE] = genres[j];
                record.text[RV_REF_CONTAINER] = containers[k];
                comes_back(&record, false);
            }
}

static void what_bibtex_has_no_place_for_stands_in_a_field_of_our_own(void **state)
{
    static const rv_ref_decision decision = { .stage = "title-abstract", .reviewer = "Ann", .verdict = "exclude",
                                               .reason = "wrong {population}", .raw = "Ann: no" };
    static const rv_ref_value    note = { RV_REF_NOTE, "PMID: 7" };
    rv_record record = { .text = { [RV_REF_TYPE] = "article-journal", [RV_REF_TITLE] = "Two  blanks" },
    .date = { 2001, 0, 0, "Spring 2001" } };

    (void)state;
    comes_back(&record, true);
    record = (rv_record){ .text = { [RV_REF_TITLE] = "One" }, .decisions = &decision, .n_decisions = 1 };
    comes_back(&record, true);
    record = (rv_record){ .text = { [RV_REF_TITLE] = "One" }, .values = &note, .n_values = 1 };
    comes_back(&record, true);
    record = (rv_record){ .text = { [RV_REF_TITLE] = "Line\n@misc{b,title={end}} " } };
    comes_back(&record, true);
}

static void dates_that_are_not_whole_come_back(void **state)
{
    static const rv_ref_date dates[] = {
        { 2001, 0, 0, NULL }, { 2001, 3, 0, "2001-03" }, { 0, 0, 0, "in press" }, { 0, 3, 0, "March" }, { 0, 3, 5,
        NULL }, { 0, 0, 0, NULL },
    };
    rv_record record = { .text = { [RV_REF_TITLE] = "One" } };
    size_t    i;

    (void)state;
    for (i = 0; i < sizeof dates / sizeof *dates; i++) {
        record.date = dates[i];
        comes_back(&record, false);
    }
}

static void an_entry_reads_well(void **state)
{
    static const rv_ref_name people[] = { { RV_ROLE_AUTHOR, "Adams",
    "Ann", NULL }, { RV_ROLE_AUTHOR, "Health Group", NULL, NULL } };
    const rv_record record = {
        .text = { [RV_REF_TYPE] = "article-journal", [RV_REF_TITLE] = "The NEET mentoring & "
        "more", [RV_REF_CONTAINER] = "Journal", [RV_REF_PAGES] = "1-9" },
        .names = people, .n_names = 2, .date = { 2019, 3, 0, NULL },
    };

    (void)state;
    is_written(&record, 1, "@article{adams2019neet,\n  author = {Adams, Ann and {Health Group}},\n  title = {The "
               "{NEET} mentoring \\& more},\n"
                           "  journal = {Journal},\n  pages = {1--9},\n  year = {2019},\n  month = mar\n}\n");
}

static void keys_are_made_of_author_year_and_title_and_stand_once(void **state)
{
    static const rv_ref_name person = { RV_ROLE_AUTHOR, "van der Bergé", "Ann", NULL };
    rv_record records[34];
    rv_buf    text = RV_BUF_INIT;
    size_t    i;

    (void)state;
    for (i = 0; i < 34; i++)
        records[i] = (rv_record){ .text = { [RV_REF_TITLE] = "The Mentoring of "
                      "youth" }, .names = &person, .n_names = 1, .date = { .year = 2019 } };
    records[2].text[RV_REF_KEY] = "own key,2001";
    records[3].text[RV_REF_KEY] = "vanderberge2019mentoringc";
    records[4].text[RV_REF_TITLE] = NULL;
    records[5] = (rv_record){ .text = { [RV_REF_TITLE] = "Заглавие" } };
    records[6] = (rv_record){ .text = { [RV_REF_KEY] = "ключ" } };
    written(&text, records, 34);
    assert_non_null(strstr(text.data, "@misc{vanderberge2019mentoring,"));
    assert_non_null(strstr(text.data, "@misc{vanderberge2019mentoringa,"));
    assert_non_null(strstr(text.data, "@misc{own_key_2001,"));
    assert_non_null(strstr(text.data, "@misc{vanderberge2019mentoringc\n") ? text.data : strstr(text.data,
                    "@misc{vanderberge2019mentoringc,"));
    assert_non_null(strstr(text.data, "@misc{vanderberge2019mentoringd,"));
    assert_non_null(strstr(text.data, "@misc{vanderberge2019mentoringz,"));
    assert_non_null(strstr(text.data, "@misc{vanderberge2019mentoringaa,"));
    assert_non_null(strstr(text.data, "@misc{vanderberge2019,"));
    assert_non_null(strstr(text.data, "@misc{record,"));
    assert_non_null(strstr(text.data, "@misc{ключ\n"));
    rv_buf_free(&text);
}

static rv_status write_one(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

/* From BibTeX to BibTeX. */
static void rewritten(rv_buf *text, const char *from)
{
    rv_refs_sink    sink = { .record = write_one };
    rv_refs_writer *writer;
    rv_output      *out;

    assert_int_equal(rv_output_memory(&out, text, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_open(&writer, "bibtex", false, out, NULL), RV_OK);
    sink.user = writer;
    assert_int_equal(rv_refs_read_bytes("test", from, strlen(from), NULL, NULL, &sink, NULL, NULL), RV_OK);
    assert_int_equal(rv_refs_writer_close(writer, NULL), RV_OK);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
}

static void an_entry_of_bibtex_goes_out_as_it_came(void **state)
{
    rv_buf text = RV_BUF_INIT;

    (void)state;
    rewritten(&text, "@string{J={Journal}}@Article{k, title={{NEET} M{\\\"u}ller}, journal=J # { of}, month=mar, "
              "lccn={X 1}, my-field={a{b}c}}");
    assert_string_equal(rv_buf_str(&text), "@Article{k,\n  title = {{NEET} M{\\\"u}ller},\n  journal = {Journal of},"
                        "\n  month = mar,\n  lccn = {X 1},\n  my-field = {a{b}c}\n}\n");
    rv_buf_free(&text);
}

/* A key may be the DOI of an entry that has no other. */
static void a_key_made_fit_makes_no_doi_and_loses_none(void **state)
{
    static const struct { const char *from, *to; } cases[] = {
        { "@misc{own key, title={M{\\\"u}ller}}", "@misc{own_key,\n  title = {M{\\\"u}ller}\n}\n" },
        { "@misc{v10.2/a b,title={A}}", "@misc{v10.2/a_b,\n  title = {A}\n}\n" },
        { "@misc{10.1111/a,title={A}}", "@misc{10.1111/a,\n  title = {A}\n}\n" },
        { "@misc{10.1111/a b,title={A}}", "@misc{10.1111/a_b,\n  title = {A},\n  doi = {10.1111/a}\n}\n" },
        { "@misc{10.1111/ a,title={A}}", "@misc{10.1111/_a,\n  title = {A},\n  exact = {doi=}\n}\n" },
        { "@misc{10.1111/,title={A}}@misc{10.1111/,title={A}}",
          "@misc{10.1111/,\n  title = {A}\n}\n\n@misc{10.1111/a,\n  title = {A},\n  exact = {doi=}\n}\n" },
        { "@misc{10.1111/&amp;lt;x,title={A}}",
          "@misc{10.1111/&lt;x,\n  title = {A},\n  doi = {10.1111/&lt;x},\n  exact = {doi=10.1111/\\&lt;x}\n}\n" },
    };
    rv_buf text = RV_BUF_INIT;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        rv_buf_clear(&text);
        rewritten(&text, cases[i].from);
        assert_string_equal(rv_buf_str(&text), cases[i].to);
    }
    rv_buf_free(&text);
}

static void an_entry_that_takes_from_another_stands_alone_afterwards(void **state)
{
    rv_buf text = RV_BUF_INIT;

    (void)state;
    rewritten(&text, "@inbook{c,title={C},crossref={B},lccn={X}}@book{B,title={B \\& b},year=2001}");
    assert_string_equal(rv_buf_str(&text), "@incollection{c,\n  title = {C},\n  booktitle = {B \\& b},\n  year = "
                        "{2001},\n  lccn = {X}\n}\n\n"
                                           "@book{B,\n  title = {B \\& b},\n  year = {2001}\n}\n");
    rv_buf_free(&text);
    text = (rv_buf)RV_BUF_INIT;
    rewritten(&text, "@misc{k,title={A \\{ b},note={x}}");                  /* balanced by our rule alone */
    assert_string_equal(rv_buf_str(&text), "@misc{k,\n  title = {A \\textbraceleft{} b},\n  note = {x}\n}\n");
    rv_buf_free(&text);
}

static void no_records_make_an_empty_file(void **state)
{
    (void)state;
    is_written(NULL, 0, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(every_type_comes_back),
        cmocka_unit_test(what_bibtex_has_no_place_for_stands_in_a_field_of_our_own),
        cmocka_unit_test(dates_that_are_not_whole_come_back),
        cmocka_unit_test(an_entry_reads_well),
        cmocka_unit_test(keys_are_made_of_author_year_and_title_and_stand_once),
        cmocka_unit_test(an_entry_of_bibtex_goes_out_as_it_came),
        cmocka_unit_test(a_key_made_fit_makes_no_doi_and_loses_none),
        cmocka_unit_test(an_entry_that_takes_from_another_stands_alone_afterwards),
        cmocka_unit_test(no_records_make_an_empty_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
