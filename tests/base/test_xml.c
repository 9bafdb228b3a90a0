#include <config.h>

#include "tests/base/xml_listener.h"

#include <stdio.h>
#include <unistd.h>

static rv_error err;

static rv_status read_bytes(const char *bytes, size_t n, listener *l)
{
    return rv_xml_read_bytes("t.xml", bytes, n, &strict, l, &err);
}

static void accepts(const char *text, const char *want)
{
    listener l = { .told = RV_BUF_INIT };

    err.message[0] = '\0';
    assert_int_equal(read_bytes(text, strlen(text), &l), RV_OK);
    assert_string_equal(rv_buf_str(&l.told), want);
    rv_buf_free(&l.told);
}

static void refuses(const char *text, const char *message)
{
    listener l = { .told = RV_BUF_INIT };

    assert_int_equal(read_bytes(text, strlen(text), &l), RV_EPARSE);
    assert_string_equal(err.message, message);
    rv_buf_free(&l.told);
}

static void elements_attributes_and_text_are_told(void **state)
{
    (void)state;
    accepts("<a x='1' y=\"a &lt; b > &#233;\"><b/>t &amp; u<![CDATA[<raw> ]]></a>",
            "<a x=1 y=a < b > \xC3\xA9><b></b>t & u<raw> </a>");
    accepts("<?xml version='1.0' encoding='ISO-8859-1'?><!-- <no> --><?pi <no> ?>\n<a>caf\xE9</a>\n", "<a>caf\xC3\xA9</a>");
    accepts("<m:a xmlns:m='u' m:b='1'/>", "<m:a xmlns:m=u m:b=1></m:a>");
    accepts("\xEF\xBB\xBF<a/>", "<a></a>");
}

static void a_plain_doctype_is_passed_over(void **state)
{
    (void)state;
    accepts("<!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD\" \"http://x/pubmed.dtd?>\">\n<a>x</a>", "<a>x</a>");
}

static void entities_are_refused(void **state)
{
    (void)state;
    refuses("<!DOCTYPE a [\n<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
            "t.xml:2: a DOCTYPE with declarations of its own is not read; take out the part in [ ]");
    refuses("<!DOCTYPE a [ %p; ]><a/>", "t.xml:1: a DOCTYPE with declarations of its own is not read; take out the part in [ ]");
    refuses("<!DOCTYPE a SYSTEM 'x.dtd'><a>\n&eacute;</a>",
            "t.xml:2: the entity &eacute; is not read; put the character itself (only &amp; &lt; &gt; &quot; &apos; and numbers are)");
    refuses("<a b='&nbsp;'/>",
            "t.xml:1: the entity &nbsp; is not read; put the character itself (only &amp; &lt; &gt; &quot; &apos; and numbers are)");
    refuses("<a>fish & chips</a>", "t.xml:1: an & that begins no reference; write &amp;");
}

static void faults_name_file_and_line(void **state)
{
    (void)state;
    refuses("", "t.xml:1: the file is empty; it should hold XML");
    refuses("<a>\n<b>\n</a>", "t.xml:3: </a> where </b> should be, open since line 2");
    refuses("<a>\n", "t.xml:2: the document ends before </a>, open since line 1");
    refuses("<a>\n<b x='", "t.xml:2: the document ends inside the tag that begins in line 2");
    refuses("<a>\xFF</a>", "t.xml:1: a byte that is not UTF-8; save the file as UTF-8, or name its encoding in the first line");
    refuses("<a/>\n<b/>", "t.xml:2: another document begins here; put it in a file of its own");
    refuses("<a/><!DOCTYPE a>", "t.xml:1: another document begins here; put it in a file of its own");
    refuses("<a><!DOCTYPE a></a>", "t.xml:1: an XML declaration or DOCTYPE that does not stand at the beginning");
    refuses("\n<?xml version='1.0'?><a/>", "t.xml:2: an XML declaration or DOCTYPE that does not stand at the beginning");
    refuses("<?xml encoding='utf-8'?>\n<a/>", "t.xml:1: Malformed declaration expecting version");
    refuses("<a>\n]]></a>", "t.xml:2: ]]> in a text; write ]]&gt;");
    refuses("<a>1 < 2</a>", "t.xml:1: a < that begins no tag; write &lt; where it is meant as text");
    refuses("<a>&#1;</a>", "t.xml:1: a control character, which XML does not allow; take it out");
    refuses("<a>\n\x01</a>", "t.xml:2: a control character, which XML does not allow; take it out");
    refuses("<a>&#xD800;</a>", "t.xml:1: &#xD800; is no character");
    refuses("<a/>\nx", "t.xml:2: text that stands in no element");
    refuses("<a/>\n</a>", "t.xml:2: an end tag without its start");
    refuses("<a>\n<!-- -- --></a>", "t.xml:2: -- in a comment; a comment ends with -->");
    refuses("<a x='1' x='2'/>", "t.xml:1: Attribute x redefined");
    refuses("<?xml version='1.0' encoding='x-none'?><a/>",
            "t.xml:1: the encoding 'X-NONE' of the first line is not known; save the file as UTF-8");
    refuses("<?xml version='1.0' encoding='UTF-16'?><a/>", "t.xml:1: the first line says UTF-16, but the bytes are UTF-8");
}

