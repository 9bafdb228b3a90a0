/* Text as it is being put together. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/cite_out.h"

void rv_cite_out_free(rv_cite_out *out)
{
    rv_buf_free(&out->text);
    rv_arena_free(&out->links);
    free(out->pieces);
    out->pieces = NULL;
    out->n = out->room = 0;
}

void rv_cite_out_clear(rv_cite_out *out)
{
    rv_buf_clear(&out->text);
    rv_arena_reset(&out->links);
    out->n = 0;
}

rv_cite_mark rv_cite_out_mark(const rv_cite_out *out)
{
    return (rv_cite_mark){ out->text.length, out->n };
}

void rv_cite_out_back(rv_cite_out *out, rv_cite_mark mark)
{
    if (out->text.length > mark.text) {
        out->text.length = mark.text;
        out->text.data[mark.text] = '\0';
    }
    out->n = mark.n;
}

bool rv_cite_out_since(const rv_cite_out *out, rv_cite_mark mark)
{
    return out->text.length > mark.text;
}

void rv_cite_out_piece(rv_cite_out *out, const char *bytes, size_t n, const rv_cite_piece *like)
{
    if (n == 0)
        return;
    if (!rv_grow(&out->pieces, out->n, &out->room, sizeof *out->pieces)) {
        out->failed = true;
        return;
    }
    rv_buf_add(&out->text, bytes, n);
    out->failed = out->failed || out->text.failed;
    out->pieces[out->n] = *like;
    out->pieces[out->n++].end = out->text.length;
}

void rv_cite_out_add(rv_cite_out *out, const char *bytes, size_t n, unsigned kind, unsigned turned)
{
    const rv_cite_piece piece = { .kind = kind, .turned = turned };

    rv_cite_out_piece(out, bytes, n, &piece);
}

void rv_cite_out_say(rv_cite_out *out, const char *words)
{
    if (words)
        rv_cite_out_add(out, words, strlen(words), 0, 0);
}

/* ---- What is said of a stretch ------------------------------------------------------------------------------------------------ */

static const struct { const char *attribute, *value; unsigned bit; bool on; } formats[] = {
    { "font-style", "italic", RV_CITE_ITALIC, true },           { "font-style", "oblique", RV_CITE_ITALIC, true },
    { "font-style", "normal", RV_CITE_ITALIC, false },          { "font-weight", "bold", RV_CITE_BOLD, true },
    { "font-weight", "normal", RV_CITE_BOLD, false },           { "font-weight", "light", RV_CITE_BOLD, false },
    { "font-variant", "small-caps", RV_CITE_SMALL_CAPS, true }, { "font-variant", "normal", RV_CITE_SMALL_CAPS, false },
    { "vertical-align", "sup", RV_CITE_SUPERSCRIPT, true },     { "vertical-align", "sub", RV_CITE_SUBSCRIPT, true },
    { "vertical-align", "baseline", RV_CITE_SUPERSCRIPT | RV_CITE_SUBSCRIPT, false },
    { "text-decoration", "underline", RV_CITE_UNDERLINE, true }, { "text-decoration", "none", RV_CITE_UNDERLINE, false },
};
static const struct { const char *value; rv_cite_display display; } displays[] = {
    { "block", RV_CITE_BLOCK }, { "left-margin", RV_CITE_LEFT_MARGIN }, { "right-inline", RV_CITE_RIGHT_INLINE },
    { "indent", RV_CITE_INDENT },
};

/* An element within says its own before the one around it does. */
static void set(rv_cite_out *out, size_t from, unsigned bit, bool on)
{
    for (size_t i = from; i < out->n; i++) {
        rv_cite_piece *piece = &out->pieces[i];

        if (on)
            piece->style |= bit & ~piece->said;
        piece->said |= bit;
    }
}

void rv_cite_out_format(rv_cite_out *out, rv_cite_mark mark, const rv_cite_node *node)
{
    for (const char *const *a = node ? node->attributes : NULL; a && *a; a += 2) {
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
            if (strcmp(formats[i].attribute, a[0]) == 0 && strcmp(formats[i].value, a[1]) == 0)
                set(out, mark.n, formats[i].bit, formats[i].on);
        for (size_t i = 0; strcmp(a[0], "display") == 0 && i < sizeof displays / sizeof *displays; i++)
            for (size_t k = mark.n; strcmp(displays[i].value, a[1]) == 0 && k < out->n; k++)
                out->pieces[k].display = displays[i].display;
    }
}

void rv_cite_out_link(rv_cite_out *out, rv_cite_mark mark, const char *address)
{
    const char *kept = rv_arena_add(&out->links, address, strlen(address));

    for (size_t i = mark.n; i < out->n; i++)
        out->pieces[i].link = kept;
    out->failed = out->failed || out->links.failed;
}

void rv_cite_out_take(rv_cite_out *out, rv_cite_mark mark, rv_cite_out *taken)
{
    rv_cite_out_clear(taken);
    for (size_t i = mark.n, at = mark.text; i < out->n; at = out->pieces[i++].end)
        rv_cite_out_piece(taken, out->text.data + at, out->pieces[i].end - at, &out->pieces[i]);
    out->failed = out->failed || taken->failed;
    rv_cite_out_back(out, mark);
}

void rv_cite_out_join(rv_cite_out *out, const rv_cite_out *other)
{
    for (size_t i = 0, at = 0; i < other->n; at = other->pieces[i++].end) {
        rv_cite_piece piece = other->pieces[i];

        if (piece.link)
            piece.link = rv_arena_add(&out->links, piece.link, strlen(piece.link));
        rv_cite_out_piece(out, other->text.data + at, piece.end - at, &piece);
    }
}

void rv_cite_out_strip(rv_cite_out *out, rv_cite_mark mark)
{
    rv_cite_out taken = RV_CITE_OUT_INIT;

    rv_cite_out_take(out, mark, &taken);
    for (size_t i = 0, at = 0; i < taken.n; at = taken.pieces[i++].end) {
        rv_buf kept = RV_BUF_INIT;

        for (size_t k = at; k < taken.pieces[i].end; k++)
            if (taken.text.data[k] != '.' && !(taken.text.data[k] == ' ' && kept.length && kept.data[kept.length - 1] == ' '))
                rv_buf_char(&kept, taken.text.data[k]);
        out->failed = out->failed || kept.failed;
        rv_cite_out_piece(out, rv_buf_str(&kept), kept.length, &taken.pieces[i]);
        rv_buf_free(&kept);
    }
    rv_cite_out_free(&taken);
}
