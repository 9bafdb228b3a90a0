#include <config.h>

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet.h>

#include "review/base.h"

enum {
    SAMPLE = 1 << 20,      /* bytes that uchardet looks at; more does not change its mind, only the time */
    PIECE  = 4096
};

typedef struct {
    const char *name;
    size_t      length;
    const char *bytes;
} mark;

/* UTF-32LE begins with the mark of UTF-16LE, so it stands first. */
static const mark marks[] = {
    { "UTF-32LE", 4, "\xFF\xFE\0\0" }, { "UTF-32BE", 4, "\0\0\xFE\xFF" }, { "UTF-8", 3, "\xEF\xBB\xBF" },
    { "UTF-16LE", 2, "\xFF\xFE" },     { "UTF-16BE", 2, "\xFE\xFF" },
};

/* uchardet's words that iconv spells otherwise, and the others as static strings. */
static const char *const names[] = {
    "ASCII", "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4",
    "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "ISO-8859-9", "ISO-8859-10", "ISO-8859-11", "ISO-8859-13",
    "ISO-8859-15", "ISO-8859-16", "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1255",
    "WINDOWS-1256", "WINDOWS-1257", "WINDOWS-1258", "IBM852", "IBM855", "IBM865", "IBM866", "KOI8-R", "MAC-CYRILLIC",
    "MAC-CENTRALEUROPE", "BIG5", "EUC-JP", "EUC-KR", "EUC-TW", "GB18030", "SHIFT_JIS", "ISO-2022-JP", "ISO-2022-KR",
    "ISO-2022-CN", "TIS-620", "VISCII", "JOHAB", "UHC", "HZ-GB-2312",
};

static const mark *mark_of(const char *bytes, size_t n)
{
    size_t i;

    for (i = 0; i < sizeof marks / sizeof *marks; i++)
        if (n >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
            return &marks[i];
    return NULL;
}

/* UTF-16 that lost its mark: text of our kind is mostly Latin, so nearly every other byte is NUL, always on the same side. */
static const char *bare_utf16(const char *bytes, size_t n)
{
    size_t zeros[2] = { 0, 0 }, i, looked = n < PIECE ? n : PIECE;

    if (looked < 4)
        return NULL;
    for (i = 0; i < looked; i++)
        zeros[i & 1] += bytes[i] == '\0';
    if (zeros[1] >= looked * 2 / 5 && zeros[0] <= looked / 50)
        return "UTF-16LE";
    if (zeros[0] >= looked * 2 / 5 && zeros[1] <= looked / 50)
        return "UTF-16BE";
    return NULL;
}

/* uchardet's guess as a static string. What it cannot tell, or calls Latin-1, is read as Windows-1252, which has the same
   letters and gives the quotes and dashes that such files really hold in 0x80 to 0x9F. */
static const char *detected(const char *bytes, size_t n)
{
    const char *found = "WINDOWS-1252";
    uchardet_t  detector = uchardet_new();
    size_t      i;

    if (!detector)
        return found;
    if (uchardet_handle_data(detector, bytes, n < SAMPLE ? n : SAMPLE) == 0) {
        const char *guess;

        uchardet_data_end(detector);
        guess = uchardet_get_charset(detector);
        for (i = 0; i < sizeof names / sizeof *names; i++)
            if (strcmp(guess, names[i]) == 0 && strcmp(guess, "ISO-8859-1") != 0 && strcmp(guess, "ASCII") != 0
                && strcmp(guess, "UTF-8") != 0)
                found = names[i];
    }
    uchardet_delete(detector);
    return found;
}

/* The beginning of a longer stream may end within a character: no reason to doubt the rest. A short text is taken whole. */
static bool is_cut_off(const char *bytes, size_t n, size_t bad)
{
    unsigned char lead = (unsigned char)bytes[bad];
    size_t        length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2, i;

    if (n < PIECE || lead < 0xC2 || lead > 0xF4 || n - bad >= length)
        return false;
    for (i = bad + 1; i < n; i++)
        if (((unsigned char)bytes[i] & 0xC0) != 0x80)
            return false;
    return true;
}

const char *rv_charset_guess(const char *bytes, size_t n, bool *sure)
{
    const mark *bom = mark_of(bytes, n);
    const char *wide;
    size_t      bad = 0;
    bool        unused;

    sure = sure ? sure : &unused;
    *sure = true;
    if (bom)
        return bom->name;
    *sure = false;
    if ((wide = bare_utf16(bytes, n)))
        return wide;
    if (rv_utf8_valid(bytes, n, &bad) || is_cut_off(bytes, n, bad)) {
        *sure = true;
        return "UTF-8";
    }
    return detected(bytes, n);
}

static const char replacement[] = "\xEF\xBF\xBD";

/* UTF-8 to UTF-8: what is wrong becomes U+FFFD, one for each byte. */
static size_t copy_utf8(rv_buf *out, const char *bytes, size_t n)
{
    size_t replaced = 0, bad;

    while (n > 0) {
        if (rv_utf8_valid(bytes, n, &bad)) {
            rv_buf_add(out, bytes, n);
            break;
        }
        rv_buf_add(out, bytes, bad);
        rv_buf_add(out, replacement, 3);
        replaced++;
        bytes += bad + 1;
        n -= bad + 1;
    }
    return replaced;
}

static size_t convert(rv_buf *out, iconv_t to, const char *bytes, size_t n, size_t unit)
{
    char  *in = (char *)(uintptr_t)bytes;               /* iconv() reads only, but is declared without const */
    size_t left = n, replaced = 0;

    while (left > 0 && !out->failed) {
        char   piece[PIECE], *at = piece;
        size_t room = sizeof piece, got;

        got = iconv(to, &in, &left, &at, &room);
        rv_buf_add(out, piece, sizeof piece - room);
        if (got != (size_t)-1 || errno == E2BIG)
            continue;
        rv_buf_add(out, replacement, 3);
        replaced++;
        if (left <= unit)
            break;
        in += unit;
        left -= unit;
        iconv(to, NULL, NULL, NULL, NULL);
    }
    return replaced;
}

rv_status rv_charset_decode(rv_buf *out, const char *bytes, size_t n, const char *charset, size_t *replaced, rv_error *err)
{
    const mark *bom = mark_of(bytes, n);
    size_t      count = 0;

    if (!charset)
        charset = rv_charset_guess(bytes, n, NULL);
    if (bom && (strcmp(charset, bom->name) == 0 || strcmp(bom->name, "UTF-8") == 0 || strncmp(charset, "UTF-", 4) == 0)) {
        charset = bom->name;                            /* the file's own word about itself */
        bytes += bom->length;
        n -= bom->length;
    }
    if (strcmp(charset, "UTF-8") == 0) {
        count = copy_utf8(out, bytes, n);
    } else {
        iconv_t to = iconv_open("UTF-8", charset);

        if (to == (iconv_t)-1)
            return rv_fail(err, RV_EINVAL, "'%.40s' is not a character set known here; 'iconv -l' lists them", charset);
        count = convert(out, to, bytes, n, strncmp(charset, "UTF-16", 6) == 0 ? 2 : strncmp(charset, "UTF-32", 6) == 0 ? 4 : 1);
        iconv_close(to);
    }
    if (replaced)
        *replaced = count;
    return rv_buf_check(out, err);
}
