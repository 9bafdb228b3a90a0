/* The blocks of a document as they are added. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/page.h"

rv_status rv_page_new(rv_page *page, const char *folder, rv_error *err)
{
    static const rv_page blank;

    *page = blank;
    page->folder = folder;
    page->front = (rv_page_front){ "", "", "", "", "", "en" };
    rv_now(page->made);
    page->memory = rv_memory_new();
    return page->memory ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

void rv_page_free(rv_page *page)
{
    for (size_t i = 0; i < page->n_files; i++)
        free(page->files[i].name);
    for (size_t i = 0; i < page->n_blocks; i++) {
        rv_grid_free(page->blocks[i].grid);
        rv_scene_free(page->blocks[i].scene);
    }
    free(page->files);
    free(page->blocks);
    free(page->runs);
    rv_memory_free(page->memory);
}

rv_status rv_page_check(const rv_page *page, rv_error *err)
{
    return page->failed || rv_memory_failed(page->memory) ? rv_fail(err, RV_ENOMEM, "out of memory for the report") : RV_OK;
}

void rv_page_front_set(rv_page *page, const rv_page_front *front)
{
    page->front.title = rv_memory_text(page->memory, front->title);
    page->front.authors = rv_memory_text(page->memory, front->authors);
    page->front.version = rv_memory_text(page->memory, front->version);
    page->front.registration = rv_memory_text(page->memory, front->registration);
    page->front.head = rv_memory_text(page->memory, front->head);
    page->front.language = rv_memory_text(page->memory, front->language);
}

/* Room for one more of `size` bytes each; false sticks. */
static bool grow(rv_page *page, void **array, size_t n, size_t *room, size_t size)
{
    const size_t more = *room ? 2 * *room : 64;
    void *bigger;

    if (n < *room)
        return true;
    if (!(bigger = realloc(*array, more * size))) {
        page->failed = true;
        return false;
    }
    *array = bigger;
    *room = more;
    return true;
}

/* The new block; NULL when memory is short. */
static rv_block *block(rv_page *page, rv_block_kind kind, const char *id)
{
    rv_block *b;

    if (!grow(page, (void **)&page->blocks, page->n_blocks, &page->block_room, sizeof *page->blocks))
        return NULL;
    b = &page->blocks[page->n_blocks++];
    *b = (rv_block){ .kind = kind, .id = rv_memory_text(page->memory, id), .first = page->n_runs, .role = "" };
    return b;
}

void rv_page_role(rv_page *page, const char *role)
{
    if (page->n_blocks)
        page->blocks[page->n_blocks - 1].role = rv_memory_text(page->memory, role);
}

/* ---- Runs ----------------------------------------------------------------------------------------------------------- */

void rv_page_begin(rv_page *page, rv_block_kind kind)
{
    block(page, kind, "");
}

void rv_page_run(rv_page *page, const rv_run *run)
{
    if (!page->n_blocks || !grow(page, (void **)&page->runs, page->n_runs, &page->run_room, sizeof *page->runs))
        return;
    page->runs[page->n_runs++] = (rv_run){ rv_memory_text(page->memory, run->text), rv_memory_text(page->memory, run->link),
                                           rv_memory_text(page->memory, run->field), run->style };
    page->blocks[page->n_blocks - 1].n++;
}

void rv_page_say(rv_page *page, const char *text)
{
    if (*text)
        rv_page_run(page, &(rv_run){ .text = text });
}

void rv_page_link(rv_page *page, const char *text, const char *target)
{
    rv_page_run(page, &(rv_run){ .text = text, .link = target });
}

static char *formatted(rv_page *page, const char *format, va_list args)
{
    char *whole = NULL;

    if (vasprintf(&whole, format, args) < 0) {
        page->failed = true;
        return NULL;
    }
    return whole;
}

void rv_page_sayf(rv_page *page, const char *format, ...)
{
    va_list args;
    char *whole;

    va_start(args, format);
    if ((whole = formatted(page, format, args)))
        rv_page_say(page, whole);
    va_end(args);
    free(whole);
}

/* A run without words whose number is not known yet, as what it names may come later. */
void rv_page_refer(rv_page *page, const char *id)
{
    rv_buf target = RV_BUF_INIT;

    rv_buf_printf(&target, "#%s", id);
    rv_page_run(page, &(rv_run){ .link = rv_buf_str(&target) });
    rv_buf_free(&target);
}

