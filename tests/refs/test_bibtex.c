#include <config.h>

#include "tests/refs/neutral_support.h"
#include "tests/refs/read_support.h"

/* Reads text; each line of `lines` (up to an empty one) must be said. */
static void says(const char *text, const char *lines)
{
    neutral_result got;
    char           line[600];
    const char    *end;

    neutral_read(&got, text, strlen(text));
    if (got.status != RV_OK)
        fail_msg("%s is refused: %s", text, got.err.message);
    assert_string_equal(got.summary.format, "bibtex");
    for (; *lines; lines = end + (*end == '\n')) {
        end = lines + strcspn(lines, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(end - lines), lines);
        neutral_holds(&got, line);
    }
    neutral_free(&got);
}

/* One title goes in as TeX and comes out plain. */
static void title_is(const char *tex, const char *plain)
{
    rv_buf text = RV_BUF_INIT, want = RV_BUF_INIT;

    rv_buf_printf(&text, "@misc{k,title={%s},year=2001}", tex);
    rv_buf_printf(&want, "title=%s\ndate=2001-0-0|2001", plain);
    says(rv_buf_str(&text), rv_buf_str(&want));
    rv_buf_free(&text);
    rv_buf_free(&want);
}

static void author_is(const char *tex, const char *lines)
{
    rv_buf text = RV_BUF_INIT;

    rv_buf_printf(&text, "@misc{k,title={T},author={%s}}", tex);
    says(rv_buf_str(&text), lines);
    rv_buf_free(&text);
}

static void problems_are(const char *text, const char *problems)
{
    neutral_result got;

    neutral_read(&got, text, strlen(text));
    assert_string_equal(rv_buf_str(&got.problems), problems);
    neutral_free(&got);
}

/* ---- Syntax ------------------------------------------------------------------------------------------------------------- */

static void an_entry_has_its_place_and_its_fields(void **state)
{
    static const char text[] = "% a file\n@article{adams2001, author = {Adams, Ann and Brown, Bo},\n  title = {One}, "
    "year = 2001,\n"
                               "  doi = {10.9999/ONE} }\nwords between @book{b, title={Two}}\n";
    read_result got;

    (void)state;
    read_text(&got, text);
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(rv_buf_str(&got.records), "9+110:2 One|Adams, Ann; Brown, Bo|2001|10.9999/one;134+21:5 Two||"
                        "0|;");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.tags), "ENTRYTYPE=book|ID=b|title=Two|");
    assert_int_equal(got.bytes.length, strlen(text));
    read_free(&got);
}

static void values_are_joined_from_braces_quotes_numbers_and_strings(void **state)
{
    (void)state;
    says("@STRING{j = \"Journal \"}@string(of = {of } # j)\n@Article(k, TITLE = \"A {\"}quoted{\"} \" # {B} # 7, "
         "journal = j # OF # jan,)",
         "type=article-journal\nkey=k\ntitle=A \"quoted\" B7\ncontainer=Journal of Journal jan");
}

static void names_of_fields_may_be_set_in_any_way(void **state)
{
    (void)state;
    says("@misc{k, Title={T}, key words = {a}, Article-Number = {e1}, author_keywords={b}, "
         "bdsk-url-1={http://x.example}}",
         "title=T\nkeyword=a\nkeyword=b\npages=e1\nurl=http://x.example");
}

static void strings_that_are_not_defined_are_told_and_kept_by_name(void **state)
{
    (void)state;
    says("@string{a = a # a}@misc{k,title=a # b}", "title=aab");
    problems_are("@string{a = a # a}\n@string{b = c # c} @string{c = b # b}\n@misc{k,title=a # b # {T}}",
                 "bib-string@1 bib-string@2 ");
    problems_are("@misc{k,title={T},\nmonth=jan,\njournal=nothing}", "bib-string@3 ");
    says("@misc{k,title=Words without braces,year=1999}", "title=Words without braces\ndate=1999-0-0|1999");
}

static void strings_that_grow_without_end_are_cut(void **state)
{
    rv_buf         text = RV_BUF_INIT;
    neutral_result got;
    int            i;

    (void)state;
    rv_buf_text(&text, "@string{s0 = \"0123456789abcdef\"}\n");
    for (i = 1; i < 40; i++)
        rv_buf_printf(&text, "@string{s%d = s%d # s%d}\n", i, i - 1, i - 1);
    rv_buf_text(&text, "@misc{k,title=s39 # s30 # {T}}\n");
    neutral_read(&got, text.data, text.length);
    assert_int_equal(got.status, RV_OK);
    assert_non_null(strstr(rv_buf_str(&got.problems), "bib-string@"));
    assert_true(got.said.length < 1 << 20);
    neutral_free(&got);
    rv_buf_free(&text);
}

