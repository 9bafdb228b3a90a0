#include <config.h>

#include "tests/base/xml_listener.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

/* A reader that is told faults: what it repairs, what it says of it, and what it refuses nevertheless. */

static rv_error err;

static void reads_bytes(const char *text, size_t n, const char *want)
{
    listener l = { .told = RV_BUF_INIT };

    err.message[0] = '\0';
    if (rv_xml_read_bytes("t.xml", text, n, &forgiving, &l, &err) != RV_OK)
        print_error("%s\n", err.message);
    assert_string_equal(err.message, "");
    assert_string_equal(rv_buf_str(&l.told), want);
    rv_buf_free(&l.told);
}

static void reads(const char *text, const char *want)
{
    reads_bytes(text, strlen(text), want);
}

/* `want` is what was told before. */
static void refuses(const char *text, const char *want, const char *message)
{
    listener l = { .told = RV_BUF_INIT };

    assert_int_equal(rv_xml_read_bytes("t.xml", text, strlen(text), &forgiving, &l, &err), RV_EPARSE);
    assert_string_equal(err.message, message);
    assert_string_equal(rv_buf_str(&l.told), want);
    rv_buf_free(&l.told);
}

static void control_characters_are_left_out_and_told_once(void **state)
{
    (void)state;
    reads("<a>\nA\x0B" "B\x02</a>", "<a>\nAB{control-characters@2}</a>");
    reads("<a x='1\x1B[0m'>&#x0B;B&#2;C&#0;</a>", "<a x=1[0m>{control-characters@1}BC</a>");
    reads_bytes("<a>\0b\0</a>", 11, "<a>{control-characters@1}b</a>");
    reads("<a>\xEF\xBF\xBE</a>", "<a>{control-characters@1}\xEF\xBF\xBD</a>");
    reads("<a x='&#3;&#10;'/>", "{control-characters@1}<a x=\n></a>");
}

static void a_bare_ampersand_is_itself(void **state)
{
    (void)state;
    reads("<a>Work & Play</a>", "<a>Work {xml-malformed@1}& Play</a>");
    reads("<a>\nR&D, AT&T; x&</a>", "<a>\nR{xml-malformed@2}&D, AT{xml-entity@2}&T; x&</a>");
    reads("<a href='?a=1&b=2&amp;c=3'/>", "{xml-malformed@1}<a href=?a=1&b=2&c=3></a>");
    reads("<a>&#;&#x;&#12a;&;&-b;</a>", "<a>{xml-malformed@1}&#;&#x;&#12a;&;&-b;</a>");
}

static void an_angle_that_begins_no_tag_is_itself(void **state)
{
    (void)state;
    reads("<a>p < 0.05, n <5, x<=y, <- <</a>", "<a>p {xml-malformed@1}< 0.05, n <5, x<=y, <- <</a>");
    reads("<a>p <nothing and <b>so</b> </ x</a>", "<a>p {xml-malformed@1}<nothing and <b>so</b> </ x</a>");
    reads("<a t='a<b'>a<!b <? c</a>", "{xml-malformed@1}<a t=a<b>a<!b <? c</a>");
    reads("<a>]]></a>", "<a>{xml-malformed@1}]]></a>");
}

static void the_characters_of_html_are_known(void **state)
{
    (void)state;
    reads("<a>caf&eacute;&nbsp;&alpha;&lt;</a>", "<a>caf{xml-entity@1}\xC3\xA9\xC2\xA0\xCE\xB1<</a>");
    reads("<a t='&eacute;&quot;'/>", "{xml-entity@1}<a t=\xC3\xA9\"></a>");
    reads("<a>&nosuch; &nosuch;</a>", "<a>{xml-entity@1}&nosuch; &nosuch;</a>");
    reads("<a t='&nosuch;'/>", "{xml-entity@1}<a t=&nosuch;></a>");
}

static void numbers_of_no_character_are_replaced(void **state)
{
    (void)state;
    reads("<a>&#xD800;&#x110000;&#99999999999999999999;&#xFFFE;</a>",
          "<a>{xml-malformed@1}\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD</a>");
    reads("<a>&#55357;&#56832;</a>", "<a>{xml-malformed@1}\xF0\x9F\x98\x80</a>");
    reads("<a>&#xD83D;&#xE9;&#xD83D;&amp;&#xD83D;</a>",
          "<a>{xml-malformed@1}\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD&\xEF\xBF\xBD</a>");
}

