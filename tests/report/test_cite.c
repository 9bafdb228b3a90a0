/* Citations and entries: what CSL 1.0.2 says of each element, and works with something missing or odd. */
#include <config.h>

#include "tests/report/cite_support.h"

#define AUTHORS "<names variable='author'><name name-as-sort-order='all' initialize-with='. '/></names>"
#define NAMED(names) "[{'id':'a','type':'book','title':'T','author':[" names "]}]"

/* JSON with ' for ". */
static char *json(const char *text)
{
    char *copy = strdup(text);

    assert_non_null(copy);
    for (char *c = copy; *c; c++)
        *c = *c == '\'' ? '"' : *c == '`' ? '\'' : *c;
    return copy;
}

static void check_entry(const char *style, const char *works, const char *expected)
{
    char   *text = json(works);
    citing *c = begin_citing(style, text);

    assert_string_equal(entry(c, 0), expected);
    end_citing(c);
    free(text);
}

/* The one work, by a bibliography of these elements. */
static void check_elements(const char *attributes, const char *elements, const char *works, const char *expected)
{
    char style[8192];

    snprintf(style, sizeof style, STYLE("%s", "", "<text variable='title'/>", "%s"), attributes, elements);
    check_entry(style, works, expected);
}

/* ---- Names --------------------------------------------------------------------------------------------------------------------------- */

static void names_are_inverted_and_shortened_to_initials(void **state)
{
    static const struct { const char *name, *expected; } rows[] = {
        { "{'family':'Smith','given':'John Albert'}", "Smith, J. A." },
        { "{'family':'Smith','given':'J.A.'}", "Smith, J. A." },
        { "{'family':'Smith','given':'JA'}", "Smith, J. A." },
        { "{'family':'Sartre','given':'Jean-Paul'}", "Sartre, J.-P." },
        { "{'family':'Smith'}", "Smith" },
        { "{'given':'Plato'}", "Plato" },
        { "{'literal':'Department for Education'}", "Department for Education" },
        { "{'family':'Ng','given':'Édith'}", "Ng, É." },
        { "{'family':'King','given':'Martin Luther','suffix':'Jr.'}", "King, M. L., Jr." },
        { "{'family':'毛','given':'泽东'}", "毛泽东" },
        { "{'family':'حسين','given':'طه'}", "حسين, طه" },
        { "{'family':'O`Neill','given':'Ann'}", "O’Neill, A." },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char works[512];

        snprintf(works, sizeof works, NAMED("%s"), rows[i].name);
        check_elements("", AUTHORS, works, rows[i].expected);
    }
}

static void particles_stand_where_the_style_wants_them(void **state)
{
    const char *works = NAMED("{'family':'van der Berg','given':'Jan'}");

    (void)state;
    check_elements("demote-non-dropping-particle='never'", AUTHORS, works, "van der Berg, J.");
    check_elements("demote-non-dropping-particle='display-and-sort'", AUTHORS, works, "Berg, J. van der");
    check_elements("", "<names variable='author'><name form='short'/></names>", works, "van der Berg");
    check_elements("", "<names variable='author'/>", NAMED("{'family':'Beethoven','given':'Ludwig van'}"), "Ludwig van Beethoven");
    check_elements("", "<names variable='author'><name form='short'/></names>", NAMED("{'family':'Beethoven','given':'Ludwig van'}"),
                   "Beethoven");
    check_elements("demote-non-dropping-particle='never'", AUTHORS, NAMED("{'family':'d`Alembert','given':'Jean'}"), "d’Alembert, J.");
}

static void many_names_are_cut_as_the_style_says(void **state)
{
    const char *four = NAMED("{'family':'A'},{'family':'B'},{'family':'C'},{'family':'D'}");

    (void)state;
    check_elements("", "<names variable='author'><name and='text'/></names>", four, "A, B, C, and D");
    check_elements("", "<names variable='author'><name and='symbol' delimiter-precedes-last='never'/></names>", four, "A, B, C & D");
    check_elements("", "<names variable='author'><name et-al-min='3' et-al-use-first='1'/></names>", four, "A et al.");
    check_elements("", "<names variable='author'><name et-al-min='3' et-al-use-first='2'/></names>", four, "A, B, et al.");
    check_elements("", "<names variable='author'><name et-al-min='3' et-al-use-first='1'/><et-al term='and others'/></names>", four,
                   "A and others");
    check_elements("et-al-min='3' et-al-use-first='2' et-al-use-last='true'", "<names variable='author'/>", four, "A, B, … D");
    check_elements("", "<text variable='title'/><names variable='author'><name form='count'/></names>", four, "T4");
    check_elements("", "<names variable='author'/>", NAMED("{'family':'A'},{'literal':'et al.'}"), "A et al.");
}

