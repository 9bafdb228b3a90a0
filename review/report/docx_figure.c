/* A figure in a Word document: as SVG, which stays sharp and text, and as PNG for what cannot draw that. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/docx_inside.h"
#include "report/office.h"

#define DRAWING "http://schemas.openxmlformats.org/drawingml/2006/"
#define SVG_BLIP "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

/* Puts a picture into the package under a name that is free; the id of the reference to it. */
static rv_status add_picture(rv_docx *d, long number, const char *ending, const char *type, const rv_buf *bytes, const char **id, rv_error *err)
{
    char target[60];
    rv_status st;

    snprintf(target, sizeof target, "media/review%ld.%s", number, ending);
    if ((st = rv_zip_set(d->zip, rv_docx_part_of(d, target), rv_buf_str(bytes), bytes->length, err)) != RV_OK)
        return st;
    rv_docx_type_set(d, ending, type, false);
    *id = rv_docx_refer(d, RV_DOCX_R "/image", target, false);
    return RV_OK;
}

static long free_number(rv_docx *d)
{
    const char *bytes;
    char target[60];
    size_t n;

    do
        snprintf(target, sizeof target, "media/review%ld.png", ++d->pictures);
    while (rv_zip_get(d->zip, rv_docx_part_of(d, target), &bytes, &n));
    return d->pictures;
}

static rv_status pictures(rv_docx *d, const rv_scene *scene, const char *id[2], rv_error *err)
{
    rv_buf png = RV_BUF_INIT, svg = RV_BUF_INIT;
    const long number = free_number(d);
    rv_status st;

    if ((st = rv_office_png(scene, &png, err)) == RV_OK && (st = rv_office_svg(scene, &svg, err)) == RV_OK
        && (st = add_picture(d, number, "png", "image/png", &png, &id[0], err)) == RV_OK)
        st = add_picture(d, number, "svg", "image/svg+xml", &svg, &id[1], err);
    rv_buf_free(&png);
    rv_buf_free(&svg);
    return st;
}

/* Points as the units of drawings: 914,400 an inch. */
static long units(double points)
{
    return lround(points * 12700);
}

rv_status rv_docx_drawing(rv_docx *d, const rv_scene *scene, const char *words, double width, double height, rv_buf *out, rv_error *err)
{
    const double scale = fmin(1, fmin(width / rv_scene_width(scene), height / rv_scene_height(scene)));
    const long across = units(scale * rv_scene_width(scene)), down = units(scale * rv_scene_height(scene)), number = d->next_id++;
    const char *id[2] = { "", "" };
    rv_status st;

    if ((st = pictures(d, scene, id, err)) != RV_OK)
        return st;
    rv_buf_printf(out, "<w:r><w:drawing><wp:inline xmlns:wp=\"" DRAWING "wordprocessingDrawing\" xmlns:r=\"" RV_DOCX_R "\" "
                  "distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%ld\" cy=\"%ld\"/><wp:docPr id=\"%ld\" name=\"Figure %ld\" "
                  "descr=\"", across, down, number, number);
    rv_xml_escape(out, rv_scene_description(scene));
    rv_buf_text(out, "\" title=\"");
    rv_xml_escape(out, words);
    rv_buf_printf(out, "\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a=\"" DRAWING "main\" noChangeAspect=\"1\"/>"
                  "</wp:cNvGraphicFramePr><a:graphic xmlns:a=\"" DRAWING "main\"><a:graphicData uri=\"" DRAWING "picture\">"
                  "<pic:pic xmlns:pic=\"" DRAWING "picture\"><pic:nvPicPr><pic:cNvPr id=\"%ld\" name=\"Figure %ld\"/><pic:cNvPicPr/>"
                  "</pic:nvPicPr><pic:blipFill><a:blip r:embed=\"%s\"><a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\">"
                  "<asvg:svgBlip xmlns:asvg=\"" SVG_BLIP "\" r:embed=\"%s\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/>"
                  "</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm>"
                  "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
                  "</w:drawing></w:r>", number, number, id[0], id[1], across, down);
    return rv_buf_check(out, err);
}

rv_status rv_docx_figure(rv_docx *d, const rv_page *page, const rv_block *b, double width, double height, rv_buf *out, rv_error *err)
{
    rv_buf key = RV_BUF_INIT, words = RV_BUF_INIT;
    rv_status st;

    rv_office_words(page, b, &words);
    rv_buf_printf(&key, "figure:%s", b->id);
    rv_docx_control_begin(d, rv_buf_str(&key), out);
    rv_docx_paragraph_begin(d, RV_DOCX_FIGURE, "<w:keepNext/>", out);
    st = rv_docx_drawing(d, b->scene, rv_buf_str(&words), width, height, out, err);
    rv_buf_text(out, "</w:p></w:sdtContent></w:sdt>");
    rv_docx_paragraph_begin(d, RV_DOCX_CAPTION, "", out);
    if (b->number) {
        rv_docx_counted(d, "Figure", b->number, b->id, out);
        rv_docx_run(d, "", ". ", out);
    } else {
        rv_docx_bookmark_add(d, b->id, out);
    }
    rv_docx_runs(d, page, b, out);
    rv_buf_text(out, "</w:p>");
    rv_buf_free(&key);
    rv_buf_free(&words);
    return st == RV_OK ? rv_buf_check(out, err) : st;
}
