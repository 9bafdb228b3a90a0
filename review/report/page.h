/* A document: a sequence of blocks of running text, tables and figures, which writers turn into HTML, Markdown and the other formats,
   so that none can say what the others do not; with the files that go beside it. */
#ifndef RV_REPORT_PAGE_H
#define RV_REPORT_PAGE_H

#include "review/base.h"
#include "review/plot.h"

#include "report/grid.h"
#include "report/memory.h"

/* A piece of running text of one kind. Texts are "" where there is none, never NULL. */
enum { RV_RUN_BOLD = 1, RV_RUN_ITALIC = 2, RV_RUN_CODE = 4, RV_RUN_RAISED = 8, RV_RUN_SMALL_CAPS = 16 };
typedef struct {
    const char *text;
    const char *link;             /* "#anchor" in the document, or an address */
    const char *field;            /* the field whose value it is ("education.estimate"): what a refresh finds again */
    unsigned    style;            /* RV_RUN_... */
} rv_run;

typedef enum {
    RV_BLOCK_HEADING, RV_BLOCK_PARAGRAPH, RV_BLOCK_LIST_BEGIN, RV_BLOCK_ITEM, RV_BLOCK_LIST_END, RV_BLOCK_GRID, RV_BLOCK_FIGURE
} rv_block_kind;

typedef struct {
    rv_block_kind kind;
    int           level;          /* of a heading: 2 opens a part that the contents list; 3 and 4 stand below */
    const char   *id;             /* heading: its anchor; table and figure: the name of its file; else "" */
    size_t        number;         /* of tables and of figures, each from 1 through the document; else 0 */
    size_t        first, n;       /* its runs in the page's `runs`; of a figure: its caption */
    rv_grid      *grid;           /* the table; of a figure: its numbers as a table, or NULL */
    rv_scene     *scene;
    bool          closed;         /* a table folded away until asked for; in print an appendix's */
    const char   *role;           /* what it is to readers, for the style: "headline", "note", "plain-language"; "" for none */
} rv_block;

/* What stands before the text. */
typedef struct {
    const char *title, *authors, *version, *registration, *head, *language;
} rv_page_front;

typedef struct {
    char  *name;
    char   digest[RV_DIGEST_HEX];
    size_t bytes;
} rv_page_file;

typedef struct {
    const char   *folder;
    rv_page_front front;
    char          made[RV_TIME_TEXT];         /* when it was begun: the one date that all its files bear */
    rv_memory    *memory;
    rv_block     *blocks;
    rv_run       *runs;
    rv_page_file *files;
    size_t        n_blocks, block_room, n_runs, run_room, n_files, n_tables, n_figures;
    bool          failed;
    const char   *docx_template;  /* a .docx whose styles, page, headers and footers the Word document takes; NULL: ours. Outlives the page */
} rv_page;

/* `folder` must outlive the page; NULL: no file is written beside it. Errors  RV_ENOMEM; ended with rv_page_free() whatever the status. */
rv_status rv_page_new(rv_page *page, const char *folder, rv_error *err);
void rv_page_free(rv_page *page);
rv_status rv_page_check(const rv_page *page, rv_error *err);
void rv_page_front_set(rv_page *page, const rv_page_front *front);     /* copies the texts */

/* ---- Whole blocks ---- */
void rv_page_heading(rv_page *page, int level, const char *id, const char *text);
void rv_page_text(rv_page *page, const char *text);            /* a paragraph; nothing for "" */
void rv_page_textf(rv_page *page, const char *format, ...) RV_PRINTF(2, 3);
void rv_page_list_begin(rv_page *page);
void rv_page_item(rv_page *page, const char *term, const char *text);   /* term may be "" */
void rv_page_list_end(rv_page *page);
/* The table, and its CSV as a file beside the report. The page keeps the grid; the caller still frees its own hold on it. */
rv_status rv_page_grid(rv_page *page, rv_grid *grid, bool closed, rv_error *err);
/* The figure, and NAME.svg beside it. The page keeps the scene. */
rv_status rv_page_figure(rv_page *page, const char *name, const char *caption, rv_scene *scene, rv_error *err);
/* The numbers of the figure before, to be read in its stead; also as a CSV file. */
rv_status rv_page_figure_data(rv_page *page, rv_grid *grid, rv_error *err);
/* Gives the last block a role. */
void rv_page_role(rv_page *page, const char *role);

/* ---- A block made of runs: begin, any of the others, end ---- */
void rv_page_begin(rv_page *page, rv_block_kind kind);         /* RV_BLOCK_PARAGRAPH or RV_BLOCK_ITEM */
void rv_page_say(rv_page *page, const char *text);
void rv_page_sayf(rv_page *page, const char *format, ...) RV_PRINTF(2, 3);
void rv_page_run(rv_page *page, const rv_run *run);            /* NULL texts are taken as "" */
void rv_page_link(rv_page *page, const char *text, const char *target);
/* "Table 3" or "Figure 2" with a link to it, by its name; it may stand before what it names. Writers take its words from
   rv_page_run_text(). */
void rv_page_refer(rv_page *page, const char *id);
void rv_page_end(rv_page *page);

/* The words of a run; of rv_page_refer() those that its number gives, in `room` (replaced). */
const char *rv_page_run_text(const rv_page *page, const rv_run *run, rv_buf *room);

/* ---- Files ---- */
/* Writes one file of the report and remembers its digest for the manifest. */
rv_status rv_page_write(rv_page *page, const char *name, const void *bytes, size_t n, rv_error *err);
/* Remembers a file that another function wrote into the folder. */
rv_status rv_page_note(rv_page *page, const char *name, rv_error *err);
/* "FOLDER/NAME" into `out`, replacing what was there. */
rv_status rv_page_path(const rv_page *page, const char *name, rv_buf *out, rv_error *err);

/* ---- Writers: the whole document as the bytes of one file ---- */
typedef struct {
    const char *name, *file;      /* "html", "report.html" */
    rv_status (*write)(const rv_page *page, rv_buf *out, rv_error *err);
    rv_status (*beside)(rv_page *page, rv_error *err);         /* writes the files that it refers to; NULL for none */
} rv_page_writer;
extern const rv_page_writer rv_page_writers[];                 /* ends with a NULL name */
rv_status rv_page_html(const rv_page *page, rv_buf *out, rv_error *err);
rv_status rv_page_markdown(const rv_page *page, rv_buf *out, rv_error *err);
rv_status rv_page_docx(const rv_page *page, rv_buf *out, rv_error *err);
rv_status rv_page_odt(const rv_page *page, rv_buf *out, rv_error *err);
rv_status rv_page_latex(const rv_page *page, rv_buf *out, rv_error *err);
rv_status rv_page_latex_figures(rv_page *page, rv_error *err);     /* each as a PDF */
/* All tables as one workbook, also those that documents leave out. */
rv_status rv_page_xlsx(const rv_page *page, rv_buf *out, rv_error *err);

#endif
