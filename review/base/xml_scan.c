#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/base.h"

#include "xml_scan.h"

enum { TEXT, REFERENCE, OPEN, START, QUOTED, END, BANG, COMMENT, CDATA, DOCTYPE, INSTRUCTION };

void rv_xml_scan_start(rv_xml_scan *scan, const char *name)
{
    memset(scan, 0, sizeof *scan);
    scan->name = name;
    scan->line = 1;
    scan->state = TEXT;
}

void rv_xml_scan_free(rv_xml_scan *scan)
{
    free(scan->marks);
    scan->marks = NULL;
}

bool rv_xml_scan_in_text(const rv_xml_scan *scan)
{
    return scan->state == TEXT || scan->state == CDATA;
}

rv_xml_mark rv_xml_scan_next(rv_xml_scan *scan)
{
    if (scan->head == scan->count)
        return (rv_xml_mark){ scan->offset, scan->offset, scan->line };
    return scan->marks[scan->head++];
}

static rv_status refuse(const rv_xml_scan *scan, size_t line, rv_error *err, const char *what)
{
    return rv_fail(err, RV_EPARSE, "%s:%zu: %s", scan->name, line, what);
}

static rv_status add_mark(rv_xml_scan *scan, rv_error *err)
{
    if (scan->head == scan->count)
        scan->head = scan->count = 0;
    if (scan->count == scan->room) {
        size_t       room = scan->room ? 2 * scan->room : 1024;
        rv_xml_mark *marks = realloc(scan->marks, room * sizeof *marks);

        if (!marks)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        scan->marks = marks;
        scan->room = room;
    }
    scan->marks[scan->count++] = (rv_xml_mark){ scan->tag_begin, scan->offset, scan->tag_line };
    return RV_OK;
}

/* A tag, comment or instruction is complete. */
static void complete(rv_xml_scan *scan)
{
    scan->state = TEXT;
    scan->safe = scan->offset;
    scan->length = 0;
}

static rv_status end_of_tag(rv_xml_scan *scan, bool start, rv_error *err)
{
    rv_status st = add_mark(scan, err);

    if (start && !scan->slash && ++scan->depth > RV_XML_DEPTH)
        return rv_fail(err, RV_EPARSE, "%s:%zu: elements are nested deeper than %d", scan->name, scan->tag_line, (int)RV_XML_DEPTH);
    if (start && scan->slash && st == RV_OK)
        st = add_mark(scan, err);
    if (!start && scan->depth > 0)
        scan->depth--;
    scan->text = 0;
    complete(scan);
    return st;
}

/* The name between & and ;. */
static rv_status end_of_reference(rv_xml_scan *scan, rv_error *err)
{
    static const char *const known[] = { "amp", "lt", "gt", "quot", "apos" };

    scan->word[scan->word_length] = '\0';
    scan->state = scan->inside;
    if (scan->word[0] == '#')
        return RV_OK;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(scan->word, known[i]) == 0)
            return RV_OK;
    return rv_fail(err, RV_EPARSE, "%s:%zu: the entity &%s; is not read; put the character itself (only &amp; &lt; &gt; &quot; &apos; "
                   "and numbers are)", scan->name, scan->line, scan->word);
}

static rv_status in_reference(rv_xml_scan *scan, char c, rv_error *err)
{
    if (c == ';')
        return end_of_reference(scan, err);
    if (scan->word_length >= 32 || strchr("<>&\"' \t\r\n", c) != NULL)
        return refuse(scan, scan->line, err, "an & that begins no reference; write &amp;");
    scan->word[scan->word_length++] = c;
    return RV_OK;
}

/* After "<!": which of three is it? */
static rv_status in_bang(rv_xml_scan *scan, char c, rv_error *err)
{
    static const struct { const char *word; int state; } kinds[] = {
        { "--", COMMENT }, { "[CDATA[", CDATA }, { "DOCTYPE", DOCTYPE },
    };

    scan->word[scan->word_length++] = c;
    scan->word[scan->word_length] = '\0';
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(scan->word, kinds[i].word) == 0) {
            scan->state = kinds[i].state;
            scan->word_length = 0;
            scan->length = 0;
            scan->quote = 0;
            return RV_OK;
        }
        if (strncmp(scan->word, kinds[i].word, scan->word_length) == 0)
            return RV_OK;
    }
    return refuse(scan, scan->line, err, "<! that begins neither a comment, nor CDATA, nor a DOCTYPE");
}

/* Counts `c` towards the closing sequence of two equal marks and ">"; true when it is complete. */
static bool closes(rv_xml_scan *scan, char c, char mark, size_t marks)
{
    bool closed = c == '>' && scan->word_length >= marks;

    scan->word_length = c == mark ? scan->word_length + 1 : 0;
    return closed;
}

