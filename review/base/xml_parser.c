#include <config.h>

#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#include "xml_inside.h"

/* libxml2 parses one tag after the other, as empty elements within one element that never ends. The document's own nesting is
   looked after by others. */
static const char wrapper[] = "<document>";

/* ---- What libxml2 tells ---------------------------------------------------------------------------------------------------- */

/* Name and attributes in one piece of memory. */
static rv_xml_tag *make_tag(const char *name, const char *const *attributes, const char *bytes, size_t n)
{
    size_t      count = 0, room = strlen(name) + 1 + n;
    rv_xml_tag *tag;
    const char **copy;
    char       *text;

    for (; attributes && attributes[count]; count++)
        room += strlen(attributes[count]) + 1;
    if (!(tag = malloc(sizeof *tag + (count + 1) * sizeof *copy + room)))
        return NULL;
    copy = (const char **)(tag + 1);
    text = (char *)(copy + count + 1);
    for (size_t i = 0; i < count; i++) {
        copy[i] = text;
        text = stpcpy(text, attributes[i]) + 1;
    }
    copy[count] = NULL;
    *tag = (rv_xml_tag){ .n = n, .name = text, .n_name = strlen(name), .attributes = copy };
    text = stpcpy(text, name) + 1;
    tag->bytes = memcpy(text, bytes, n);
    return tag;
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    rv_xml_parser *parser = user;

    if (!parser->wrapped) {
        parser->wrapped = true;
        return;
    }
    if (parser->xml->status != RV_OK || parser->parsed)
        return;
    parser->parsed = make_tag((const char *)name, (const char *const *)attributes, parser->at, parser->n);
    if (!parser->parsed)
        rv_xml_no_memory(parser->xml);
}

static void refuse(rv_xml_parser *parser, const xmlError *fault)
{
    rv_xml      *xml = parser->xml;
    const char  *message = fault && fault->message ? fault->message : "not well-formed";
    size_t       line, n;
    char         words[RV_XML_WORDS / 2];

    if (xml->status != RV_OK)
        return;
    line = parser->at ? rv_xml_line_of(xml, parser->at) : 1;
    snprintf(words, sizeof words, "%s", message);
    if (!rv_utf8_valid(words, strlen(words), &n))         /* cut off */
        words[n] = '\0';
    for (n = 0; words[n]; n++)
        if ((unsigned char)words[n] < ' ')
            words[n] = ' ';
    while (n > 0 && (words[n - 1] == ' ' || words[n - 1] == '.' || words[n - 1] == '!'))
        words[--n] = '\0';
    if (fault && fault->code == XML_ERR_NO_MEMORY && xmlDictGetUsage(parser->libxml->dict) > RV_XML_NAMES)
        rv_xml_refuse(xml, line, "xml-limit", "the document has too many different names");
    else if (fault && fault->code == XML_ERR_NO_MEMORY)
        rv_xml_no_memory(xml);
    else
        rv_xml_refuse(xml, line, "xml-malformed", "%s", words);
}

/* Nearly any complaint ends the reading: libxml2 would go on after some, leaving out what it did not understand. */
static void on_error(void *user, const char *format, ...)
{
    rv_xml_parser  *parser = user;
    const xmlError *fault = xmlCtxtGetLastError(parser->libxml);

    (void)format;
    if (fault && fault->code == XML_ERR_ATTRIBUTE_REDEFINED && parser->xml->forgiving)
        rv_xml_tell(parser->xml, RV_XML_TWICE, parser->at, NULL);
    else
        refuse(parser, fault);
    if (parser->xml->status != RV_OK)
        xmlStopParser(parser->libxml);
}

