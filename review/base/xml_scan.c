#include <config.h>

#include <stdio.h>
#include <string.h>

#include "xml_inside.h"

enum { TEXT, COMMENT, CDATA };

/* The next `c` at or behind `p`, or the end; looked for again only when `p` has passed it. */
static inline const char *next(const char **known, const char *p, const char *end, char c)
{
    if (*known < p) {
        const char *found = memchr(p, c, (size_t)(end - p));

        *known = found ? found : end;
    }
    return *known;
}

/* ---- Text ---------------------------------------------------------------------------------------------------------------- */

/* Outside of all elements there should be no text but blanks, and the marks of joined files. */
static bool tell_outside(rv_xml *xml, const char *p, const char *text, size_t n)
{
    const char *s = text, *end = text + n;

    while (s < end && (strchr(" \t\r\n", *s) || (end - s >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)))
        s += *s == '\xEF' ? 3 : 1;
    return s == end || rv_xml_tell(xml, RV_XML_OUTSIDE, text == p ? s : p, NULL);
}

/* A piece of text that stands at `p`. */
static bool tell_text(rv_xml *xml, const char *p, const char *text, size_t n)
{
    if (n == 0)
        return true;
    if (xml->depth == 0)
        return tell_outside(xml, p, text, n);
    if ((xml->text += n) > RV_XML_TEXT)
        return rv_xml_refuse(xml, rv_xml_line_of(xml, p), "xml-limit", "a text is longer than %d MiB", RV_XML_TEXT >> 20);
    xml->at = p;
    if (xml->handler->text)
        xml->status = xml->handler->text(xml->user, text, n, xml->err);
    return xml->status == RV_OK;
}

/* Text in which a line ends with CR or CRLF is told with LF. The first byte not told; NULL when it must stop. */
static const char *tell_lines(rv_xml *xml, const char *p, const char *stop)
{
    const char *cr;

    while ((cr = next(&xml->cr, p, xml->end, '\r')) < stop) {
        if (!tell_text(xml, p, p, (size_t)(cr - p)))
            return NULL;
        if (cr + 1 == xml->end && !xml->last)           /* perhaps LF follows */
            return cr;
        if ((cr + 1 == xml->end || cr[1] != '\n') && !tell_text(xml, cr, "\n", 1))
            return NULL;
        p = cr + 1;
    }
    return tell_text(xml, p, p, (size_t)(stop - p)) ? stop : NULL;
}

/* The reference at `p`: behind it, `p` when it is cut off. */
static const char *tell_reference(rv_xml *xml, const char *p)
{
    rv_xml_reference ref;

    return rv_xml_reference_read(xml, p, xml->end, xml->last, &ref) && tell_text(xml, p, ref.out, ref.n_out) ? p + ref.n : NULL;
}

/* "]]>" may not stand in text. Where it does not begin before `stop`, true; `*held` where it may begin. */
static bool check_brackets(rv_xml *xml, const char *p, const char *stop, const char **held)
{
    *held = stop;
    while ((p = next(&xml->bracket, p, xml->end, ']')) < stop) {
        size_t left = (size_t)(xml->end - p);

        if (left < 3 && !xml->last && memcmp(p, "]]", left) == 0) {
            *held = p;
            return true;
        }
        if (left >= 3 && p[1] == ']' && p[2] == '>' && !rv_xml_tell(xml, RV_XML_BRACKETS, p, NULL))
            return false;
        p++;
    }
    return true;
}

/* Text from `p` to the next "<". What comes behind the text that is told; NULL when it must stop. */
static const char *in_text(rv_xml *xml, const char *p, const char *stop)
{
    const char *amp, *end, *behind;

    if (!check_brackets(xml, p, stop, &stop))
        return NULL;
    for (; p < stop; p = behind) {
        amp = next(&xml->amp, p, xml->end, '&');
        end = amp < stop ? amp : stop;
        behind = tell_lines(xml, p, end);
        if (behind != end)
            return behind;
        if (end == stop)
            return stop;
        if (!(behind = tell_reference(xml, end)) || behind == end)
            return behind;
    }
    return p;
}