static void a_comment_is_passed_over_and_one_without_end_hides_nothing(void **state)
{
    (void)state;
    says("@comment{@book{no,title={no}}}\n@comment{jabref-meta: x;{y};}\n%@misc{no,title={no}}"
         "\nme@home.example\n@misc{k,title={T}}", "key=k");
    problems_are("@comment{@book{no,\ntitle={no}}}\n@misc{k,title={T}}", "");
    says("@comment{ open {\n@misc{a,title={A}}\n@comment{\n@misc{b,title={B}}\n", "title=A\ntitle=B");
    problems_are("@comment{ open {\n@misc{a,title={A}}\n", "bib-unbalanced@1 ");
}

static void entries_around_one_without_end_are_read(void **state)
{
    (void)state;
    says("@article{a1,title={One}}\n@article{a2,title={Two {unclosed},year=2002}\n@article{a3,title={Three}}\n",
         "title=One\ntitle=Three");
    problems_are("@article{a1,title={One}}\n@article{a2,title={Two {unclosed},year=2002}\n@article{a3,title={Three}}"
                 "\n", "bib-unbalanced@2 ");
    says("@article{a1,\n title={One},\n abstract={open {,\n author={Adams, Ann}\n}\n @article{a2,title={Two}}\n",
         "title=One\nauthor=Adams|Ann|\ntitle=Two");
    says("@misc{a,title={A},note={text\n@type{Person} is no entry}}", "note=text @typePerson is no entry");
}

static void an_entry_that_the_file_ends_in_keeps_its_whole_fields(void **state)
{
    (void)state;
    says("@misc{a,title={A},author={Adams, Ann},\nabstract={cut he", "title=A\nauthor=Adams|Ann|");
    problems_are("@misc{a,title={A},author={Adams, Ann},\nabstract={cut he", "record-incomplete@1 ");
    problems_are("@misc{b,title={B}}\n@misc{a,abstract={cut he", "record-incomplete@2 ");
}

static void a_brace_too_many_does_not_end_the_entry(void **state)
{
    (void)state;
    says("@article{a,title={One}},year=2001}\n@article{b,title={Two}}},\n@misc{c,title={C}}",
         "title=One\ndate=2001-0-0|2001\ntitle=Two\ntitle=C");
    problems_are("@article{a,title={One}}\n  year = {2001}\n}\n", "bib-unbalanced@1 ");
}

static void a_brace_behind_a_backslash_is_text_where_the_entry_then_has_an_end(void **state)
{
    (void)state;
    says("@misc{a,title={A \\{ b},year=1999}\n@misc{b,title={A \\} b},year=1998}", "title=A { b\ntitle=A } "
         "b\ndate=1998-0-0|1998");
    says("@misc{c,file={C:\\dir\\},title={Path}}\n@misc{d,title={D}}", "title=Path\nfile=C:\\dir\\\ntitle=D");
}

static void a_quotation_mark_without_its_fellow_ends_with_the_line(void **state)
{
    (void)state;
    says("@article{a1,title=\"One,\nyear=2001}\n@misc{b,title=\"M\\\"uller\"}", "title=One\ndate=2001-0-0|"
         "2001\ntitle=Müller");
    problems_are("@article{a1,\ntitle=\"One,\nyear=2001}\n", "bib-unbalanced@2 ");
}

static void commas_and_equals_signs_may_be_missing(void **state)
{
    (void)state;
    says("@article{k\n title = {One}\n year = 2001\n journal \"J\" , stray words, pages={1} }",
         "key=k\ntitle=One\ndate=2001-0-0|2001\ncontainer=J\npages=1");
    problems_are("@article{k,\n title = {One}\n year = 2001}", "missing-separator@3 ");
}

static void keys_are_any_text_up_to_the_comma(void **state)
{
    (void)state;
    says("@misc{ 2004A&A...424..927C ,title={A}}@misc{mouse;2015,title={B}}@misc{doi:10.9999/x(1),title={C}}"
         "@misc{title={no key}}@misc{,title={D}}",
         "key=2004A&A...424..927C\nkey=mouse;2015\nkey=doi:10.9999/x(1)\ndoi=10.9999/x(1)\ntitle=no key\ntitle=D");
}

static void a_second_entry_of_a_key_is_told_and_kept(void **state)
{
    (void)state;
    says("@book{k,title={A}}\n@book{k,title={B}}\n@Book(k2,title=\"C\")", "title=A\ntitle=B\ntitle=C");
    problems_are("@book{k,title={A}}\n@book{k,title={B}}\n@Book(k2,title=\"C\")", "duplicate-key@2 ");
    problems_are("@book{k,title={A},\nyear=2001,title={B}}", "repeated-single-field@1 ");
}

