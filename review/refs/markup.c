#include <config.h>

#include <string.h>

#include "inside.h"

typedef struct {
    const char *name, *text;
} entity;

/* What exports really hold; other names stay as they are. */
static const entity entities[] = {
    { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" }, { "nbsp", " " },
    { "ndash", "\xE2\x80\x93" }, { "mdash", "\xE2\x80\x94" }, { "lsquo", "\xE2\x80\x98" }, { "rsquo", "\xE2\x80\x99" },
    { "ldquo", "\xE2\x80\x9C" }, { "rdquo", "\xE2\x80\x9D" }, { "hellip", "\xE2\x80\xA6" }, { "thinsp", " " },
    { "alpha", "\xCE\xB1" }, { "beta", "\xCE\xB2" }, { "gamma", "\xCE\xB3" }, { "delta", "\xCE\xB4" }, { "mu", "\xCE\xBC" },
    { "kappa", "\xCE\xBA" }, { "lambda", "\xCE\xBB" }, { "sigma", "\xCF\x83" }, { "tau", "\xCF\x84" }, { "chi", "\xCF\x87" },
    { "omega", "\xCF\x89" }, { "eacute", "\xC3\xA9" }, { "egrave", "\xC3\xA8" }, { "aacute", "\xC3\xA1" },
    { "auml", "\xC3\xA4" }, { "ouml", "\xC3\xB6" }, { "uuml", "\xC3\xBC" }, { "szlig", "\xC3\x9F" }, { "ccedil", "\xC3\xA7" },
    { "ntilde", "\xC3\xB1" }, { "times", "\xC3\x97" }, { "plusmn", "\xC2\xB1" }, { "deg", "\xC2\xB0" }, { "le", "\xE2\x89\xA4" },
    { "ge", "\xE2\x89\xA5" }, { "copy", "\xC2\xA9" }, { "reg", "\xC2\xAE" }, { "trade", "\xE2\x84\xA2" },
};

/* Elements that shape text and say nothing; anything else between angle brackets is the author's. */
static const char *const inline_tags[] = { "sub", "sup", "i", "b", "em", "strong", "u", "p", "br", "span", "italic", "bold", "sc",
                                           "inf", "jats:p", "jats:title", "jats:italic", "jats:sub", "jats:sup", "div", "script" };

static size_t put_utf8(char *to, unsigned long p)
{
    if (p < 0x80)
        return to[0] = (char)p, 1;
    if (p < 0x800)
        return to[0] = (char)(0xC0 | p >> 6), to[1] = (char)(0x80 | (p & 0x3F)), 2;
    if (p < 0x10000)
        return to[0] = (char)(0xE0 | p >> 12), to[1] = (char)(0x80 | (p >> 6 & 0x3F)), to[2] = (char)(0x80 | (p & 0x3F)), 3;
    to[0] = (char)(0xF0 | p >> 18);
    to[1] = (char)(0x80 | (p >> 12 & 0x3F));
    to[2] = (char)(0x80 | (p >> 6 & 0x3F));
    to[3] = (char)(0x80 | (p & 0x3F));
    return 4;
}

/* "#8211;" or "#x2009;" after the ampersand: bytes read, 0 when it is none, or names a character that text may not hold. */
static size_t numeric(const char *s, unsigned long *point)
{
    bool   hex = s[1] == 'x' || s[1] == 'X';
    size_t i = hex ? 2 : 1, start = i;

    *point = 0;
    for (; i - start < 8; i++) {
        char c = s[i];
        int  digit = c >= '0' && c <= '9' ? c - '0' : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                     : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;

        if (digit < 0)
            break;
        *point = *point * (hex ? 16 : 10) + (unsigned long)digit;
    }
    if (i == start || s[i] != ';' || *point < 0x20 || *point > 0x10FFFF || (*point >= 0xD800 && *point < 0xE000)
        || (*point >= 0x7F && *point < 0xA0))
        return 0;
    return i + 1;
}

/* The reference behind an ampersand, written to `to`; `*n` bytes there. Bytes of it read, 0 when it is none. */
static size_t decode_entity(const char *s, char to[8], size_t *n)
{
    unsigned long point;
    size_t        i, used;

    if (*s == '#') {
        if ((used = numeric(s, &point)) > 0)
            *n = put_utf8(to, point);
        return used;
    }
    for (i = 0; i < sizeof entities / sizeof *entities; i++) {
        size_t length = strlen(entities[i].name);

        if (*s == entities[i].name[0] && strncmp(s, entities[i].name, length) == 0 && s[length] == ';') {
            *n = strlen(entities[i].text);
            memcpy(to, entities[i].text, *n);
            return length + 1;
        }
    }
    return 0;
}

/* Bytes of the inline element's tag that begins at `s` with '<'; 0 when it is none. */
static size_t tag_length(const char *s)
{
    const char *name = s + 1 + (s[1] == '/'), *end = strchr(name, '>');
    size_t      i;

    if (!end || end - s > 200)
        return 0;
    for (i = 0; i < sizeof inline_tags / sizeof *inline_tags; i++) {
        size_t length = strlen(inline_tags[i]), j;

        for (j = 0; j < length; j++)
            if ((name[j] | 0x20) != inline_tags[i][j] && name[j] != inline_tags[i][j])
                break;
        if (j == length && (name[j] == '>' || name[j] == ' ' || name[j] == '/'))
            return (size_t)(end - s) + 1;
    }
    return 0;
}

/* A paragraph or line break, where words may not grow together. */
static bool parts_text(const char *s)
{
    const char *name = s + 1 + (s[1] == '/');

    name += strncmp(name, "jats:", 5) == 0 ? 5 : 0;
    return (name[0] | 0x20) == 'p' || strncmp(name, "title", 5) == 0 || strncmp(name, "div", 3) == 0
           || ((name[0] | 0x20) == 'b' && (name[1] | 0x20) == 'r');
}

bool rv_field_has_markup(const char *text)
{
    const char *s;
    char        bytes[8];
    size_t      n;

    for (s = text + strcspn(text, "<&"); *s; s += 1 + strcspn(s + 1, "<&"))
        if (*s == '<' ? tag_length(s) > 0 : decode_entity(s + 1, bytes, &n) > 0)
            return true;
    return false;
}

static bool blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Eight bytes at once: whether one of them is below `limit` (up to 0x80), is `c`, or two blanks follow each other. */
static const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);

