/* Packages looked into by XPath. */
#ifndef TESTS_REPORT_OFFICE_XML_H
#define TESTS_REPORT_OFFICE_XML_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "review/base.h"

static const char *const office_spaces[][2] = {
    { "w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main" },
    { "r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships" },
    { "p", "http://schemas.openxmlformats.org/package/2006/relationships" },
    { "t", "http://schemas.openxmlformats.org/package/2006/content-types" },
    { "wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" },
    { "a", "http://schemas.openxmlformats.org/drawingml/2006/main" },
    { "dc", "http://purl.org/dc/elements/1.1/" },
    { "office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0" },
    { "style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0" },
    { "text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0" },
    { "table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0" },
    { "draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" },
    { "svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" },
    { "xlink", "http://www.w3.org/1999/xlink" },
};

static inline xmlDocPtr office_part(const rv_zip *zip, const char *part)
{
    const char *bytes;
    xmlDocPtr doc;
    size_t n;

    if (!rv_zip_get(zip, part, &bytes, &n))
        fail_msg("no part %s", part);
    if (!(doc = xmlReadMemory(bytes, (int)n, part, NULL, XML_PARSE_NONET | XML_PARSE_HUGE)))
        fail_msg("%s is not well-formed", part);
    return doc;
}

/* The value of an XPath expression; the caller frees. */
static inline char *office_ask(const rv_zip *zip, const char *part, const char *path)
{
    xmlDocPtr doc = office_part(zip, part);
    xmlXPathContextPtr context = xmlXPathNewContext(doc);
    xmlXPathObjectPtr found;
    xmlChar *text;
    char *copy;

    for (size_t i = 0; i < sizeof office_spaces / sizeof *office_spaces; i++)
        xmlXPathRegisterNs(context, (const xmlChar *)office_spaces[i][0], (const xmlChar *)office_spaces[i][1]);
    if (!(found = xmlXPathEvalExpression((const xmlChar *)path, context)))
        fail_msg("%s is no path", path);
    text = xmlXPathCastToString(found);
    copy = strdup((const char *)text);
    xmlFree(text);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(doc);
    return copy;
}

#define assert_part(zip, part, path, want)                                                                                             \
    do {                                                                                                                               \
        char *got_ = office_ask((zip), (part), (path));                                                                                \
        if (strcmp(got_, (want)) != 0)                                                                                                 \
            fail_msg("%s of %s is '%s', not '%s'", (path), (part), got_, (want));                                                      \
        free(got_);                                                                                                                    \
    } while (0)

static inline bool office_ends(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Every XML part can be read. */
static inline void office_sound(const rv_zip *zip)
{
    for (size_t i = 0; i < rv_zip_count(zip); i++)
        if (office_ends(rv_zip_name(zip, i), ".xml") || office_ends(rv_zip_name(zip, i), ".rels") || office_ends(rv_zip_name(zip, i), ".svg"))
            xmlFreeDoc(office_part(zip, rv_zip_name(zip, i)));
}

#endif