static void deep_nesting_is_told(void **state)
{
    rv_buf         text = RV_BUF_INIT;
    neutral_result got;
    int            i;

    (void)state;
    rv_buf_text(&text, "@misc{k,title=");
    for (i = 0; i < 50000; i++)
        rv_buf_char(&text, '{');
    rv_buf_text(&text, "deep");
    for (i = 0; i < 50000; i++)
        rv_buf_char(&text, '}');
    rv_buf_char(&text, '}');
    neutral_read(&got, text.data, text.length);
    neutral_holds(&got, "title=deep");
    assert_string_equal(rv_buf_str(&got.problems), "depth@1 ");
    neutral_free(&got);
    rv_buf_free(&text);
}

static void bytes_that_are_no_text_are_told_once_an_entry(void **state)
{
    (void)state;
    problems_are("@misc{a,title={A\x01},\nnote={\x02}}\n@misc{b,title={\xC3\x83\xC2\xBC}}\n@misc{c,title={fine "
                 "\xC3\xBC},\nnote={\xFF}}",
                 "control-characters@1 suspected-mojibake@3 bad-utf8@5 ");
}

static void places_are_in_the_bytes_of_the_file_whatever_its_encoding(void **state)
{
    static const char latin1[] = "@misc{a,title={M\xFCller}} @misc{b,title={\xE9\xE8}} @misc{c,title={C}}\n";
    static const char utf16[] = "\xFF\xFE@\0m\0i\0s\0c\0{\0a\0,\0t\0i\0t\0l\0e\0=\0{\0\xFC\0}\0}\0 "
    "\0@\0m\0i\0s\0c\0{\0b\0,\0t\0i\0t\0l\0e\0=\0{\0B\0}\0}\0";
    read_result       got;

    (void)state;
    read_bytes_as(&got, latin1, sizeof latin1 - 1, "bibtex", "ISO-8859-1");
    assert_string_equal(rv_buf_str(&got.records), "0+23:1 Müller||0|;24+19:1 éè||0|;44+18:1 C||0|;");
    read_free(&got);
    read_bytes_as(&got, utf16, sizeof utf16 - 1, NULL, NULL);
    assert_string_equal(rv_buf_str(&got.records), "2+36:1 ü||0|;40+36:1 B||0|;");
    read_free(&got);
}

static void one_line_may_hold_all_of_a_large_file(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    read_result got;
    int         i;

    (void)state;
    for (i = 0; i < 20000; i++)
        rv_buf_printf(&text, "@misc{k%d,title={Title \\{%d\\}},note={%.*s}} ", i, i, i % 60, "sixty letters of some "
                      "note that is longer now and then, or not");
    rv_buf_printf(&text, "@misc{last,title={%*s}}", 200000, "x");
    read_bytes_as(&got, text.data, text.length, NULL, NULL);
    assert_int_equal(got.status, RV_OK);
    assert_int_equal(got.summary.records, 20001);
    assert_int_equal(got.summary.problems, 0);
    assert_int_equal(got.last.offset + got.last.length, text.length);
    assert_string_equal(got.last.title, "x");
    read_free(&got);
    rv_buf_free(&text);
}

static void an_entry_longer_than_the_limit_is_cut_and_told(void **state)
{
    rv_buf         text = RV_BUF_INIT;
    neutral_result got;
    int            i;

    (void)state;
    rv_buf_text(&text, "@misc{a,title={A},\n note={");
    for (i = 0; i < 70000; i++)
        rv_buf_printf(&text, "some text that says nothing, line %d, and goes on and on and on\n", i);
    rv_buf_text(&text, "}}\n@misc{b,title={B}}\n");
    neutral_read(&got, text.data, text.length);
    assert_int_equal(got.status, RV_OK);
    neutral_holds(&got, "title=A");
    neutral_holds(&got, "title=B");
    assert_string_equal(rv_buf_str(&got.problems), "record-incomplete@1 ");
    neutral_free(&got);
    rv_buf_free(&text);
}

static void other_texts_are_not_taken_for_bibtex(void **state)
{
    neutral_result got;

    (void)state;
    neutral_read(&got, "dear @all, this {is} no bibliography\n@media {x}\n", 49);
    assert_int_equal(got.status, RV_EPARSE);
    neutral_free(&got);
    neutral_read(&got, "@unheard-of{key, title={T}}", 27);
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(rv_buf_str(&got.problems), "unknown-type@1 ");
    neutral_free(&got);
    neutral_read(&got, "@comment{only this}\n@preamble{\"x\"}\n@string{a=1}\n", 49);
    assert_int_equal(got.status, RV_EPARSE);
    assert_non_null(strstr(got.err.message, "empty-input"));
    neutral_free(&got);
}

