#include <config.h>

#include <stdio.h>
#include <string.h>

#include "xml_inside.h"

enum { LOOK = 1024 };              /* bytes, or units, in which a declaration must stand */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static void use_utf8(rv_xml_decoder *d)
{
    d->coding = RV_XML_UTF8;
    d->broken = true;
    snprintf(d->name, sizeof d->name, "UTF-8");
}

static void contradict(rv_xml_decoder *d, const char *declared, const char *bytes)
{
    snprintf(d->words, sizeof d->words, "the first line says %s, but the bytes are %s", declared, bytes);
    rv_xml_decoder_fault(d, RV_XML_ENCODING);
}

/* ---- What the document shows ------------------------------------------------------------------------------------------------- */

/* By a byte-order mark, or by the zeros around the first character, which is ASCII in any XML. NULL: neither. */
static const char *shown(const char *s, size_t n, size_t *mark)
{
    static const struct { const char *name; size_t n; const char *bytes; } marks[] = {
        { "UTF-32LE", 4, "\xFF\xFE\0\0" }, { "UTF-32BE", 4, "\0\0\xFE\xFF" }, { "UTF-8", 3, "\xEF\xBB\xBF" },
        { "UTF-16LE", 2, "\xFF\xFE" },     { "UTF-16BE", 2, "\xFE\xFF" },
    };

    *mark = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (n >= marks[i].n && memcmp(s, marks[i].bytes, marks[i].n) == 0) {
            *mark = marks[i].n;
            return marks[i].name;
        }
    if (n < 4)
        return NULL;
    if (s[0] && !s[1] && s[2] && !s[3])
        return "UTF-16LE";
    if (!s[0] && s[1] && !s[2] && s[3])
        return "UTF-16BE";
    if (s[0] && !s[1] && !s[2] && !s[3])
        return "UTF-32LE";
    return !s[0] && !s[1] && !s[2] && s[3] ? "UTF-32BE" : NULL;
}

/* The encoding that the declaration names, in capitals; false where it names none. `text` is the beginning of the document in
   ASCII, other characters being whatever. */
static bool declared(const char *text, char *name, size_t room)
{
    const char *end, *at;
    size_t      n = 0;

    text += strspn(text, " \t\r\n");
    if (!begins(text, "<?xml") || !(end = strstr(text, "?>")) || !(at = strstr(text, "encoding")) || at > end)
        return false;
    at += 8;
    at += strspn(at, " \t\r\n=\"'");
    for (; n + 1 < room && (strchr("._:-/", *at) || (*at >= '0' && *at <= '9') || ((*at | 32) >= 'a' && (*at | 32) <= 'z'))
           && *at; at++)
        name[n++] = *at >= 'a' && *at <= 'z' ? (char)(*at - 32) : *at;
    name[n] = '\0';
    return n > 0 && at <= end;
}

/* The first characters as ASCII, by the smallest byte of each unit. */
static void as_ascii(const char *s, size_t n, size_t unit, bool big, char text[LOOK + 1])
{
    size_t i = 0;

    for (; i < LOOK && (i + 1) * unit <= n; i++) {
        text[i] = s[i * unit + (big ? unit - 1 : 0)];
        if (!text[i])
            text[i] = ' ';
    }
    text[i] = '\0';
}

/* EBCDIC has many pages, in all of which the letters of a declaration stand in the same places. */
static bool declared_in_ebcdic(const char *s, size_t n, char *name, size_t room)
{
    char     text[LOOK + 1];
    rv_buf   out = RV_BUF_INIT;
    rv_error err;
    bool     found = false;

    if (n >= 4 && memcmp(s, "\x4C\x6F\xA7\x94", 4) == 0
        && rv_charset_decode(&out, s, n < LOOK / 4 ? n : LOOK / 4, "IBM037", NULL, &err) == RV_OK) {
        snprintf(text, sizeof text, "%s", rv_buf_str(&out));
        found = declared(text, name, room) || snprintf(name, room, "IBM037") > 0;
    }
    rv_buf_free(&out);
    return found;
}

/* True when "<" is what the encoding just made ready reads from the first byte that is no blank. */
static bool begins_with_tag(const rv_xml_decoder *d)
{
    size_t at = d->from;

    while (at < d->to && strchr(" \t\r\n", d->raw[at]) && d->raw[at])
        at++;
    return at == d->to || d->raw[at] != '<' || d->coding == RV_XML_UTF8 || d->table['<'][0] == '<';
}

