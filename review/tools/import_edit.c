#include <config.h>

#include <string.h>

#include "review/screen.h"

#include "tools/import.h"
#include "tools/opts.h"

enum { LONGEST = 1 << 20 };

/* The whole of standard input, without the line end behind it. */
static rv_status read_value(rv_buf *text, rv_error *err)
{
    rv_status st = rv_file_read("-", LONGEST, text, err);

    while (st == RV_OK && text->length && (text->data[text->length - 1] == '\n' || text->data[text->length - 1] == '\r'))
        text->data[--text->length] = '\0';
    return st;
}

static rv_status edit(rv_store *store, const char *who, char *const *operands, const char *value, const char *reason,
                      char *hex, rv_error *err)
{
    int64_t   record;
    rv_status st = rv_record_find(store, operands[0], &record, err);

    return st == RV_OK ? rv_record_edit(store, who, record, operands[1], value, reason, hex, err) : st;
}

rv_status rv_import_edit(const char *review, const char *person, char *const *operands, const char *reason, bool original,
                         bool porcelain, rv_error *err)
{
    const char *path, *who, *value = NULL;
    char        hex[RV_DIGEST_HEX];
    rv_store   *store = NULL;
    rv_buf      text = RV_BUF_INIT;
    rv_status   st = RV_OK;
    size_t      n = 0;

    while (operands[n])
        n++;
    if (n != (original ? 2 : 3))
        return rv_fail(err, RV_EUSAGE, "edit: give RECORD FIELD VALUE, or RECORD FIELD with --original");
    if (!reason)
        return rv_fail(err, RV_EUSAGE, "edit: why? give --because, such as 'abstract typed in from the article'");
    if (!original)
        value = operands[2];
    if (value && strcmp(value, "-") == 0 && (st = read_value(&text, err)) == RV_OK)
        value = rv_buf_str(&text);
    if (st == RV_OK && (st = rv_tool_review(review, &path, err)) == RV_OK && (st = rv_tool_person(person, &who, err)) == RV_OK
        && (st = rv_store_open(&store, path, err)) == RV_OK && (st = rv_person_may(store, who, RV_MAY_SCREEN, err)) == RV_OK)
        st = edit(store, who, operands, value, reason, hex, err);
    rv_store_close(store);
    rv_buf_free(&text);
    if (st == RV_OK)
        rv_tool_ack(porcelain, "record.edit", hex);
    return st;
}
