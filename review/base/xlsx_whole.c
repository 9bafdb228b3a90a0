/* A workbook that was just written: are all its parts whole? libxlsxwriter does not look whether its writing succeeds, so that on a
   disk that is full for a moment a piece of a part is lost, and nothing says so. */
#include <config.h>

#include <string.h>

#include "review/base.h"
#include "xlsx_inside.h"

typedef struct { size_t elements; } part;

static rv_status on_start(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    (void)name;
    (void)attributes;
    (void)err;
    ((part *)user)->elements++;
    return RV_OK;
}

static rv_status read_part(void *user, const char *path, const char *bytes, size_t n, rv_error *err)
{
    static const rv_xml_handler handler = { .start = on_start };
    part p = { 0 };
    const bool begins = n > 5 && (memcmp(bytes, "<?xml", 5) == 0 || memcmp(bytes, "<xml ", 5) == 0);

    (void)user;
    if (!begins || rv_xml_read_bytes(path, bytes, n, &handler, &p, NULL) != RV_OK || p.elements == 0)
        return rv_fail(err, RV_EIO, "cannot write the workbook: a piece of its part %.100s was lost; is the disk full?", path);
    return RV_OK;
}

rv_status rv_xlsx_whole(const char *bytes, size_t n, size_t limit, rv_error *err)
{
    return rv_zip_each("workbook", bytes, n, limit, NULL, read_part, NULL, err);
}