static void bytes_that_are_not_utf8_are_windows_1252(void **state)
{
    (void)state;
    reads("<a>\nM\xFCller \x93x\x94 caf\xC3\xA9</a>", "<a>\nM\xC3\xBCller \xE2\x80\x9Cx\xE2\x80\x9D caf\xC3\xA9{bad-utf8@2}</a>");
    reads("<a t='\xE9'>\x81\xFF</a>", "<a t=\xC3\xA9>{bad-utf8@1}\xEF\xBF\xBD\xC3\xBF</a>");
    reads("<a>cut \xE2\x82 here, \xC0\x80 long</a>", "<a>cut \xEF\xBF\xBD here, \xEF\xBF\xBD long{bad-utf8@1}</a>");
    reads("<a>\xED\xA0\xBD\xED\xB8\x80 \xED\xA0\xBD</a>", "<a>{bad-utf8@1}\xF0\x9F\x98\x80 \xEF\xBF\xBD</a>");
    refuses("<a>x\xE2\x82", "<a>x\xEF\xBF\xBD{bad-utf8@1}", "t.xml:1: the document ends before </a>, open since line 1 (xml-malformed)");
}

static void a_doctype_is_passed_over_silently(void **state)
{
    (void)state;
    reads("<!DOCTYPE a PUBLIC \"-//NLM//DTD PubMedArticle//EN\" \"https://dtd.nlm.nih.gov/x.dtd\">\n<a/>", "<a></a>");
    reads("<!DOCTYPE a SYSTEM 'x.dtd' [ <!-- ]> --> <?p ]> ?> <!ELEMENT a (#PCDATA)> <!ATTLIST a b CDATA ']>'> ]><a/>", "<a></a>");
    reads("<!DOCTYPE a><a/>", "<a></a>");
}

static void external_entities_stand_for_nothing(void **state)
{
    (void)state;
    reads("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<a>Secret: &x;.</a>", "{xml-entity@1}<a>Secret: .</a>");
    reads("<!DOCTYPE a [\n<!ENTITY eacute SYSTEM 'http://x/y'>]><a t='&eacute;'/>", "{xml-entity@2}{xml-external@2}<a t=></a>");
    reads("<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]><a>&p;</a>", "{xml-entity@1}<a>{xml-entity@1}&p;</a>");
    reads("<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/evil.dtd\"><a/>", "{xml-external@1}<a></a>");
    reads("<!DOCTYPE a [ %p; ]><a/>", "{xml-entity@1}<a></a>");
    reads("<!DOCTYPE a [ <!ENTITY e ''> ]><a>&e;</a>", "{xml-entity@1}<a></a>");
}

static void entities_with_a_text_are_refused(void **state)
{
    const char *const want = "t.xml:2: an entity with a text of its own is not read; put the text where it is used (xml-entity)";
    rv_buf            text = RV_BUF_INIT;

    (void)state;
    refuses("<!DOCTYPE a [\n<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\">]><a>&b;</a>", "", want);
    refuses("<!DOCTYPE a [\n<!ENTITY % p '<!ENTITY x \"y\">'> %p;]><a/>", "", want);
    rv_buf_text(&text, "<!DOCTYPE a [\n<!ENTITY q \"");
    for (int i = 0; i < 200000; i++)
        rv_buf_char(&text, 'x');
    rv_buf_text(&text, "\">]><a>&q;&q;</a>");
    refuses(text.data, "", want);
    rv_buf_free(&text);
}

static void documents_that_follow_each_other_are_all_read(void **state)
{
    (void)state;
    reads("<?xml version='1.0'?>\n<a>1</a>\n<?xml version='1.0'?>\n<!DOCTYPE a>\n<a>2</a>\n", "<a>1</a>{xml-malformed@3}<a>2</a>");
    reads("<a/>\n<b/><c/>", "<a></a>{xml-malformed@2}<b></b><c></c>");
    reads("<a/>\xEF\xBB\xBF<b/>", "<a></a>{xml-malformed@1}<b></b>");
}

static void what_stands_outside_of_elements_is_left_out(void **state)
{
    (void)state;
    reads("\n<?xml version='1.0'?><a/>", "{xml-malformed@2}<a></a>");
    reads("Content-Type: text/xml\n\n<a/>\n", "{xml-malformed@1}<a></a>");
    reads("<a/>\n</a>\n</xml>", "<a></a>{xml-malformed@2}");
    reads("<a/>end &amp;", "<a></a>{xml-malformed@1}");
    reads_bytes("<a/>\n\x1A\0\0", 8, "<a></a>{control-characters@2}");
    reads("<a>\n<?xml version='1.0'?>x</a>", "<a>\n{xml-malformed@2}x</a>");
}

static void an_attribute_given_twice_is_told(void **state)
{
    (void)state;
    reads("<a>\n<b x='1' x='2'/><b x='1' x='2'/></a>", "<a>\n{xml-malformed@2}<b x=1></b><b x=1></b></a>");
}

