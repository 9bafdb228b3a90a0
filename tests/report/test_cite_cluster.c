/* Citations of several works: order, telling apart, collapsing; and the order of the reference list. */
#include <config.h>

#include "tests/report/cite_support.h"

#define WORK(id, family, given, year, title) \
    "{\"id\":\"" id "\",\"type\":\"book\",\"title\":\"" title "\",\"author\":[{\"family\":\"" family "\",\"given\":\"" given "\"}]," \
    "\"issued\":{\"date-parts\":[[" year "]]}}"

#define CITED(attributes, sort) \
    "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' class='in-text'>" \
    "<citation " attributes ">" sort "<layout prefix='(' suffix=')' delimiter='; '><group delimiter=' '>" \
    "<names variable='author'><name form='short' and='text' initialize-with='. '/></names><date variable='issued'><date-part name='year'/>" \
    "</date><text variable='locator' prefix=': '/></group></layout></citation>" \
    "<bibliography><sort><key variable='author'/><key variable='issued'/><key variable='title'/></sort>" \
    "<layout><text variable='title'/></layout></bibliography></style>"

static const char works[] = "[" WORK("b", "Brown", "Ann", "2001", "B") "," WORK("a2", "Adams", "Ann", "2000", "Later") ","
                            WORK("a1", "Adams", "Ann", "2000", "Early") "," WORK("a3", "Adams", "Ann", "2000", "Other") ","
                            WORK("a4", "Adams", "Ann", "1990", "Older") "]";

static void check(const char *style, const char *expected, const char *a, const char *b, const char *d, const char *e)
{
    citing *c = begin_citing(style, works);

    assert_string_equal(cited(c, a, b, d, e), expected);
    end_citing(c);
}

static void works_of_one_year_get_letters_in_the_order_of_the_list(void **state)
{
    (void)state;
    check(CITED("disambiguate-add-year-suffix='true'", ""), "(Adams 2000a)", "a1", NULL, NULL, NULL);
    check(CITED("disambiguate-add-year-suffix='true'", ""), "(Adams 2000b; Brown 2001)", "a2", "b", NULL, NULL);
    check(CITED("", ""), "(Adams 2000)", "a1", NULL, NULL, NULL);
}

static void years_of_the_same_authors_are_collapsed(void **state)
{
    (void)state;
    check(CITED("disambiguate-add-year-suffix='true' collapse='year'", ""), "(Adams 2000a, 1990; Brown 2001)", "a1", "b", "a4", NULL);
    check(CITED("disambiguate-add-year-suffix='true' collapse='year-suffix' year-suffix-delimiter=', '", ""), "(Adams 2000a, b; Brown 2001)",
          "a1", "b", "a2", NULL);
    check(CITED("disambiguate-add-year-suffix='true' collapse='year-suffix-ranged' year-suffix-delimiter=','", ""),
          "(Adams 2000a–c; Brown 2001)", "a1", "a2", "a3", "b");
    check(CITED("disambiguate-add-year-suffix='true' cite-group-delimiter=', '", ""), "(Adams 2000a, Adams 1990; Brown 2001)", "a1", "b", "a4",
          NULL);
}

static void a_citation_is_sorted_where_the_style_says_how(void **state)
{
    (void)state;
    check(CITED("", "<sort><key variable='issued' sort='descending'/></sort>"), "(Brown 2001; Adams 2000; Adams 1990)", "a4", "b", "a1",
          NULL);
    check(CITED("", "<sort><key variable='author'/><key variable='issued'/></sort>"), "(Adams 1990; Adams 2000; Brown 2001)", "b", "a4", "a1",
          NULL);
    check(CITED("", ""), "(Brown 2001; Adams 1990)", "b", "a4", NULL, NULL);
}

static void namesakes_get_initials(void **state)
{
    static const char two[] = "[" WORK("x", "Smith", "John", "2000", "X") "," WORK("y", "Smith", "Kate", "2010", "Y") ","
                              WORK("z", "Young", "Zoe", "2010", "Z") "]";
    citing *c = begin_citing(CITED("disambiguate-add-givenname='true' givenname-disambiguation-rule='primary-name-with-initials'", ""), two);

    (void)state;
    assert_string_equal(cited(c, "x", NULL, NULL, NULL), "(J. Smith 2000)");
    assert_string_equal(cited(c, "y", "z", NULL, NULL), "(K. Smith 2010; Young 2010)");
    end_citing(c);
    c = begin_citing(CITED("disambiguate-add-givenname='true'", ""), two);
    assert_string_equal(cited(c, "x", NULL, NULL, NULL), "(Smith 2000)");
    end_citing(c);
}

static void more_names_tell_works_apart(void **state)
{
    static const char two[] =
        "[{\"id\":\"x\",\"author\":[{\"family\":\"A\"},{\"family\":\"B\"},{\"family\":\"C\"}],\"issued\":{\"date-parts\":[[2000]]}},"
        "{\"id\":\"y\",\"author\":[{\"family\":\"A\"},{\"family\":\"D\"},{\"family\":\"E\"}],\"issued\":{\"date-parts\":[[2000]]}},"
        "{\"id\":\"z\",\"author\":[{\"family\":\"A\"},{\"family\":\"D\"},{\"family\":\"E\"}],\"issued\":{\"date-parts\":[[2001]]}}]";
    citing *c = begin_citing(CITED("et-al-min='3' et-al-use-first='1' disambiguate-add-names='true' disambiguate-add-year-suffix='true'", ""),
                             two);

    (void)state;
    assert_string_equal(cited(c, "x", NULL, NULL, NULL), "(A, B, et al. 2000)");
    assert_string_equal(cited(c, "y", NULL, NULL, NULL), "(A, D, et al. 2000)");
    assert_string_equal(cited(c, "z", NULL, NULL, NULL), "(A et al. 2001)");
    end_citing(c);
}