static const char *in_cdata(rv_xml *xml, const char *p)
{
    const char *close = memmem(p, (size_t)(xml->end - p), "]]>", 3), *stop = close ? close : xml->end, *behind;

    for (size_t i = 0; !close && !xml->last && i < 2 && stop > p && stop[-1] == ']'; i++)
        stop--;
    behind = tell_lines(xml, p, stop);
    if (!close || behind != stop)
        return behind;
    xml->inside = TEXT;
    return close + 3;
}

/* Where the comment that `p` is in ends; a comment is passed over, so its length does not matter. */
static const char *in_comment(rv_xml *xml, const char *p)
{
    const char *found;

    for (; (found = memmem(p, (size_t)(xml->end - p), "--", 2)) && found + 2 < xml->end; p = found + 1) {
        if (found[2] == '>') {
            xml->inside = TEXT;
            return found + 3;
        }
        if (!xml->forgiving) {
            rv_xml_refuse(xml, rv_xml_line_of(xml, found), "xml-malformed", "-- in a comment; a comment ends with -->");
            return NULL;
        }
    }
    if (xml->last)
        return xml->end;
    return found ? found : xml->end - (xml->end > p && xml->end[-1] == '-');
}

/* ---- What is no text ------------------------------------------------------------------------------------------------------ */

/* 1: `word` stands at `p`; 0: it does not; -1: too little is there to tell. */
static int stands(const rv_xml *xml, const char *p, const char *word)
{
    size_t n = strlen(word), left = (size_t)(xml->end - p);

    if (left >= n || xml->last)
        return left >= n && memcmp(p, word, n) == 0;
    return memcmp(p, word, left) == 0 ? -1 : 0;
}

static const char *begin_inside(rv_xml *xml, int inside, const char *p, size_t n)
{
    xml->inside = inside;
    xml->begun = rv_xml_line_of(xml, p);
    return p + n;
}

/* What "<" at `p` begins: behind it; `p` when it begins nothing; NULL when it is not whole or refused. */
static const char *in_markup(rv_xml *xml, const char *p)
{
    int comment, cdata, doctype;

    if (p + 1 == xml->end)
        return xml->last ? p : NULL;
    if (p[1] == '?')
        return rv_xml_instruction_end(xml, p);
    if (p[1] != '!')
        return rv_xml_tag_end(xml, p);
    if ((comment = stands(xml, p, "<!--")) == 1)
        return begin_inside(xml, COMMENT, p, 4);
    if ((cdata = stands(xml, p, "<![CDATA[")) == 1)
        return begin_inside(xml, CDATA, p, 9);
    if ((doctype = stands(xml, p, "<!DOCTYPE")) == 1)
        return rv_xml_begins_document(xml, p) ? rv_xml_doctype_end(xml, p) : NULL;
    return comment || cdata || doctype ? NULL : p;
}

/* A tag, DOCTYPE or instruction that has no end here. */
static bool check_length(rv_xml *xml, const char *p)
{
    size_t begun;

    if (xml->end - p <= RV_XML_TAG && !xml->last)
        return true;
    begun = rv_xml_line_of(xml, p);
    if (xml->end - p > RV_XML_TAG)
        return rv_xml_refuse(xml, begun, "xml-limit", "a tag is longer than %d KiB; perhaps a quote in it is not closed",
                                  RV_XML_TAG >> 10);
    return rv_xml_refuse(xml, rv_xml_line_of(xml, xml->end), "xml-malformed",
                              "the document ends inside the tag that begins in line %zu", begun);
}

