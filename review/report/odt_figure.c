/* A figure in an OpenDocument text: a picture of its own, with its words and caption. */
#include <config.h>

#include <math.h>
#include <stdio.h>

#include "report/odt.h"

static rv_status add_picture(rv_odt *o, const char *name, const char *type, const rv_buf *bytes, rv_error *err)
{
    rv_buf_printf(&o->manifest, "<manifest:file-entry manifest:full-path=\"%s\" manifest:media-type=\"%s\"/>\n", name, type);
    return rv_zip_set(o->zip, name, rv_buf_str(bytes), bytes->length, err);
}

rv_status rv_odt_figure(rv_odt *o, const rv_page *page, const rv_block *b, double width, double height, rv_error *err)
{
    const double scale = fmin(1, fmin(width / rv_scene_width(b->scene), height / rv_scene_height(b->scene)));
    rv_buf svg = RV_BUF_INIT, words = RV_BUF_INIT;
    char name[40];
    rv_status st;

    snprintf(name, sizeof name, "Pictures/figure%zu.svg", ++o->pictures);
    if ((st = rv_plot_svg(b->scene, NULL, &svg, err)) == RV_OK)
        st = add_picture(o, name, "image/svg+xml", &svg, err);
    rv_office_words(page, b, &words);
    rv_odt_begin(o, "Figure", 0);
    rv_buf_printf(&o->body, "<draw:frame draw:style-name=\"Graphics\" draw:name=\"Figure %zu\" text:anchor-type=\"as-char\" svg:width=\"%.2fpt\" "
                  "svg:height=\"%.2fpt\"><draw:image xlink:href=\"%s\" xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\" "
                  "draw:mime-type=\"image/svg+xml\"/><svg:title>", o->pictures, scale * rv_scene_width(b->scene),
                  scale * rv_scene_height(b->scene), name);
    rv_xml_escape(&o->body, rv_buf_str(&words));
    rv_buf_text(&o->body, "</svg:title><svg:desc>");
    rv_xml_escape(&o->body, rv_scene_description(b->scene));
    rv_buf_text(&o->body, "</svg:desc></draw:frame>");
    rv_odt_end(o, 0);
    rv_odt_begin(o, "Caption", 0);
    if (b->number)
        rv_odt_counted(o, "Figure", b->number, b->id);
    rv_odt_runs(o, page, b);
    rv_odt_end(o, 0);
    rv_buf_free(&svg);
    rv_buf_free(&words);
    return st == RV_OK ? rv_buf_check(&o->body, err) : st;
}