static void on_warning(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

/* ---- Parsing one tag --------------------------------------------------------------------------------------------------------- */

/* Writes the tag with what libxml2 does not take in its values repaired. */
static bool repair(rv_xml_parser *parser, const char *p, const char *end)
{
    rv_xml_reference ref;
    rv_buf          *text = &parser->text;
    char             quote = 0;

    while (p < end) {
        const char *from = p;

        for (; p < end && (!quote || (*p != '&' && *p != '<')); p++) {
            if (*p == quote)
                quote = 0;
            else if (!quote && (*p == '"' || *p == '\''))
                quote = *p;
        }
        rv_buf_add(text, from, (size_t)(p - from));
        if (p == end)
            break;
        ref = (rv_xml_reference){ .n = 1 };
        if (*p == '<' ? !rv_xml_tell(parser->xml, RV_XML_ANGLE, p, NULL) : !rv_xml_reference_read(parser->xml, p, end, true, &ref))
            return false;
        if (*p == '<')
            rv_buf_text(text, "&lt;");
        else if (ref.plain)
            rv_buf_add(text, p, ref.n);
        else if (ref.n_out == 1 && ref.out[0] == '&')
            rv_buf_text(text, "&amp;");
        else
            rv_buf_add(text, ref.out, ref.n_out);
        p += ref.n;
    }
    return true;
}

/* What libxml2 makes of the tag; NULL when it is refused. */
static rv_xml_tag *parse(rv_xml_parser *parser, const char *at, size_t n, bool odd)
{
    bool        empty = at[n - 2] == '/';
    rv_buf     *text = &parser->text;
    rv_xml     *xml = parser->xml;

    free(parser->parsed);
    parser->parsed = NULL;
    parser->at = at;
    parser->n = n;
    rv_buf_clear(text);
    if (!parser->wrapped)
        rv_buf_text(text, wrapper);
    if (odd) {
        if (!repair(parser, at, at + n - (empty ? 2 : 1)))
            return NULL;
    } else {
        rv_buf_add(text, at, n - (empty ? 2 : 1));
    }
    rv_buf_text(text, "/>");
    if (text->failed) {
        rv_xml_no_memory(xml);
        return NULL;
    }
    xmlParseChunk(parser->libxml, text->data, (int)text->length, 0);
    if (xml->status == RV_OK && !parser->parsed)
        refuse(parser, xmlCtxtGetLastError(parser->libxml));
    return xml->status == RV_OK ? parser->parsed : NULL;
}

static uint64_t hash_of(const char *s, size_t n)
{
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t       hash = n * factor, word;

    for (; n >= sizeof word; s += sizeof word, n -= sizeof word) {
        memcpy(&word, s, sizeof word);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32;
    }
    for (word = 0; n > 0; n--)
        word = word << 8 | (unsigned char)s[n - 1];
    hash = (hash ^ word) * factor;
    return hash ^ hash >> 32;
}

const rv_xml_tag *rv_xml_parser_tag(rv_xml_parser *parser, const char *at, size_t n, bool odd)
{
    uint64_t     hash;
    rv_xml_tag **slot, *tag;

    if (n > RV_XML_KNOWN_LENGTH)
        return parse(parser, at, n, odd);
    hash = hash_of(at, n);
    slot = &parser->known[hash % RV_XML_KNOWN];
    tag = *slot;
    if (tag && tag->hash == hash && tag->n == n && memcmp(tag->bytes, at, n) == 0)
        return tag;
    if (!(tag = parse(parser, at, n, odd)))
        return NULL;
    tag->hash = hash;
    parser->parsed = NULL;
    if (!*slot)
        parser->used[parser->n_used++] = (uint16_t)(hash % RV_XML_KNOWN);
    free(*slot);
    *slot = tag;
    return tag;
}

void rv_xml_parser_declaration(rv_xml_parser *parser, const char *at, size_t n)
{
    xmlParseChunk(parser->libxml, at, (int)n, 0);
}

rv_status rv_xml_parser_start(rv_xml_parser *parser, rv_xml *xml, rv_error *err)
{
    xmlSAXHandler sax = {
        .startElement = on_start, .error = on_error, .fatalError = on_error, .warning = on_warning,
        .initialized = 1,                    /* names as they stand, with their prefix */
    };

    xmlInitParser();
    parser->xml = xml;
    parser->libxml = xmlCreatePushParserCtxt(&sax, parser, NULL, 0, NULL);
    if (!parser->libxml)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    /* without NOENT, "&amp;" in an attribute comes as "&#38;"; a DOCTYPE that could declare entities it never sees */
    xmlCtxtUseOptions(parser->libxml, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC
                                      | (xml->forgiving ? XML_PARSE_RECOVER : 0));
    xmlDictSetLimit(parser->libxml->dict, RV_XML_NAMES);
    return RV_OK;
}

void rv_xml_parser_end(rv_xml_parser *parser)
{
    for (size_t i = 0; i < parser->n_used; i++)
        free(parser->known[parser->used[i]]);
    free(parser->parsed);
    rv_buf_free(&parser->text);
    if (parser->libxml && parser->libxml->myDoc)
        xmlFreeDoc(parser->libxml->myDoc);
    xmlFreeParserCtxt(parser->libxml);
}
