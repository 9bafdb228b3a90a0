/* What a content control is bound to, and what was written there last: both stand in its tag, which goes with it wherever it is copied. */
#include <config.h>

#include <string.h>

#include "report/fields.h"
#include "report/refresh.h"

static const char prefix[] = "review:";

/* "#" and the first digits of a digest. */
static void digest_of(const char *text, char hex[10])
{
    uint8_t digest[RV_DIGEST];

    rv_sha256_of(text, strlen(text), digest);
    hex[0] = '#';
    rv_hex(digest, 4, hex + 1);
}

/* Whether `tag` is that of `key`, with or without something remembered behind it. */
static bool is_of(const char *tag, const char *key, size_t *n)
{
    char whole[RV_DOCX_TAG];

    rv_docx_tag(key, whole);
    *n = strlen(whole);
    return strncmp(tag, whole, *n) == 0 && (!tag[*n] || tag[*n] == '=' || tag[*n] == '#');
}

static bool is_marked(const char *name, const char *key, size_t *n)
{
    *n = 0;
    return rv_mark_is(name, key);
}

typedef bool matching(const char *name, const char *key, size_t *n);

static bool find_field(const rv_fields *fields, matching *matches, const char *name, rv_bound *out, size_t *n)
{
    for (size_t i = 0; i < rv_fields_count(fields); i++)
        if (matches(name, rv_fields_at(fields, i)->key, n)) {
            out->kind = RV_BOUND_FIELD;
            out->field = rv_fields_at(fields, i);
            rv_buf_text(&out->key, out->field->key);
            return true;
        }
    return false;
}

static bool find_block(const rv_page *page, matching *matches, const char *name, rv_bound *out, size_t *n)
{
    rv_buf key = RV_BUF_INIT;
    bool found = false;

    for (size_t i = 0; i < page->n_blocks && !found; i++) {
        const rv_block *b = &page->blocks[i];

        if (b->kind != RV_BLOCK_GRID && b->kind != RV_BLOCK_FIGURE)
            continue;
        rv_buf_clear(&key);
        rv_buf_printf(&key, "%s:%s", b->kind == RV_BLOCK_GRID ? "table" : "figure", b->id);
        if ((found = matches(name, rv_buf_str(&key), n))) {
            out->kind = b->kind == RV_BLOCK_GRID ? RV_BOUND_TABLE : RV_BOUND_FIGURE;
            out->block = b;
            rv_buf_text(&out->key, rv_buf_str(&key));
        }
    }
    rv_buf_free(&key);
    return found;
}

/* What a tag or bookmark names; `*n` is the length of its key. */
static bool find(const rv_refresh_part *part, matching *matches, const char *name, rv_bound *out, size_t *n)
{
    const rv_review_report *r = part->of->report;

    return find_field(r->d.fields, matches, name, out, n) || find_block(&r->page, matches, name, out, n);
}

/* Fills in what the tag says. */
static void by_tag(const rv_refresh_part *part, const char *tag, rv_bound *out)
{
    size_t n;

    if (!find(part, is_of, tag, out, &n)) {
        out->kind = RV_BOUND_UNKNOWN;
        n = strcspn(tag, "=#");
        rv_buf_add(&out->key, tag + strlen(prefix), n - strlen(prefix));
    }
    out->remembers = tag[n] != 0;
    out->digest = tag[n] == '#';
    rv_buf_text(&out->was, tag[n] ? tag + n + (tag[n] == '=') : "");
}

bool rv_bound_has_picture(const rv_wml *wml, size_t node)
{
    return rv_wml_next(wml, node, node, RV_WML_BLIP) != 0;
}

/* Whether what is bound is there. */
static bool holds(const rv_wml *w, const rv_bound *b)
{
    return b->kind == RV_BOUND_FIELD || (b->kind == RV_BOUND_TABLE && rv_wml_next(w, b->content, b->content, RV_WML_TBL))
           || (b->kind == RV_BOUND_FIGURE && rv_bound_has_picture(w, b->content));
}

