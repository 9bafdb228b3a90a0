#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "xml_inside.h"

/* A %s stands for a name out of the document. */
static const struct { const char *kind, *refused, *told; } faults[RV_XML_FAULTS] = {
    [RV_XML_CONTROL] = { "control-characters", "a control character, which XML does not allow; take it out",
                         "control characters, which XML does not allow, are left out" },
    [RV_XML_NOT_UTF8] = { "bad-utf8", "a byte that is not UTF-8; save the file as UTF-8, or name its encoding in the first line",
                          "bytes that are not UTF-8 are read as Windows-1252, or replaced by U+FFFD" },
    [RV_XML_ENCODING] = { "xml-encoding", "%s", "%s" },
    [RV_XML_AMPERSAND] = { "xml-malformed", "an & that begins no reference; write &amp;",
                           "an & that begins no reference is read as itself; it should be &amp;" },
    [RV_XML_ANGLE] = { "xml-malformed", "a < that begins no tag; write &lt; where it is meant as text",
                       "a < that begins no tag is read as itself; it should be &lt;" },
    [RV_XML_BRACKETS] = { "xml-malformed", "]]> in a text; write ]]&gt;", "]]> in a text is read as itself; it should be ]]&gt;" },
    [RV_XML_NO_CHARACTER] = { "xml-malformed", "&%s; is no character", "&%s; is no character; replaced by U+FFFD, or with its other half by what both are" },
    [RV_XML_OUTSIDE] = { "xml-malformed", "text that stands in no element", "text that stands in no element is left out" },
    [RV_XML_DECLARATION] = { "xml-malformed", "an XML declaration or DOCTYPE that does not stand at the beginning",
                             "an XML declaration or DOCTYPE that does not stand at the beginning is left out" },
    [RV_XML_DOCUMENT] = { "xml-malformed", "another document begins here; put it in a file of its own",
                          "another document begins here; it is read too" },
    [RV_XML_STRAY_END] = { "xml-malformed", "an end tag without its start", "an end tag without its start is left out" },
    [RV_XML_TWICE] = { "xml-malformed", "%s", "an attribute stands twice in its tag; the first is read" },
    [RV_XML_HTML_ENTITY] = { "xml-entity", "the entity &%s; is not read; put the character itself (only &amp; &lt; &gt; &quot; "
                             "&apos; and numbers are)", "the entity &%s; is not declared; read as the character it is in HTML" },
    [RV_XML_UNKNOWN_ENTITY] = { "xml-entity", "the entity &%s; is not read; put the character itself (only &amp; &lt; &gt; &quot; "
                                "&apos; and numbers are)", "the entity &%s; is not known; kept as it stands" },
    [RV_XML_EXTERNAL] = { "xml-entity", "external entities are not read", "external entities are not opened and stand for nothing" },
    [RV_XML_NETWORK] = { "xml-external", "a DOCTYPE that names an address is not read",
                         "the DOCTYPE names an address; nothing is fetched from it" },
};

const char *rv_xml_fault_kind(rv_xml_fault fault)
{
    return faults[fault].kind;
}

void rv_xml_fault_words(rv_xml_fault fault, bool forgiving, const char *name, char words[RV_XML_WORDS])
{
    const char *pattern = forgiving ? faults[fault].told : faults[fault].refused;
    size_t      n = 0;

    for (; *pattern && n + 1 < RV_XML_WORDS; pattern++) {
        if (pattern[0] == '%' && pattern[1] == 's') {
            n += (size_t)snprintf(words + n, RV_XML_WORDS - n, "%.100s", name);
            n = n < RV_XML_WORDS ? n : RV_XML_WORDS - 1;
            pattern++;
        } else {
            words[n++] = *pattern;
        }
    }
    words[n] = '\0';
}

/* ---- Telling, and ending -------------------------------------------------------------------------------------------------- */

bool rv_xml_no_memory(rv_xml *xml)
{
    xml->status = rv_fail(xml->err, RV_ENOMEM, "out of memory");
    return false;
}

int rv_xml_shown(const char *name, size_t n)
{
    n = n < 60 ? n : 60;
    rv_utf8_valid(name, n, &n);                           /* a character cut off is not shown */
    return (int)n;
}

bool rv_xml_refuse(rv_xml *xml, size_t line, const char *kind, const char *format, ...)
{
    char    words[RV_XML_WORDS];
    va_list args;

    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    xml->status = xml->forgiving ? rv_fail(xml->err, RV_EPARSE, "%s:%zu: %s (%s)", xml->name, line, words, kind)
                                 : rv_fail(xml->err, RV_EPARSE, "%s:%zu: %s", xml->name, line, words);
    return false;
}

size_t rv_xml_line_of(rv_xml *xml, const char *p)
{
    while (xml->newline < p) {
        const char *found = memchr(xml->newline + 1, xml->eol, (size_t)(xml->end - xml->newline - 1));

        xml->newline = found ? found : xml->end;
        xml->line++;
    }
    return xml->line;
}

bool rv_xml_tell(rv_xml *xml, rv_xml_fault fault, const char *p, const char *name)
{
    char   words[RV_XML_WORDS];
    size_t line;

    if (xml->told[fault])
        return true;
    line = rv_xml_line_of(xml, p);
    xml->ahead = true;
    xml->at = p;
    xml->told[fault] = true;
    rv_xml_fault_words(fault, xml->forgiving, name, words);
    if (!xml->forgiving)
        return rv_xml_refuse(xml, line, rv_xml_fault_kind(fault), "%s", words);
    xml->handler->problem(xml->user, rv_xml_fault_kind(fault), line, words);
    return true;
}
