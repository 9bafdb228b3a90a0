/* Opening a style. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cite_style.h"

const rv_cite_shipped rv_cite_styles[] = {
    { "apa", "Author and year, in the manner of APA (7th edition)" },
    { "harvard", "Author and year, in the manner of Harvard (Cite Them Right)" },
    { "vancouver", "Numbers in parentheses, in the manner of Vancouver (ICMJE)" },
    { "ama", "Superscript numbers, in the manner of AMA (11th edition)" },
    { "lancet", "Superscript numbers, in the manner of the Lancet" },
    { NULL, NULL }
};

/* What cs:info says; a dependent style says whose it is. */
static rv_status read_info(rv_cite_style *style, rv_error *err)
{
    const rv_cite_tree *tree = &style->tree;
    const rv_cite_node *info = rv_cite_child(tree->root, CITE_INFO);

    style->title = "";
    for (const rv_cite_node *node = info ? info->child : NULL; node; node = node->next) {
        if (strcmp(node->name, "title") == 0)
            style->title = node->text;
        if (strcmp(node->name, "link") == 0 && rv_cite_attr_is(node, "rel", "independent-parent")) {
            const char *href = rv_cite_attr(node, "href");

            return rv_fail(err, RV_EPARSE, "%s:%zu: this style only names another one, %.200s: give the file of that style", tree->name,
                           node->line, href ? href : "(no address)");
        }
    }
    return RV_OK;
}

static bool says_suffix(const rv_cite_node *node)
{
    for (; node; node = node->next)
        if ((node->tag == CITE_TEXT && rv_cite_attr_is(node, "variable", "year-suffix")) || says_suffix(node->child))
            return true;
    return false;
}

static rv_status settle(rv_cite_style *style, const char *locale, rv_error *err)
{
    const rv_cite_node *root = style->tree.root;
    rv_status           st;

    if (root->tag != CITE_ROOT)
        return rv_fail(err, RV_EPARSE, "%s:%zu: <%.40s> is not a CSL style; <style> is", style->tree.name, root->line, root->name);
    if ((st = read_info(style, err)) != RV_OK || (st = rv_cite_check(&style->tree, err)) != RV_OK
        || (st = rv_cite_check_macros(&style->tree, err)) != RV_OK
        || (st = rv_cite_locale_open(&style->locale, root, locale, err)) != RV_OK
        || (style->locale.file.root && (st = rv_cite_check(&style->locale.file, err)) != RV_OK))
        return st;
    if (!(style->citation = rv_cite_child(root, CITE_CITATION)))
        return rv_fail(err, RV_EPARSE, "%s:%zu: the style has no <citation>", style->tree.name, root->line);
    style->bibliography = rv_cite_child(root, CITE_BIBLIOGRAPHY);
    style->suffix_is_said = says_suffix(root->child);
    style->note = rv_cite_attr_is(root, "class", "note");
    if (style->locale.foreign)
        snprintf(style->remark, sizeof style->remark,
                 "the style is in %.20s; words it does not bring itself are English, for no locale file was given", style->locale.lang);
    return RV_OK;
}

rv_status rv_cite_style_parse(rv_cite_style **out, const char *name, const char *bytes, size_t n, const char *locale, rv_error *err)
{
    rv_cite_style *style = calloc(1, sizeof *style);
    rv_status      st;

    *out = NULL;
    if (!style)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = rv_cite_tree_read(&style->tree, name, bytes, n, err)) == RV_OK)
        st = settle(style, locale, err);
    if (st == RV_OK)
        *out = style;
    else
        rv_cite_style_close(style);
    return st;
}

/* "apa" names one of ours; what has a point or a slash in it is a file. */
rv_status rv_cite_style_open(rv_cite_style **out, const char *style, const char *locale, rv_error *err)
{
    rv_buf      bytes = RV_BUF_INIT, known = RV_BUF_INIT;
    char        name[64];
    const char *shipped;
    rv_status   st;

    *out = NULL;
    snprintf(name, sizeof name, "%.50s.csl", style);
    if ((shipped = rv_cite_file(name)) && strlen(style) < 50)
        return rv_cite_style_parse(out, name, shipped, strlen(shipped), locale, err);
    if (!strpbrk(style, "./")) {
        for (const rv_cite_shipped *s = rv_cite_styles; s->name; s++)
            rv_buf_printf(&known, "%s%s", s == rv_cite_styles ? "" : ", ", s->name);
        st = rv_fail(err, RV_ENOTFOUND, "there is no style called '%.60s'; there are %s, or the path of a .csl file", style,
                     rv_buf_str(&known));
    } else if ((st = rv_file_read(style, RV_CITE_BYTES, &bytes, err)) == RV_OK) {
        st = rv_cite_style_parse(out, style, rv_buf_str(&bytes), bytes.length, locale, err);
    }
    rv_buf_free(&known);
    rv_buf_free(&bytes);
    return st;
}

void rv_cite_style_close(rv_cite_style *style)
{
    if (!style)
        return;
    rv_cite_locale_close(&style->locale);
    rv_cite_tree_free(&style->tree);
    free(style);
}

const char *rv_cite_style_title(const rv_cite_style *style)
{
    return style->title;
}

bool rv_cite_style_lists(const rv_cite_style *style)
{
    return style->bibliography != NULL;
}

bool rv_cite_style_hangs(const rv_cite_style *style)
{
    return rv_cite_attr_is(style->bibliography, "hanging-indent", "true");
}

const char *rv_cite_style_note(const rv_cite_style *style)
{
    return style->remark;
}
