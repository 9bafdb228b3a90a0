#include <config.h>

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "tex.h"

enum { GROUPS = 64, MARKS = 4, SCRIPT = 48 };

/* A group in braces that does something when it ends; those nested deeper than GROUPS only lose their braces. */
typedef enum { PLAIN, LITERAL, QUOTE, SUP, SUB, TEXT_SUP, TEXT_SUB, SKIP, FRACTION, CHARACTER } group_kind;
typedef struct {
    group_kind kind;
    size_t     start;            /* in what was made */
    unsigned   skips;            /* groups to be dropped behind it */
} group;

typedef struct {
    const char *s, *end;
    char       *out, *to;
    uint32_t    marks[MARKS];    /* accents that wait for their letter, the innermost last */
    size_t      n_marks;
    group       groups[GROUPS];
    size_t      depth, deeper;
    group_kind  next;            /* what the next group is for */
    unsigned    skips;           /* groups to be dropped before the one that counts */
    bool        math, html;
} decoding;

/* ---- What is made ----------------------------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Control characters are left out. */
static bool is_text(char c)
{
    return (unsigned char)c >= ' ' && c != 0x7F;
}

static void put_blank(decoding *d)
{
    if (d->to > d->out && d->to[-1] != ' ')
        *d->to++ = ' ';
}

static void put_bytes(decoding *d, const char *bytes, size_t n)
{
    memcpy(d->to, bytes, n);
    d->to += n;
}

/* Marks in the canonical order of their classes, which composing expects. */
static void order_marks(utf8proc_int32_t *points, size_t n)
{
    size_t i, j;

    for (i = 2; i < n; i++)
        for (j = i; j > 1 && utf8proc_get_property(points[j])->combining_class
                             < utf8proc_get_property(points[j - 1])->combining_class; j--) {
            utf8proc_int32_t point = points[j];

            points[j] = points[j - 1];
            points[j - 1] = point;
        }
}

/* The letter at `s` with the accents that wait for one; bytes of it. */
static size_t put_accented(decoding *d, const char *s, size_t n)
{
    utf8proc_int32_t points[MARKS + 1];
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &points[0]), count, i;
    size_t           m = 1;

    if (used < 1)
        return 0;
    while (d->n_marks > 0)
        points[m++] = (utf8proc_int32_t)d->marks[--d->n_marks];
    order_marks(points, m);
    count = utf8proc_normalize_utf32(points, (utf8proc_ssize_t)m, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    for (i = 0; i < count; i++)
        d->to += utf8proc_encode_char(points[i], (utf8proc_uint8_t *)d->to);
    return (size_t)used;
}

/* Text of the command table, or of the file. A dotless letter gets its accent where the dot was. */
static void put_text(decoding *d, const char *text, size_t n)
{
    size_t used;

    if (d->n_marks > 0) {
        if (n == 2 && memcmp(text, "ı", 2) == 0)
            text = "i", n = 1;
        else if (n == 2 && memcmp(text, "ȷ", 2) == 0)
            text = "j", n = 1;
        used = put_accented(d, text, n);
        text += used;
        n -= used;
    }
    put_bytes(d, text, n);
}

/* Accents without a letter: \~{} is how TeX writes the sign itself. */
static void put_bare_accents(decoding *d)
{
    while (d->n_marks > 0)
        switch (d->marks[--d->n_marks]) {
        case 0x0300: *d->to++ = '`'; break;
        case 0x0301: *d->to++ = '\''; break;
        case 0x0302: *d->to++ = '^'; break;
        case 0x0303: *d->to++ = '~'; break;
        default: break;
        }
}

/* ---- Raised and lowered text ------------------------------------------------------------------------------------------ */

static const struct { const char *plain, *raised, *lowered; } scripts[] = {
    { "0", "⁰", "₀" }, { "1", "¹", "₁" }, { "2", "²", "₂" }, { "3", "³", "₃" }, { "4", "⁴", "₄" }, { "5", "⁵", "₅" },
    { "6", "⁶", "₆" }, { "7", "⁷", "₇" }, { "8", "⁸", "₈" }, { "9", "⁹", "₉" }, { "+", "⁺", "₊" }, { "-", "⁻", "₋" },
    { "=", "⁼", "₌" }, { "(", "⁽", "₍" }, { ")", "⁾", "₎" }, { "∘", "°", NULL }, { "°", "°", NULL }, { "′", "′", NULL },
};