static void a_comment_may_be_long_and_hold_hyphens(void **state)
{
    (void)state;
    rv_buf text = RV_BUF_INIT;

    reads("<a>x<!-- a -- b ---->y<!----><!-->--></a>", "<a>xy</a>");
    rv_buf_printf(&text, "<a><!--%1000000s-%1000000s--->x</a>", "-", "-");
    reads(text.data, "<a>x</a>");
    rv_buf_free(&text);
}

static void what_breaks_off_is_told_up_to_there(void **state)
{
    (void)state;
    refuses("<a>\n<b>1</b><b>2", "<a>\n<b>1</b><b>2", "t.xml:2: the document ends before </b>, open since line 2 (xml-malformed)");
    refuses("<a>\n<b>1</b><b x='", "<a>\n<b>1</b>", "t.xml:2: the document ends inside the tag that begins in line 2 (xml-malformed)");
    refuses("<a><b>1</b>\n<!-- x\n", "<a><b>1</b>\n",
            "t.xml:3: the document ends inside the comment that begins in line 2 (xml-malformed)");
    refuses("<a>\n<![CDATA[x]]\n", "<a>\nx]]\n", "t.xml:3: the document ends inside the CDATA that begins in line 2 (xml-malformed)");
    refuses("<a>\n<b>1</b>\n</c>", "<a>\n<b>1</b>\n", "t.xml:3: </c> where </a> should be, open since line 1 (xml-malformed)");
    refuses("<a></\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
            "x\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9>",
            "<a>", "t.xml:1: </\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
            "x\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9> "
            "where </a> should be, open since line 1 (xml-malformed)");
    refuses("<a><b></b c></a>", "<a><b>", "t.xml:1: </b> has more than a name (xml-malformed)");
    refuses("<a><b c=1/></a>", "<a>", "t.xml:1: AttValue: \" or ' expected (xml-malformed)");
    refuses("", "", "t.xml:1: the file is empty; it should hold XML (xml-malformed)");
    refuses("words\nonly", "{xml-malformed@1}", "t.xml:2: the document has no element (xml-malformed)");
}

static void limits_are_told_by_kind(void **state)
{
    rv_buf text = RV_BUF_INIT, want = RV_BUF_INIT;

    (void)state;
    for (int i = 0; i < 257; i++)
        rv_buf_text(&text, "<a>");
    for (int i = 0; i < 256; i++)
        rv_buf_text(&want, "<a>");
    refuses(text.data, want.data, "t.xml:1: elements are nested deeper than 256 (xml-depth)");
    rv_buf_clear(&text);
    rv_buf_text(&text, "<a>\n<b");
    for (int i = 0; i < 257; i++)
        rv_buf_printf(&text, " a%d=''", i);
    rv_buf_text(&text, "/>");
    refuses(text.data, "<a>\n", "t.xml:2: a tag has more than 256 attributes (xml-limit)");
    rv_buf_clear(&text);
    rv_buf_printf(&text, "<a>\n<b c='%70000s'/>", "x");
    refuses(text.data, "<a>\n", "t.xml:2: a tag is longer than 64 KiB; perhaps a quote in it is not closed (xml-limit)");
    rv_buf_clear(&text);
    rv_buf_text(&text, "<a>");
    for (int i = 0; i < 200000; i++)
        rv_buf_printf(&text, "<name%d/>", i);
    assert_int_equal(rv_xml_read_bytes("t.xml", text.data, text.length, &(rv_xml_handler){ .problem = hear_problem }, NULL, &err),
                     RV_EPARSE);
    assert_string_equal(err.message, "t.xml:1: the document has too many different names (xml-limit)");
    rv_buf_free(&text);
    rv_buf_free(&want);
}

