/* Other text for what stands between two places of a paragraph, whatever a person did there in between. */
#include <config.h>

#include <string.h>

#include "report/wml.h"

typedef struct {
    const rv_wml   *wml;
    size_t          content;
    const char     *text, *markup;
    bool            fresh, tracked;
    size_t          first;        /* the run whose look stays: the first that shows text, else the first; 0 for none */
    size_t          shown;        /* pieces of text that are seen */
    size_t          piece;        /* the first of these, a w:t */
    rv_wml_changes *changes;
} replacing;

/* ---- What stands there ---------------------------------------------------------------------------------------------- */

/* The next run that is no part of another one or of a fallback. */
static size_t next_run(const rv_wml *w, size_t content, size_t node)
{
    size_t i = node;

    while ((i = rv_wml_next(w, content, i, RV_WML_R)))
        if (!rv_wml_around(w, i, RV_WML_R, content) && !rv_wml_around(w, i, RV_WML_FALLBACK, content))
            return i;
    return 0;
}

/* The outermost tracked change around a run; 0 for none. */
static size_t wrapper_of(const rv_wml *w, size_t content, size_t run, bool links)
{
    size_t found = 0;

    for (size_t i = w->nodes[run].parent; i > content; i = w->nodes[i].parent)
        switch (w->nodes[i].kind) {
        case RV_WML_INS:
        case RV_WML_DEL:
        case RV_WML_MOVE_FROM:
        case RV_WML_MOVE_TO:
            found = i;
            break;
        case RV_WML_HYPERLINK:
            found = links ? i : found;
            break;
        default:
            break;
        }
    return found;
}

/* A run of nothing but text, which may go: no note, comment, picture or field hangs on it. */
static bool pure(const rv_wml *w, size_t run)
{
    for (size_t i = run + 1; i <= w->nodes[run].last; i = w->nodes[i].last + 1)
        switch (w->nodes[i].kind) {
        case RV_WML_R_PR:
        case RV_WML_T:
        case RV_WML_DEL_TEXT:
        case RV_WML_TAB:
        case RV_WML_BR:
        case RV_WML_CR:
        case RV_WML_HYPHEN:
        case RV_WML_SOFT_HYPHEN:
        case RV_WML_BREAK_SEEN:
            break;
        default:
            return false;
        }
    return true;
}

/* Nothing within but runs of text. */
static bool pure_wrapper(const rv_wml *w, size_t wrapper)
{
    for (size_t i = wrapper + 1; i <= w->nodes[wrapper].last; i++)
        switch (w->nodes[i].kind) {
        case RV_WML_R:
            if (!pure(w, i))
                return false;
            i = w->nodes[i].last;
            break;
        case RV_WML_INS:
        case RV_WML_DEL:
        case RV_WML_MOVE_FROM:
        case RV_WML_MOVE_TO:
            break;
        default:
            return false;
        }
    return true;
}

static void survey(replacing *r)
{
    const rv_wml *w = r->wml;

    for (size_t run = next_run(w, r->content, r->content); run; run = next_run(w, r->content, run)) {
        const bool gone = rv_wml_gone(w, run, r->content);

        r->tracked |= wrapper_of(w, r->content, run, false) != 0;
        for (size_t i = run + 1; i <= w->nodes[run].last && !gone; i++)
            if (w->nodes[i].kind == RV_WML_T && w->nodes[i].text_n) {
                r->piece = r->shown++ ? r->piece : i;
                r->first = r->shown == 1 ? run : r->first;
            } else if (w->nodes[i].kind == RV_WML_TAB || w->nodes[i].kind == RV_WML_BR) {
                r->shown += 2;    /* more than one piece of text */
            }
    }
    if (!r->first)
        r->first = next_run(w, r->content, r->content);
}

/* ---- What is put there ---------------------------------------------------------------------------------------------- */

static void add_run(const replacing *r, const char *element, const char *text, rv_buf *out)
{
    const rv_wml *w = r->wml;
    const char *p = w->prefix;
    const size_t look = r->first && !r->fresh ? rv_wml_child(w, r->first, RV_WML_R_PR) : 0;

    rv_buf_printf(out, "<%sr>", p);
    if (look)
        rv_buf_add(out, w->bytes + w->nodes[look].begin, w->nodes[look].end - w->nodes[look].begin);
    rv_buf_printf(out, "<%s%s xml:space=\"preserve\">", p, element);
    rv_xml_escape(out, text);
    rv_buf_printf(out, "</%s%s></%sr>", p, element, p);
}

/* "<w:ins" with who and when of the change that stands there: of the kind if there is one, else of the other. */
static void add_change(const replacing *r, rv_wml_kind kind, const char *element, rv_buf *out)
{
    static const rv_wml_kind others[] = { RV_WML_INS, RV_WML_DEL, RV_WML_MOVE_TO, RV_WML_MOVE_FROM };
    const rv_wml *w = r->wml;
    size_t like = rv_wml_next(w, r->content, r->content, kind), name;

    for (size_t i = 0; !like && i < sizeof others / sizeof *others; i++)
        like = rv_wml_next(w, r->content, r->content, others[i]);
    name = w->nodes[like].begin;
    while (name < w->nodes[like].inside && !strchr(" \t\r\n/>", w->bytes[name]))
        name++;
    rv_buf_printf(out, "<%s%s", w->prefix, element);
    rv_buf_add(out, w->bytes + name, w->nodes[like].inside - 1 - name - rv_wml_empty(&w->nodes[like]));
    rv_buf_char(out, '>');
}