/* The text in characters that Unicode has raised or lowered; bytes written, 0 when one of them is not there. */
static size_t shifted(const char *s, size_t n, bool up, char *to)
{
    size_t made = 0, i, length;

    while (n > 0) {
        const char *text = NULL;

        for (i = 0; i < sizeof scripts / sizeof *scripts && !text; i++) {
            length = strlen(scripts[i].plain);
            if (length <= n && memcmp(scripts[i].plain, s, length) == 0) {
                text = up ? scripts[i].raised : scripts[i].lowered;
                s += length;
                n -= length;
                if (!text)
                    return 0;
            }
        }
        if (!text)
            return 0;
        memcpy(to + made, text, strlen(text));
        made += strlen(text);
    }
    return made;
}

static bool all_letters(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (!is_letter(s[i]) && (unsigned char)s[i] < 0x80)
            return false;
    return n > 0;
}

/* What was made from `start` on was raised or lowered: x^2 is x², 4^{ème} is 4ème, x^{n+1} stays as it is. */
static void end_script(decoding *d, size_t start, group_kind kind)
{
    char   to[3 * SCRIPT], *s = d->out + start;
    size_t n = (size_t)(d->to - s), made = n > 0 && n < SCRIPT ? shifted(s, n, kind == SUP || kind == TEXT_SUP, to) : 0;
    bool   braces;

    if (made > 0) {
        d->to = s;
        put_bytes(d, to, made);
        return;
    }
    if (kind == TEXT_SUP || kind == TEXT_SUB || n == 0 || n >= SCRIPT || (kind == SUP && n > 1 && all_letters(s, n)))
        return;
    braces = !all_letters(s, n);
    memmove(s + 1 + braces, s, n);
    s[0] = kind == SUP ? '^' : '_';
    if (braces)
        s[1] = '{';
    d->to += 1 + braces;
    if (braces)
        *d->to++ = '}';
}

/* ---- Groups ----------------------------------------------------------------------------------------------------------- */

static void begin_group(decoding *d)
{
    group_kind kind = d->next;

    d->next = PLAIN;
    if (d->skips > 0) {
        d->skips--;
        kind = SKIP;
    }
    if (d->depth == GROUPS) {
        d->deeper++;
        return;
    }
    if (kind == LITERAL)
        *d->to++ = '{';
    if (kind == QUOTE)
        put_text(d, "“", 3);
    d->groups[d->depth++] = (group){ kind, (size_t)(d->to - d->out), d->skips };
    d->skips = 0;
}

static void put_character(decoding *d, size_t start)
{
    long             point;
    utf8proc_uint8_t bytes[4];

    *d->to = '\0';
    point = strtol(d->out + start, NULL, 10);
    d->to = d->out + start;
    if (point >= 0x20 && point < 0x7F)                  /* others belong to some font */
        put_text(d, (const char *)bytes, (size_t)utf8proc_encode_char((utf8proc_int32_t)point, bytes));
}

static void skip_blanks(decoding *d)
{
    while (d->s < d->end && is_blank(*d->s))
        d->s++;
}

/* True when the next thing is a group that this command still wants. */
static bool group_follows(const decoding *d)
{
    const char *s = d->s;

    while (s < d->end && is_blank(*s))
        s++;
    return s < d->end && *s == '{';
}

static void end_group(decoding *d)
{
    group g;

    if (d->deeper > 0) {
        d->deeper--;
        return;
    }
    put_bare_accents(d);
    if (d->depth == 0)
        return;
    g = d->groups[--d->depth];
    switch (g.kind) {
    case PLAIN: break;
    case LITERAL: *d->to++ = '}'; break;
    case QUOTE: put_text(d, "”", 3); break;
    case SKIP: d->to = d->out + g.start; break;
    case CHARACTER: put_character(d, g.start); break;
    case FRACTION:
        if (group_follows(d))
            *d->to++ = '/';
        break;
    default: end_script(d, g.start, g.kind);
    }
    if (g.kind == SKIP && group_follows(d)) {
        skip_blanks(d);
        d->skips = g.skips;
    }
}