/* ---- Inheritance ------------------------------------------------------------------------------------------------------------ */

static void a_chapter_takes_from_its_book_before_or_behind_it(void **state)
{
    static const char chapter[] = "@inbook{c,title={C},author={Adams, A},pages={1--2},crossref={B}}\n@article{x,"
    "title={X}}\n";
    static const char book[] = "@book{B,title={Book},subtitle={Sub},editor={Ed, It},publisher={P},address={L},"
    "year=2004,volume=2,isbn={978-0-306-40615-7},doi={10.9999/b}}\n";
    rv_buf         text = RV_BUF_INIT;
    neutral_result got;
    int            i;

    (void)state;
    for (i = 0; i < 2; i++) {
        rv_buf_clear(&text);
        rv_buf_printf(&text, "%s%s", i ? book : chapter, i ? chapter : book);
        neutral_read(&got, text.data, text.length);
        assert_string_equal(rv_buf_str(&got.problems), "");
        assert_non_null(strstr(rv_buf_str(&got.said), "type=chapter\ntitle=C\ncontainer=Book: "
                        "Sub\nvolume=2\npages=1-2\npublisher=P\nplace=L\nkey=c\n"
                                                      "isbn=9780306406157\nauthor=Adams|A|\neditor=Ed|It|"
                                                      "\ndate=2004-0-0|2004\n\n"));
        neutral_free(&got);
    }
    rv_buf_free(&text);
}

static void records_stay_in_the_order_of_the_file_when_one_waits_for_its_parent(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "@inproceedings{a,title={A},crossref={P}}\n@misc{b,title={B}}\n@inproceedings{c,title={C},"
              "crossref={Q}}\n"
                    "@proceedings{P,title={P},year=2001}\n@misc{d,title={D}}\n@proceedings{Q,title={Q},year=2002}\n");
    assert_string_equal(rv_buf_str(&got.records), "0+40:1 A||2001|;41+18:2 B||0|;60+40:3 C||2002|;101+35:4 P||2001|"
                        ";137+18:5 D||0|;156+35:6 Q||2002|;");
    read_free(&got);
}

static void a_parent_that_is_nowhere_is_told(void **state)
{
    (void)state;
    says("@inbook{a,title={A},crossref={nowhere}}\n@misc{b,title={B}}", "title=A\ntitle=B");
    problems_are("@inbook{a,title={A},crossref={nowhere}}\n@misc{b,title={B}}", "bib-crossref@1 ");
}

static void entries_that_wait_are_bounded(void **state)
{
    rv_buf      text = RV_BUF_INIT;
    read_result got;
    int         i;

    (void)state;
    for (i = 0; i < 9000; i++)
        rv_buf_printf(&text, "@inbook{c%d,title={C%d},crossref={late},note={%0900d}}\n", i, i, i);
    rv_buf_text(&text, "@book{late,title={Late},year=2001}\n");
    read_bytes_as(&got, text.data, text.length, NULL, NULL);
    assert_int_equal(got.status, RV_OK);
    assert_int_equal(got.summary.records, 9001);
    assert_non_null(strstr(rv_buf_str(&got.records), "C8999||2001|;"));
    assert_non_null(strstr(rv_buf_str(&got.records), " C0||0|;"));
    read_free(&got);
    rv_buf_free(&text);
}

static void circles_of_parents_end(void **state)
{
    (void)state;
    says("@book{B,title={B},author={Adams, A},crossref={B}}@book{Q,title={Q},crossref={P}}@book{P,title={P},"
         "editor={Ed, It},crossref={Q}}\n"
         "@inbook{c,title={C},crossref={Q}}@misc{s,title={S},crossref={s},xdata={s}}", "container=Q\neditor=Ed|It|"
         "\ntitle=S");
}

static void xdata_gives_its_fields_and_is_no_record(void **state)
{
    read_result got;

    (void)state;
    read_text(&got, "@book{b,title={B},publisher={Own},xdata={x, y}}\n@xdata{x,publisher={X},location={There},"
              "author={Adams, A}}\n@xdata{y,year=1999}\n");
    assert_int_equal(got.summary.records, 1);
    assert_string_equal(rv_buf_str(&got.records), "0+47:1 B|Adams, A|1999|;");
    assert_string_equal(got.last.publisher, "Own");
    read_free(&got);
}

static void a_small_file_does_not_become_large_by_its_parents(void **state)
{
    rv_buf         text = RV_BUF_INIT;
    neutral_result got;
    int            i;

    (void)state;
    rv_buf_printf(&text, "@book{B,title={%.*d}}\n", 60000, 7);
    for (i = 0; i < 500; i++)
        rv_buf_text(&text, "@inbook{c,crossref={B}}\n");
    neutral_read(&got, text.data, text.length);
    assert_int_equal(got.summary.records, 501);
    assert_true(got.said.length < 64 * text.length);
    neutral_free(&got);
    rv_buf_free(&text);
}

