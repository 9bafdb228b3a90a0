#include <config.h>

#include <libxml/HTMLparser.h>
#include <string.h>

#include "xml_inside.h"

enum { LONGEST = 48, REMEMBERED = 1024 };

/* What a name stands for, kept as an entry of xml->entities. */
static const char hidden[] = "hidden", unknown[] = "unknown";

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':';
}

/* The number between "&#" and ";", in bytes `n`; false when there is none. What is beyond all characters stays beyond. */
static bool number(const char *s, size_t n, uint32_t *value)
{
    bool hex = n > 0 && s[0] == 'x';

    *value = 0;
    if (n == (hex ? 1 : 0))
        return false;
    for (size_t i = hex; i < n; i++) {
        char     c = (char)(s[i] | 32);
        uint32_t digit = s[i] >= '0' && s[i] <= '9' ? (uint32_t)(s[i] - '0') : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 16;

        if (digit == 16)
            return false;
        *value = *value * (hex ? 16 : 10) + digit;
        *value = *value > 0x110000 ? 0x110000 : *value;
    }
    return true;
}

/* The name or number that begins behind the "&" at `p`, as far as its ";": its length, 0 where there is none. `*cut` is true when
   it may go on behind `end`. */
static size_t length_of(const char *p, const char *end, bool last, bool *cut)
{
    const char *s = p + 1;

    *cut = false;
    if (s < end && *s == '#')
        s++;
    while (s < end && s - p < LONGEST && is_name(*s))
        s++;
    if (s == end)
        *cut = !last && s - p < LONGEST;
    return s < end && *s == ';' ? (size_t)(s - p - 1) : 0;
}

/* Some programs write a character beyond U+FFFF as two halves. */
static bool read_number(rv_xml *xml, const char *p, const char *end, bool last, rv_xml_reference *ref, uint32_t value)
{
    const char *next = p + ref->n;
    char        name[LONGEST + 1];
    uint32_t    low = 0;
    size_t      n;
    bool        cut;

    memcpy(name, p + 1, ref->n - 2);
    name[ref->n - 2] = '\0';
    if (value >= 0xD800 && value < 0xDC00) {
        if (next == end ? !last : *next == '&') {
            n = next == end ? 0 : length_of(next, end, last, &cut);
            if (next == end || (n == 0 && cut)) {
                ref->n = 0;
                return true;
            }
            if (n > 1 && next[1] == '#' && number(next + 2, n - 1, &low) && low >= 0xDC00 && low < 0xE000) {
                ref->n += n + 2;
                ref->n_out = rv_xml_put_point(ref->out, 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00));
                return rv_xml_tell(xml, RV_XML_NO_CHARACTER, p, name);
            }
        }
    }
    if (value < ' ' && value != '\t' && value != '\n' && value != '\r')
        return rv_xml_tell(xml, RV_XML_CONTROL, p, NULL);
    if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) || (value & 0xFFFFFFFE) == 0xFFFE) {
        ref->n_out = rv_xml_put_point(ref->out, 0xFFFD);
        return rv_xml_tell(xml, RV_XML_NO_CHARACTER, p, name);
    }
    ref->plain = true;
    ref->n_out = rv_xml_put_point(ref->out, value);
    return true;
}

static const void *meaning(rv_xml *xml, const char *name)
{
    const void *known = xml->entities ? xmlHashLookup(xml->entities, (const xmlChar *)name) : NULL;

    if (!known) {                                         /* HTML's own table is searched from its beginning */
        known = htmlEntityLookup((const xmlChar *)name);
        known = known ? known : unknown;
        if (!xml->entities)
            xml->entities = xmlHashCreate(64);
        if (xml->entities && xmlHashSize(xml->entities) < REMEMBERED)
            xmlHashAddEntry(xml->entities, (const xmlChar *)name, (void *)(uintptr_t)known);
    }
    return known;
}

static bool read_name(rv_xml *xml, const char *p, rv_xml_reference *ref)
{
    static const struct { const char *name; char c; } five[] = {
        { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
    };
    char        name[LONGEST + 1];
    const void *known;

    memcpy(name, p + 1, ref->n - 2);
    name[ref->n - 2] = '\0';
    for (size_t i = 0; i < sizeof five / sizeof *five; i++)
        if (strcmp(name, five[i].name) == 0) {
            ref->out[0] = five[i].c;
            ref->n_out = 1;
            ref->plain = true;
            return true;
        }
    known = xml->forgiving ? meaning(xml, name) : unknown;
    if (known == hidden)
        return rv_xml_tell(xml, RV_XML_EXTERNAL, p, NULL);
    if (known != unknown) {
        ref->n_out = rv_xml_put_point(ref->out, ((const htmlEntityDesc *)known)->value);
        return rv_xml_tell(xml, RV_XML_HTML_ENTITY, p, name);
    }
    ref->n = ref->n_out = 1;                              /* the "&" itself; the rest is text */
    ref->out[0] = '&';
    return rv_xml_tell(xml, RV_XML_UNKNOWN_ENTITY, p, name);
}

bool rv_xml_reference_read(rv_xml *xml, const char *p, const char *end, bool last, rv_xml_reference *ref)
{
    bool     cut;
    size_t   n = length_of(p, end, last, &cut);
    uint32_t value;

    *ref = (rv_xml_reference){ .n = n + 2 };
    if (n > 0 && p[1] == '#' && number(p + 2, n - 1, &value))
        return read_number(xml, p, end, last, ref, value);
    if (n > 0 && p[1] != '#' && (p[1] < '0' || p[1] > '9') && p[1] != '-' && p[1] != '.')
        return read_name(xml, p, ref);
    if (n == 0 && cut) {
        ref->n = 0;
        return true;
    }
    ref->n = ref->n_out = 1;
    ref->out[0] = '&';
    return rv_xml_tell(xml, RV_XML_AMPERSAND, p, NULL);
}

bool rv_xml_reference_hide(rv_xml *xml, const char *name, size_t n)
{
    xmlChar key[LONGEST + 1];

    if (n == 0 || n > LONGEST)
        return true;                                      /* no reference is that long */
    memcpy(key, name, n);
    key[n] = '\0';
    if (!xml->entities)
        xml->entities = xmlHashCreate(64);
    if (!xml->entities || xmlHashUpdateEntry(xml->entities, key, (void *)(uintptr_t)hidden, NULL) != 0)
        return rv_xml_no_memory(xml);
    return true;
}