static void added(const replacing *r, rv_buf *out)
{
    const char *p = r->wml->prefix;
    rv_buf before = RV_BUF_INIT;

    if (r->markup) {
        rv_buf_text(out, r->markup);
        return;
    }
    rv_wml_text(r->wml, r->content, true, &before);
    if (!r->tracked || strcmp(rv_buf_str(&before), r->text) == 0) {
        add_run(r, "t", r->text, out);
    } else {
        if (before.length) {
            add_change(r, RV_WML_DEL, "del", out);
            add_run(r, "delText", rv_buf_str(&before), out);
            rv_buf_printf(out, "</%sdel>", p);
        }
        add_change(r, RV_WML_INS, "ins", out);
        add_run(r, "t", r->text, out);
        rv_buf_printf(out, "</%sins>", p);
    }
    out->failed |= before.failed;
    rv_buf_free(&before);
}

/* Puts `bytes` into an element behind what must stand first in it; an empty one is opened. */
static void put_into(const rv_wml *w, size_t node, const char *bytes, rv_wml_changes *changes)
{
    const rv_wml_node *at = &w->nodes[node];
    const size_t properties = at->kind == RV_WML_P ? rv_wml_child(w, node, RV_WML_P_PR) : 0;
    rv_buf whole = RV_BUF_INIT;
    size_t name = at->begin + 1;

    if (!rv_wml_empty(at)) {
        const size_t place = properties ? w->nodes[properties].end : at->inside;
        rv_wml_change_text(changes, place, place, bytes);
        return;
    }
    while (!strchr(" \t\r\n/>", w->bytes[name]))
        name++;
    rv_buf_add(&whole, w->bytes + at->begin, at->end - 2 - at->begin);
    rv_buf_printf(&whole, ">%s</", bytes);
    rv_buf_add(&whole, w->bytes + at->begin + 1, name - at->begin - 1);
    rv_buf_char(&whole, '>');
    rv_wml_change_text(changes, at->begin, at->end, rv_buf_str(&whole));
    changes->failed |= whole.failed;
    rv_buf_free(&whole);
}

/* ---- The change ----------------------------------------------------------------------------------------------------- */

/* Where there is no run yet. */
static void into_nothing(const replacing *r, const char *bytes)
{
    const rv_wml *w = r->wml;
    const size_t paragraph = w->nodes[r->content].kind == RV_WML_P ? r->content : rv_wml_next(w, r->content, r->content, RV_WML_P);
    rv_buf whole = RV_BUF_INIT;

    if (paragraph) {
        put_into(w, paragraph, bytes, r->changes);
    } else if (rv_wml_around(w, r->content, RV_WML_P, 0)) {
        put_into(w, r->content, bytes, r->changes);
    } else {
        rv_buf_printf(&whole, "<%sp>%s</%sp>", w->prefix, bytes, w->prefix);
        put_into(w, r->content, rv_buf_str(&whole), r->changes);
        r->changes->failed |= whole.failed;
        rv_buf_free(&whole);
    }
}

static void take_away(const replacing *r)
{
    const rv_wml *w = r->wml;

    for (size_t run = next_run(w, r->content, r->content); run; run = next_run(w, r->content, run)) {
        const size_t wrapper = wrapper_of(w, r->content, run, r->markup != NULL);

        if (wrapper && pure_wrapper(w, wrapper)) {
            rv_wml_change_text(r->changes, w->nodes[wrapper].begin, w->nodes[wrapper].end, "");
            run = w->nodes[wrapper].last;
        } else if (pure(w, run)) {
            rv_wml_change_text(r->changes, w->nodes[run].begin, w->nodes[run].end, "");
        } else if (!rv_wml_gone(w, run, r->content)) {
            for (size_t i = run + 1; i <= w->nodes[run].last; i = w->nodes[i].last + 1)
                if (w->nodes[i].kind == RV_WML_T)
                    rv_wml_change_text(r->changes, w->nodes[i].begin, w->nodes[i].end, "");
        }
    }
}

static bool has_blank_ends(const char *text)
{
    const size_t n = strlen(text);

    return n && (strchr(" \t\n", text[0]) || strchr(" \t\n", text[n - 1]));
}

/* The usual case: one piece of text, of which nothing but the letters change. */
static bool in_place(const replacing *r)
{
    const rv_wml_node *t = &r->wml->nodes[r->piece];
    rv_buf text = RV_BUF_INIT;
    size_t at, n;

    if (r->markup || r->fresh || r->tracked || r->shown != 1
        || (has_blank_ends(r->text) && !rv_wml_attribute(r->wml, r->piece, "space", &at, &n)))
        return false;
    rv_xml_escape(&text, r->text);
    rv_wml_change_add(r->changes, t->inside, t->outside, rv_buf_str(&text), text.length);
    r->changes->failed |= text.failed;
    rv_buf_free(&text);
    return true;
}

void rv_wml_replace(const rv_wml *wml, size_t content, const char *text, const char *markup, bool fresh, rv_wml_changes *changes)
{
    replacing r = { .wml = wml, .content = content, .text = text, .markup = markup, .fresh = fresh, .changes = changes };
    rv_buf now = RV_BUF_INIT, bytes = RV_BUF_INIT;
    size_t wrapper;

    rv_wml_text(wml, content, false, &now);
    if (markup || fresh || strcmp(rv_buf_str(&now), text) != 0) {
        survey(&r);
        if (!in_place(&r)) {
            added(&r, &bytes);
            if (!r.first) {
                into_nothing(&r, rv_buf_str(&bytes));
            } else {
                wrapper = wrapper_of(wml, content, r.first, markup != NULL);
                const size_t place = wml->nodes[wrapper ? wrapper : r.first].begin;
                rv_wml_change_text(changes, place, place, rv_buf_str(&bytes));
                take_away(&r);
            }
        }
    }
    changes->failed |= now.failed || bytes.failed;
    rv_buf_free(&now);
    rv_buf_free(&bytes);
}