/* ---- TeX ------------------------------------------------------------------------------------------------------------------------ */

static void accents_compose(void **state)
{
    (void)state;
    title_is("M\\\"uller M{\\\"u}ller M\\\"{u}ller {\\\"{u}} \\'e {\\'{\\i}} \\'\\i{} \\c{c} \\c c \\v{S} \\v S "
             "\\H{o} \\k{a} \\r{a} \\u{g} \\d{s} \\b{d} \\~n \\=a \\.z \\^\\j",
             "Müller Müller Müller ü é í í ç ç Š Š ő ą å ğ ṣ ḏ ñ ā ż ĵ");
    title_is("\\'{\\^{e}} \\d{\\^a} \\t{oo} \\ocirc{u}", "ế ậ o͡o ů");
    title_is("\\^{} \\~{} \\'{} x\\", "^ ~ ' x\\");
    title_is("\\'x \\'$y$ \\\"ä", "x́ ý ä̈");
}

static void letters_and_signs_have_their_characters(void **state)
{
    (void)state;
    title_is("\\O\\o\\L\\l\\ss{}\\ae\\AE\\oe\\aa\\i\\j\\dh\\th{} x", "ØøŁłßæÆœåıȷðþ x");
    title_is("\\& \\% \\$ \\# \\_ \\{ \\} \\textdegree{}C \\pounds5 \\texttrademark \\ldots", "& % $ # _ { } °C £5 ™…");
    title_is("a -- b --- c ``d'' `e' f~g, h\\,i\\ j\\\\k \\-l", "a – b — c “d” ‘e' f g, h i j k l");
    title_is("\\LaTeX{} and \\textbackslash\\textasciitilde", "LaTeX and \\~");
}

static void styles_go_and_what_they_shape_stays(void **state)
{
    (void)state;
    title_is("{\\sc Small} \\emph{it} \\textbf{\\textit{x}} {{NEET}} youth", "Small it x NEET youth");
    title_is("\\enquote{a \\mkbibquote{b}} \\href {http://x.example/{y}} {words} \\url{http://x.example/a_b\\%} "
             "\\textcolor{red}{c}",
             "“a “b”” words http://x.example/a_b% c");
    title_is("\\noopsort{1973b}A \\discretionary{a}{b}{c}B \\symbol{126} \\symbol{7}C", "A B ~ C");
}

static void unknown_commands_stay_readable(void **state)
{
    (void)state;
    title_is("\\aap and \\nonsense{arg {x}}", "\\aap and \\nonsense{arg x}");
}

static void simple_mathematics_becomes_text(void **state)
{
    (void)state;
    title_is("$\\alpha$--$\\beta$ $<$ 5, H$_2$O, x$^2$, 10$^{-3}$, 25$^\\circ$C, 4$^{\\textrm{th}}$, $\\frac{a}{b}$, "
             "$\\le\\omega$",
             "α–β < 5, H₂O, x², 10⁻³, 25°C, 4th, a/b, ≤ω");
    title_is("$x^{n+1}$ $y_i$ $\\beta_{max}$ \\(z\\) $\\overline{1}$ \\textsuperscript{2}\\textsubscript a",
             "x^{n+1} y_i β_max z 1̅ ²a");
    title_is("from $5 and $10 to $20", "from $5 and $10 to $20");
    title_is("lone $ and $-$50", "lone $ and -50");
}

static void broken_tex_loses_nothing(void **state)
{
    (void)state;
    title_is("\\textsuperscript{2} \\frac{a} \\enquote x \\symbol{} \\noopsort y \\href{c} \\textsubscript", "² a x y");
}

static void html_in_values_is_decoded_but_not_what_tex_says(void **state)
{
    (void)state;
    title_is("A&rsquo;s <i>B</i> &amp; C", "A’s B & C");
    title_is("A \\&lt; \\textless{}i\\textgreater{}", "A &lt; <i>");
}

static void addresses_are_not_tex(void **state)
{
    (void)state;
    says("@misc{k,title={T},url={http://x.example/~u/a\\_b\\%20c?d=$e--f&g},doi={10.9999/a\\_b},"
         "howpublished={\\url{http://y.example/{z}}}}",
         "url=http://x.example/~u/a_b%20c?d=$e--f&g\ndoi=10.9999/a_b");
    says("@misc{k,title={T},url={http://x.example/$\\sim$u/\\textasciitilde},howpublished={Talk at "
         "\\url{http://y.example}}}",
         "url=http://x.example/~u/~\nurl=http://y.example\nnote=Talk at http://y.example");
    says("@misc{k,title={T},howpublished={Blog}}", "note=Blog");
}