/* Other programs lose the tag, and keep the name that people see of a control, or the bookmarks within it. */
static bool by_alias(const rv_refresh_part *part, rv_bound *out)
{
    const size_t alias = rv_wml_child(&part->wml, out->properties, RV_WML_ALIAS);
    rv_buf tag = RV_BUF_INIT;
    size_t n;
    bool found = false;

    rv_buf_text(&tag, prefix);
    if (alias)
        rv_wml_value(&part->wml, alias, "val", &tag);
    found = alias && find(part, is_of, rv_buf_str(&tag), out, &n) && holds(&part->wml, out);
    rv_buf_free(&tag);
    return found;
}

static bool by_mark(const rv_refresh_part *part, size_t bookmark, rv_bound *out)
{
    rv_buf name = RV_BUF_INIT;
    size_t n;
    bool found;

    rv_wml_value(&part->wml, bookmark, "name", &name);
    found = strncmp(rv_buf_str(&name), "_review_", 8) == 0 && find(part, is_marked, rv_buf_str(&name), out, &n);
    rv_buf_free(&name);
    return found;
}

static bool control(const rv_refresh_part *part, rv_bound *out)
{
    const rv_wml *w = &part->wml;
    rv_buf tag = RV_BUF_INIT;
    bool found = false;

    out->properties = rv_wml_child(w, out->sdt, RV_WML_SDT_PR);
    out->content = rv_wml_child(w, out->sdt, RV_WML_SDT_CONTENT);
    if (!out->properties || !out->content)
        return false;
    if ((out->tag = rv_wml_child(w, out->properties, RV_WML_TAG)))
        rv_wml_value(w, out->tag, "val", &tag);
    if ((found = strncmp(rv_buf_str(&tag), prefix, strlen(prefix)) == 0))
        by_tag(part, rv_buf_str(&tag), out);
    else if (!tag.length && !(found = by_alias(part, out)))
        for (size_t i = out->content; !found && (i = rv_wml_next(w, out->content, i, RV_WML_BOOKMARK_START));) {
            rv_buf_clear(&out->key);
            found = by_mark(part, i, out) && out->kind == RV_BOUND_FIELD;
        }
    rv_buf_free(&tag);
    return found;
}

/* A bookmark of ours: the table around it, or the paragraph with the picture. What stands in a bound control is that one's. */
static bool bookmark(const rv_refresh_part *part, rv_bound *out)
{
    const rv_wml *w = &part->wml;

    if (!by_mark(part, out->sdt, out) || out->kind == RV_BOUND_FIELD)
        return false;
    out->content = rv_wml_around(w, out->sdt, out->kind == RV_BOUND_TABLE ? RV_WML_TBL : RV_WML_P, 0);
    for (size_t i = rv_wml_around(w, out->sdt, RV_WML_SDT, 0); i && out->content; i = rv_wml_around(w, i, RV_WML_SDT, 0)) {
        rv_bound outer;

        if (rv_bound_read(part, i, &outer) && outer.kind == out->kind)
            out->content = 0;
        rv_bound_free(&outer);
    }
    return out->content && (out->kind == RV_BOUND_TABLE || rv_bound_has_picture(w, out->content));
}

bool rv_bound_read(const rv_refresh_part *part, size_t node, rv_bound *out)
{
    *out = (rv_bound){ .sdt = node, .key = RV_BUF_INIT, .was = RV_BUF_INIT };
    switch (part->wml.nodes[node].kind) {
    case RV_WML_SDT:            return control(part, out);
    case RV_WML_BOOKMARK_START: return bookmark(part, out);
    default:                    return false;
    }
}

void rv_bound_free(rv_bound *bound)
{
    rv_buf_free(&bound->key);
    rv_buf_free(&bound->was);
}

void rv_bound_tag(const rv_bound *bound, const char *text, rv_buf *out)
{
    char tag[RV_DOCX_TAG], hex[10];

    rv_docx_tag(rv_buf_str(&bound->key), tag);
    rv_buf_clear(out);
    rv_buf_text(out, tag);
    digest_of(text, hex);
    if (bound->kind == RV_BOUND_FIELD && out->length + 1 + strlen(text) < RV_DOCX_TAG)
        rv_buf_printf(out, "=%s", text);
    else if (out->length + strlen(hex) < RV_DOCX_TAG)
        rv_buf_text(out, hex);
}

bool rv_bound_unedited(const rv_bound *bound, const char *text)
{
    char hex[10];

    if (!bound->remembers)
        return true;
    digest_of(text, hex);
    return strcmp(rv_buf_str(&bound->was), bound->digest ? hex : text) == 0;
}
