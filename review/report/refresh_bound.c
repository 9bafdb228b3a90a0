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

static bool find_field(const rv_page *page, const rv_fields *fields, const char *tag, rv_bound *out, size_t *n)
{
    (void)page;
    for (size_t i = 0; i < rv_fields_count(fields); i++)
        if (is_of(tag, rv_fields_at(fields, i)->key, n)) {
            out->kind = RV_BOUND_FIELD;
            out->field = rv_fields_at(fields, i);
            return true;
        }
    return false;
}

static bool find_block(const rv_page *page, const char *tag, rv_bound *out, size_t *n)
{
    rv_buf key = RV_BUF_INIT;
    bool found = false;

    for (size_t i = 0; i < page->n_blocks && !found; i++) {
        const rv_block *b = &page->blocks[i];

        if (b->kind != RV_BLOCK_GRID && b->kind != RV_BLOCK_FIGURE)
            continue;
        rv_buf_clear(&key);
        rv_buf_printf(&key, "%s:%s", b->kind == RV_BLOCK_GRID ? "table" : "figure", b->id);
        if ((found = is_of(tag, rv_buf_str(&key), n))) {
            out->kind = b->kind == RV_BLOCK_GRID ? RV_BOUND_TABLE : RV_BOUND_FIGURE;
            out->block = b;
        }
    }
    rv_buf_free(&key);
    return found;
}

/* Fills in what the tag says. */
static bool resolve(const rv_refresh_part *part, const char *tag, rv_bound *out)
{
    const rv_review_report *r = part->of->report;
    size_t n;

    if (!find_field(&r->page, r->d.fields, tag, out, &n) && !find_block(&r->page, tag, out, &n)) {
        out->kind = RV_BOUND_UNKNOWN;
        n = strcspn(tag, "=#");
    }
    rv_buf_add(&out->key, tag + strlen(prefix), n - strlen(prefix));
    out->remembers = tag[n] != 0;
    out->digest = tag[n] == '#';
    rv_buf_text(&out->was, tag[n] ? tag + n + (tag[n] == '=') : "");
    return true;
}

/* Some programs keep the name that people see of a control, and lose its tag. */
static bool by_alias(const rv_refresh_part *part, rv_bound *out)
{
    const size_t alias = rv_wml_child(&part->wml, out->properties, RV_WML_ALIAS);
    rv_buf tag = RV_BUF_INIT;
    bool found = false;

    if (!alias)
        return false;
    rv_buf_text(&tag, prefix);
    rv_wml_value(&part->wml, alias, "val", &tag);
    if ((found = resolve(part, rv_buf_str(&tag), out) && out->kind != RV_BOUND_UNKNOWN))
        out->remembers = out->digest = false;
    rv_buf_free(&tag);
    return found;
}

bool rv_bound_read(const rv_refresh_part *part, size_t sdt, rv_bound *out)
{
    const rv_wml *w = &part->wml;
    rv_buf tag = RV_BUF_INIT;
    bool found = false;

    *out = (rv_bound){ .sdt = sdt, .properties = rv_wml_child(w, sdt, RV_WML_SDT_PR), .content = rv_wml_child(w, sdt, RV_WML_SDT_CONTENT),
                       .key = RV_BUF_INIT, .was = RV_BUF_INIT };
    if (!out->properties || !out->content)
        return false;
    if ((out->tag = rv_wml_child(w, out->properties, RV_WML_TAG)))
        rv_wml_value(w, out->tag, "val", &tag);
    if (strncmp(rv_buf_str(&tag), prefix, strlen(prefix)) == 0)
        found = resolve(part, rv_buf_str(&tag), out);
    else if (!tag.length)
        found = by_alias(part, out);
    rv_buf_free(&tag);
    return found;
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