/* ---- People ------------------------------------------------------------------------------------------------------------------------ */

static void names_are_read_in_all_of_their_forms(void **state)
{
    (void)state;
    author_is("Adams, Ann and Brown, Jr, Bo B. and Charles Darwin and Ludwig van Beethoven and {World Health "
              "Organization} and M{\\\"u}ller, J{\\'e}r{\\^o}me",
              "author=Adams|Ann|\nauthor=Brown|Bo B.|Jr\nauthor=Darwin|Charles|\nauthor=van Beethoven|Ludwig|"
              "\nauthor=World Health Organization||\n"
              "author=Müller|Jérôme|");
    author_is("von Hicks, III, Michael and Costa, P. T., Jr. and Martin Luther King, Jr. and John Smith III and de "
              "la Vall{\\'e}e Poussin, C. and Plato",
              "author=von Hicks|Michael|III\nauthor=Costa|P. T.|Jr.\nauthor=King|Martin Luther|Jr.\nauthor=Smith|"
              "John|III\n"
              "author=de la Vallée Poussin|C.|\nauthor=Plato||");
    author_is("sudhin jacob AND  van Gogh\n and \\'Elie Cartan and {\\'E}mile Zola and X",
              "author=jacob|sudhin|\nauthor=van Gogh||\nauthor=Cartan|Élie|\n"
              "author=Zola|Émile|\nauthor=X||");
}

static void biblatex_names_by_parts(void **state)
{
    (void)state;
    author_is("family=Vries, given=Simon, given-i=S, prefix=de, useprefix=true and given = \"Jean Paul\", "
              "family={Sartre and Co}, suffix=Jr",
              "author=de Vries|Simon|\nauthor=Sartre and Co|Jean Paul|Jr");
}

static void and_others_stays_as_others(void **state)
{
    (void)state;
    author_is("Adams, Ann and others", "author=Adams|Ann|\nauthor=others||");
}

static void lists_that_bibtex_does_not_know_are_parted_too(void **state)
{
    (void)state;
    author_is("Adams, Ann; Brown, Bo; {A; B}", "author=Adams|Ann|\nauthor=Brown|Bo|\nauthor=A; B||");
    author_is("Ann Adams, Bo Brown, Cy Clark", "author=Adams|Ann|\nauthor=Brown|Bo|\nauthor=Clark|Cy|");
    author_is("Adams, A, B, C, D, E, F, G, H, I, J", "author=Adams|A, B, C, D, E, F, G, H, I, J|");
    problems_are("@misc{k,title={T},author={,},editor={{}}}", "odd-author@1 odd-author@1 ");
}

static void roles_are_kept_apart(void **state)
{
    (void)state;
    says("@book{k,title={T},editor={E, A},translator={T, B},collaborator={C, D},serieseditor={S, E},bookauthor={B, F}}",
         "editor=E|A|\ntranslator=T|B|\nother=C|D|\nseries_editor=S|E|\nother=B|F|");
    says("@movie{k,title={T},director={D, A}}@video{l,title={T},editor={E, B},editortype={director}}",
         "type=motion_picture\nauthor=D|A|\nauthor=E|B|");
}

/* ---- Fields ------------------------------------------------------------------------------------------------------------------------- */

static void types_become_those_of_csl(void **state)
{
    static const char *const types[][2] = {
        { "article", "article-journal" }, { "Book", "book" }, { "incollection", "chapter" }, { "inproceedings",
        "paper-conference" },
        { "CONFERENCE", "paper-conference" }, { "phdthesis", "thesis" }, { "techreport", "report" }, { "online",
        "webpage" }, { "misc", "document" },
        { "unpublished", "manuscript" }, { "dataset", "dataset" }, { "software", "software" }, { "patent",
        "patent" }, { "standard", "standard" },
        { "jurisdiction", "legal_case" }, { "inreference", "entry-encyclopedia" }, { "collection",
        "book" }, { "manual", "book" },
    };
    char   text[200], want[80];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof types / sizeof *types; i++) {
        snprintf(text, sizeof text, "@%s{k,title={T}}", types[i][0]);
        snprintf(want, sizeof want, "type=%s", types[i][1]);
        says(text, want);
    }
    says("@article{k,title={T},entrysubtype={newspaper}}@article{l,title={T},journal={arXiv preprint arXiv:1}}"
         "@video{m,title={T},entrysubtype={tvepisode}}"
         "@misc{n,title={T},entrysubtype={map}}@article{o,title={T},entrysubtype={magazine}}@article{p,title={T},"
         "entrysubtype={nonsense}}",
         "type=article-newspaper\ntype=article\ntype=broadcast\ntype=map\ntype=article-magazine\ntype=article-journal");
}

