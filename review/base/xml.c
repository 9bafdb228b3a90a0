#include <config.h>

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>

#include "review/base.h"

#include "xml_scan.h"

enum { CHUNK = 64 << 10 };

struct rv_xml {
    const rv_xml_handler *handler;
    void                 *user;
    rv_error             *err;
    rv_status             status;          /* the first failure, of the parser or of a callback */
    rv_xml_scan           scan;
    rv_xml_mark           mark;            /* of the element start or end being told */
    size_t                open[RV_XML_DEPTH], depth;   /* lines where the open elements begin */
    bool                  in_text;
    xmlParserCtxtPtr      parser;
    rv_buf                waiting;         /* scanned, not yet complete, so not yet fed */
    rv_xml               *outer;           /* the reading under way around this one */
};

/* The reading under way on this thread, for rv_xml_line(). */
static _Thread_local rv_xml *current;

size_t rv_xml_line(void)
{
    if (!current)
        return 0;
    return current->in_text && current->parser->input ? (size_t)current->parser->input->line : current->mark.line;
}

uint64_t rv_xml_offset(void)
{
    return current ? current->mark.end : 0;
}

uint64_t rv_xml_begin(void)
{
    return current ? current->mark.begin : 0;
}

const char *rv_xml_attribute(const char *const *attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

/* ---- what libxml2 tells ---- */

static void stop(rv_xml *xml, rv_status st)
{
    xml->status = st;
    xmlStopParser(xml->parser);
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    static const char *const none[] = { NULL };
    rv_xml   *xml = user;
    rv_status st;

    if (xml->status != RV_OK)
        return;
    xml->mark = rv_xml_scan_next(&xml->scan);
    if (xml->depth < RV_XML_DEPTH)
        xml->open[xml->depth++] = xml->mark.line;
    if (!xml->handler->start)
        return;
    st = xml->handler->start(xml->user, (const char *)name, attributes ? (const char *const *)attributes : none, xml->err);
    if (st != RV_OK)
        stop(xml, st);
}

static void on_end(void *user, const xmlChar *name)
{
    rv_xml   *xml = user;
    rv_status st;

    if (xml->status != RV_OK)
        return;
    xml->mark = rv_xml_scan_next(&xml->scan);
    xml->depth -= xml->depth > 0;
    if (xml->handler->end && (st = xml->handler->end(xml->user, (const char *)name, xml->err)) != RV_OK)
        stop(xml, st);
}

static void on_text(void *user, const xmlChar *text, int n)
{
    rv_xml   *xml = user;
    rv_status st = RV_OK;

    if (xml->status != RV_OK || !xml->handler->text)
        return;
    xml->in_text = true;
    st = xml->handler->text(xml->user, (const char *)text, (size_t)n, xml->err);
    xml->in_text = false;
    if (st != RV_OK)
        stop(xml, st);
}

/* A reference that the scanner let pass and the parser could not resolve. */
static void on_reference(void *user, const xmlChar *name)
{
    rv_xml *xml = user;

    if (xml->status == RV_OK)
        stop(xml, rv_fail(xml->err, RV_EPARSE, "%s:%zu: the entity &%s; is not known", xml->scan.name, xml->scan.line,
                          (const char *)name));
}

/* What the parser found, in words. Where an element was not closed, libxml2 does not know since when it is open. */
static void describe(const rv_xml *xml, const xmlError *fault, char *words, size_t room)
{
    size_t      since = xml->depth > 0 ? xml->open[xml->depth - 1] : 0;
    const char *name = fault && fault->str1 ? fault->str1 : "";

    if (fault && since > 0 && fault->code == XML_ERR_TAG_NAME_MISMATCH)
        snprintf(words, room, "</%s> where </%s> should be, open since line %zu", fault->str2 ? fault->str2 : "", name, since);
    else if (fault && fault->code == XML_ERR_INVALID_CHAR && fault->message && strstr(fault->message, "UTF-8"))
        snprintf(words, room, "a byte that is not UTF-8; save the file as UTF-8, or name its encoding in the first line");
    else
        snprintf(words, room, "%s", fault && fault->message ? fault->message : "not well-formed");
}

static void take_fault(rv_xml *xml)
{
    const xmlError *fault = xmlCtxtGetLastError(xml->parser);
    char            words[256];
    size_t          n;

    if (xml->status != RV_OK)
        return;
    describe(xml, fault, words, sizeof words);
    for (n = 0; words[n]; n++)
        if ((unsigned char)words[n] < ' ')
            words[n] = ' ';
    while (n > 0 && (words[n - 1] == ' ' || words[n - 1] == '.' || words[n - 1] == '!'))
        words[--n] = '\0';
    xml->status = fault && fault->code == XML_ERR_NO_MEMORY
        ? rv_fail(xml->err, RV_ENOMEM, "out of memory")
        : rv_fail(xml->err, RV_EPARSE, "%s:%d: %s", xml->scan.name, fault && fault->line > 0 ? fault->line : 1, words);
}

/* Any complaint ends the reading: libxml2 would go on after some, leaving out what it did not understand. */
static void on_error(void *user, const char *format, ...)
{
    rv_xml *xml = user;

    (void)format;
    take_fault(xml);
    xmlStopParser(xml->parser);
}

static void on_warning(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

/* ---- feeding ---- */

static rv_status feed(rv_xml *xml, size_t n, bool last)
{
    if (xml->status == RV_OK && (n > 0 || last)) {
        int code = xmlParseChunk(xml->parser, n > 0 ? xml->waiting.data : NULL, (int)n, last);
        if (code != 0 && xml->status == RV_OK && !xml->parser->wellFormed)
            take_fault(xml);
    }
    if (xml->status == RV_OK && n > 0) {
        xml->waiting.length -= n;
        memmove(xml->waiting.data, xml->waiting.data + n, xml->waiting.length);
    }
    return xml->status;
}

/* How much of what waits may go to the parser: all that is complete; of a long text, whole characters. */
static size_t ready(const rv_xml *xml)
{
    size_t open = (size_t)(xml->scan.offset - xml->scan.safe), n;

    if (open < xml->waiting.length)
        return xml->waiting.length - open;
    if (!rv_xml_scan_in_text(&xml->scan) || xml->waiting.length < CHUNK)
        return 0;
    for (n = xml->waiting.length; n > 0 && ((unsigned char)xml->waiting.data[n - 1] & 0xC0) == 0x80;)
        n--;
    return n > 0 && (unsigned char)xml->waiting.data[n - 1] >= 0xC0 ? n - 1 : n;
}

/* Two-byte and four-byte encodings are told by their first bytes; the scanner could not see their tags. */
static rv_status check_begin(rv_xml *xml, const char *bytes, size_t n)
{
    if (n >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "<\0", 2) == 0
                   || memcmp(bytes, "\0<", 2) == 0 || memcmp(bytes, "\0\0", 2) == 0 || memcmp(bytes, "\x4C\x6F", 2) == 0))
        return xml->status = rv_fail(xml->err, RV_EPARSE, "%s:1: XML in UTF-16, UTF-32 or EBCDIC is not read; save it as UTF-8",
                                     xml->scan.name);
    return RV_OK;
}