/* Only encodings in which the bytes of < > & " ' mean nothing else; in others the parser would see other tags than we do. */
static rv_status check_encoding(rv_xml_scan *scan, const char *declaration, rv_error *err)
{
    static const char *const fine[] = { "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-", "iso_8859-", "latin1", "windows-125",
                                        "cp125", "koi8-r", "koi8-u" };
    const char *at = strstr(declaration, "encoding");
    char        name[32];
    size_t      n = 0;

    at = at ? at + strcspn(at, "\"'") : NULL;
    if (!at || !*at)
        return RV_OK;
    for (at++; *at && *at != '"' && *at != '\'' && n + 1 < sizeof name; at++)
        name[n++] = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    name[n] = '\0';
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        if (strncmp(name, fine[i], strlen(fine[i])) == 0)
            return RV_OK;
    return rv_fail(err, RV_EPARSE, "%s:%zu: XML in the encoding '%s' is not read; save it as UTF-8", scan->name, scan->line, name);
}

static rv_status in_instruction(rv_xml_scan *scan, char c, rv_error *err)
{
    if (scan->length < sizeof scan->word - 1)
        scan->word[scan->length] = c;
    scan->length++;
    if (scan->slash && c == '>') {
        size_t n = scan->length < sizeof scan->word ? scan->length : sizeof scan->word - 1;

        scan->word[n] = '\0';
        complete(scan);
        return strncmp(scan->word, "xml", 3) == 0 && strchr(" \t\r\n", scan->word[3]) ? check_encoding(scan, scan->word + 3, err)
                                                                                       : RV_OK;
    }
    scan->slash = c == '?';
    return scan->length > RV_XML_TAG ? refuse(scan, scan->tag_line, err, "a processing instruction is longer than 64 KiB") : RV_OK;
}

static rv_status in_doctype(rv_xml_scan *scan, char c, rv_error *err)
{
    if (++scan->length > RV_XML_TAG)
        return refuse(scan, scan->tag_line, err, "a DOCTYPE is longer than 64 KiB");
    if (scan->quote) {
        scan->quote = c == scan->quote ? 0 : scan->quote;
        return RV_OK;
    }
    if (c == '"' || c == '\'')
        scan->quote = c;
    else if (c == '<' || c == '%')
        return refuse(scan, scan->line, err, "a DOCTYPE with declarations of its own is not read; take out the part in [ ]");
    else if (c == '>')
        complete(scan);
    return RV_OK;
}

static rv_status in_tag(rv_xml_scan *scan, char c, rv_error *err)
{
    if (++scan->length > RV_XML_TAG)
        return refuse(scan, scan->tag_line, err, "a tag is longer than 64 KiB; perhaps a quote in it is not closed");
    if (scan->state == QUOTED) {
        if (c == scan->quote)
            scan->state = START;
        else if (c == '&') {
            scan->inside = QUOTED;
            scan->state = REFERENCE;
            scan->word_length = 0;
        }
        return RV_OK;
    }
    if (c == '>')
        return end_of_tag(scan, scan->state == START, err);
    if (scan->state == START && (c == '"' || c == '\'')) {
        scan->quote = c;
        scan->state = QUOTED;
    }
    scan->slash = c == '/';
    return RV_OK;
}

static rv_status in_open(rv_xml_scan *scan, char c, rv_error *err)
{
    scan->length = scan->word_length = 0;
    scan->slash = false;
    scan->state = c == '/' ? END : c == '!' ? BANG : c == '?' ? INSTRUCTION : START;
    return scan->state == START ? in_tag(scan, c, err) : RV_OK;
}

/* The text from `bytes` to the next thing of interest: how many bytes it takes. */
static size_t run_of_text(rv_xml_scan *scan, const char *bytes, size_t n)
{
    size_t i = 0;

    while (i < n && bytes[i] != '<' && bytes[i] != '&') {
        scan->line += bytes[i] == '\n';
        i++;
    }
    scan->offset += i;
    scan->text += i;
    return i;
}

static rv_status step(rv_xml_scan *scan, char c, rv_error *err)
{
    switch (scan->state) {
    case TEXT:
        scan->tag_line = scan->line;
        scan->tag_begin = scan->offset - 1;
        scan->inside = TEXT;
        scan->word_length = 0;
        scan->state = c == '<' ? OPEN : REFERENCE;
        return RV_OK;
    case REFERENCE:
        scan->length += scan->inside == QUOTED;
        return in_reference(scan, c, err);
    case OPEN:
        return in_open(scan, c, err);
    case BANG:
        return in_bang(scan, c, err);
    case COMMENT:
        if (closes(scan, c, '-', 2))
            complete(scan);
        return ++scan->length > RV_XML_COMMENT ? refuse(scan, scan->tag_line, err, "a comment is longer than 1 MiB") : RV_OK;
    case CDATA:
        scan->text++;
        if (closes(scan, c, ']', 2))
            complete(scan);
        return RV_OK;
    case DOCTYPE:
        return in_doctype(scan, c, err);
    case INSTRUCTION:
        return in_instruction(scan, c, err);
    default:
        return in_tag(scan, c, err);
    }
}

rv_status rv_xml_scan_bytes(rv_xml_scan *scan, const char *bytes, size_t n, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < n;) {
        if (scan->state == TEXT)
            i += run_of_text(scan, bytes + i, n - i);
        if (scan->text > RV_XML_TEXT)
            return refuse(scan, scan->line, err, "a text is longer than 16 MiB");
        if (i == n)
            break;
        scan->offset++;
        st = step(scan, bytes[i], err);
        scan->line += bytes[i++] == '\n';
    }
    return st;
}