static void titles_and_what_they_stand_in(void **state)
{
    (void)state;
    says("@article{k,title={T},subtitle={S},shorttitle={Sh},journaltitle={J},journalsubtitle={JS},shortjournal={J.},"
         "origtitle={O}}",
         "title=T: S\nshort_title=Sh\noriginal_title=O\ncontainer=J: JS\nabbreviation=J.");
    says("@incollection{k,title={What?},subtitle={S},booktitle={B},booksubtitle={BS},series={Se},eventtitle={E},"
         "edition={2}}",
         "title=What? S\ncontainer=B: BS\nseries=Se\nevent=E\nedition=2");
    says("@book{k,title={T},booktitle={T},maintitle={M}}@proceedings{l,booktitle={P}}@inreference{m,"
         "title={Encyclopedia},lista={Word}}",
         "title=T\nseries=M\ntitle=P\ntitle=Word\ncontainer=Encyclopedia");
}

static void numbers_depend_on_the_type(void **state)
{
    (void)state;
    says("@article{k,title={T},volume=3,number={4--5},pages={10 -- 19}}@techreport{l,title={T},number={TR-7},"
         "institution={I},type={Memo}}"
         "@phdthesis{m,title={T},school={S},address={A}}@article{n,title={T},issue={Spring},eid={e12}}@misc{o,"
         "title={T},pages={pp. 5–7}}",
         "volume=3\nissue=4–5\npages=10-19\nnumber=TR-7\npublisher=I\ngenre=Memo\npublisher=S\nplace=A\ngenre=PhD "
         "thesis\nissue=Spring\npages=e12\npages=5-7");
}

static void dates_are_put_together(void **state)
{
    (void)state;
    says("@misc{a,title={T},year=2001,month=mar,day=5}", "date=2001-3-5|2001-03-05");
    says("@misc{a,title={T},year={2001},month={March}}", "date=2001-3-0|2001-03");
    says("@misc{a,title={T},year={2001},month=2}", "date=2001-2-0|2001-02");
    says("@misc{a,title={T},year={2001},month={OCT 1}}", "date=2001-10-1|OCT 1 2001");
    says("@misc{a,title={T},year={2001},month= jan # \"~10\"}", "date=2001-1-10|jan 10 2001");
    says("@misc{a,title={T},date={2010-01-27},year=2011}", "date=2010-1-27|2010-01-27");
    says("@misc{a,title={T},date={1998-02/1999-03}}", "date=1998-2-0|1998-02/1999-03");
    says("@misc{a,title={T},year={in press}}", "date=0-0-0|in press");
    problems_are("@misc{a,title={T},year={in press}}", "odd-date@1 ");
}

static void identifiers_are_found_where_they_hide(void **state)
{
    (void)state;
    says("@article{k,title={T},note={PMID: 123},eprint={http://x.example/pdf},"
         "bdsk-url-1={http://dx.doi.org/10.9999/ABC},issn={12345678, 1234-567X},isbn={978-0-306-40615-7}}",
         "doi=10.9999/abc\npmid=123\nurl=http://x.example/pdf\nissn=1234-5678\nissn=1234-567X\nisbn=9780306406157\nnote=PMID: 123");
    says("@article{k,title={T},eprint={99},eprinttype={pubmed}}@article{l,title={T},eprint={1706.03762},"
         "archivePrefix={arXiv}}@misc{m,title={T},eprint={PMC5},eprinttype={pmcid}}",
         "pmid=99\naccession=arXiv:1706.03762\npmcid=PMC5");
    says("@article{k,title={T},Unique-ID={WOS:0001},source={Scopus}}@misc{l,title={T},bibsource={dblp bibliography, "
         "https://dblp.org}}",
         "accession=WOS:0001\ndatabase=Scopus\ndatabase=dblp bibliography");
    says("@book{k,title={T},isbn={0-306-40615-1}}", "isbn=0306406151");
    problems_are("@book{k,title={T},isbn={0-306-40615-1},doi={none},pmid={P1}}", "odd-identifier@1 odd-identifier@1 "
                 "odd-identifier@1 ");
}

static void keywords_are_parted_by_semicolons_or_commas(void **state)
{
    (void)state;
    says("@misc{k,title={T},keywords={a b,c, {d, e}}}", "keyword=a b\nkeyword=c\nkeyword=d, e");
    says("@misc{k,title={T},keywords={{Thermal comfort; Energy,\n policy}},tags={x &amp; y, z}}",
         "keyword=Thermal comfort\nkeyword=Energy, policy\nkeyword=x & y\nkeyword=z");
}

