#include <config.h>

#include <string.h>

#include "xml_inside.h"

/* A DOCTYPE is passed over. What it declares itself could grow without end, or name files and addresses: entities with a text of
   their own are refused, others stand for nothing. Every step below gives NULL when the DOCTYPE is refused or not whole. */

static const char *pass_blanks(const char *p, const char *end)
{
    while (p < end && strchr(" \t\r\n", *p))
        p++;
    return p;
}

static bool begins(const char *p, const char *end, const char *with)
{
    size_t n = strlen(with);

    return (size_t)(end - p) >= n && memcmp(p, with, n) == 0;
}

/* Just behind the next `with`. */
static const char *behind(const char *p, const char *end, const char *with)
{
    const char *found = memmem(p, (size_t)(end - p), with, strlen(with));

    return found ? found + strlen(with) : NULL;
}

static bool is_address(const char *s, const char *end)
{
    return (memmem(s, (size_t)(end - s), "://", 3) && !begins(s, end, "file:")) || begins(s, end, "//") || begins(s, end, "\\\\");
}

/* The quotation mark that closes the one at `p`. `*address` becomes true when a network address stands between them. */
static const char *closing(const char *p, const char *end, bool *address)
{
    const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));

    *address = *address || (close && is_address(p + 1, close));
    return close;
}

/* The first of `stops` that stands in no quotation. */
static const char *pass_to(const char *p, const char *end, const char *stops, bool *address)
{
    while (p && p < end && !strchr(stops, *p)) {
        p = *p == '"' || *p == '\'' ? closing(p, end, address) : p;
        p = p ? p + 1 : NULL;
    }
    return p && p < end ? p : NULL;
}

/* <!ENTITY [%] NAME "text"> or <!ENTITY [%] NAME SYSTEM "file">; `p` is behind the word. */
static const char *pass_entity(rv_xml *xml, const char *p)
{
    const char *name, *begin = p;
    bool        parameter, address = false;
    size_t      n;

    p = pass_blanks(p, xml->end);
    parameter = p < xml->end && *p == '%';
    name = p = pass_blanks(parameter ? p + 1 : p, xml->end);
    while (p < xml->end && !strchr(" \t\r\n\"'>", *p))
        p++;
    n = (size_t)(p - name);
    p = pass_blanks(p, xml->end);
    if (p + 1 >= xml->end)
        return NULL;
    if ((*p == '"' || *p == '\'') && p[1] != *p) {
        rv_xml_refuse(xml, rv_xml_line_of(xml, begin), "xml-entity",
                           "an entity with a text of its own is not read; put the text where it is used");
        return NULL;
    }
    if (!(p = pass_to(p, xml->end, ">", &address)))
        return NULL;
    if (!rv_xml_tell(xml, RV_XML_EXTERNAL, begin, NULL)
        || (address && !rv_xml_tell(xml, RV_XML_NETWORK, begin, NULL))
        || (!parameter && !rv_xml_reference_hide(xml, name, n)))
        return NULL;
    return p + 1;
}

/* The declarations in [ ]; `p` is behind the first bracket. */
static const char *pass_subset(rv_xml *xml, const char *p)
{
    const char *end = xml->end;
    bool        unused = false;

    while (p && p < end && *p != ']') {
        if (begins(p, end, "<!--"))
            p = behind(p + 4, end, "-->");
        else if (begins(p, end, "<?"))
            p = behind(p + 2, end, "?>");
        else if (begins(p, end, "<!ENTITY"))
            p = pass_entity(xml, p + 8);
        else if (*p == '<')
            p = (p = pass_to(p, end, ">", &unused)) ? p + 1 : NULL;
        else if (*p == '%' && !rv_xml_tell(xml, RV_XML_EXTERNAL, p, NULL))
            p = NULL;
        else
            p++;
    }
    return p && p < end ? p + 1 : NULL;
}

/* Where no fault is forgiven, a DOCTYPE has no declarations. */
static const char *pass_strictly(rv_xml *xml, const char *p)
{
    bool unused = false;

    p = pass_to(p, xml->end, "<%>", &unused);
    if (p && *p != '>') {
        rv_xml_refuse(xml, rv_xml_line_of(xml, p), "xml-entity",
                           "a DOCTYPE with declarations of its own is not read; take out the part in [ ]");
        return NULL;
    }
    return p ? p + 1 : NULL;
}

const char *rv_xml_doctype_end(rv_xml *xml, const char *p)
{
    const char *begin = p;
    bool        address = false;

    p += strlen("<!DOCTYPE");
    if (!xml->forgiving)
        return pass_strictly(xml, p);
    if (!(p = pass_to(p, xml->end, "[>", &address)))
        return NULL;
    if (address && !memmem(begin, (size_t)(p - begin), "PUBLIC", 6) && !rv_xml_tell(xml, RV_XML_NETWORK, begin, NULL))
        return NULL;                                      /* the DTDs that are in public use have addresses */
    if (*p == '[' && (!(p = pass_subset(xml, p + 1)) || !(p = pass_to(p, xml->end, ">", &address))))
        return NULL;
    return p + 1;
}