/* Whatever stands across the end of what is looked at once is read as it is elsewhere. */
static void nothing_happens_at_a_seam(void **state)
{
    static const char *const pieces[] = {
        "<b x='1' y=\"a>b\">t</b>", "&amp;&#233;&#xD83D;&#xDE00;&eacute;", "x & y &nosuch; ", "\xE2\x82\xAC\xF0\x9F\x98\x80", "\r\n\r\n\r",
        "]]>", "<![CDATA[ a]]]b ]] > \r\n]]>", "<!-- a -- b --->", "<?pi <x> ?>", "a < b <c < d", "\xE9t\xE9 \xE2\x82", "\x01\x02",
        "</b><b>",
    };
    enum { WINDOW = 3 << 16, PIECES = sizeof pieces / sizeof *pieces };

    (void)state;
    for (size_t i = 0; i < PIECES; i++) {
        listener whole = { .told = RV_BUF_INIT };
        rv_buf   text = RV_BUF_INIT, want = RV_BUF_INIT;

        rv_buf_printf(&text, "<a><b>%s</b></a>", pieces[i]);
        assert_int_equal(rv_xml_read_bytes("t.xml", text.data, text.length, &forgiving, &whole, &err), RV_OK);
        for (size_t at = 0; at < strlen(pieces[i]) + 8; at++) {
            listener  l = { .told = RV_BUF_INIT };
            const int pad = WINDOW - 10 - (int)at;       /* between <a><b> and the piece, and what the decoder leaves free */

            rv_buf_clear(&text);
            rv_buf_printf(&text, "<a><b>%*s%s%70000s</b></a>", pad, "", pieces[i], "");
            assert_int_equal(rv_xml_read_bytes("t.xml", text.data, text.length, &forgiving, &l, &err), RV_OK);
            rv_buf_clear(&want);
            rv_buf_printf(&want, "<a><b>%*s%.*s%70000s</b></a>", pad, "", (int)whole.told.length - 14, whole.told.data + 6, "");
            if (strchr(want.data, '{'))                  /* a fault may be told a little before or after its text */
                assert_int_equal(l.told.length, want.length);
            else
                assert_string_equal(l.told.data, want.data);
            rv_buf_free(&l.told);
        }
        rv_buf_free(&text);
        rv_buf_free(&want);
        rv_buf_free(&whole.told);
    }
}

/* A document without end, of what could be remembered: attributes that never come again, references, comments, faults. */
enum { PIECES_MADE = 300000 };
typedef struct {
    char   piece[200];
    size_t length, at, made, used, most;
} endless;

static rv_status pull_endless(void *user, void *bytes, size_t n, size_t *got, rv_error *e)
{
    endless *d = user;

    (void)e;
    for (*got = 0; *got < n; (*got)++) {
        if (d->at == d->length) {
            if (d->made > PIECES_MADE)
                break;
            if (d->made == 0 || d->made == PIECES_MADE)
                d->length = (size_t)snprintf(d->piece, sizeof d->piece, "%s", d->made == 0 ? "<a>" : "</a>");
            else
                d->length = (size_t)snprintf(d->piece, sizeof d->piece, "<b c='%zu' d='&x%zu;'>&y%zu; <!-- -- %zu --> \xE9 \x01 </b>",
                                             d->made, d->made, d->made, d->made);
            d->at = 0;
            d->made++;
        }
        ((char *)bytes)[*got] = d->piece[d->at++];
    }
    return RV_OK;
}

static rv_status watch_memory(void *user, const char *name, const char *const *attributes, rv_error *e)
{
    endless         *d = user;
    struct mallinfo2 info;

    (void)name;
    (void)attributes;
    (void)e;
    if (d->made % 1000 == 0) {
        info = mallinfo2();
        d->used = info.uordblks + info.hblkhd;
        d->most = d->used > d->most ? d->used : d->most;
    }
    return RV_OK;
}

static void pass_over_problem(void *user, const char *kind, size_t line, const char *message)
{
    (void)user;
    assert_true(*kind && line == 1 && *message);
}

static void memory_does_not_grow_with_the_document(void **state)
{
    const rv_xml_handler   handler = { .start = watch_memory, .problem = pass_over_problem };
    const struct mallinfo2 before = mallinfo2();
    endless                d = { .made = 0 };
    rv_input              *in;

    (void)state;
    assert_int_equal(rv_input_open_pull(&in, "t.xml", pull_endless, &d, &err), RV_OK);
    assert_int_equal(rv_xml_read(in, &handler, &d, &err), RV_OK);
    rv_input_close(in);
    assert_int_equal(d.made, PIECES_MADE + 1);
    assert_true(d.most < before.uordblks + before.hblkhd + (8 << 20));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_characters_are_left_out_and_told_once),
        cmocka_unit_test(a_bare_ampersand_is_itself),
        cmocka_unit_test(an_angle_that_begins_no_tag_is_itself),
        cmocka_unit_test(the_characters_of_html_are_known),
        cmocka_unit_test(numbers_of_no_character_are_replaced),
        cmocka_unit_test(bytes_that_are_not_utf8_are_windows_1252),
        cmocka_unit_test(a_doctype_is_passed_over_silently),
        cmocka_unit_test(external_entities_stand_for_nothing),
        cmocka_unit_test(entities_with_a_text_are_refused),
        cmocka_unit_test(documents_that_follow_each_other_are_all_read),
        cmocka_unit_test(what_stands_outside_of_elements_is_left_out),
        cmocka_unit_test(an_attribute_given_twice_is_told),
        cmocka_unit_test(a_comment_may_be_long_and_hold_hyphens),
        cmocka_unit_test(what_breaks_off_is_told_up_to_there),
        cmocka_unit_test(limits_are_told_by_kind),
        cmocka_unit_test(nothing_happens_at_a_seam),
        cmocka_unit_test(memory_does_not_grow_with_the_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