/* ---- Commands --------------------------------------------------------------------------------------------------------- */

/* An argument that is no TeX: up to its closing brace. */
static void put_verbatim(decoding *d)
{
    size_t depth = 1;

    skip_blanks(d);
    if (d->s == d->end || *d->s != '{')
        return;
    for (d->s++; d->s < d->end; d->s++) {
        depth += *d->s == '{';
        depth -= *d->s == '}';
        if (depth == 0)
            break;
        if (*d->s == '\\' && d->s + 1 < d->end && strchr("_%&#~{}", d->s[1]))
            d->s++;
        if (is_text(*d->s) && *d->s != ' ')
            *d->to++ = *d->s;
    }
    d->s += d->s < d->end;
}

static void drop_verbatim(decoding *d)
{
    char *to = d->to;

    put_verbatim(d);
    d->to = to;
}

/* A one-character argument of \textsuperscript or ^: a group says when it ends, this is done at once. */
static void put_script(decoding *d, group_kind kind)
{
    size_t start = (size_t)(d->to - d->out), n = 1;

    while (d->s < d->end && (is_blank(*d->s) || !is_text(*d->s)))
        d->s++;
    if (d->s == d->end || *d->s == '{' || *d->s == '\\' || *d->s == '$' || *d->s == '}') {
        d->next = kind;
        return;
    }
    while (d->s + n < d->end && ((unsigned char)d->s[n] & 0xC0) == 0x80)
        n++;
    put_bytes(d, d->s, n);
    d->s += n;
    end_script(d, start, kind);
}

static void add_mark(decoding *d, uint32_t mark)
{
    if (d->n_marks < MARKS)
        d->marks[d->n_marks++] = mark;
    skip_blanks(d);
}

static void put_symbol(decoding *d, const tex_command *command)
{
    group_kind kind = d->next;
    size_t     start = (size_t)(d->to - d->out);

    skip_blanks(d);
    if (strcmp(command->text, " ") == 0) {
        put_blank(d);
        return;
    }
    d->next = PLAIN;
    put_text(d, command->text, strlen(command->text));
    if (kind == SUP || kind == SUB)                     /* ^\circ */
        end_script(d, start, kind);
}

static void do_command(decoding *d, const tex_command *command)
{
    switch (command->kind) {
    case TEX_TEXT:      put_symbol(d, command); break;
    case TEX_ACCENT:    add_mark(d, command->number); break;
    case TEX_STYLE:     skip_blanks(d); break;
    case TEX_SKIP:      d->skips = group_follows(d) ? command->number : 0; break;
    case TEX_SECOND:    drop_verbatim(d); break;
    case TEX_URL:       put_verbatim(d); break;
    case TEX_QUOTE:     d->next = group_follows(d) ? QUOTE : PLAIN; break;
    case TEX_SUP:       put_script(d, TEXT_SUP); break;
    case TEX_SUB:       put_script(d, TEXT_SUB); break;
    case TEX_FRACTION:  d->next = FRACTION; break;
    case TEX_CHARACTER: d->next = CHARACTER; break;
    }
}

/* `s` stands behind a backslash and a letter begins there. */
static void take_word(decoding *d)
{
    const char        *name = d->s;
    const tex_command *command;
    size_t             n;

    while (d->s < d->end && is_letter(*d->s))
        d->s++;
    n = (size_t)(d->s - name);
    if ((command = rv_tex_command(name, n))) {
        do_command(d, command);
        return;
    }
    put_bare_accents(d);
    *d->to++ = '\\';
    put_bytes(d, name, n);
    if (d->s < d->end && *d->s == '{')
        d->next = LITERAL;
}

