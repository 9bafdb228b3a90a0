#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xml_inside.h"

/* ---- Names -------------------------------------------------------------------------------------------------------------- */

/* Two and four bytes to a unit, by the beginnings of their many names. */
static const struct { const char *begins; unsigned unit; } wide_names[] = {
    { "UTF-16", 2 }, { "UTF16", 2 }, { "UCS-2", 2 }, { "UCS2", 2 }, { "ISO-10646-UCS-2", 2 }, { "CSUNICODE", 2 },
    { "UTF-32", 4 }, { "UTF32", 4 }, { "UCS-4", 4 }, { "UCS4", 4 }, { "ISO-10646-UCS-4", 4 }, { "ISO-10646/UCS4", 4 },
};

unsigned rv_xml_coding_unit(const char *name)
{
    for (size_t i = 0; i < sizeof wide_names / sizeof *wide_names; i++)
        if (strncmp(name, wide_names[i].begins, strlen(wide_names[i].begins)) == 0)
            return wide_names[i].unit;
    return 0;
}

/* 'B', 'L', or 0 where the name does not say. */
char rv_xml_coding_order(const char *name)
{
    size_t n = strlen(name);

    return n > 2 && name[n - 1] == 'E' && (name[n - 2] == 'B' || name[n - 2] == 'L') ? name[n - 2] : 0;
}

/* ASCII is within UTF-8, so what is declared as ASCII is read as that. */
bool rv_xml_coding_is_utf8(const char *name)
{
    static const char *const names[] = { "UTF-8", "UTF8", "US-ASCII", "ASCII", "ANSI_X3.4-1968", "UNICODE-1-1-UTF-8" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* ---- Making ready ---------------------------------------------------------------------------------------------------------- */

/* What single bytes stand for. True when each stands for a character, or for none: then the table is all that is needed. */
static bool make_table(rv_xml_decoder *d)
{
    bool single = true;

    for (int i = 0; i < 256; i++) {
        char   byte = (char)i, *in = &byte, *out = d->table[i];
        size_t left = 1, room = 3, got = iconv(d->conversion, &in, &left, &out, &room);

        if (got != (size_t)-1 && room == 3)               /* it waits, for a mark to put on it, or is a shift */
            iconv(d->conversion, NULL, NULL, &out, &room);
        single = single && (got != (size_t)-1 ? room < 3 : errno == EILSEQ);
        d->table[i][3] = got != (size_t)-1 ? (char)(3 - room) : 0;
        iconv(d->conversion, NULL, NULL, NULL, NULL);
    }
    return single;
}

/* Where the bytes that other character sets are reached by stand for characters, there are no other character sets. */
static bool is_stateless(rv_xml_decoder *d)
{
    const char shifts[] = "\x0E\x0F\x1B~+&";
    bool       stateless = true;

    for (size_t i = 0; i + 1 < sizeof shifts; i++)
        stateless = stateless && d->table[(unsigned char)shifts[i]][3] > 0;
    for (int c = ' '; c < 0x7F; c++)
        if (d->table[c][0] != c)
            d->table[c][3] = 0;
    return stateless;
}

rv_status rv_xml_coding_use(rv_xml_decoder *d, const char *name, rv_error *err)
{
    const char *iconv_name = strcmp(name, "ISO-8859-1") == 0 || strcmp(name, "LATIN1") == 0 ? "WINDOWS-1252" : name;

    snprintf(d->name, sizeof d->name, "%s", name);
    if (rv_xml_coding_is_utf8(name)) {
        d->coding = RV_XML_UTF8;
        return RV_OK;
    }
    if ((d->unit = rv_xml_coding_unit(name)) > 0) {
        d->coding = RV_XML_WIDE;
        d->big = rv_xml_coding_order(name) == 'B';
        snprintf(d->name, sizeof d->name, "UTF-%u%cE", 8 * d->unit, d->big ? 'B' : 'L');
        return RV_OK;
    }
    d->unit = 1;
    if ((d->conversion = iconv_open("UTF-8", iconv_name)) == (iconv_t)-1)
        return rv_fail(err, RV_EINVAL, "'%s' is not a character set known here; 'iconv -l' lists them", name);
    if (!(d->table = calloc(256, sizeof *d->table)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    d->coding = make_table(d) ? RV_XML_TABLE : RV_XML_MULTI;
    d->stateless = d->coding == RV_XML_TABLE || is_stateless(d);
    return RV_OK;
}