static bool has_below(uint64_t word, unsigned char limit)
{
    return ((word - ones * limit) & ~word & highs) != 0;
}

static bool has_byte(uint64_t word, unsigned char c)
{
    return has_below(word ^ ones * c, 1);
}

static bool has_two_blanks(uint64_t word)
{
    uint64_t other = word ^ ones * ' ', blanks = ~(((other & ~highs) + ~highs) | other | ~highs);

    return (blanks & blanks << 8) != 0;
}

/* True when nothing has to be done to the text: the usual case, so that it is not copied. */
static bool is_plain(const char *text)
{
    const char  *s;
    const size_t n = strlen(text);

    if (blank((unsigned char)*text) || text[n - 1] == ' ')
        return false;
    for (s = text; n - (size_t)(s - text) >= sizeof(uint64_t); s += sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, s, sizeof word);
        if (has_below(word, 0x20) || has_byte(word, '<') || has_byte(word, '&') || has_byte(word, 0x7F) || has_two_blanks(word)
            || (*s == ' ' && s[-1] == ' '))
            return false;
    }
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == '<' || *s == '&' || *s == 0x7F || (*s == ' ' && s[-1] == ' '))
            return false;
    return true;
}

/* Entities are decoded once, blanks and line ends run together, control characters go. */
const char *rv_field_plain(rv_reading *reading, const char *text)
{
    char       *copy, *to;
    const char *s;
    size_t      n, used;

    if (!text || !*text)
        return NULL;
    if (is_plain(text))
        return text;
    copy = to = rv_arena_add(&reading->arena, text, strlen(text));
    if (reading->arena.failed)
        return NULL;
    for (s = text; *s; s++) {
        if (*s == '<' && (used = tag_length(s)) > 0) {
            if (parts_text(s) && to > copy && to[-1] != ' ')
                *to++ = ' ';
            s += used - 1;
        } else if (*s == '&' && (used = decode_entity(s + 1, to, &n)) > 0) {
            s += used;
            if (!(n == 1 && *to == ' ' && (to == copy || to[-1] == ' ')))
                to += n;
        } else if (blank((unsigned char)*s)) {
            if (to > copy && to[-1] != ' ')
                *to++ = ' ';
        } else if ((unsigned char)*s >= 0x20 && *s != 0x7F) {
            *to++ = *s;
        }
    }
    while (to > copy && to[-1] == ' ')
        to--;
    *to = '\0';
    return *copy ? copy : NULL;
}