static void places_are_those_of_the_document(void **state)
{
    (void)state;
    const char text[] = "<?xml version='1.0'?>\r\n<a\n x='>'>\n<b/>caf\xC3\xA9<!-- <c> --></a>";
    listener l = { .told = RV_BUF_INIT, .places = true };

    assert_int_equal(read_bytes(text, sizeof text - 1, &l), RV_OK);
    assert_string_equal(rv_buf_str(&l.told), "<a x=>>[2@33]\n<b>[4@38]</b>[4@38]caf\xC3\xA9</a>[4@59]");
    assert_int_equal(rv_xml_line(), 0);
    rv_buf_free(&l.told);
}

static void a_callback_that_fails_ends_the_reading(void **state)
{
    (void)state;
    listener l = { .told = RV_BUF_INIT, .fail = RV_ENOTFOUND };

    assert_int_equal(read_bytes("<a>\n<b/></a>", 12, &l), RV_ENOTFOUND);
    assert_string_equal(err.message, "enough at line 1");
    assert_string_equal(rv_buf_str(&l.told), "<a>");
    rv_buf_free(&l.told);
}

static void limits_hold(void **state)
{
    (void)state;
    rv_buf text = RV_BUF_INIT;
    listener l = { .told = RV_BUF_INIT };

    rv_buf_text(&text, "<a");
    for (int i = 0; i < 50000; i++)
        rv_buf_printf(&text, " a%d=''", i);
    rv_buf_text(&text, "/>");
    assert_int_equal(read_bytes(text.data, text.length, &l), RV_EPARSE);
    assert_string_equal(err.message, "t.xml:1: a tag is longer than 64 KiB; perhaps a quote in it is not closed");

    rv_buf_clear(&text);
    for (int i = 0; i < 257; i++)
        rv_buf_text(&text, "<a>\n");
    assert_int_equal(read_bytes(text.data, text.length, &l), RV_EPARSE);
    assert_string_equal(err.message, "t.xml:257: elements are nested deeper than 256");

    rv_buf_clear(&text);
    rv_buf_text(&text, "<a>");
    for (int i = 0; i < 17; i++)
        for (int j = 0; j < 1024; j++)
            rv_buf_printf(&text, "%1024s", "x");
    assert_int_equal(read_bytes(text.data, text.length, &l), RV_EPARSE);
    assert_string_equal(err.message, "t.xml:1: a text is longer than 16 MiB");
    rv_buf_free(&text);
    rv_buf_free(&l.told);
}

/* Characters, tags and line ends lie across the seams of what is read at once. */
static void a_long_document_is_told_whole(void **state)
{
    (void)state;
    rv_buf text = RV_BUF_INIT, want = RV_BUF_INIT;
    listener l = { .told = RV_BUF_INIT };

    rv_buf_text(&text, "<a>");
    rv_buf_text(&want, "<a>");
    for (int i = 0; i < 60000; i++) {
        rv_buf_printf(&text, i % 5000 ? "\xE2\x82\xAC&#8364;%d" : "<b c='%d'/>", i);
        rv_buf_printf(&want, i % 5000 ? "\xE2\x82\xAC\xE2\x82\xAC%d" : "<b c=%d></b>", i);
    }
    rv_buf_text(&text, "</a>");
    rv_buf_text(&want, "</a>");
    assert_int_equal(read_bytes(text.data, text.length, &l), RV_OK);
    assert_int_equal(l.told.length, want.length);
    assert_memory_equal(l.told.data, want.data, want.length);
    rv_buf_free(&text);
    rv_buf_free(&want);
    rv_buf_free(&l.told);
}

static void a_file_is_read_and_named(void **state)
{
    (void)state;
    listener l = { .told = RV_BUF_INIT };
    rv_input *in;
    FILE *out = fopen("test-xml.xml", "w");

    assert_non_null(out);
    fputs("<a>\n<b></a>", out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(rv_input_open(&in, "test-xml.xml", &err), RV_OK);
    assert_int_equal(rv_xml_read(in, &strict, &l, &err), RV_EPARSE);
    assert_string_equal(err.message, "test-xml.xml:2: </a> where </b> should be, open since line 2");
    rv_input_close(in);
    rv_buf_free(&l.told);
    unlink("test-xml.xml");
}

static void escaping_makes_text_safe(void **state)
{
    (void)state;
    rv_buf out = RV_BUF_INIT;

    rv_xml_escape(&out, "<a b=\"c\" d='e'>&\x01\xFF caf\xC3\xA9\n");
    assert_string_equal(rv_buf_str(&out), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\xEF\xBF\xBD\xEF\xBF\xBD caf\xC3\xA9\n");
    rv_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_attributes_and_text_are_told),
        cmocka_unit_test(a_plain_doctype_is_passed_over),
        cmocka_unit_test(entities_are_refused),
        cmocka_unit_test(faults_name_file_and_line),
        cmocka_unit_test(places_are_those_of_the_document),
        cmocka_unit_test(a_callback_that_fails_ends_the_reading),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(a_long_document_is_told_whole),
        cmocka_unit_test(a_file_is_read_and_named),
        cmocka_unit_test(escaping_makes_text_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