static void a_role_has_its_label_in_the_right_number(void **state)
{
    const char *elements = "<names variable='editor translator' delimiter='; '><name/><label form='short' prefix=' (' suffix=')'/></names>";

    (void)state;
    check_elements("", elements, "[{'id':1,'editor':[{'family':'A'}]}]", "A (ed.)");
    check_elements("", elements, "[{'id':1,'editor':[{'family':'A'},{'family':'B'}],'translator':[{'family':'C'}]}]", "A, B (eds.); C (trans.)");
    check_elements("", elements, "[{'id':1,'editor':[{'family':'A'}],'translator':[{'family':'A'}]}]", "A (ed. and trans.)");
}

static void what_stands_in_for_the_author_is_not_said_again(void **state)
{
    const char *elements = "<group delimiter='. '><names variable='author'><substitute><names variable='editor'/><text variable='title'/>"
                           "</substitute></names><text variable='title'/><text variable='publisher'/></group>";

    (void)state;
    check_elements("", elements, "[{'id':1,'title':'Old title','publisher':'P'}]", "Old title. P");
    check_elements("", elements, "[{'id':1,'title':'Old title','editor':[{'family':'E'}],'publisher':'P'}]", "E. Old title. P");
}

/* Constructs of the large styles that users bring. */
static void choices_and_roles_within_substitutes_are_tried_in_order(void **state)
{
    const char *elements =
        "<group delimiter=' | '>"
        "<names variable='composer'><name name-as-sort-order='all'/><label form='short' prefix=' (' suffix=')' text-case='title'/><substitute>"
        "<names variable='author'/>"
        "<choose><if type='broadcast'><names variable='script-writer director'><name/><label prefix=' (' suffix=')' text-case='title'/></names>"
        "</if></choose><names variable='guest host'><label form='verb' suffix=' '/><name/></names><text macro='title'/></substitute></names>"
        "<text macro='title'/><text term='page-range-delimiter' prefix='1'/></group>";
    static const struct { const char *works, *expected; } rows[] = {
        { "[{'id':1,'title':'T','author':[{'family':'A','given':'B'}]}]", "A, B | T | 1–" },
        { "[{'id':1,'title':'T','type':'broadcast','director':[{'family':'A','given':'B'},{'family':'C'}]}]",
          "B A, C (Directors) | T | 1–" },
        { "[{'id':1,'title':'T','type':'book','director':[{'family':'A'}],'host':[{'family':'H'}]}]", "hosted by H | T | 1–" },
        { "[{'id':1,'title':'T','composer':[{'family':'A'}]}]", "A (Comp.) | T | 1–" },
        { "[{'id':1,'title':'T'}]", "T | 1–" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char style[4096];

        snprintf(style, sizeof style, STYLE("", "<macro name='title'><text variable='title'/></macro>", "<text variable='title'/>", "%s"),
                 elements);
        check_entry(style, rows[i].works, rows[i].expected);
    }
}

/* ---- Groups, conditions, terms --------------------------------------------------------------------------------------------------------- */

static void a_group_whose_variables_are_all_empty_says_nothing(void **state)
{
    (void)state;
    check_elements("", "<group><text variable='title'/><group prefix=' '><text term='in'/><text variable='container-title' prefix=' '/></group></group>",
                   "[{'id':1,'title':'A'}]", "A");
    check_elements("", "<text variable='title'/><group prefix=', '><text value='only words'/></group>", "[{'id':1,'title':'T'}]",
                   "T, only words");
    check_elements("", "<group delimiter=', '><text variable='title'/><choose><if type='book'><text value='b'/><text value='c'/></if></choose>"
                       "</group>", "[{'id':1,'type':'book','title':'T'}]", "T, b, c");
}

static void conditions_look_at_all_any_or_none(void **state)
{
    static const struct { const char *condition, *expected; } rows[] = {
        { "type='book chapter' match='any'", "12–13 yes" },
        { "type='book chapter' match='none'", "12–13 no" },
        { "variable='title volume'", "12–13 yes" },
        { "variable='title DOI'", "12–13 no" },
        { "variable='title' is-numeric='volume'", "12–13 yes" },
        { "is-numeric='issue'", "12–13 no" },
        { "is-uncertain-date='issued'", "12–13 yes" },
        { "locator='page'", "12–13 no" },
        { "position='first'", "12–13 no" },
        { "disambiguate='true'", "12–13 no" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char elements[512];

        snprintf(elements, sizeof elements, "<text variable='volume' suffix=' '/><choose><if %s><text value='yes'/></if><else><text value='no'/></else></choose>",
                 rows[i].condition);
        check_elements("", elements, "[{'id':1,'type':'book','title':'T','volume':'12-13','issue':'second','issued':"
                                     "{'date-parts':[[1999]],'circa':true}}]", rows[i].expected);
    }
}

static void numbers_have_their_forms(void **state)
{
    static const struct { const char *form, *value, *expected; } rows[] = {
        { "ordinal", "1", "1st" },   { "ordinal", "2", "2nd" },   { "ordinal", "3", "3rd" },      { "ordinal", "4", "4th" },
        { "ordinal", "11", "11th" }, { "ordinal", "12", "12th" }, { "ordinal", "22", "22nd" },    { "ordinal", "112", "112th" },
        { "roman", "1999", "mcmxcix" }, { "long-ordinal", "3", "third" }, { "long-ordinal", "11", "11th" },
        { "ordinal", "revised", "revised" }, { "numeric", "2-4", "2–4" }, { "numeric", "2 , 4&5", "2, 4 & 5" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char elements[256], works[256];

        snprintf(elements, sizeof elements, "<number variable='edition' form='%s'/>", rows[i].form);
        snprintf(works, sizeof works, "[{'id':1,'edition':'%s'}]", rows[i].value);
        check_elements("", elements, works, rows[i].expected);
    }
}

/* The table of CSL 1.0.2, appendix V, and the Chicago Manual's examples that it quotes. */
static void pages_are_given_in_the_format_asked_for(void **state)
{
    static const struct { const char *format, *pages, *expected; } rows[] = {
        { "chicago", "100-104", "100–104" }, { "chicago", "600-613", "600–613" }, { "chicago", "1100-1123", "1100–1123" },
        { "chicago", "107-108", "107–8" },   { "chicago", "505-517", "505–17" },  { "chicago", "1002-1006", "1002–6" },
        { "chicago", "321-325", "321–25" },  { "chicago", "415-532", "415–532" }, { "chicago", "11564-11568", "11564–68" },
        { "chicago", "13792-13803", "13792–803" }, { "chicago", "1496-1504", "1496–1504" }, { "chicago", "2787-2816", "2787–2816" },
        { "chicago-16", "1496-1504", "1496–504" }, { "chicago", "3-10", "3–10" }, { "chicago", "71-72", "71–72" },
        { "expanded", "42-5", "42–45" }, { "expanded", "2787-816", "2787–2816" }, { "minimal", "42-45", "42–5" },
        { "minimal", "2787-2816", "2787–816" }, { "minimal-two", "7-8", "7–8" }, { "minimal-two", "42-45", "42–45" },
        { "minimal-two", "2787-2816", "2787–816" }, { "expanded", "S12-S15, S20", "S12–S15, S20" }, { "expanded", "e0123456", "e0123456" },
        { "minimal", "n/a", "n/a" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char attributes[80], works[128];

        snprintf(attributes, sizeof attributes, "page-range-format='%s'", rows[i].format);
        snprintf(works, sizeof works, "[{'id':1,'page':'%s'}]", rows[i].pages);
        check_elements(attributes, "<text variable='page'/>", works, rows[i].expected);
    }
}

static void labels_are_singular_or_plural_with_what_they_count(void **state)
{
    const char *elements = "<label variable='page' form='short' suffix=' '/><text variable='page'/>";

    (void)state;
    check_elements("", elements, "[{'id':1,'page':'12'}]", "p. 12");
    check_elements("", elements, "[{'id':1,'page':'12-15'}]", "pp. 12–15");
    check_elements("", "<number variable='number-of-pages'/><label variable='number-of-pages' form='short' prefix=' '/>",
                   "[{'id':1,'number-of-pages':312}]", "312 pp.");
}

/* ---- Dates --------------------------------------------------------------------------------------------------------------------------------- */

static void dates_and_ranges_say_what_differs_once(void **state)
{
    static const struct { const char *date, *expected; } rows[] = {
        { "{'date-parts':[[2008,5,4]]}", "May 4, 2008" },
        { "{'date-parts':[['2008','5']]}", "May 2008" },
        { "{'date-parts':[[2008]]}", "2008" },
        { "{'date-parts':[[2008,5,1],[2008,5,4]]}", "May 1–4, 2008" },
        { "{'date-parts':[[2008,5],[2008,7]]}", "May–July 2008" },
        { "{'date-parts':[[2008,5],[2009,6]]}", "May 2008–June 2009" },
        { "{'date-parts':[[2008],[2009]]}", "2008–2009" },
        { "{'date-parts':[[2008]],'season':'2'}", "Summer 2008" },
        { "{'date-parts':[[-44,3,15]]}", "March 15, 44BC" },
        { "{'literal':'Michaelmas term'}", "Michaelmas term" },
        { "{'raw':'2008-05-04'}", "May 4, 2008" },
        { "{'raw':'in press'}", "in press" },
        { "{'date-parts':[[]]}", "[nothing is known of this work]" },
        { "{'date-parts':[[2008,99,99]]}", "2008" },
        { "17", "[nothing is known of this work]" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char works[256];

        snprintf(works, sizeof works, "[{'id':1,'issued':%s}]", rows[i].date);
        check_elements("", "<date variable='issued' form='text'/>", works, rows[i].expected);
    }
    check_elements("default-locale='en-GB'", "<date variable='issued' form='text'/>", "[{'id':1,'issued':{'date-parts':[[2008,5,4]]}}]",
                   "4 May 2008");
    check_elements("", "<date variable='issued' form='numeric' date-parts='year-month'/>", "[{'id':1,'issued':{'date-parts':[[2008,5,4]]}}]",
                   "05/2008");
}

/* ---- Text ------------------------------------------------------------------------------------------------------------------------------------ */

static void cases_follow_the_rules_of_english(void **state)
{
    static const struct { const char *text_case, *title, *expected; } rows[] = {
        { "title", "the effects of mentoring on young people", "The Effects of Mentoring on Young People" },
        { "title", "back to school: a review", "Back to School: A Review" },
        { "title", "what works? an iPhone app and the NEET rate", "What Works? An iPhone App and the NEET Rate" },
        { "title", "SCHOOL DROPOUT AND THE STATE", "School Dropout and the State" },
        { "title", "<span class=\\'nocase\\'>de</span> facto", "de Facto" },
        { "title", "NEET", "NEET" },
        { "sentence", "EFFECTS OF JOB CORPS", "Effects of job corps" },
        { "sentence", "effects of Job Corps", "Effects of Job Corps" },
        { "lowercase", "ÉCOLE Été", "école été" },
        { "uppercase", "école ß", "ÉCOLE ẞ" },
        { "capitalize-first", "école été", "École été" },
        { "capitalize-all", "école de l`été", "École De L’été" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char elements[128], works[512];

        snprintf(elements, sizeof elements, "<text variable='title' text-case='%s'/>", rows[i].text_case);
        snprintf(works, sizeof works, "[{'id':1,'title':'%s'}]", rows[i].title);
        check_elements("", elements, works, rows[i].expected);
    }
    check_elements("", "<text variable='title' text-case='title'/>", "[{'id':1,'title':'der arbeitsmarkt','language':'de'}]",
                   "der arbeitsmarkt");
}

static void punctuation_is_never_doubled(void **state)
{
    static const struct { const char *title, *expected; } rows[] = {
        { "Plain", "Plain. P." }, { "Stopped.", "Stopped. P." }, { "Asked?", "Asked? P." }, { "Trailing,", "Trailing. P." },
        { "Etc...", "Etc... P." }, { "Cut…", "Cut… P." }, { "He said `no.`", "He said ‘no.’ P." },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char works[256];

        snprintf(works, sizeof works, "[{'id':1,'title':'%s','publisher':'P.'}]", rows[i].title);
        check_elements("", "<group delimiter='. ' suffix='.'><text variable='title'/><text variable='publisher'/></group>", works,
                       rows[i].expected);
    }
    check_elements("", "<text variable='title' quotes='true' suffix=','/><text variable='publisher' prefix=' '/>",
                   "[{'id':1,'title':'On \\'being\\' there','publisher':'P'}]", "“On ‘being’ there,” P");
    check_elements("default-locale='en-GB'", "<text variable='title' quotes='true' suffix=','/><text variable='publisher' prefix=' '/>",
                   "[{'id':1,'title':'Title','publisher':'P'}]", "‘Title’, P");
    check_elements("", "<text variable='title' suffix='. '/><text value='. '/><text variable='publisher' prefix=', '/>",
                   "[{'id':1,'title':'A','publisher':'P'}]", "A., P");
}

static void markup_is_understood_or_shown_and_never_live(void **state)
{
    static const struct { const char *title, *html, *markdown; } rows[] = {
        { "Growth of <i>E. coli</i>", "<em>Growth of </em>E. coli", "*Growth of* E. coli" },
        { "H<sub>2</sub>O", "<em>H</em><sub><em>2</em></sub><em>O</em>", NULL },
        { "<script>alert(1)</script>", "<em>&lt;script&gt;alert(1)&lt;/script&gt;</em>", "*\\<script\\>alert(1)\\</script\\>*" },
        { "<i>open for ever", "<em>&lt;i&gt;open for ever</em>", NULL },
        { "a </i> b", "<em>a &lt;/i&gt; b</em>", NULL },
        { "1 < 2 & *3*", "<em>1 &lt; 2 &amp; *3*</em>", "*1 \\< 2 \\& \\*3\\**" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char    works[256], *text;
        citing *c;

        snprintf(works, sizeof works, "[{'id':1,'title':'%s'}]", rows[i].title);
        text = json(works);
        c = begin_citing(STYLE("", "", "<text variable='title'/>", "<text variable='title' font-style='italic'/>"), text);
        if (i != 1)
            assert_string_equal(entry_as(c, 0, rv_cite_html), rows[i].html);
        else
            assert_non_null(strstr(entry_as(c, 0, rv_cite_html), "<sub>2</sub>"));
        if (rows[i].markdown)
            assert_string_equal(entry_as(c, 0, rv_cite_markdown), rows[i].markdown);
        end_citing(c);
        free(text);
    }
}

static void only_addresses_of_the_web_become_links(void **state)
{
    static const struct { const char *works, *html; } rows[] = {
        { "[{'id':1,'URL':'https://example.org/a?b=1&c=2'}]",
          "<a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>" },
        { "[{'id':1,'URL':'javascript:alert(1)'}]", "javascript:alert(1)" },
        { "[{'id':1,'URL':'https://a\\'onclick=x'}]", "https://a&quot;onclick=x" },
        { "[{'id':1,'DOI':'10.1000/xyz'}]", "<a href=\"https://doi.org/10.1000/xyz\">https://doi.org/10.1000/xyz</a>" },
        { "[{'id':1,'DOI':'https://doi.org/10.1000/xyz'}]", "<a href=\"https://doi.org/10.1000/xyz\">https://doi.org/10.1000/xyz</a>" },
        { "[{'id':1,'DOI':'nonsense'}]", "https://doi.org/nonsense" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char   *text = json(rows[i].works);
        citing *c = begin_citing(STYLE("", "", "<text variable='title'/>",
                                       "<text variable='URL'/><text variable='DOI' prefix='https://doi.org/'/>"), text);

        assert_string_equal(entry_as(c, 0, rv_cite_html), rows[i].html);
        end_citing(c);
        free(text);
    }
}

static void inner_formatting_wins_over_outer(void **state)
{
    char   *text = json("[{'id':1,'title':'T','volume':'3'}]");
    citing *c = begin_citing(STYLE("", "", "<text variable='title'/>",
                                   "<group font-style='italic' delimiter=' '><text variable='title' prefix='(' suffix=')'/>"
                                   "<text variable='volume' font-style='normal' font-weight='bold'/></group>"), text);

    (void)state;
    assert_string_equal(entry_as(c, 0, rv_cite_html), "<em>(T) </em><strong>3</strong>");
    end_citing(c);
    free(text);
}

/* ---- Works with nothing, and too much --------------------------------------------------------------------------------------------------- */

static void every_style_says_something_of_works_that_lack_everything(void **state)
{
    static const char *const works[] = {
        "[{'id':1}]", "[{'id':1,'type':'no-such-type','title':'T'}]", "[{'id':1,'type':'article-journal','author':[]}]",
        "[{'id':1,'type':'article-journal','title':'','author':[{}],'issued':{'raw':''}}]",
        "[{'id':1,'type':'report','title':null,'author':'Smith','issued':[1999],'volume':{'a':1},'page':true}]",
        "[{'id':1,'type':'chapter','container-title':'Book only'}]",
    };

    (void)state;
    for (const rv_cite_shipped *style = rv_cite_styles; style->name; style++)
        for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
            char   *text = json(works[i]);
            citing *c = begin_citing(style->name, text);

            assert_true(strlen(entry(c, 0)) >= (strstr(works[i], "'T'") ? 3 : 10));
            assert_true(strlen(cited(c, "1", NULL, NULL, NULL)) > 0);
            end_citing(c);
            free(text);
        }
}

static void a_title_of_ten_thousand_letters_and_forty_authors_come_through(void **state)
{
    char    title[10001], *text;
    rv_buf  works = RV_BUF_INIT;
    citing *c;

    (void)state;
    memset(title, 'x', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    rv_buf_printf(&works, "[{'id':1,'type':'book','title':'%s','author':[", title);
    for (int i = 1; i <= 40; i++)
        rv_buf_printf(&works, "%s{'family':'Name%d','given':'G'}", i > 1 ? "," : "", i);
    rv_buf_text(&works, "]}]");
    text = json(rv_buf_str(&works));
    c = begin_citing("apa", text);
    assert_non_null(strstr(entry(c, 0), "Name19, G., … Name40, G. (n.d.). Xxxx"));
    assert_true(strlen(entry(c, 0)) > 10000);
    end_citing(c);
    free(text);
    rv_buf_free(&works);
}

static void control_characters_and_broken_lines_become_blanks(void **state)
{
    (void)state;
    check_elements("", "<text variable='title'/>", "[{'id':1,'title':' A\\u0007\\n  b\\u001b[31m '}]", "A b [31m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_inverted_and_shortened_to_initials),
        cmocka_unit_test(particles_stand_where_the_style_wants_them),
        cmocka_unit_test(many_names_are_cut_as_the_style_says),
        cmocka_unit_test(a_role_has_its_label_in_the_right_number),
        cmocka_unit_test(what_stands_in_for_the_author_is_not_said_again),
        cmocka_unit_test(choices_and_roles_within_substitutes_are_tried_in_order),
        cmocka_unit_test(a_group_whose_variables_are_all_empty_says_nothing),
        cmocka_unit_test(conditions_look_at_all_any_or_none),
        cmocka_unit_test(numbers_have_their_forms),
        cmocka_unit_test(pages_are_given_in_the_format_asked_for),
        cmocka_unit_test(labels_are_singular_or_plural_with_what_they_count),
        cmocka_unit_test(dates_and_ranges_say_what_differs_once),
        cmocka_unit_test(cases_follow_the_rules_of_english),
        cmocka_unit_test(punctuation_is_never_doubled),
        cmocka_unit_test(markup_is_understood_or_shown_and_never_live),
        cmocka_unit_test(only_addresses_of_the_web_become_links),
        cmocka_unit_test(inner_formatting_wins_over_outer),
        cmocka_unit_test(every_style_says_something_of_works_that_lack_everything),
        cmocka_unit_test(a_title_of_ten_thousand_letters_and_forty_authors_come_through),
        cmocka_unit_test(control_characters_and_broken_lines_become_blanks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
