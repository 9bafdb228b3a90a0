#include <config.h>

#include <string.h>

#include "xml_inside.h"

static bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (unsigned char)c >= 0x80;
}

/* ---- Tags -------------------------------------------------------------------------------------------------------------- */

typedef struct {
    size_t values;
    bool   odd;                    /* a value has "&" or "<" */
} tag_shape;

/* Just behind the ">" of the start tag at `p`; NULL when it has none, `p` when another "<" comes first. */
static const char *start_end(const char *p, const char *end, tag_shape *shape)
{
    static const bool stops[256] = { ['>'] = true, ['<'] = true, ['"'] = true, ['\''] = true };
    static const bool inside[256] = { ['"'] = true, ['\''] = true, ['<'] = true, ['&'] = true };
    const char       *begin = p;

    for (p++; ; p++) {
        char quote;

        while (p < end && !stops[(unsigned char)*p])
            p++;
        if (p == end)
            return NULL;
        if (*p == '>')
            return p + 1;
        if (*p == '<')
            return begin;
        quote = *p;
        for (p++; p < end && *p != quote; p++) {
            while (p < end && !inside[(unsigned char)*p])
                p++;
            if (p == end || *p == quote)
                break;
            shape->odd = shape->odd || *p == '<' || *p == '&';
        }
        if (p == end)
            return NULL;
        shape->values++;
    }
}

/* The tag from `p` to `end` is told next. */
static void come_to(rv_xml *xml, const char *p, const char *end)
{
    xml->at = p;
    xml->begin = xml->offset + (uint64_t)(p - xml->window);
    xml->behind = xml->offset + (uint64_t)(end - xml->window);
    xml->placed = false;
    xml->text = 0;
}

static bool tell_start(rv_xml *xml, const rv_xml_tag *tag)
{
    if (xml->handler->start)
        xml->status = xml->handler->start(xml->user, tag->name, tag->attributes, xml->err);
    return xml->status == RV_OK;
}

static bool tell_end(rv_xml *xml, const char *name)
{
    if (xml->handler->end)
        xml->status = xml->handler->end(xml->user, name, xml->err);
    return xml->status == RV_OK;
}

static bool open_element(rv_xml *xml, const rv_xml_tag *tag)
{
    size_t line = rv_xml_line_of(xml, xml->at);

    if (xml->depth == RV_XML_DEPTH)
        return rv_xml_refuse(xml, line, "xml-depth", "elements are nested deeper than %d", RV_XML_DEPTH);
    xml->open[xml->depth++] = (rv_xml_element){ xml->names.length, line };
    rv_buf_add(&xml->names, tag->name, tag->n_name + 1);
    return !xml->names.failed || rv_xml_no_memory(xml);
}

bool rv_xml_begins_document(rv_xml *xml, const char *p)
{
    return !xml->root || rv_xml_tell(xml, xml->depth == 0 ? RV_XML_DOCUMENT : RV_XML_DECLARATION, p, NULL);
}

static bool check_start(rv_xml *xml, const char *p, size_t values)
{
    if (values > RV_XML_ATTRIBUTES)
        return rv_xml_refuse(xml, rv_xml_line_of(xml, p), "xml-limit", "a tag has more than %d attributes", RV_XML_ATTRIBUTES);
    if (xml->depth == 0 && !rv_xml_begins_document(xml, p))
        return false;
    xml->root = true;
    return true;
}

static const char *start_tag(rv_xml *xml, const char *p)
{
    tag_shape         shape = { 0, false };
    const char       *end = start_end(p, xml->end, &shape);
    const rv_xml_tag *tag;

    if (!end || end == p)
        return end;
    if (end - p > RV_XML_TAG || !check_start(xml, p, shape.values)
        || !(tag = rv_xml_parser_tag(&xml->parser, p, (size_t)(end - p), shape.odd)))
        return NULL;
    come_to(xml, p, end);
    if (end[-2] == '/')
        return tell_start(xml, tag) && tell_end(xml, tag->name) ? end : NULL;
    return open_element(xml, tag) && tell_start(xml, tag) ? end : NULL;
}

/* The name of the end tag at `p` is that of the element that is open. */
static bool check_name(rv_xml *xml, const char *p, const char *end, const rv_xml_element *element)
{
    const char *name = rv_buf_str(&xml->names) + element->name, *s = p + 2;
    size_t      n = xml->names.length - element->name - 1, line;

    if ((size_t)(end - 1 - s) == n && memcmp(s, name, n) == 0)
        return true;
    line = rv_xml_line_of(xml, p);
    while (s < end - 1 && !strchr(" \t\r\n", *s))
        s++;
    if ((size_t)(s - p - 2) != n || memcmp(p + 2, name, n) != 0)
        return rv_xml_refuse(xml, line, "xml-malformed", "</%.*s> where </%.*s> should be, open since line %zu",
                             rv_xml_shown(p + 2, (size_t)(s - p - 2)), p + 2, rv_xml_shown(name, n), name, element->line);
    s += strspn(s, " \t\r\n");
    return s == end - 1 || rv_xml_refuse(xml, line, "xml-malformed", "</%.*s> has more than a name", rv_xml_shown(name, n), name);
}

static const char *end_tag(rv_xml *xml, const char *p)
{
    const rv_xml_element *element;
    const char           *s = p + 2;

    if (s == xml->end)
        return xml->last ? p : NULL;
    if (!begins_name(*s))
        return p;
    while (s < xml->end && *s != '>' && *s != '<')
        s++;
    if (s == xml->end || s - p >= RV_XML_TAG)
        return NULL;
    if (*s++ == '<')
        return p;
    if (xml->depth == 0)
        return rv_xml_tell(xml, RV_XML_STRAY_END, p, NULL) ? s : NULL;
    element = &xml->open[xml->depth - 1];
    if (!check_name(xml, p, s, element))
        return NULL;
    come_to(xml, p, s);
    xml->depth--;
    if (!tell_end(xml, rv_buf_str(&xml->names) + element->name))
        return NULL;
    xml->names.length = element->name;
    return s;
}

const char *rv_xml_tag_end(rv_xml *xml, const char *p)
{
    if (p[1] == '/')
        return end_tag(xml, p);
    return begins_name(p[1]) ? start_tag(xml, p) : p;
}

/* ---- Instructions -------------------------------------------------------------------------------------------------------- */

/* An XML declaration, which says what is known by now. Where faults are not forgiven, libxml2 looks whether it says it right. */
static bool declaration(rv_xml *xml, const char *p, const char *end)
{
    if (xml->root)
        return rv_xml_begins_document(xml, p);
    if (xml->offset > 0 || p > xml->window)
        return rv_xml_tell(xml, RV_XML_DECLARATION, p, NULL);
    if (!xml->forgiving)
        rv_xml_parser_declaration(&xml->parser, p, (size_t)(end - p));
    return xml->status == RV_OK;
}

const char *rv_xml_instruction_end(rv_xml *xml, const char *p)
{
    const char *end = memmem(p + 2, (size_t)(xml->end - p - 2), "?>", 2);

    if (p + 2 == xml->end)
        return xml->last ? p : NULL;
    if (!begins_name(p[2]))
        return p;
    if (!end || end - p >= RV_XML_TAG)
        return NULL;
    end += 2;
    if (strncmp(p + 2, "xml", 3) == 0 && strchr(" \t\r\n?", p[5]) && !declaration(xml, p, end))
        return NULL;
    return end;
}