static void files_are_named_but_not_opened(void **state)
{
    (void)state;
    says("@misc{k,title={T},file={Full text:files/1/x.pdf:application/pdf;:C\\:\\\\d\\\\y.pdf:pdf}}@misc{l,title={T},"
         "file={C:\\dir\\z.pdf},pdf={http://x.example/a.pdf}}"
         "@misc{m,title={T},file={:C$\\backslash$:/a b.pdf:pdf}}@misc{n,title={T},file={Name: with colon.pdf}}",
         "file=files/1/x.pdf\nfile=C:\\d\\y.pdf\nfile=C:\\dir\\z.pdf\nfile=http://x.example/a.pdf\nfile=C:/a "
         "b.pdf\nfile=Name: with colon.pdf");
}

static void notes_carry_decisions(void **state)
{
    (void)state;
    says("@misc{k,title={T},note={RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"}},annote={A},annotation={B}}",
         "decision=|Ann|include|\nnote=A\nnote=B");
}

static void a_scopus_chapter_is_no_book(void **state)
{
    (void)state;
    says("@book{k,title={T},journal={B},document_type={Book Chapter},art_number={7}}",
         "type=chapter\ncontainer=B\npages=7\ngenre=Book Chapter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_has_its_place_and_its_fields),
        cmocka_unit_test(values_are_joined_from_braces_quotes_numbers_and_strings),
        cmocka_unit_test(names_of_fields_may_be_set_in_any_way),
        cmocka_unit_test(strings_that_are_not_defined_are_told_and_kept_by_name),
        cmocka_unit_test(strings_that_grow_without_end_are_cut),
        cmocka_unit_test(a_comment_is_passed_over_and_one_without_end_hides_nothing),
        cmocka_unit_test(entries_around_one_without_end_are_read),
        cmocka_unit_test(an_entry_that_the_file_ends_in_keeps_its_whole_fields),
        cmocka_unit_test(a_brace_too_many_does_not_end_the_entry),
        cmocka_unit_test(a_brace_behind_a_backslash_is_text_where_the_entry_then_has_an_end),
        cmocka_unit_test(a_quotation_mark_without_its_fellow_ends_with_the_line),
        cmocka_unit_test(commas_and_equals_signs_may_be_missing),
        cmocka_unit_test(keys_are_any_text_up_to_the_comma),
        cmocka_unit_test(a_second_entry_of_a_key_is_told_and_kept),
        cmocka_unit_test(deep_nesting_is_told),
        cmocka_unit_test(bytes_that_are_no_text_are_told_once_an_entry),
        cmocka_unit_test(places_are_in_the_bytes_of_the_file_whatever_its_encoding),
        cmocka_unit_test(one_line_may_hold_all_of_a_large_file),
        cmocka_unit_test(an_entry_longer_than_the_limit_is_cut_and_told),
        cmocka_unit_test(other_texts_are_not_taken_for_bibtex),
        cmocka_unit_test(a_chapter_takes_from_its_book_before_or_behind_it),
        cmocka_unit_test(records_stay_in_the_order_of_the_file_when_one_waits_for_its_parent),
        cmocka_unit_test(a_parent_that_is_nowhere_is_told),
        cmocka_unit_test(entries_that_wait_are_bounded),
        cmocka_unit_test(circles_of_parents_end),
        cmocka_unit_test(xdata_gives_its_fields_and_is_no_record),
        cmocka_unit_test(a_small_file_does_not_become_large_by_its_parents),
        cmocka_unit_test(accents_compose),
        cmocka_unit_test(letters_and_signs_have_their_characters),
        cmocka_unit_test(styles_go_and_what_they_shape_stays),
        cmocka_unit_test(unknown_commands_stay_readable),
        cmocka_unit_test(simple_mathematics_becomes_text),
        cmocka_unit_test(broken_tex_loses_nothing),
        cmocka_unit_test(html_in_values_is_decoded_but_not_what_tex_says),
        cmocka_unit_test(addresses_are_not_tex),
        cmocka_unit_test(names_are_read_in_all_of_their_forms),
        cmocka_unit_test(biblatex_names_by_parts),
        cmocka_unit_test(and_others_stays_as_others),
        cmocka_unit_test(lists_that_bibtex_does_not_know_are_parted_too),
        cmocka_unit_test(roles_are_kept_apart),
        cmocka_unit_test(types_become_those_of_csl),
        cmocka_unit_test(titles_and_what_they_stand_in),
        cmocka_unit_test(numbers_depend_on_the_type),
        cmocka_unit_test(dates_are_put_together),
        cmocka_unit_test(identifiers_are_found_where_they_hide),
        cmocka_unit_test(keywords_are_parted_by_semicolons_or_commas),
        cmocka_unit_test(files_are_named_but_not_opened),
        cmocka_unit_test(notes_carry_decisions),
        cmocka_unit_test(a_scopus_chapter_is_no_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