static rv_status take(rv_xml *xml, const char *bytes, size_t n)
{
    rv_status st;

    if (xml->scan.offset == 0 && check_begin(xml, bytes, n) != RV_OK)
        return xml->status;
    st = rv_xml_scan_bytes(&xml->scan, bytes, n, xml->err);
    if (st != RV_OK)
        return xml->status = st;
    rv_buf_add(&xml->waiting, bytes, n);
    if ((st = rv_buf_check(&xml->waiting, xml->err)) != RV_OK)
        return xml->status = st;
    return feed(xml, ready(xml), false);
}

static rv_status begin(rv_xml *xml, const char *name, const rv_xml_handler *handler, void *user, rv_error *err)
{
    xmlSAXHandler sax = {
        .startElement = on_start, .endElement = on_end, .characters = on_text, .cdataBlock = on_text,
        .ignorableWhitespace = on_text, .reference = on_reference, .error = on_error, .fatalError = on_error,
        .warning = on_warning, .initialized = 1,     /* names as they stand, with their prefix */
    };

    memset(xml, 0, sizeof *xml);
    xml->handler = handler;
    xml->user = user;
    xml->err = err;
    rv_xml_scan_start(&xml->scan, name);
    xml->mark.line = 1;
    xmlInitParser();
    xml->parser = xmlCreatePushParserCtxt(&sax, xml, NULL, 0, NULL);
    if (!xml->parser)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET);
    xml->outer = current;
    current = xml;
    return RV_OK;
}

/* The parser's own words for a document that breaks off ("extra content") would send people to the wrong place. */
static rv_status check_end(rv_xml *xml)
{
    const rv_xml_scan *scan = &xml->scan;

    if (scan->offset == 0)
        xml->status = rv_fail(xml->err, RV_EPARSE, "%s:1: the file is empty; it should hold XML", scan->name);
    else if (!rv_xml_scan_in_text(scan))
        xml->status = rv_fail(xml->err, RV_EPARSE, "%s:%zu: the document ends inside the tag or comment that begins in line %zu",
                              scan->name, scan->line, scan->tag_line);
    else if (xml->depth > 0)
        xml->status = rv_fail(xml->err, RV_EPARSE, "%s:%zu: the document ends before </%s>, open since line %zu", scan->name,
                              scan->line, (const char *)xml->parser->name, xml->open[xml->depth - 1]);
    return xml->status;
}

static rv_status end(rv_xml *xml)
{
    if (xml->parser) {
        if (feed(xml, xml->waiting.length, false) == RV_OK && check_end(xml) == RV_OK)
            (void)feed(xml, 0, true);
        current = xml->outer;
        if (xml->parser->myDoc)
            xmlFreeDoc(xml->parser->myDoc);
        xmlFreeParserCtxt(xml->parser);
    }
    rv_buf_free(&xml->waiting);
    rv_xml_scan_free(&xml->scan);
    return xml->status;
}

rv_status rv_xml_read(rv_input *in, const rv_xml_handler *handler, void *user, rv_error *err)
{
    rv_xml    xml;
    char      bytes[CHUNK];
    size_t    got = 1;
    rv_status st = begin(&xml, rv_input_name(in), handler, user, err);

    while (st == RV_OK && (st = rv_input_read(in, bytes, sizeof bytes, &got, err)) == RV_OK && got > 0)
        st = take(&xml, bytes, got);
    xml.status = st;
    return end(&xml);
}

rv_status rv_xml_read_bytes(const char *name, const char *bytes, size_t n, const rv_xml_handler *handler, void *user,
                            rv_error *err)
{
    rv_xml    xml;
    rv_status st = begin(&xml, name, handler, user, err);

    for (size_t at = 0; st == RV_OK && at < n; at += CHUNK)
        st = take(&xml, bytes + at, n - at < CHUNK ? n - at : CHUNK);
    xml.status = st;
    return end(&xml);
}
