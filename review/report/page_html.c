/* A document as one HTML file: no network, no script. */
#include <config.h>

#include <string.h>

#include "report/grid_view.h"
#include "report/html.h"
#include "report/page.h"

enum { DEPTH = 8 };

typedef struct {
    const rv_page *page;
    rv_anchors    *anchors;
    rv_buf        *out;
    rv_buf         room;
    int            level;                  /* of the heading before: none may be left out on the way down */
    const char    *box;                    /* the role of the box that is open, "" for none */
    int            box_level;              /* of the heading that opened it; 0: a block did */
    bool           item_open[DEPTH + 1];   /* by depth of list */
    int            depth;
} writer;

/* ---- Running text ----------------------------------------------------------------------------------------------------- */

static void run(writer *w, const rv_run *r)
{
    static const struct { unsigned style; const char *open, *close; } tags[] = {
        { RV_RUN_BOLD, "<strong>", "</strong>" }, { RV_RUN_ITALIC, "<em>", "</em>" },   { RV_RUN_CODE, "<code>", "</code>" },
        { RV_RUN_RAISED, "<sup>", "</sup>" },     { RV_RUN_SMALL_CAPS, "<span class=\"caps\">", "</span>" },
    };
    enum { TAGS = sizeof tags / sizeof *tags };

    for (int i = 0; i < TAGS; i++)
        rv_buf_text(w->out, r->style & tags[i].style ? tags[i].open : "");
    rv_html_text(w->out, rv_page_run_text(w->page, r, &w->room));
    for (int i = TAGS; i-- > 0;)
        rv_buf_text(w->out, r->style & tags[i].style ? tags[i].close : "");
}

/* A few words between two links to one place belong to the link: a sentence of numbers is one place to stop at, not eight. */
enum { FEW_BYTES = 12 };

/* How many runs from the first on are one link. */
static size_t link_runs(const rv_run *r, size_t n)
{
    size_t last = 0;

    for (size_t i = 1; i < n; i++)
        if (strcmp(r[i].link, r[0].link) == 0)
            last = i;
        else if (*r[i].link || i > last + 1 || strlen(r[i].text) > FEW_BYTES)
            break;
    return last + 1;
}

static void runs(writer *w, const rv_block *b)
{
    const rv_run *r = &w->page->runs[b->first];

    for (size_t i = 0, n; i < b->n; i += n) {
        const bool linked = rv_html_link(w->out, w->anchors, r[i].link, *r[i].field ? "value" : "");

        n = linked ? link_runs(r + i, b->n - i) : 1;
        for (size_t k = 0; k < n; k++)
            run(w, r + i + k);
        rv_buf_text(w->out, linked ? "</a>" : "");
    }
}

/* A paragraph or item takes its direction from its first words. */
static void direction(writer *w, const rv_block *b)
{
    if (b->n)
        rv_html_direction(w->out, w->page->runs[b->first].text);
}

/* ---- Boxes: what a role gathers ---------------------------------------------------------------------------------------- */

static void box_close(writer *w)
{
    if (*w->box)
        rv_buf_text(w->out, w->box_level ? "</section>\n" : "</div>\n");
    w->box = "";
    w->box_level = 0;
}

/* A heading with a role gathers its whole part; another block what follows it with the same role. */
static void box(writer *w, const rv_block *b)
{
    const bool heading = b->kind == RV_BLOCK_HEADING;

    if (w->depth || (*w->box && (w->box_level ? !heading || b->level > w->box_level : strcmp(b->role, w->box) == 0)))
        return;
    box_close(w);
    if (!*b->role || b->kind == RV_BLOCK_ITEM || b->kind == RV_BLOCK_LIST_END)
        return;
    w->box = b->role;
    w->box_level = heading ? b->level : 0;
    rv_buf_text(w->out, heading ? "<section class=\"box " : "<div class=\"box ");
    rv_xml_escape(w->out, b->role);
    if (heading) {
        rv_buf_text(w->out, "\" aria-labelledby=\"");
        rv_xml_escape(w->out, b->id);
    }
    rv_buf_text(w->out, "\">\n");
}

/* ---- Blocks ------------------------------------------------------------------------------------------------------------ */

/* Headings before a table that print sets on its side go with it. */
static bool before_wide(const rv_page *page, const rv_block *b)
{
    const rv_block *end = page->blocks + page->n_blocks;
    rv_grid_view view;

    while (b < end && b->kind == RV_BLOCK_HEADING)
        b++;
    if (b == end || b->kind != RV_BLOCK_GRID || b->closed)
        return false;
    rv_grid_view_of(b->grid, &view);
    return view.wide;
}

static void heading(writer *w, const rv_block *b)
{
    w->level = b->level > w->level + 1 ? w->level + 1 : b->level;
    rv_buf_printf(w->out, "<h%d%s", w->level, before_wide(w->page, b) ? " class=\"side\"" : "");
    rv_html_id(w->out, w->anchors, b->id);
    direction(w, b);
    rv_buf_char(w->out, '>');
    runs(w, b);
    rv_buf_printf(w->out, "</h%d>\n", w->level);
}