/* One step; NULL when what is at `p` is not whole or refused. */
static const char *step(rv_xml *xml, const char *p)
{
    const char *angle, *behind;

    if (xml->inside == COMMENT)
        return in_comment(xml, p);
    if (xml->inside == CDATA)
        return in_cdata(xml, p);
    if (*p != '<') {
        angle = memchr(p, '<', (size_t)(xml->end - p));
        return in_text(xml, p, angle ? angle : xml->end);
    }
    behind = in_markup(xml, p);
    if (behind == p && rv_xml_tell(xml, RV_XML_ANGLE, p, NULL) && tell_text(xml, p, p, 1))
        return p + 1;
    if (!behind && xml->status == RV_OK)
        check_length(xml, p);
    return behind == p ? NULL : behind;
}

static const char *first_of(const char *p, const char *end, char c)
{
    const char *found = memchr(p, c, (size_t)(end - p));

    return found ? found : end;
}

/* A document in which CR alone comes before any LF, and no LF comes, has lines that end with CR. */
static void find_eol(rv_xml *xml)
{
    xml->newline = first_of(xml->window, xml->end, '\n');
    xml->cr = first_of(xml->window, xml->end, '\r');
    if (!xml->eol && (xml->newline < xml->end || xml->cr < xml->end))
        xml->eol = xml->newline == xml->end && xml->cr + 1 < xml->end ? '\r' : '\n';
    if (xml->eol == '\r')
        xml->newline = xml->cr;
}

/* Faults that the decoder met are told where they stand. */
static void tell_due(rv_xml *xml, const char *p)
{
    uint64_t at = xml->offset + (uint64_t)(p - xml->window), later = UINT64_MAX;

    for (int i = 0; i < RV_XML_FROM_BYTES; i++) {
        if (!xml->forgiving || xml->told[i])
            continue;
        if (xml->decoder.first[i] <= at)
            rv_xml_tell(xml, (rv_xml_fault)i, xml->window + (xml->decoder.first[i] - xml->offset), xml->decoder.words);
        else if (xml->decoder.first[i] < later)
            later = xml->decoder.first[i];
    }
    xml->due = later < xml->offset + xml->length ? xml->window + (later - xml->offset) : xml->end + 1;
}

void rv_xml_scan(rv_xml *xml, size_t *used)
{
    const char  *p = xml->window, *behind;
    const size_t line = xml->line;

    xml->at = p;
    xml->end = p + xml->length;
    find_eol(xml);
    xml->amp = first_of(p, xml->end, '&');
    xml->bracket = first_of(p, xml->end, ']');
    xml->due = p;
    while (p < xml->end) {
        if (p >= xml->due)
            tell_due(xml, p);
        behind = step(xml, p);
        if (!behind || behind == p)
            break;
        p = behind;
    }
    if (xml->status == RV_OK && (xml->last || p >= xml->due))
        tell_due(xml, p);
    if (xml->ahead) {                                     /* the line of something behind `p` was asked for */
        find_eol(xml);
        xml->line = line;
        xml->ahead = false;
    }
    rv_xml_line_of(xml, p);
    *used = (size_t)(p - xml->window);
}

void rv_xml_scan_end(rv_xml *xml)
{
    const char *name = xml->depth > 0 ? rv_buf_str(&xml->names) + xml->open[xml->depth - 1].name : "";

    if (xml->inside != TEXT)
        rv_xml_refuse(xml, xml->line, "xml-malformed", "the document ends inside the %s that begins in line %zu",
                      xml->inside == CDATA ? "CDATA" : "comment", xml->begun);
    else if (xml->depth > 0)
        rv_xml_refuse(xml, xml->line, "xml-malformed", "the document ends before </%.*s>, open since line %zu",
                      rv_xml_shown(name, strlen(name)), name, xml->open[xml->depth - 1].line);
    else if (!xml->root)
        rv_xml_refuse(xml, xml->line, "xml-malformed", xml->offset == 0 ? "the file is empty; it should hold XML"
                                                                        : "the document has no element");
}
