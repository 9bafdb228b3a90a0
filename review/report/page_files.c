/* The files of a report: written whole, remembered with their digests. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/page.h"

rv_status rv_page_path(const rv_page *page, const char *name, rv_buf *out, rv_error *err)
{
    rv_buf_clear(out);
    rv_buf_printf(out, "%s/%s", page->folder, name);
    return rv_buf_check(out, err);
}

static rv_status remember(rv_page *page, const char *name, const void *bytes, size_t n, rv_error *err)
{
    rv_page_file *more = realloc(page->files, (page->n_files + 1) * sizeof *more);
    uint8_t digest[RV_DIGEST];

    if (!more)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    page->files = more;
    if (!(more[page->n_files].name = strdup(name)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    rv_sha256_of(bytes, n, digest);
    rv_hex(digest, sizeof digest, more[page->n_files].digest);
    more[page->n_files++].bytes = n;
    return RV_OK;
}

rv_status rv_page_write(rv_page *page, const char *name, const void *bytes, size_t n, rv_error *err)
{
    rv_buf path = RV_BUF_INIT;
    rv_output *out = NULL;
    rv_status st;

    if (!page->folder)
        return RV_OK;
    if ((st = rv_page_path(page, name, &path, err)) == RV_OK && (st = rv_output_open(&out, rv_buf_str(&path), err)) == RV_OK) {
        rv_output_add(out, bytes, n);
        if ((st = rv_output_close(out, err)) == RV_OK)
            st = remember(page, name, bytes, n, err);
    }
    rv_buf_free(&path);
    return st;
}

rv_status rv_page_note(rv_page *page, const char *name, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, bytes = RV_BUF_INIT;
    rv_status st;

    if (!page->folder)
        return RV_OK;
    if ((st = rv_page_path(page, name, &path, err)) == RV_OK
        && (st = rv_file_read(rv_buf_str(&path), SIZE_MAX, &bytes, err)) == RV_OK)
        st = remember(page, name, rv_buf_str(&bytes), bytes.length, err);
    rv_buf_free(&path);
    rv_buf_free(&bytes);
    return st;
}
