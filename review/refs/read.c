#include <config.h>

#include <stdio.h>
#include <string.h>

#include "inside.h"

enum { LOOK = 1 << 16 };

/* What people give us that is no reference file, by how it begins. */
static const struct { const char *begins; size_t n; const char *kind, *words; } strangers[] = {
    { "%PDF", 4, "not-references", "it looks like a PDF, not a reference file; export the references themselves" },
    { "{\\rtf", 5, "not-references", "it looks like a word processor's file (RTF); export as RIS" },
    { "\xD0\xCF\x11\xE0", 4, "not-references", "it looks like an old spreadsheet or document; save it as CSV" },
    { "<!doctype html", 14, "not-references", "it looks like a web page; perhaps the session had expired when it was downloaded" },
    { "<html", 5, "not-references", "it looks like a web page; perhaps the session had expired when it was downloaded" },
};

static bool begins(const char *text, size_t left, const char *with, size_t n)
{
    size_t i;

    if (left < n)
        return false;
    for (i = 0; i < n; i++)
        if (text[i] != with[i] && (text[i] | 0x20) != with[i])
            return false;
    return true;
}

static rv_status refuse(rv_reading *reading, const char *kind, const char *words, rv_error *err)
{
    return rv_fail(err, RV_EPARSE, "%s:1: %s (%s)", reading->name, words, kind);
}

static rv_status find_format(rv_reading *reading, const rv_raw *raw, const rv_buf *text, const rv_refs_format **format,
                             const char **name, rv_error *err)
{
    const char *s = rv_buf_str(text);
    size_t      n = text->length, i;

    for (i = 0; i < sizeof strangers / sizeof *strangers; i++)
        if (strangers[i].n <= 4 && begins(raw->sample, raw->sampled, strangers[i].begins, strangers[i].n))
            return refuse(reading, strangers[i].kind, strangers[i].words, err);
    while (n > 0 && (*s == ' ' || (*s >= '\t' && *s <= '\r')))
        s++, n--;
    if (n == 0)
        return refuse(reading, "empty-input", "the file is empty", err);
    *format = rv_refs_format_of(s, n, name);
    for (i = 0; i < sizeof strangers / sizeof *strangers; i++)      /* PubMed's text may stand in a page */
        if (*format != &rv_format_nbib && begins(s, n, strangers[i].begins, strangers[i].n))
            return refuse(reading, strangers[i].kind, strangers[i].words, err);
    if (*format)
        return RV_OK;
    if (*s == '<')
        return refuse(reading, "unknown-format", "it is XML of a kind not read here; review-convert --help lists what is", err);
    if (n > 16 && memchr(s, '\0', n))
        return refuse(reading, "not-references", "it is not text", err);
    if (rv_csv_without_title(s, n))
        return refuse(reading, "csv-header", "the first row names no title column; put column names (title, authors, year, "
                      "doi, ...) there", err);
    return refuse(reading, "unknown-format", "it is none of the formats read here; review-convert --help lists them", err);
}

/* A sequence that is UTF-8 in shape and that UTF-8 forbids: "/" in two bytes, half of a surrogate pair. No text in another character
   set has one. */
static bool is_broken_utf8(const char *bytes, size_t n)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t i;

    for (i = 0; i + 2 < n; i++)
        if (((s[i] == 0xC0 || s[i] == 0xC1) && s[i + 1] >= 0x80 && s[i + 1] < 0xC0)
            || (s[i] == 0xED && s[i + 1] >= 0xA0 && s[i + 1] < 0xC0 && s[i + 2] >= 0x80 && s[i + 2] < 0xC0))
            return true;
    return false;
}

/* A file joined from several, or with a few broken bytes, is UTF-8 when its lines beyond ASCII mostly are: a line in another
   character set hardly ever happens to be UTF-8. Its other lines are repaired one by one. */
static bool is_mostly_utf8(const char *bytes, size_t n)
{
    size_t good = 0, bad = 0, at = 0;

    while (at < n) {
        const char *end = memchr(bytes + at, '\n', n - at);
        size_t      length = end ? (size_t)(end - bytes) - at : n - at, first_bad = 0, i;

        if (!rv_utf8_valid(bytes + at, length, &first_bad)) {
            bad++;
            good += is_broken_utf8(bytes + at, length);
        } else {
            for (i = at; i < at + length && (unsigned char)bytes[i] < 0x80; i++)
                ;
            good += i < at + length;
        }
        at += length + 1;
    }
    return good > 0 && 2 * good >= bad;
}

/* The one asked for, as we name it. */
static const char *asked_charset(const char *asked, const char *guess)
{
    size_t n = strlen(asked);
    bool   big = n > 6 && (asked[6] | 0x20) == 'b';

    if (begins(asked, n, "utf-8", 5) || begins(asked, n, "utf8", 4))
        return "UTF-8";
    if (begins(asked, n, "utf-16", 6))
        return n == 6 && strncmp(guess, "UTF-16", 6) == 0 ? guess : big ? "UTF-16BE" : "UTF-16LE";
    if (begins(asked, n, "utf-32", 6))
        return n == 6 && strncmp(guess, "UTF-32", 6) == 0 ? guess : big ? "UTF-32BE" : "UTF-32LE";
    return asked;
}

