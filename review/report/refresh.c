/* Bringing a manuscript up to date: its parts, and in each the bound places. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/refresh.h"

const char *const rv_refresh_states[] = { "same", "changed", "edited by hand", "kept", "unknown", NULL };

enum { LIMIT = 512 << 20 };       /* bytes of a document, unpacked */

/* ---- One place ------------------------------------------------------------------------------------------------------ */

static rv_status look(rv_refresh_part *part, const rv_bound *b, rv_refresh_found *f, rv_error *err)
{
    switch (b->kind) {
    case RV_BOUND_FIELD:  return rv_refresh_field(part, b, f, err);
    case RV_BOUND_TABLE:  return rv_refresh_table(part, b, f, err);
    case RV_BOUND_FIGURE: return rv_refresh_figure(part, b, f, err);
    case RV_BOUND_UNKNOWN:
        break;
    }
    f->state = RV_REFRESH_UNKNOWN;
    rv_wml_text(&part->wml, b->content, false, &f->old);
    rv_buf_add(&f->now, rv_buf_str(&f->old), f->old.length);
    rv_buf_text(&f->note, "the report has nothing of this name");
    return RV_OK;
}

/* A control that has lost its tag gets it again, where Word has it: behind the look and the name. */
static void add_tag(rv_refresh_part *part, const rv_bound *b, const char *tag)
{
    const rv_wml *w = &part->wml;
    const rv_wml_node *properties = &w->nodes[b->properties];
    const size_t alias = rv_wml_child(w, b->properties, RV_WML_ALIAS), look = rv_wml_child(w, b->properties, RV_WML_R_PR),
                 before = alias ? alias : look;
    rv_buf whole = RV_BUF_INIT;

    if (before) {
        rv_wml_change_text(&part->changes, w->nodes[before].end, w->nodes[before].end, tag);
    } else if (!rv_wml_empty(properties)) {
        rv_wml_change_text(&part->changes, properties->inside, properties->inside, tag);
    } else {
        rv_buf_printf(&whole, "<%ssdtPr>%s</%ssdtPr>", w->prefix, tag, w->prefix);
        rv_wml_change_text(&part->changes, properties->begin, properties->end, rv_buf_str(&whole));
        part->changes.failed |= whole.failed;
        rv_buf_free(&whole);
    }
}

/* The tag remembers what stands there now. */
static void remember(rv_refresh_part *part, const rv_bound *b, const char *written)
{
    rv_buf tag = RV_BUF_INIT, value = RV_BUF_INIT, now = RV_BUF_INIT;
    size_t at, n;

    rv_bound_tag(b, written, &tag);
    rv_xml_escape(&value, rv_buf_str(&tag));
    if (b->tag && rv_wml_attribute(&part->wml, b->tag, "val", &at, &n)) {
        rv_wml_value(&part->wml, b->tag, "val", &now);
        if (strcmp(rv_buf_str(&now), rv_buf_str(&tag)) != 0)
            rv_wml_change_text(&part->changes, at, at + n, rv_buf_str(&value));
    } else if (b->properties && !b->tag) {
        rv_buf_clear(&now);
        rv_buf_printf(&now, "<%stag %sval=\"%s\"/>", part->wml.prefix, part->wml.prefix, rv_buf_str(&value));
        add_tag(part, b, rv_buf_str(&now));
    }
    part->changes.failed |= tag.failed || value.failed || now.failed;
    rv_buf_free(&tag);
    rv_buf_free(&value);
    rv_buf_free(&now);
}

static rv_status one(rv_refresh_part *part, const rv_bound *b, rv_error *err)
{
    rv_refresh_found f = { RV_REFRESH_SAME, RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT, RV_BUF_INIT };
    rv_status st = look(part, b, &f, err);

    if (st == RV_OK && f.written.length)
        remember(part, b, rv_buf_str(&f.written));
    if (st == RV_OK && part->of->mark && f.state == RV_REFRESH_SAME)
        rv_mark_add(part, b);
    /* A copy for older programs goes with its original. */
    if (st == RV_OK && !rv_wml_in_fallback(&part->wml, b->sdt))
        st = part->of->place(part->of->user,
                             &(rv_refresh_place){ part->name, rv_buf_str(&b->key), f.state,
                                                  b->kind == RV_BOUND_FIELD && b->remembers && !b->digest ? rv_buf_str(&b->was) : "",
                                                  rv_buf_str(&f.old), rv_buf_str(&f.now), rv_buf_str(&f.note) }, err);
    rv_buf_free(&f.old);
    rv_buf_free(&f.now);
    rv_buf_free(&f.note);
    rv_buf_free(&f.written);
    return st;
}

/* A table brought up to date has nothing more to be changed within it. */
static bool in_bound_table(const rv_refresh_part *part, size_t sdt)
{
    const size_t table = rv_wml_around(&part->wml, sdt, RV_WML_TBL, 0);
    bool found = false;

    for (size_t i = table ? rv_wml_around(&part->wml, table, RV_WML_SDT, 0) : 0; i && !found; i = rv_wml_around(&part->wml, i, RV_WML_SDT, 0)) {
        rv_bound b;

        found = rv_bound_read(part, i, &b) && b.kind == RV_BOUND_TABLE;
        rv_bound_free(&b);
    }
    return found;
}