static void paragraph(writer *w, const rv_block *b)
{
    rv_buf_text(w->out, "<p");
    direction(w, b);
    rv_buf_char(w->out, '>');
    runs(w, b);
    rv_buf_text(w->out, "</p>\n");
}

static void item_close(writer *w)
{
    rv_buf_text(w->out, w->item_open[w->depth] ? "</li>\n" : "");
    w->item_open[w->depth] = false;
}

static void item(writer *w, const rv_block *b)
{
    item_close(w);
    rv_buf_text(w->out, "<li");
    direction(w, b);
    rv_buf_char(w->out, '>');
    runs(w, b);
    w->item_open[w->depth] = true;
}

static void list_begin(writer *w)
{
    if (w->depth == DEPTH)
        return;
    w->depth++;
    rv_buf_text(w->out, "<ul>\n");
}

static void list_end(writer *w)
{
    if (!w->depth)
        return;
    item_close(w);
    w->depth--;
    rv_buf_text(w->out, "</ul>\n");
}

static void grid(writer *w, const rv_block *b)
{
    const char *id = rv_grid_id(b->grid);

    if (b->closed) {
        rv_buf_printf(w->out, "<details><summary><b>Table\u00a0%zu.</b> ", b->number);
        rv_html_text(w->out, rv_grid_caption(b->grid));
        rv_buf_printf(w->out, " (%zu\u00a0%s)</summary>\n", rv_grid_rows(b->grid), rv_grid_rows(b->grid) == 1 ? "row" : "rows");
    }
    rv_html_grid(w->out, b->grid, b->number, w->anchors);
    rv_buf_printf(w->out, "<p class=\"file\">Table\u00a0%zu as data: <a href=\"%s.csv\">%s.csv</a></p>\n", b->number, id, id);
    if (b->closed)
        rv_buf_text(w->out, "</details>\n");
}

static void figure_numbers(writer *w, const rv_block *b)
{
    if (!b->grid)
        return;
    rv_buf_printf(w->out, "<details><summary>The numbers of Figure\u00a0%zu</summary>\n", b->number);
    rv_html_grid(w->out, b->grid, 0, w->anchors);
    rv_buf_printf(w->out, "<p class=\"file\">As data: <a href=\"%s.csv\">%s.csv</a></p>\n</details>\n", rv_grid_id(b->grid),
                  rv_grid_id(b->grid));
}

static rv_status figure(writer *w, const rv_block *b, rv_error *err)
{
    rv_buf svg = RV_BUF_INIT;
    const char *inside;
    rv_status st;

    rv_scene_theme(b->scene, RV_THEME_AUTO);
    if ((st = rv_plot_svg(b->scene, b->id, &svg, err)) == RV_OK) {
        inside = strstr(rv_buf_str(&svg), "<svg");
        rv_buf_text(w->out, "<figure");
        rv_html_id(w->out, w->anchors, b->id);
        rv_buf_printf(w->out, ">\n<div class=\"picture\" role=\"region\" aria-label=\"Figure\u00a0%zu\" tabindex=\"0\">\n%s</div>\n"
                      "<figcaption><b>Figure\u00a0%zu.</b> ", b->number, inside ? inside : "", b->number);
        runs(w, b);
        rv_buf_printf(w->out, " <span class=\"file\">(<a href=\"%s.svg\">%s.svg</a>)</span></figcaption>\n", b->id, b->id);
        figure_numbers(w, b);
        rv_buf_text(w->out, "</figure>\n");
    }
    rv_scene_theme(b->scene, RV_THEME_LIGHT);
    rv_buf_free(&svg);
    return st;
}

static rv_status body(writer *w, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; i < w->page->n_blocks && st == RV_OK; i++) {
        const rv_block *b = &w->page->blocks[i];

        box(w, b);
        switch (b->kind) {
        case RV_BLOCK_HEADING:    heading(w, b); break;
        case RV_BLOCK_PARAGRAPH:  paragraph(w, b); break;
        case RV_BLOCK_LIST_BEGIN: list_begin(w); break;
        case RV_BLOCK_ITEM:       item(w, b); break;
        case RV_BLOCK_LIST_END:   list_end(w); break;
        case RV_BLOCK_GRID:       grid(w, b); break;
        case RV_BLOCK_FIGURE:     st = figure(w, b, err); break;
        }
    }
    while (w->depth)
        list_end(w);
    box_close(w);
    return st;
}

/* ---- The whole ---------------------------------------------------------------------------------------------------------- */

rv_status rv_page_html(const rv_page *page, rv_buf *out, rv_error *err)
{
    writer w = { .page = page, .anchors = rv_anchors_of(page), .out = out, .level = 1, .box = "" };
    rv_status st;

    if (!w.anchors)
        return rv_fail(err, RV_ENOMEM, "out of memory for the links of the report");
    rv_html_front(out, page);
    rv_buf_text(out, "<main id=\"main\" tabindex=\"-1\">\n");
    st = body(&w, err);
    rv_buf_text(out, "</main>\n<footer><p><a href=\"#contents\">Back to the contents</a></p></footer>\n</body>\n</html>\n");
    rv_anchors_free(w.anchors);
    rv_buf_free(&w.room);
    return st == RV_OK ? rv_buf_check(out, err) : st;
}
