/* JSON as it should not be but often is: what a strict parser refuses is mended where it is plain what was meant. */
#include <config.h>

#include <jansson.h>
#include <string.h>

#include "review/base.h"

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* The code unit of "\uXXXX" at `s`, or -1. */
static int unit_at(const char *s, const char *end)
{
    int value = 0, i;

    if (end - s < 6 || s[0] != '\\' || s[1] != 'u')
        return -1;
    for (i = 2; i < 6; i++) {
        if (hex(s[i]) < 0)
            return -1;
        value = value * 16 + hex(s[i]);
    }
    return value;
}

/* An escape at `s`; the byte behind it. */
static const char *mend_escape(rv_buf *out, const char *s, const char *end, unsigned *faults)
{
    int unit = unit_at(s, end), next = unit >= 0xD800 && unit < 0xDC00 ? unit_at(s + 6, end) : -1;

    if (unit >= 0xD800 && unit < 0xE000) {
        if (next >= 0xDC00 && next < 0xE000) {
            rv_buf_add(out, s, 12);
            return s + 12;
        }
        rv_buf_text(out, "\xEF\xBF\xBD");
        *faults |= RV_JSON_SURROGATE;
        return s + 6;
    }
    if (unit >= 0) {
        rv_buf_add(out, s, 6);
        return s + 6;
    }
    if (end - s >= 2 && s[1] && strchr("\"\\/bfnrt", s[1])) {
        rv_buf_add(out, s, 2);
        return s + 2;
    }
    rv_buf_text(out, "\\\\");
    *faults |= RV_JSON_ESCAPE;
    return s + 1;
}

/* A text from behind its opening quote; the byte behind the closing one. */
static const char *mend_string(rv_buf *out, const char *s, const char *end, unsigned *faults)
{
    const char *run = s;

    while (s < end && *s != '"') {
        if (*s != '\\' && (unsigned char)*s >= ' ') {
            s++;
            continue;
        }
        rv_buf_add(out, run, (size_t)(s - run));
        if (*s == '\\') {
            s = mend_escape(out, s, end, faults);
        } else {
            *faults |= RV_JSON_CONTROL;
            if (*s)
                rv_buf_printf(out, "\\u%04x", (unsigned)*s);
            s++;
        }
        run = s;
    }
    s += s < end;
    rv_buf_add(out, run, (size_t)(s - run));
    return s;
}

static const char *behind_blanks(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
        s++;
    return s;
}

/* The byte behind a comment at `s`; `s` itself when it is none. */
static const char *behind_comment(const char *s, const char *end)
{
    const char *p = s + 2;

    if (end - s < 2 || s[0] != '/' || (s[1] != '/' && s[1] != '*'))
        return s;
    if (s[1] == '/') {
        while (p < end && *p != '\n')
            p++;
        return p;
    }
    while (p < end && !(*p == '*' && end - p > 1 && p[1] == '/'))
        p++;
    return p < end ? p + 2 : end;
}

/* Bytes of the word at `s` for a number that JSON does not have; 0: another word. */
static size_t no_number(const char *s, const char *end)
{
    static const char *const words[] = { "NaN", "Infinity", "-Infinity", "-NaN" };
    size_t i;

    for (i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);

        if ((size_t)(end - s) >= n && memcmp(s, words[i], n) == 0)
            return n;
    }
    return 0;
}

static void mend(rv_buf *out, const char *s, size_t n, unsigned *faults)
{
    const char *end = s + n, *next;
    size_t      length;

    while (s < end) {
        if (*s == '"') {
            rv_buf_char(out, *s++);
            s = mend_string(out, s, end, faults);
        } else if (*s == '/' && (next = behind_comment(s, end)) > s) {
            *faults |= RV_JSON_COMMENT;
            s = next;
        } else if (*s == ',' && (next = behind_blanks(s + 1, end)) < end && (*next == '}' || *next == ']')) {
            *faults |= RV_JSON_COMMA;
            s = next;
        } else if ((*s == 'N' || *s == 'I' || *s == '-') && (length = no_number(s, end)) > 0) {
            *faults |= RV_JSON_NUMBER;
            rv_buf_text(out, "null");
            s += length;
        } else {
            rv_buf_char(out, *s++);
        }
    }
}

/* Another character set when no character beyond ASCII is well-formed. */
static bool has_utf8(const char *bytes, size_t n)
{
    size_t at = 0, bad, i;

    while (at < n) {
        bad = n - at;
        rv_utf8_valid(bytes + at, n - at, &bad);
        for (i = at; i < at + bad; i++)
            if ((unsigned char)bytes[i] >= 0x80)
                return true;
        at += bad + 1;
    }
    return false;
}

static rv_status refuse(const json_error_t *fault, rv_error *err)
{
    char   words[JSON_ERROR_TEXT_LENGTH];
    rv_buf printable = RV_BUF_INIT;

    if (json_error_code(fault) == json_error_out_of_memory)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memcpy(words, fault->text, sizeof words);
    rv_utf8_printable(&printable, words, strnlen(words, sizeof words));
    rv_fail(err, RV_EPARSE, "line %d: %s", fault->line > 0 ? fault->line : 1, rv_buf_str(&printable));
    rv_buf_free(&printable);
    return RV_EPARSE;
}

/* Parses; a key that stands twice, or an integer too long, is let pass at the second go. */
static json_t *parse(const char *bytes, size_t n, unsigned *faults, json_error_t *fault)
{
    size_t  flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY;
    json_t *value;
    int     tries;

    for (tries = 0; !(value = json_loadb(bytes, n, flags, fault)) && tries < 2; tries++) {
        if (json_error_code(fault) == json_error_duplicate_key) {
            flags &= ~(size_t)JSON_REJECT_DUPLICATES;
            *faults |= RV_JSON_DUPLICATE;
        } else if (json_error_code(fault) == json_error_numeric_overflow && !(flags & JSON_DECODE_INT_AS_REAL)) {
            flags |= JSON_DECODE_INT_AS_REAL;
            *faults |= RV_JSON_INTEGER;
        } else {
            break;
        }
    }
    return value;
}

rv_status rv_json_parse_item(const char *bytes, size_t n, json_t **out, unsigned *faults, rv_error *err)
{
    rv_buf       utf8 = RV_BUF_INIT, mended = RV_BUF_INIT;
    json_error_t fault;
    size_t       replaced = 0;
    rv_status    st;

    *faults = 0;
    *out = parse(bytes, n, faults, &fault);
    if (*out)
        return RV_OK;
    *faults = 0;
    if (!rv_utf8_valid(bytes, n, NULL)) {
        const char *charset = has_utf8(bytes, n) ? "UTF-8" : "WINDOWS-1252";

        if ((st = rv_charset_decode(&utf8, bytes, n, charset, &replaced, err)) != RV_OK)
            goto done;
        *faults |= RV_JSON_UTF8;
        bytes = rv_buf_str(&utf8);
        n = utf8.length;
    }
    mend(&mended, bytes, n, faults);
    if ((st = rv_buf_check(&mended, err)) == RV_OK && !(*out = parse(rv_buf_str(&mended), mended.length, faults, &fault)))
        st = refuse(&fault, err);
done:
    rv_buf_free(&utf8);
    rv_buf_free(&mended);
    return st;
}
