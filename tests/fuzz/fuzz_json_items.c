/* Any bytes as a stream of JSON, whole and in pieces: the elements follow each other, lie within the stream and are the same; what is
   mended is UTF-8. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    const uint8_t *data;
    size_t         left, piece;
    uint64_t       told;
} source;

static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    source *from = user;

    (void)err;
    n = n < from->piece ? n : from->piece;
    *got = n < from->left ? n : from->left;
    memcpy(bytes, from->data, *got);
    from->data += *got;
    from->left -= *got;
    return RV_OK;
}

static void look_at(const rv_json_item *item)
{
    json_t   *value;
    unsigned  faults;
    rv_error  err = { .code = RV_OK };
    rv_status st = rv_json_parse_item(item->bytes, item->n, &value, &faults, &err);

    if ((st == RV_OK) != (value != NULL) || (st != RV_OK && !err.message[0]))
        abort();
    json_decref(value);
}

/* A sum over all elements and faults. */
static uint64_t read_all(const uint8_t *data, size_t size, size_t piece, const char *charset, size_t limit)
{
    static const char *const places[] = { "message.items", "message", "results", "a.b", "a", NULL };
    source         from = { data, size, piece, 0 };
    uint64_t       sum = 0, end = 0;
    size_t         line = 1;
    rv_input      *in;
    rv_json_items *items;
    rv_json_item   item;

    if (rv_input_open_pull(&in, "fuzz", pull, &from, NULL) != RV_OK || rv_json_items_open(&items, in, charset, places, limit, NULL) != RV_OK)
        abort();
    while (rv_json_items_next(items, &item, NULL) == RV_OK && (item.bytes || item.fault)) {
        if (item.end < item.offset || item.end > size || item.line == 0)
            abort();
        if (item.bytes) {
            if (item.offset < end || item.line < line || item.n == 0 || *item.bytes != '{' || item.n > limit)
                abort();
            end = item.end;
            line = item.line;
            if (strcmp(charset, "UTF-8") == 0 && memcmp(item.bytes, data + item.offset, item.n) != 0)
                abort();
            look_at(&item);
        }
        sum = sum * 31 + item.offset * 7 + item.end + (uint64_t)(item.place + 2) + (item.fault ? strlen(item.words) : 0);
    }
    rv_json_items_close(items);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (read_all(data, size, size + 1, "UTF-8", 1 << 20) != read_all(data, size, 1, "UTF-8", 1 << 20))
        abort();
    read_all(data, size, 3, "UTF-8", 40);
    if (read_all(data, size, size + 1, "UTF-16LE", 1 << 20) != read_all(data, size, 1, "UTF-16LE", 1 << 20))
        abort();
    read_all(data, size, 5, "UTF-32BE", 1 << 20);
    return 0;
}