const char *rv_page_run_text(const rv_page *page, const rv_run *run, rv_buf *room)
{
    if (*run->text || *run->link != '#')
        return run->text;
    rv_buf_clear(room);
    for (size_t i = 0; i < page->n_blocks; i++) {
        const rv_block *b = &page->blocks[i];

        if (b->number && strcmp(b->id, run->link + 1) == 0) {
            rv_buf_printf(room, "%s\u00a0%zu", b->kind == RV_BLOCK_GRID ? "Table" : "Figure", b->number);
            break;
        }
    }
    return rv_buf_str(room);
}

/* Nothing to do yet: a block ends where the next one begins. */
void rv_page_end(rv_page *page)
{
    (void)page;
}

/* ---- Whole blocks ----------------------------------------------------------------------------------------------------- */

void rv_page_heading(rv_page *page, int level, const char *id, const char *text)
{
    rv_block *b = block(page, RV_BLOCK_HEADING, id);

    if (b)
        b->level = level;
    rv_page_say(page, text);
}

void rv_page_text(rv_page *page, const char *text)
{
    if (!*text)
        return;
    rv_page_begin(page, RV_BLOCK_PARAGRAPH);
    rv_page_say(page, text);
}

void rv_page_textf(rv_page *page, const char *format, ...)
{
    va_list args;
    char *whole;

    va_start(args, format);
    if ((whole = formatted(page, format, args)))
        rv_page_text(page, whole);
    va_end(args);
    free(whole);
}

void rv_page_list_begin(rv_page *page)
{
    block(page, RV_BLOCK_LIST_BEGIN, "");
}

void rv_page_item(rv_page *page, const char *term, const char *text)
{
    rv_page_begin(page, RV_BLOCK_ITEM);
    if (*term) {
        rv_page_run(page, &(rv_run){ .text = term, .style = RV_RUN_BOLD });
        rv_page_run(page, &(rv_run){ .text = ": ", .style = RV_RUN_BOLD });
    }
    rv_page_say(page, text);
}

void rv_page_list_end(rv_page *page)
{
    block(page, RV_BLOCK_LIST_END, "");
}

static rv_status data_file(rv_page *page, const rv_grid *grid, rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    char name[128];
    rv_status st;

    if (!page->folder)
        return RV_OK;
    snprintf(name, sizeof name, "%s.csv", rv_grid_id(grid));
    if ((st = rv_page_path(page, name, &path, err)) == RV_OK && (st = rv_grid_csv(grid, rv_buf_str(&path), err)) == RV_OK)
        st = rv_page_note(page, name, err);
    rv_buf_free(&path);
    return st;
}

rv_status rv_page_grid(rv_page *page, rv_grid *grid, bool closed, rv_error *err)
{
    rv_status st = rv_grid_check(grid, err);
    rv_block *b;

    if (st != RV_OK)
        return st;
    if (!(b = block(page, RV_BLOCK_GRID, rv_grid_id(grid))))
        return rv_page_check(page, err);
    b->grid = rv_grid_keep(grid);
    b->number = ++page->n_tables;
    b->closed = closed;
    return data_file(page, grid, err);
}

rv_status rv_page_figure(rv_page *page, const char *name, const char *caption, rv_scene *scene, rv_error *err)
{
    rv_buf svg = RV_BUF_INIT, file = RV_BUF_INIT;
    rv_block *b = block(page, RV_BLOCK_FIGURE, name);
    rv_status st = b ? rv_plot_svg(scene, name, &svg, err) : rv_page_check(page, err);

    if (b) {
        b->scene = rv_scene_keep(scene);
        rv_scene_date(scene, page->made);
        b->number = ++page->n_figures;
    }
    rv_page_say(page, caption);
    rv_buf_printf(&file, "%s.svg", name);
    if (st == RV_OK && (st = rv_buf_check(&file, err)) == RV_OK)
        st = rv_page_write(page, rv_buf_str(&file), rv_buf_str(&svg), svg.length, err);
    rv_buf_free(&svg);
    rv_buf_free(&file);
    return st;
}

rv_status rv_page_figure_data(rv_page *page, rv_grid *grid, rv_error *err)
{
    rv_status st = rv_grid_check(grid, err);

    if (st != RV_OK)
        return st;
    page->blocks[page->n_blocks - 1].grid = rv_grid_keep(grid);
    return data_file(page, grid, err);
}