/* As the document declares, unless its bytes are clearly something else. */
static rv_status as_declared(rv_xml_decoder *d, const char *name, rv_error *err)
{
    rv_error  fault;
    rv_status st;

    if (rv_xml_coding_unit(name)) {
        use_utf8(d);
        contradict(d, name, "UTF-8");
        return RV_OK;
    }
    st = rv_xml_coding_use(d, name, &fault);
    if (st == RV_EINVAL) {
        use_utf8(d);
        snprintf(d->words, sizeof d->words, "the encoding '%s' of the first line is not known; %s", name,
                 d->forgiving ? "read as UTF-8" : "save the file as UTF-8");
        rv_xml_decoder_fault(d, RV_XML_ENCODING);
        return RV_OK;
    }
    if (st == RV_OK && !begins_with_tag(d)) {
        use_utf8(d);
        contradict(d, name, "UTF-8");
    }
    d->undecided = d->forgiving && d->coding != RV_XML_UTF8 && d->stateless;
    if (st != RV_OK && err)
        *err = fault;
    return st;
}

/* As the bytes show; a declaration that says something else is told. */
static rv_status as_shown(rv_xml_decoder *d, const char *name, const char *said, rv_error *err)
{
    rv_status st = rv_xml_coding_use(d, name, err);
    bool      same = !*said || (d->coding == RV_XML_UTF8 ? rv_xml_coding_is_utf8(said)
                                                         : rv_xml_coding_unit(said) == d->unit
                                                           && (!rv_xml_coding_order(said) || (rv_xml_coding_order(said) == 'B') == d->big));

    if (st == RV_OK && !same)
        contradict(d, said, name);
    return st;
}

/* As the caller says. Only the order of bytes, and that of the family of UTF a document is in, it shows better. */
static rv_status as_asked(rv_xml_decoder *d, const char *asked, const char *bytes, rv_error *err)
{
    char   name[sizeof d->name];
    size_t n = 0;

    for (; asked[n] && n + 1 < sizeof name; n++)
        name[n] = asked[n] >= 'a' && asked[n] <= 'z' ? (char)(asked[n] - 32) : asked[n];
    name[n] = '\0';
    return rv_xml_coding_use(d, bytes && (rv_xml_coding_is_utf8(name) || rv_xml_coding_unit(name)) ? bytes : name, err);
}

/* What the bytes show (NULL: nothing), and what the document says ("": nothing). `*tag` is true when a tag comes first. */
static const char *look(const char *s, size_t n, size_t *mark, bool *tag, char *said, size_t room)
{
    const char *bytes = shown(s, n, mark);
    unsigned    unit = bytes && rv_xml_coding_unit(bytes) ? rv_xml_coding_unit(bytes) : 1;
    char        text[LOOK + 1];

    *said = '\0';
    as_ascii(s + *mark, n - *mark, unit, bytes && rv_xml_coding_order(bytes) == 'B', text);
    *tag = text[strspn(text, " \t\r\n")] == '<';
    if (!declared(text, said, room) && !bytes)
        declared_in_ebcdic(s, n, said, room);
    return bytes;
}

bool rv_xml_charset(const char *bytes, size_t n, char name[RV_XML_CHARSET])
{
    rv_xml_decoder d = { .bytes = bytes, .left = n, .forgiving = true };
    size_t         mark;
    bool           tag, known;
    char           said[sizeof d.name];
    const char    *seen = look(bytes, n, &mark, &tag, said, sizeof said);

    if (!*said && !(seen && tag))
        return false;
    known = rv_xml_decoder_start(&d, NULL, NULL) == RV_OK;
    snprintf(name, RV_XML_CHARSET, "%s", d.name);
    rv_xml_decoder_end(&d);
    return known;
}

rv_status rv_xml_encoding_find(rv_xml_decoder *d, const char *asked, rv_error *err)
{
    size_t      mark;
    bool        unused;
    char        said[sizeof d->name];
    const char *bytes = look(d->raw, d->to, &mark, &unused, said, sizeof said);
    rv_status   st;

    st = asked ? as_asked(d, asked, bytes, err)
        : bytes ? as_shown(d, bytes, said, err)
        : *said ? as_declared(d, said, err)
        : rv_xml_coding_use(d, "UTF-8", err);
    if (mark == 3 || d->coding == RV_XML_UTF8 || d->coding == RV_XML_WIDE) {
        d->from = mark;
        d->own = mark;
    }
    return st;
}

void rv_xml_encoding_doubt(rv_xml_decoder *d)
{
    const char *s = d->raw + d->from;
    size_t      n = d->to - d->from, bad = n, replaced = 0;
    rv_buf      out = RV_BUF_INIT;
    bool        differs = true;
    char        name[sizeof d->name];

    if (!rv_utf8_valid(s, n, &bad) && (n - bad >= 4 || bad == 0))
        return;
    for (size_t i = 0; i < bad && (differs = (unsigned char)s[i] < 0x80); i++)
        ;
    if (differs)                                          /* no whole character beyond ASCII */
        return;
    if (d->coding == RV_XML_MULTI) {                      /* two letters of those often are UTF-8 by chance */
        differs = rv_charset_decode(&out, s, bad, d->name, &replaced, NULL) == RV_OK && replaced > 0;
        rv_buf_free(&out);
        if (!differs)
            return;
    }
    snprintf(name, sizeof name, "%s", d->name);
    use_utf8(d);
    contradict(d, name, "UTF-8");
}
