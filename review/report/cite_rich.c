/* A field of a work: the markup that CSL-JSON allows in it, and its quotation marks. Whatever else looks like markup is text. */
#include <config.h>

#include <string.h>

#include "report/cite_out.h"

/* `closes` is what ends it; `style` bits are turned round, `kind` bits are set. */
static const struct { const char *opens, *closes; unsigned style, kind; } tags[] = {
    { "<i>", "</i>", RV_CITE_ITALIC, 0 },
    { "<em>", "</em>", RV_CITE_ITALIC, 0 },
    { "<b>", "</b>", RV_CITE_BOLD, 0 },
    { "<strong>", "</strong>", RV_CITE_BOLD, 0 },
    { "<sc>", "</sc>", RV_CITE_SMALL_CAPS, 0 },
    { "<sup>", "</sup>", RV_CITE_SUPERSCRIPT, 0 },
    { "<sub>", "</sub>", RV_CITE_SUBSCRIPT, 0 },
    { "<span class=\"nocase\">", "</span>", 0, CITE_NOCASE },
    { "<span style=\"font-variant:small-caps;\">", "</span>", RV_CITE_SMALL_CAPS, 0 },
    { "<span style=\"font-variant: small-caps;\">", "</span>", RV_CITE_SMALL_CAPS, 0 },
};
enum { TAGS = sizeof tags / sizeof *tags, OPEN = 16 };

typedef struct {
    rv_cite_out *out;
    const char  *text, *from;     /* what was not added yet begins at `from` */
    size_t       last[TAGS];      /* where each closing tag stands for the last time, 0 for never */
    int          open[OPEN];
    size_t       n_open;
    bool         straight, curly; /* quotation marks of that sort come in pairs */
} reading;

static void flush(reading *r, const char *to)
{
    unsigned turned = 0, kind = CITE_LITERAL;

    for (size_t i = 0; i < r->n_open; i++) {
        turned ^= tags[r->open[i]].style;
        kind |= tags[r->open[i]].kind;
    }
    rv_cite_out_add(r->out, r->from, (size_t)(to - r->from), kind, turned);
    r->from = to;
}

static void survey(reading *r)
{
    size_t straight = 0, left = 0, right = 0;

    for (const char *c = r->text; *c; c++) {
        straight += *c == '"';
        left += strncmp(c, "\u201c", 3) == 0;
        right += strncmp(c, "\u201d", 3) == 0;
        for (int i = 0; *c == '<' && c[1] == '/' && i < TAGS; i++)
            if (strncmp(c, tags[i].closes, strlen(tags[i].closes)) == 0)
                r->last[i] = (size_t)(c - r->text);
    }
    r->straight = straight && straight % 2 == 0;
    r->curly = left && left == right;
}

/* The length of a tag that opens or closes something at `c`; 0 when it is text. */
static size_t take_tag(reading *r, const char *c)
{
    for (int i = 0; i < TAGS; i++) {
        const size_t n = strlen(tags[i].opens);

        if (strncmp(c, tags[i].opens, n) == 0 && r->last[i] > (size_t)(c - r->text) && r->n_open < OPEN) {
            flush(r, c);
            r->open[r->n_open++] = i;
            return n;
        }
    }
    if (r->n_open && c[1] == '/') {
        const char  *closes = tags[r->open[r->n_open - 1]].closes;
        const size_t n = strlen(closes);

        if (strncmp(c, closes, n) == 0) {
            flush(r, c);
            r->n_open--;
            return n;
        }
    }
    return 0;
}

static bool begins_here(const reading *r, const char *c)
{
    return c == r->text || strchr(" ([{-/\"'>", c[-1]) || (c - r->text >= 3 && (strncmp(c - 3, "\u201c", 3) == 0
           || strncmp(c - 3, "\u2014", 3) == 0 || strncmp(c - 3, "\u2018", 3) == 0));
}

/* The length of a quotation mark at `c` that was taken; 0 when there is none. */
static size_t take_quote(reading *r, const char *c)
{
    const bool opens = begins_here(r, c);
    unsigned   kind = 0;
    size_t     n = 3;

    if (*c == '"' && r->straight) {
        kind = opens ? CITE_QUOTE_OPEN : CITE_QUOTE_CLOSE;
        n = 1;
    } else if (r->curly && strncmp(c, "\u201c", 3) == 0) {
        kind = CITE_QUOTE_OPEN;
    } else if (r->curly && strncmp(c, "\u201d", 3) == 0) {
        kind = CITE_QUOTE_CLOSE;
    } else if (*c == '\'') {
        const char *mark = opens && !(c[1] >= '0' && c[1] <= '9') && strchr(c + 1, '\'') ? "\u2018" : "\u2019";

        flush(r, c);
        r->from = mark;
        flush(r, mark + 3);
        r->from = c + 1;
        return 1;
    }
    if (!kind)
        return 0;
    flush(r, c);
    rv_cite_out_add(r->out, "\"", 1, CITE_LITERAL | kind, 0);
    return n;
}

void rv_cite_out_rich(rv_cite_out *out, const char *text)
{
    reading r = { .out = out, .text = text, .from = text };

    survey(&r);
    for (const char *c = text; *c;) {
        size_t n = *c == '<' ? take_tag(&r, c) : *c == '"' || *c == '\'' || *c == '\xe2' ? take_quote(&r, c) : 0;

        if (n)
            r.from = c + n;
        c += n ? n : 1;
    }
    flush(&r, text + strlen(text));
}
