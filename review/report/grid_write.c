/* The writers of a grid: CSV for programs, HTML and Markdown for people. */
#include <config.h>

#include <string.h>

#include "report/grid.h"
#include "report/grid_cells.h"

static void csv_cell(rv_table *table, const rv_grid *g, const rv_grid_cell *cell)
{
    switch (cell->type) {
    case RV_GRID_TEXT: rv_table_text(table, cell->text ? rv_grid_kept(g, cell->text) : NULL); break;
    case RV_GRID_REAL: rv_table_real(table, cell->x); break;
    case RV_GRID_INT:  rv_table_int(table, (int64_t)cell->x); break;
    }
}

rv_status rv_grid_csv(const rv_grid *g, const char *path, rv_error *err)
{
    const char *names[RV_GRID_COLUMNS];
    rv_output *out = NULL;
    rv_table *table = NULL;
    rv_status st;

    for (size_t i = 0; i < g->n_columns; i++)
        names[i] = g->columns[i].name;
    if ((st = rv_output_open(&out, path, err)) != RV_OK)
        return st;
    if ((st = rv_table_open(&table, out, RV_FORMAT_CSV, names, g->n_columns, err)) != RV_OK) {
        rv_output_drop(out);
        return st;
    }
    for (size_t r = 0; r < g->n_rows; r++) {
        if (g->rows[r].section)
            continue;
        for (size_t c = 0; c < g->n_columns; c++)
            csv_cell(table, g, rv_grid_at(g, r, c));
        rv_table_row(table);
    }
    if ((st = rv_table_close(table, err)) != RV_OK) {
        rv_output_drop(out);
        return st;
    }
    return rv_output_close(out, err);
}

static void html_cell(const rv_grid *g, size_t r, size_t c, rv_buf *shown, rv_buf *out)
{
    const rv_grid_cell *cell = rv_grid_at(g, r, c);
    const bool number = cell->type != RV_GRID_TEXT || g->columns[c].decimals >= 0;

    rv_grid_shown(g, cell, c, shown);
    rv_buf_text(out, c == 0 ? "<th scope=\"row\">" : number ? "<td class=\"n\">" : "<td>");
    if (cell->link) {
        rv_buf_text(out, "<a href=\"#");
        rv_xml_escape(out, rv_grid_kept(g, cell->link));
        rv_buf_text(out, "\">");
    }
    rv_xml_escape(out, rv_buf_str(shown));
    rv_buf_text(out, cell->link ? "</a>" : "");
    rv_buf_text(out, c == 0 ? "</th>" : "</td>");
}

void rv_grid_html(const rv_grid *g, rv_buf *out)
{
    rv_buf shown = RV_BUF_INIT;

    rv_buf_printf(out, "<div class=\"table\" role=\"region\" aria-labelledby=\"%s-caption\" tabindex=\"0\">\n<table id=\"%s\">\n"
                  "<caption id=\"%s-caption\">", g->id, g->id, g->id);
    rv_xml_escape(out, g->caption);
    rv_buf_text(out, "</caption>\n<thead><tr>");
    for (size_t c = 0; c < g->n_columns; c++) {
        rv_buf_text(out, g->columns[c].decimals >= 0 ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        rv_xml_escape(out, g->columns[c].head);
        rv_buf_text(out, "</th>");
    }
    rv_buf_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < g->n_rows; r++) {
        rv_buf_text(out, "<tr");
        if (g->rows[r].anchor) {
            rv_buf_text(out, " id=\"");
            rv_xml_escape(out, rv_grid_kept(g, g->rows[r].anchor));
            rv_buf_text(out, "\"");
        }
        rv_buf_text(out, ">");
        for (size_t c = 0; c < g->n_columns; c++)
            html_cell(g, r, c, &shown, out);
        rv_buf_text(out, "</tr>\n");
    }
    if (!g->n_rows)
        rv_buf_printf(out, "<tr><td colspan=\"%zu\">none</td></tr>\n", g->n_columns);
    rv_buf_text(out, "</tbody>\n</table>\n</div>\n");
    if (g->note.length) {
        rv_buf_text(out, "<p class=\"note\">");
        rv_xml_escape(out, rv_buf_str(&g->note));
        rv_buf_text(out, "</p>\n");
    }
    rv_buf_free(&shown);
}

void rv_markdown_text(rv_buf *out, const char *text)
{
    rv_buf shown = RV_BUF_INIT;

    for (size_t n; *text; text += n + (text[n] != '\0')) {
        n = strcspn(text, "\r\n");
        rv_utf8_printable(&shown, text, n);
        if (text[n])
            rv_buf_char(&shown, ' ');
    }
    for (const char *c = rv_buf_str(&shown); *c; c++) {
        if (strchr("\\`*_[]<>#|", *c))
            rv_buf_char(out, '\\');
        rv_buf_char(out, *c);
    }
    rv_buf_free(&shown);
}

void rv_grid_markdown(const rv_grid *g, rv_buf *out)
{
    rv_buf shown = RV_BUF_INIT;

    rv_buf_text(out, "**");
    rv_markdown_text(out, g->caption);
    rv_buf_text(out, "**\n\n|");
    for (size_t c = 0; c < g->n_columns; c++) {
        rv_buf_char(out, ' ');
        rv_markdown_text(out, g->columns[c].head);
        rv_buf_text(out, " |");
    }
    rv_buf_text(out, "\n|");
    for (size_t c = 0; c < g->n_columns; c++)
        rv_buf_text(out, g->columns[c].decimals >= 0 ? " ---: |" : " --- |");
    rv_buf_char(out, '\n');
    for (size_t r = 0; r < g->n_rows; r++) {
        rv_buf_char(out, '|');
        for (size_t c = 0; c < g->n_columns; c++) {
            rv_grid_shown(g, rv_grid_at(g, r, c), c, &shown);
            rv_buf_char(out, ' ');
            rv_markdown_text(out, rv_buf_str(&shown));
            rv_buf_text(out, " |");
        }
        rv_buf_char(out, '\n');
    }
    rv_buf_char(out, '\n');
    if (g->note.length) {
        rv_markdown_text(out, rv_buf_str(&g->note));
        rv_buf_text(out, "\n\n");
    }
    rv_buf_free(&shown);
}