/* The character set: the one asked for, else what the file shows; `*sure` is false for a guess. */
static rv_status find_charset(rv_reading *reading, const rv_raw *raw, const char *asked, const char **charset, bool *sure,
                              rv_error *err)
{
    char      declared[RV_XML_CHARSET];
    rv_buf    test = RV_BUF_INIT;
    rv_status st;

    if (!asked && rv_xml_charset(raw->sample, raw->sampled, declared)) {    /* XML says it itself */
        snprintf(reading->summary->encoding, sizeof reading->summary->encoding, "%.31s", declared);
        *charset = reading->summary->encoding;
        *sure = true;
        return RV_OK;
    }
    *charset = rv_charset_guess(raw->sample, raw->sampled, sure);
    if (asked) {
        *sure = true;
        st = rv_charset_decode(&test, "x", 1, asked, NULL, err);
        rv_buf_free(&test);
        if (st != RV_OK)
            return st;
        *charset = asked_charset(asked, *charset);
    } else if (!*sure && strncmp(*charset, "UTF-", 4) != 0 && is_mostly_utf8(raw->sample, raw->sampled)) {
        *charset = "UTF-8";
        *sure = true;                                   /* each line that is not is told */
    }
    snprintf(reading->summary->encoding, sizeof reading->summary->encoding, "%s", *charset);
    return RV_OK;
}

/* XML that does not say what it is written in should be UTF-8. Where its bytes are not, a guess needs some of them to be better than
   the XML reader's own way, which is to read each as Windows-1252 and to tell. */
static bool is_guess_for_xml(const rv_raw *raw, const rv_buf *text)
{
    const char *s = rv_buf_str(text);
    size_t      high = 0, i;

    if (s[strspn(s, " \t\r\n")] != '<')
        return true;
    for (i = 0; i < raw->sampled; i++)
        high += (unsigned char)raw->sample[i] >= 0x80;
    return high >= 40;
}

static rv_status read_all(rv_reading *reading, rv_raw *raw, const char *format_name, const char *encoding, rv_error *err)
{
    const char           *name = NULL, *charset = NULL;
    const rv_refs_format *format = format_name ? rv_refs_format_called(format_name, &name) : NULL;
    bool                  sure = true;
    rv_buf                text = RV_BUF_INIT;
    rv_status             st;

    if (format_name && !format)
        return rv_fail(err, RV_EINVAL, "'%.40s' is not a format read here", format_name);
    if ((st = rv_raw_begin(raw, err)) == RV_OK && (st = find_charset(reading, raw, encoding, &charset, &sure, err)) == RV_OK
        && (st = rv_charset_decode(&text, raw->sample, raw->sampled < LOOK ? raw->sampled : LOOK, charset, NULL, err)) == RV_OK
        && !format)
        st = find_format(reading, raw, &text, &format, &name, err);
    sure = sure || !is_guess_for_xml(raw, &text);
    rv_buf_free(&text);
    if (st != RV_OK)
        return st;
    if (!sure) {
        reading->encoding = charset;
        rv_reading_problem(reading, "encoding-guessed", 1, 0, "the encoding is not declared; read as %s (another can be named)",
                           charset);
    }
    reading->summary->format = name;
    if ((st = format->read(reading, raw, charset, err)) == RV_OK && reading->summary->records == 0)
        st = refuse(reading, "empty-input", "the file holds no record", err);
    return st;
}

rv_status rv_reading_all(rv_reading *reading, rv_raw *raw, const char *format, const char *encoding, rv_error *err)
{
    rv_status st;

    *reading->summary = (rv_refs_summary){ .format = NULL };
    raw->sink = reading->sink;
    raw->name = reading->name;
    reading->encoding = encoding;
    st = read_all(reading, raw, format, encoding, err);
    rv_raw_end(raw);
    rv_reading_free(reading);
    return st;
}

static rv_status read_from(rv_raw *raw, const char *name, const char *format, const char *encoding, const rv_refs_sink *sink,
                           rv_refs_summary *summary, rv_error *err)
{
    rv_refs_summary unused;
    rv_reading      reading = { .name = name, .sink = sink, .summary = summary ? summary : &unused };

    return rv_reading_all(&reading, raw, format, encoding, err);
}

rv_status rv_refs_read(const char *path, const char *format, const char *encoding, const rv_refs_sink *sink,
                       rv_refs_summary *summary, rv_error *err)
{
    rv_raw    raw = { .in = NULL };
    rv_status st = rv_input_open(&raw.in, path, err);

    return st == RV_OK ? read_from(&raw, rv_input_name(raw.in), format, encoding, sink, summary, err) : st;
}

rv_status rv_refs_read_bytes(const char *name, const void *bytes, size_t n, const char *format, const char *encoding,
                             const rv_refs_sink *sink, rv_refs_summary *summary, rv_error *err)
{
    rv_raw raw = { .bytes = bytes, .left = n };

    return read_from(&raw, name, format, encoding, sink, summary, err);
}
