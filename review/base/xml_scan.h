#ifndef RV_BASE_XML_SCAN_H
#define RV_BASE_XML_SCAN_H

#include "review/base.h"

/* What one element, one text, one comment may have. A parser meets limits too late: 50,000 attributes on one element keep
   libxml2 busy for half a minute, a deep nesting ends on the stack. */
enum {
    RV_XML_TAG     = 64 << 10,     /* bytes of a tag or processing instruction */
    RV_XML_DEPTH   = 256,
    RV_XML_TEXT    = 16 << 20,     /* bytes between two tags */
    RV_XML_COMMENT = 1 << 20
};

/* Where one start or end of an element stands; an empty element has two, alike. */
typedef struct {
    uint64_t begin, end;           /* offset of its "<", and just behind its ">" */
    size_t   line;                 /* of its "<" */
} rv_xml_mark;

/* Watches the bytes of a document on their way to the parser, and refuses what would harm it. The marks are queued for the
   parser's callbacks, which come in the same order. */
typedef struct {
    const char  *name;             /* of the document, for messages */
    int          state, inside;    /* `inside`: where a reference or a quotation goes back to */
    char         quote;
    char         word[64];         /* the bytes of what is being told apart: "!--", "amp", an encoding */
    size_t       word_length;
    uint64_t     offset, safe;     /* bytes seen; the end of the last thing that was complete */
    uint64_t     tag_begin;        /* the "<" seen last */
    size_t       line, tag_line, depth, length, text;
    bool         slash, started;   /* the last byte of a tag was "/"; something other than a mark was seen */
    rv_xml_mark *marks;
    size_t       head, count, room;
} rv_xml_scan;

void rv_xml_scan_start(rv_xml_scan *scan, const char *name);
/* Looks at the next bytes. RV_EPARSE "name:line: ..." when they must not reach the parser. */
rv_status rv_xml_scan_bytes(rv_xml_scan *scan, const char *bytes, size_t n, rv_error *err);
/* True when a piece of text or CDATA may be cut here. */
bool rv_xml_scan_in_text(const rv_xml_scan *scan);
/* The mark of the element start or end that the parser reports now. */
rv_xml_mark rv_xml_scan_next(rv_xml_scan *scan);
void rv_xml_scan_free(rv_xml_scan *scan);

#endif