static void take_backslash(decoding *d)
{
    unsigned accent;
    char     c;

    if (++d->s == d->end) {
        *d->to++ = '\\';
        return;
    }
    c = *d->s;
    if (is_letter(c)) {
        take_word(d);
    } else if ((accent = rv_tex_accent(c)) != 0) {
        d->s++;
        add_mark(d, accent);
    } else if (c == '(' || c == ')' || c == '[' || c == ']') {
        d->math = c == '(' || c == '[';
        d->s++;
    } else if (c == '-' || c == '/' || c == '@') {      /* a place to hyphenate; nothing; end of a sentence */
        d->s++;
    } else if (is_blank(c) || strchr(",;:!>\\", c)) {
        d->s++;
        put_blank(d);
    } else if ((unsigned char)c >= 0x80) {
        *d->to++ = '\\';
    } else {
        d->s++;
        if (is_text(c))
            put_text(d, &c, 1);
    }
}

/* ---- Mathematics ------------------------------------------------------------------------------------------------------ */

/* A dollar sign that opens a formula has its fellow, and no blank inside of them; "$5 and $10" are sums of money. */
static bool opens_formula(const decoding *d)
{
    const char *s;

    for (s = d->s + 1; s < d->end && *s != '$'; s++)
        s += *s == '\\' && s + 1 < d->end;
    if (s >= d->end)
        return false;
    if (s == d->s + 1)                                  /* $$ */
        return true;
    return !is_blank(s[-1]) && !(s + 1 < d->end && s[1] >= '0' && s[1] <= '9' && d->s[1] >= '0' && d->s[1] <= '9');
}

static void take_dollar(decoding *d)
{
    if (d->math)
        d->math = false;
    else if (opens_formula(d))
        d->math = true;
    else
        *d->to++ = '$';
    d->s++;
}

/* ---- All of it -------------------------------------------------------------------------------------------------------- */

/* "--" and "---" are dashes, `` and '' quotation marks. Bytes taken, 0 for a sign that stands for itself. */
static size_t take_ligature(decoding *d)
{
    size_t left = (size_t)(d->end - d->s);
    bool   two = left > 1 && d->s[1] == *d->s, three = two && left > 2 && d->s[2] == *d->s;

    if (d->math || (!two && *d->s != '`'))
        return 0;
    if (*d->s == '-') {
        put_bytes(d, three ? "—" : "–", 3);
        return three ? 3 : 2;
    }
    put_bytes(d, *d->s == '\'' ? "”" : two ? "“" : "‘", 3);
    return two ? 2 : 1;
}

/* One character that means itself. */
static void take_plain(decoding *d)
{
    size_t used = 1;

    d->next = PLAIN;
    d->skips = 0;
    d->html = d->html || *d->s == '&' || *d->s == '<';
    if (d->n_marks > 0 && is_text(*d->s))
        used = put_accented(d, d->s, (size_t)(d->end - d->s));
    else if (is_text(*d->s))
        *d->to++ = *d->s;
    d->s += used > 0 ? used : 1;
}

static void take_one(decoding *d)
{
    char   c = *d->s;
    size_t used;

    if (c == '\\') {
        take_backslash(d);
    } else if (c == '{') {
        d->s++;
        begin_group(d);
    } else if (c == '}') {
        d->s++;
        end_group(d);
    } else if (is_blank(c) || c == '~') {
        d->s++;
        put_blank(d);
    } else if (c == '$') {
        take_dollar(d);
    } else if (d->math && (c == '^' || c == '_')) {
        d->s++;
        put_script(d, c == '^' ? SUP : SUB);
    } else if ((c == '-' || c == '`' || c == '\'') && d->n_marks == 0 && (used = take_ligature(d)) > 0) {
        d->s += used;
    } else {
        take_plain(d);
    }
}

/* Bytes with which something has to be done: 1 always, 2 when the same follows. */
static const unsigned char special[256] = {
    ['\\'] = 1, ['{'] = 1, ['}'] = 1, ['$'] = 1, ['~'] = 1, ['`'] = 1, ['&'] = 1, ['<'] = 1, [0x7F] = 1, ['-'] = 2, ['\''] = 2, [' '] = 2
};

/* Length of the beginning with which nothing has to be done. */
static size_t plain_run(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c < ' ' || (special[c] && (special[c] == 1 || (i + 1 < n && s[i + 1] == s[i]))))
            return i;
    }
    return n;
}