static void words_before_and_after_a_work_are_kept(void **state)
{
    citing             *c = begin_citing(CITED("collapse='year'", ""), works);
    const rv_cite_place see[] = { { .key = "b", .prefix = "see ", .suffix = " and elsewhere" }, { .key = "a4", .locator = "12-14" } };

    (void)state;
    assert_string_equal(citation(c, see, 2), "(see Brown 2001 and elsewhere; Adams 1990: 12–14)");
    end_citing(c);
}

static void a_work_cited_again_is_ibid_where_the_style_asks(void **state)
{
    static const char style[] =
        "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' class='note'><citation et-al-min='5'><layout suffix='.'><choose>"
        "<if position='ibid-with-locator'><text term='ibid' text-case='capitalize-first' suffix=', '/><text variable='locator'/></if>"
        "<else-if position='ibid'><text term='ibid' text-case='capitalize-first'/></else-if>"
        "<else-if position='subsequent'><text variable='title' form='short' prefix='again '/></else-if>"
        "<else><text variable='title'/></else></choose></layout></citation></style>";
    citing             *c = begin_citing(style, works);
    const rv_cite_place page[] = { { .key = "b", .locator = "7" } };

    (void)state;
    assert_string_equal(cited(c, "b", NULL, NULL, NULL), "B.");
    assert_string_equal(cited(c, "b", NULL, NULL, NULL), "Ibid.");
    assert_string_equal(citation(c, page, 1), "Ibid., 7.");
    assert_string_equal(cited(c, "a1", NULL, NULL, NULL), "Early.");
    assert_string_equal(cited(c, "b", NULL, NULL, NULL), "again B.");
    assert_false(rv_cite_style_lists(c->style));
    end_citing(c);
}

static void the_list_is_in_the_order_of_its_keys(void **state)
{
    static const char *const order[] = { "a4", "a1", "a2", "a3", "b" };
    citing     *c = begin_citing(CITED("", ""), works);
    rv_error    err = { 0 };
    const char *key;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(rv_cite_entry_key(c->cite, i, &key, &err), RV_OK);
        assert_string_equal(key, order[i]);
    }
    assert_int_equal(rv_cite_entry_key(c->cite, 5, &key, &err), RV_OK);
    assert_null(key);
    end_citing(c);
}

static void the_same_authors_are_replaced_by_a_dash(void **state)
{
    static const char style[] =
        "<style xmlns='http://purl.org/net/xbiblio/csl' version='1.0' class='in-text'><citation><layout><text variable='title'/></layout>"
        "</citation><bibliography subsequent-author-substitute='———' hanging-indent='true'><sort><key variable='author'/>"
        "<key variable='issued'/></sort><layout><group delimiter='. '>"
        "<names variable='author'><name name-as-sort-order='all'/></names><text variable='title'/></group></layout></bibliography></style>";
    citing *c = begin_citing(style, works);

    (void)state;
    assert_string_equal(entry(c, 1), "———. Later");                 /* asked for before the entry above it */
    assert_string_equal(entry(c, 0), "Adams, Ann. Older");
    assert_string_equal(entry(c, 4), "Brown, Ann. B");
    assert_true(rv_cite_style_hangs(c->style));
    end_citing(c);
}

static void a_work_that_was_not_added_is_named(void **state)
{
    citing             *c = begin_citing("apa", works);
    const rv_cite_place place = { .key = "nobody" };
    rv_cite_text        text = RV_CITE_TEXT_INIT;
    rv_error            err = { 0 };

    (void)state;
    assert_int_equal(rv_cite_cluster(c->cite, &place, 1, &text, &err), RV_ENOTFOUND);
    assert_string_equal(err.message, "no work has the key 'nobody'");
    assert_int_equal(rv_cite_add_json(c->cite, "more.json", works, strlen(works), &err), RV_EEXIST);
    assert_string_equal(err.message, "more.json: work 1: two works have the key 'b'");
    end_citing(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(works_of_one_year_get_letters_in_the_order_of_the_list),
        cmocka_unit_test(years_of_the_same_authors_are_collapsed),
        cmocka_unit_test(a_citation_is_sorted_where_the_style_says_how),
        cmocka_unit_test(namesakes_get_initials),
        cmocka_unit_test(more_names_tell_works_apart),
        cmocka_unit_test(words_before_and_after_a_work_are_kept),
        cmocka_unit_test(a_work_cited_again_is_ibid_where_the_style_asks),
        cmocka_unit_test(the_list_is_in_the_order_of_its_keys),
        cmocka_unit_test(the_same_authors_are_replaced_by_a_dash),
        cmocka_unit_test(a_work_that_was_not_added_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
