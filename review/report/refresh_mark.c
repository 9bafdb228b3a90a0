/* Bookmarks at bound places: what is left when a program that does not know tags of controls has saved the document. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "report/refresh.h"

enum { STEM = 18 };               /* letters of the key, for those who look at the names */

/* Word takes 40 letters, digits and low lines; a name that begins with a low line is not listed. */
void rv_mark_of(const char *key, char mark[RV_MARK])
{
    uint8_t digest[RV_DIGEST];
    char stem[STEM + 1], hex[7];
    size_t n = 0;

    for (; key[n] && n < STEM; n++)
        stem[n] = isalnum((unsigned char)key[n]) && (unsigned char)key[n] < 0x80 ? key[n] : '_';
    stem[n] = 0;
    rv_sha256_of(key, strlen(key), digest);
    rv_hex(digest, 3, hex);
    snprintf(mark, RV_MARK, "_review_%s_%s", stem, hex);
}

bool rv_mark_is(const char *name, const char *key)
{
    char mark[RV_MARK];
    size_t n;

    rv_mark_of(key, mark);
    n = strlen(mark);
    return strncmp(name, mark, n) == 0 && (!name[n] || name[n] == '_');
}

/* Above all ids that there are. */
static long free_id(const rv_refresh_part *part)
{
    long most = 0, id, got;
    rv_buf text = RV_BUF_INIT;

    for (size_t i = 0; (i = rv_wml_next(&part->wml, 0, i, RV_WML_BOOKMARK_START));) {
        rv_buf_clear(&text);
        rv_wml_value(&part->wml, i, "id", &text);
        got = sscanf(rv_buf_str(&text), "%9ld", &id);
        most = got == 1 && id > most ? id : most;
    }
    rv_buf_free(&text);
    return most + 1 + part->of->marks;
}

static void put(rv_refresh_part *part, const char *key, size_t from, size_t to)
{
    const char *p = part->wml.prefix;
    const long id = free_id(part);
    char mark[RV_MARK];
    rv_buf begin = RV_BUF_INIT, end = RV_BUF_INIT;

    rv_mark_of(key, mark);
    rv_buf_printf(&begin, "<%sbookmarkStart %sid=\"%ld\" %sname=\"%s_%ld\"/>", p, p, id, p, mark, ++part->of->marks);
    rv_buf_printf(&end, "<%sbookmarkEnd %sid=\"%ld\"/>", p, p, id);
    rv_wml_change_text(&part->changes, from, from, rv_buf_str(&begin));
    rv_wml_change_text(&part->changes, to, to, rv_buf_str(&end));
    part->changes.failed |= begin.failed || end.failed;
    rv_buf_free(&begin);
    rv_buf_free(&end);
}

static bool marked(const rv_refresh_part *part, const rv_bound *b)
{
    rv_buf name = RV_BUF_INIT;
    bool found = false;

    for (size_t i = b->content; !found && (i = rv_wml_next(&part->wml, b->content, i, RV_WML_BOOKMARK_START));) {
        rv_buf_clear(&name);
        rv_wml_value(&part->wml, i, "name", &name);
        found = rv_mark_is(rv_buf_str(&name), rv_buf_str(&b->key));
    }
    rv_buf_free(&name);
    return found;
}

/* A number between the two; a table in its first cell; a picture with them around its run. */
void rv_mark_add(rv_refresh_part *part, const rv_bound *b)
{
    const rv_wml *w = &part->wml;
    size_t node, run;

    if (!b->content || marked(part, b))
        return;
    switch (b->kind) {
    case RV_BOUND_FIELD:
        if (!rv_wml_empty(&w->nodes[b->content]) && rv_wml_around(w, b->content, RV_WML_P, 0))
            put(part, rv_buf_str(&b->key), w->nodes[b->content].inside, w->nodes[b->content].outside);
        break;
    case RV_BOUND_TABLE:
        node = rv_wml_next(w, b->content, b->content, RV_WML_TC);
        if (node && (node = rv_wml_next(w, node, node, RV_WML_P)) && !rv_wml_empty(&w->nodes[node])) {
            const size_t properties = rv_wml_child(w, node, RV_WML_P_PR);
            const size_t place = properties ? w->nodes[properties].end : w->nodes[node].inside;
            put(part, rv_buf_str(&b->key), place, place);
        }
        break;
    case RV_BOUND_FIGURE:
        node = rv_wml_next(w, b->content, b->content, RV_WML_BLIP);
        if (node && (run = rv_wml_around(w, node, RV_WML_R, b->content)))
            put(part, rv_buf_str(&b->key), w->nodes[run].begin, w->nodes[run].end);
        break;
    case RV_BOUND_UNKNOWN:
        break;
    }
}