static void take_run(decoding *d)
{
    size_t n = plain_run(d->s, (size_t)(d->end - d->s));

    if (n == 0)
        return;
    d->next = PLAIN;
    d->skips = 0;
    if (*d->s == ' ' && (d->to == d->out || d->to[-1] == ' '))
        d->s++, n--;
    put_bytes(d, d->s, n);
    d->s += n;
}

static bool room_for(rv_tex *tex, size_t n)
{
    char *bytes;

    if (n <= tex->room)
        return true;
    if (!(bytes = realloc(tex->bytes, n + n / 2))) {
        tex->reading->arena.failed = true;
        return false;
    }
    tex->bytes = bytes;
    tex->room = n + n / 2;
    return true;
}

static void trim(const char **text, size_t *n)
{
    while (*n > 0 && is_blank(**text))
        ++*text, --*n;
    while (*n > 0 && is_blank((*text)[*n - 1]) && !(*n > 1 && (*text)[*n - 2] == '\\'))
        --*n;
}

/* What was made is never longer than three bytes for one. */
const char *rv_tex_text(rv_tex *tex, const char *text, size_t n)
{
    decoding d;
    size_t   run;

    trim(&text, &n);
    run = plain_run(text, n);
    if (run == n)
        return n == 0 ? NULL : text[n] ? rv_arena_add(&tex->reading->arena, text, n) : text;
    if (!room_for(tex, 3 * n + 16))
        return NULL;
    d.n_marks = d.depth = d.deeper = 0;
    d.next = PLAIN;
    d.skips = 0;
    d.math = d.html = false;
    d.s = text + run;
    d.end = text + n;
    d.out = d.to = tex->bytes;
    put_bytes(&d, text, run);
    while (d.s < d.end) {
        if (!d.math && d.n_marks == 0)
            take_run(&d);
        if (d.s < d.end)
            take_one(&d);
    }
    put_bare_accents(&d);
    while (d.depth > 0 || d.deeper > 0)                 /* groups that a broken text left open */
        end_group(&d);
    while (d.to > d.out && d.to[-1] == ' ')
        d.to--;
    if (d.to == d.out)
        return NULL;
    text = rv_arena_add(&tex->reading->arena, d.out, (size_t)(d.to - d.out));
    return d.html ? rv_field_plain(tex->reading, text) : text;
}

const char *rv_tex_verbatim(rv_tex *tex, const char *text, size_t n)
{
    static const struct { const char *tex, *text; } signs[] = {
        { "\\textunderscore", "_" }, { "\\textasciitilde", "~" }, { "$\\sim$", "~" }, { "\\url", "" }, { "\\href", "" },
        { "\\%", "%" }, { "\\_", "_" }, { "\\&", "&" }, { "\\#", "#" }, { "\\~", "~" }, { "\\$", "$" }, { "\\^", "^" },
        { "\\{", "{" }, { "\\}", "}" }, { "\\\\", "\\" },
    };
    char  *to;
    size_t i, j, length;

    trim(&text, &n);
    if (n == 0 || !room_for(tex, n + 1))
        return NULL;
    for (i = 0, to = tex->bytes; i < n; i++) {
        bool found = false;

        for (j = 0; (text[i] == '\\' || text[i] == '$') && j < sizeof signs / sizeof *signs && !found; j++) {
            length = strlen(signs[j].tex);
            found = length <= n - i && memcmp(text + i, signs[j].tex, length) == 0;
        }
        if (found) {
            i += length - 1;
            if (*signs[j - 1].text)
                *to++ = *signs[j - 1].text;
        } else if (text[i] != '{' && text[i] != '}' && is_text(text[i])) {
            *to++ = text[i];
        }
    }
    if (to == tex->bytes)
        return NULL;
    return rv_field_plain(tex->reading, rv_arena_add(&tex->reading->arena, tex->bytes, (size_t)(to - tex->bytes)));
}

void rv_tex_free(rv_tex *tex)
{
    free(tex->bytes);
    tex->bytes = NULL;
}