/* ---- Parts ---------------------------------------------------------------------------------------------------------- */

static rv_status places(rv_refresh_part *part, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 1; st == RV_OK && i < part->wml.n_nodes; i++) {
        rv_bound b;

        if (part->wml.nodes[i].kind != RV_WML_SDT && part->wml.nodes[i].kind != RV_WML_BOOKMARK_START)
            continue;
        if (rv_bound_read(part, i, &b) && !in_bound_table(part, i))
            st = one(part, &b, err);
        rv_bound_free(&b);
    }
    return st;
}

static rv_status refresh_part(rv_refreshing *r, const char *name, const char *bytes, size_t n, rv_buf *out, rv_error *err)
{
    rv_refresh_part part = { .of = r, .name = name, .changes = RV_WML_CHANGES_INIT };
    rv_buf words = RV_BUF_INIT;
    rv_status st;

    rv_buf_printf(&words, "%s: %s", r->name, name);
    if ((st = rv_buf_check(&words, err)) == RV_OK && (st = rv_wml_read(&part.wml, rv_buf_str(&words), bytes, n, err)) == RV_OK) {
        if ((st = places(&part, err)) == RV_OK && (part.changes.count || part.changes.failed))
            st = rv_wml_changes_make(&part.changes, &part.wml, out, err);
        rv_wml_free(&part.wml);
    }
    rv_wml_changes_free(&part.changes);
    rv_buf_free(&words);
    return st;
}

/* Where text of the author's may stand: not in the comments, which are left alone, nor in what Word keeps for itself. */
static bool has_text(const char *name)
{
    static const char *const kinds[] = { "document", "header", "footer", "footnotes", "endnotes" };
    const char *base = name + strlen("word/");
    const size_t n = strlen(name);

    if (strncmp(name, "word/", strlen("word/")) != 0 || strchr(base, '/') || n < 4 || strcmp(name + n - 4, ".xml") != 0)
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(base, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

static rv_status all_parts(rv_refreshing *r, rv_error *err)
{
    bool any = false;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < rv_zip_count(r->zip); i++) {
        const char *name = rv_zip_name(r->zip, i), *bytes;
        rv_buf changed = RV_BUF_INIT;
        size_t n;

        if (!has_text(name) || !rv_zip_get(r->zip, name, &bytes, &n))
            continue;
        any = true;
        if ((st = refresh_part(r, name, bytes, n, &changed, err)) == RV_OK && changed.length && (r->changed = true))
            st = rv_zip_set(r->zip, name, rv_buf_str(&changed), changed.length, err);
        rv_buf_free(&changed);
    }
    if (st == RV_OK && !any)
        st = rv_fail(err, RV_EPARSE, "%s: there is no text of a Word document in it; it should be a .docx", r->name);
    return st;
}

static rv_status put_pictures(rv_refreshing *r, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < r->n_pictures; i++)
        if ((st = rv_buf_check(&r->pictures[i].bytes, err)) == RV_OK)
            st = rv_zip_set(r->zip, r->pictures[i].name, rv_buf_str(&r->pictures[i].bytes), r->pictures[i].bytes.length, err);
    return st;
}

rv_status rv_refresh_package(rv_refreshing *r, const char *bytes, size_t n, rv_buf *out, rv_error *err)
{
    rv_status st;

    if (!rv_is_zip(bytes, n))
        return rv_fail(err, RV_EPARSE, "%s: it is no Word document (.docx)", r->name);
    if ((st = rv_zip_read(&r->zip, r->name, bytes, n, LIMIT, err)) == RV_OK && (st = all_parts(r, err)) == RV_OK
        && (st = put_pictures(r, err)) == RV_OK && r->styled)
        st = rv_docx_finish(r->docx, err);
    /* A document that says it all already stays as its program wrote it. */
    if (st == RV_OK && !r->changed && !r->n_pictures) {
        rv_buf_add(out, bytes, n);
        st = rv_buf_check(out, err);
    } else if (st == RV_OK) {
        st = rv_zip_write(r->zip, out, err);
    }
    for (size_t i = 0; i < r->n_pictures; i++) {
        free(r->pictures[i].name);
        rv_buf_free(&r->pictures[i].bytes);
    }
    free(r->pictures);
    rv_docx_free(r->docx);
    rv_zip_free(r->zip);
    return st;
}

rv_status rv_review_report_refresh(const rv_review_report *report, const char *name, const char *bytes, size_t n, rv_buf *out,
                                   rv_status (*place)(void *user, const rv_refresh_place *place, rv_error *err), void *user,
                                   rv_error *err)
{
    rv_refreshing r = { .report = report, .name = name, .place = place, .user = user };

    return rv_refresh_package(&r, bytes, n, out, err);
}
