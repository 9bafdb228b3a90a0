/* review-report references: reference lists by CSL styles. */
#include <config.h>

#include <jansson.h>
#include <string.h>

#include "review/report_cite.h"

#include "tools/report.h"
#include "tools/where.h"

typedef enum { AS_TEXT, AS_MARKDOWN, AS_HTML, AS_JSON } format;

typedef struct {
    rv_cite             *cite;
    const rv_cite_style *style;
    format               format;
} listing;

static rv_status find_format(format *found, rv_error *err)
{
    static const char *const names[] = { "text", "md", "html", "json" };

    *found = AS_TEXT;
    for (int i = AS_TEXT; i <= AS_JSON; i++)
        if (strcmp(report.format ? report.format : *report_ending(report.output) ? report_ending(report.output) : "text", names[i]) == 0) {
            *found = (format)i;
            return RV_OK;
        }
    return report.format ? rv_fail(err, RV_EUSAGE, "--format has no choice '%s'; there are text, md, html, json", report.format) : RV_OK;
}

/* ---- Which works ------------------------------------------------------------------------------------------------------------ */

static rv_status add_of_review(rv_cite *cite, rv_error *err)
{
    static const char *included[] = { "included" };
    const rv_texts by_default = { included, 1 };
    const rv_texts *what = report.where.count ? &report.where : &by_default;
    const bool      all = what->count == 1 && strcmp(what->items[0], "all") == 0;
    const char     *path;
    rv_store       *store = NULL;
    rv_where       *where = NULL;
    rv_status       st;

    if ((st = rv_tool_review(report.review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (all || (st = rv_where_make(&where, store, what, err)) == RV_OK))
        st = rv_cite_add_reports(cite, store, all ? NULL : rv_where_keeps, where, NULL, err);
    rv_where_free(where);
    rv_store_close(store);
    return st;
}

static rv_status add_works(rv_cite *cite, char **files, rv_error *err)
{
    rv_status st = RV_OK;

    if (!*files)
        return add_of_review(cite, err);
    if (report.where.count || report.review)
        return rv_fail(err, RV_EUSAGE, "--%s belongs to a review; files are listed whole", report.review ? "review" : "where");
    for (; st == RV_OK && *files; files++)
        st = rv_cite_add_file(cite, *files, NULL, err);
    return st;
}

/* ---- Writing them ------------------------------------------------------------------------------------------------------------- */

static void (*const writers[])(rv_buf *out, const rv_cite_text *text) = { rv_cite_plain, rv_cite_markdown, rv_cite_html };

static const char page_begin[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>References</title>\n<style>\n"
    "body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 serif; color: #111; background: #fff; "
    "overflow-wrap: anywhere; }\n"
    "ul { list-style: none; padding: 0; }\nli { margin: 0 0 .6rem; }\n.hanging li { padding-left: 2rem; text-indent: -2rem; }\n"
    ".small-caps { font-variant: small-caps; }\na { color: #00508c; }\n"
    "@media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } a { color: #8ac4ff; } }\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>References</h1>\n";

static rv_status add_object(json_t *list, rv_cite *cite, const char *key, const rv_cite_text *text, rv_error *err)
{
    static const char *const names[] = { "text", "markdown", "html" };
    const rv_cite_place      place = { .key = key };
    rv_cite_text             citation = RV_CITE_TEXT_INIT;
    json_t                  *object = json_object();
    rv_buf                   out = RV_BUF_INIT;
    rv_status                st = rv_cite_cluster(cite, &place, 1, &citation, err);

    json_object_set_new(object, "key", json_string(key));
    for (int i = 0; st == RV_OK && i < 3; i++) {
        rv_buf_clear(&out);
        writers[i](&out, text);
        json_object_set_new(object, names[i], json_string(rv_buf_str(&out)));
    }
    rv_buf_clear(&out);
    rv_cite_plain(&out, &citation);
    json_object_set_new(object, "citation", json_string(rv_buf_str(&out)));
    rv_cite_text_free(&citation);
    rv_buf_free(&out);
    if (json_array_append_new(list, object) != 0 && st == RV_OK)
        st = rv_fail(err, RV_ENOMEM, "out of memory for references");
    return st;
}

static rv_status write_entry(const listing *l, rv_output *out, const char *key, const rv_cite_text *text, rv_error *err)
{
    rv_buf    line = RV_BUF_INIT;
    rv_status st;

    if (l->format == AS_HTML) {
        rv_buf_text(&line, "<li id=\"ref-");
        rv_xml_escape(&line, key);
        rv_buf_text(&line, "\">");
    }
    writers[l->format](&line, text);
    rv_buf_text(&line, l->format == AS_HTML ? "</li>\n" : l->format == AS_MARKDOWN ? "\n\n" : "\n");
    if ((st = rv_buf_check(&line, err)) == RV_OK)
        rv_output_add(out, line.data, line.length);
    rv_buf_free(&line);
    return st;
}

static rv_status write_list(rv_output *out, void *user, rv_error *err)
{
    const listing *l = user;
    rv_cite_text   text = RV_CITE_TEXT_INIT;
    json_t        *list = l->format == AS_JSON ? json_array() : NULL;
    const char    *key;
    rv_status      st = RV_OK;

    if (l->format == AS_HTML)
        rv_output_printf(out, "%s<ul%s>\n", page_begin, rv_cite_style_hangs(l->style) ? " class=\"hanging\"" : "");
    for (size_t i = 0; st == RV_OK && i < rv_cite_count(l->cite); i++)
        if ((st = rv_cite_entry_key(l->cite, i, &key, err)) == RV_OK && (st = rv_cite_entry(l->cite, i, &text, err)) == RV_OK)
            st = list ? add_object(list, l->cite, key, &text, err) : write_entry(l, out, key, &text, err);
    if (st == RV_OK && list)
        st = rv_json_write(out, list, err);
    if (l->format == AS_HTML)
        rv_output_text(out, "</ul>\n</main>\n</body>\n</html>\n");
    json_decref(list);
    rv_cite_text_free(&text);
    return st;
}

rv_status report_references(char **operands, rv_error *err)
{
    rv_cite_style *style = NULL;
    listing        l = { NULL, NULL, AS_TEXT };
    rv_status      st;

    if ((st = find_format(&l.format, err)) == RV_OK
        && (st = rv_cite_style_open(&style, report.style ? report.style : "apa", report.locale, err)) == RV_OK
        && (st = rv_cite_open(&l.cite, style, err)) == RV_OK && (st = add_works(l.cite, operands, err)) == RV_OK) {
        l.style = style;
        if (*rv_cite_style_note(style))
            rv_tool_say("%s", rv_cite_style_note(style));
        if (!rv_cite_style_lists(style))
            st = rv_fail(err, RV_EINVAL, "the style '%.80s' has no bibliography, only citations", rv_cite_style_title(style));
        else
            st = report_to_output(write_list, &l, err);
        if (st == RV_OK && rv_cite_count(l.cite) == 0)
            rv_tool_say("no report is %s; --where all lists every one", report.where.count ? "meant" : "included");
    }
    rv_cite_close(l.cite);
    rv_cite_style_close(style);
    return st;
}
