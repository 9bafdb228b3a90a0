/* Styles that are refused, with file and line; locales; styles that ask for too much. */
#include <config.h>

#include "tests/report/cite_support.h"

#include <unistd.h>

#define BEGIN "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' class='in-text'>\n"
#define CITATION "<citation><layout>%s</layout></citation></style>"
#define WORKS "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"T\",\"author\":[{\"family\":\"F\"}],\"issued\":{\"date-parts\":[[2008,5,4]]}}]"

static void styles_that_are_wrong_are_refused_with_their_line(void **state)
{
    static const struct { const char *style, *message; } rows[] = {
        { "", "bad.csl:1: " },
        { "<style>", "bad.csl:1: " },
        { "<locale/>", "bad.csl:1: <locale> is not a CSL style; <style> is" },
        { BEGIN "</style>", "bad.csl:1: the style has no <citation>" },
        { BEGIN "<citation/></style>", "bad.csl:2: <citation> has no <layout>" },
        { BEGIN "<citation><layout><b>x</b></layout></citation></style>", "bad.csl:2: <b> does not belong in <layout>" },
        { BEGIN "<macro name='m'/>\n<macro name='m'/></style>", "bad.csl:3: the macro 'm' stands in line 2 already" },
        { BEGIN "<macro/></style>", "bad.csl:2: <macro> has no attribute name" },
        { BEGIN "<citation>\n<layout>\n<text macro='none'/></layout></citation></style>", "bad.csl:4: there is no macro called 'none'" },
        { BEGIN "<macro name='a'><group><text macro='b'/></group></macro>\n<macro name='b'><text macro='a'/></macro>"
                "<citation><layout/></citation></style>", "bad.csl:3: the macro 'a' calls itself" },
        { BEGIN "<macro name='a'><choose><if type='book'><text macro='a'/></if></choose></macro></style>", "bad.csl:2: the macro 'a' calls itself" },
        { BEGIN "<citation><layout><text/></layout></citation></style>",
          "bad.csl:2: <text> has none of the attributes variable, macro, term and value; it needs one" },
        { BEGIN "<citation><layout><text variable='title' term='in'/></layout></citation></style>",
          "bad.csl:2: <text> has several of the attributes variable, macro, term and value; it needs one" },
        { BEGIN "<citation><layout><text variable='title' text-case='camel'/></layout></citation></style>",
          "bad.csl:2: text-case of <text> is 'camel'; it must be one of: lowercase uppercase capitalize-first capitalize-all sentence title" },
        { BEGIN "<citation et-al-min='many'><layout/></citation></style>",
          "bad.csl:2: et-al-min of <citation> is 'many'; it must be a whole number, at most 999999" },
        { BEGIN "<citation><layout><date/></layout></citation></style>", "bad.csl:2: <date> has no attribute variable" },
        { BEGIN "<info><title>X</title><link rel='independent-parent' href='http://www.zotero.org/styles/apa'/></info></style>",
          "bad.csl:2: this style only names another one, http://www.zotero.org/styles/apa: give the file of that style" },
        { "<!DOCTYPE style [<!ENTITY a 'b'>]>" BEGIN "</style>", "bad.csl:1: " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rv_cite_style *style = NULL;
        rv_error       err = { 0 };

        assert_int_equal(rv_cite_style_parse(&style, "bad.csl", rows[i].style, strlen(rows[i].style), NULL, &err), RV_EPARSE);
        assert_null(style);
        if (strncmp(err.message, rows[i].message, strlen(rows[i].message)) != 0)
            assert_string_equal(err.message, rows[i].message);
    }
}

static void a_name_that_is_no_style_lists_those_there_are(void **state)
{
    rv_cite_style *style = NULL;
    rv_error       err = { 0 };

    (void)state;
    assert_int_equal(rv_cite_style_open(&style, "chicago", NULL, &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "there is no style called 'chicago'; there are apa, harvard, vancouver, ama, lancet, or the path of a "
                                     ".csl file");
    assert_int_equal(rv_cite_style_open(&style, "./not/there.csl", NULL, &err), RV_ENOTFOUND);
}

static void every_style_that_comes_with_us_opens_without_a_remark(void **state)
{
    (void)state;
    for (const rv_cite_shipped *shipped = rv_cite_styles; shipped->name; shipped++) {
        rv_cite_style *style = NULL;
        rv_error       err = { 0 };

        if (rv_cite_style_open(&style, shipped->name, NULL, &err) != RV_OK)
            fail_msg("%s", err.message);
        assert_string_equal(rv_cite_style_title(style), shipped->title);
        assert_string_equal(rv_cite_style_note(style), "");
        assert_true(rv_cite_style_lists(style));
        rv_cite_style_close(style);
    }
}

/* Each macro calls the next one twice: 2^40 calls. */
static void macros_that_multiply_are_stopped(void **state)
{
    rv_buf       text = RV_BUF_INIT;
    citing      *c;
    rv_cite_text out = RV_CITE_TEXT_INIT;
    rv_error     err = { 0 };

    (void)state;
    rv_buf_text(&text, BEGIN);
    for (int i = 0; i < 40; i++)
        rv_buf_printf(&text, "<macro name='m%d'><text macro='m%d'/><text macro='m%d'/></macro>", i, i + 1, i + 1);
    rv_buf_text(&text, "<macro name='m40'><text value='x'/></macro><citation><layout><text macro='m0'/></layout></citation></style>");
    c = begin_citing(rv_buf_str(&text), WORKS);
    assert_int_equal(rv_cite_cluster(c->cite, &(rv_cite_place){ .key = "a" }, 1, &out, &err), RV_EDOMAIN);
    assert_non_null(strstr(err.message, "the style takes more than 100000 steps"));
    end_citing(c);
    rv_buf_free(&text);
}

static void elements_within_elements_without_end_are_refused(void **state)
{
    rv_buf         text = RV_BUF_INIT;
    rv_cite_style *style = NULL;
    rv_error       err = { 0 };

    (void)state;
    rv_buf_text(&text, BEGIN "<citation><layout>");
    for (int i = 0; i < 200; i++)
        rv_buf_text(&text, "<group>");
    assert_int_equal(rv_cite_style_parse(&style, "deep.csl", rv_buf_str(&text), text.length, NULL, &err), RV_EPARSE);
    assert_string_equal(err.message, "deep.csl:2: elements stand deeper in each other than 64");
    rv_buf_free(&text);
}

static char *write_file(const char *name, const char *text)
{
    char *path = malloc(64);
    FILE *f;

    assert_non_null(path);
    snprintf(path, 64, "/tmp/cite-%ld-%s", (long)getpid(), name);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    return path;
}

/* A locale as users download it: terms, dates, options of another language. */
static void a_locale_file_gives_its_words_and_dates(void **state)
{
    static const char locale[] =
        "<locale xmlns='http://purl.org/net/xbiblio/csl' version='1.0' xml:lang='de-DE'><info><translator><name>N</name></translator></info>"
        "<style-options limit-day-ordinals-to-day-1='false' punctuation-in-quote='false'/>"
        "<date form='text'><date-part name='day' suffix='. '/><date-part name='month' suffix=' '/><date-part name='year'/></date>"
        "<terms><term name='and'>und</term><term name='month-05'>Mai</term><term name='open-quote'>„</term><term name='close-quote'>“</term>"
        "</terms></locale>";
    static const char text[] =
        "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' class='in-text' default-locale='de-DE'>"
        "<locale xml:lang='de'><terms><term name='and'>u.</term></terms></locale>"
        "<citation><layout><text variable='title' quotes='true' suffix=', '/><text term='and' suffix=' '/>"
        "<date variable='issued' form='text'/></layout></citation></style>";
    char          *path = write_file("de.xml", locale);
    citing         c = { NULL, NULL, RV_BUF_INIT };
    rv_error       err = { 0 };

    (void)state;
    if (rv_cite_style_parse(&c.style, "t.csl", text, strlen(text), path, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_string_equal(rv_cite_style_note(c.style), "");
    assert_int_equal(rv_cite_open(&c.cite, c.style, &err), RV_OK);
    assert_int_equal(rv_cite_add_json(c.cite, "w.json", WORKS, strlen(WORKS), &err), RV_OK);
    assert_string_equal(cited(&c, "a", NULL, NULL, NULL), "„T“, u. 4. Mai 2008");
    rv_cite_close(c.cite);
    rv_cite_style_close(c.style);
    rv_buf_free(&c.out);
    assert_int_equal(rv_cite_style_parse(&c.style, "t.csl", text, strlen(text), NULL, &err), RV_OK);
    assert_string_equal(rv_cite_style_note(c.style),
                        "the style is in de-DE; words it does not bring itself are English, for no locale file was given");
    rv_cite_style_close(c.style);
    unlink(path);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(styles_that_are_wrong_are_refused_with_their_line),
        cmocka_unit_test(a_name_that_is_no_style_lists_those_there_are),
        cmocka_unit_test(every_style_that_comes_with_us_opens_without_a_remark),
        cmocka_unit_test(macros_that_multiply_are_stopped),
        cmocka_unit_test(elements_within_elements_without_end_are_refused),
        cmocka_unit_test(a_locale_file_gives_its_words_and_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
