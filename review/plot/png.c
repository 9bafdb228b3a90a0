/* A PNG of a cairo image: 8-bit RGB, every row against the one above, with its resolution. cairo's own writer tries five filters
   a row, which takes longer than all the drawing, and knows no resolution. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <zlib.h>

#include "plot/png.h"

static void big_endian(unsigned char *to, unsigned long x)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(x >> (24 - 8 * i));
}

static void chunk(rv_buf *out, const char *type, const unsigned char *bytes, size_t n)
{
    unsigned long sum = crc32(0, (const unsigned char *)type, 4);
    unsigned char word[4];

    if (n)                         /* crc32() of NULL starts anew */
        sum = crc32(sum, bytes, (uInt)n);
    big_endian(word, n);
    rv_buf_add(out, word, 4);
    rv_buf_add(out, type, 4);
    rv_buf_add(out, bytes, n);
    big_endian(word, sum);
    rv_buf_add(out, word, 4);
}

/* The row as differences to the one above (filter 2, "up"); `above` NULL for the first. */
static void filter(unsigned char *to, const uint32_t *row, const uint32_t *above, int width)
{
    *to++ = 2;
    for (int x = 0; x < width; x++)
        for (int shift = 16; shift >= 0; shift -= 8)
            *to++ = (unsigned char)((row[x] >> shift) - (above ? above[x] >> shift : 0));
}

/* Feeds one filtered row; what comes out goes into chunks of its own. */
static int compress_row(z_stream *z, unsigned char *row, size_t n, int flush, rv_buf *out)
{
    unsigned char packed[65536];
    int state = Z_OK;

    z->next_in = row;
    z->avail_in = (uInt)n;
    do {
        z->next_out = packed;
        z->avail_out = sizeof packed;
        state = deflate(z, flush);
        if (z->avail_out < sizeof packed)
            chunk(out, "IDAT", packed, sizeof packed - z->avail_out);
    } while (state == Z_OK && (z->avail_in || !z->avail_out || flush == Z_FINISH));
    return state;
}

rv_status rv_png_add(rv_buf *out, cairo_surface_t *image, double dpi, rv_error *err)
{
    const int width = cairo_image_surface_get_width(image), height = cairo_image_surface_get_height(image);
    const size_t n = 1 + 3 * (size_t)width, stride = (size_t)cairo_image_surface_get_stride(image);
    const unsigned char *pixels = cairo_image_surface_get_data(image);
    unsigned char head[13] = { 0 }, resolution[9] = { 0 };
    unsigned char *row = malloc(n);
    z_stream z = { 0 };
    int state;

    if (!row || deflateInit(&z, 6) != Z_OK) {
        free(row);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    big_endian(head, (unsigned long)width);
    big_endian(head + 4, (unsigned long)height);
    head[8] = 8;                   /* bits a sample */
    head[9] = 2;                   /* RGB */
    big_endian(resolution, (unsigned long)lround(dpi / 0.0254));
    big_endian(resolution + 4, (unsigned long)lround(dpi / 0.0254));
    resolution[8] = 1;             /* dots per metre */
    rv_buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    chunk(out, "IHDR", head, sizeof head);
    chunk(out, "pHYs", resolution, sizeof resolution);
    state = Z_OK;
    for (int y = 0; y < height && state == Z_OK; y++) {
        filter(row, (const uint32_t *)(const void *)(pixels + (size_t)y * stride),
               y ? (const uint32_t *)(const void *)(pixels + (size_t)(y - 1) * stride) : NULL, width);
        state = compress_row(&z, row, n, y + 1 == height ? Z_FINISH : Z_NO_FLUSH, out);
    }
    chunk(out, "IEND", NULL, 0);
    deflateEnd(&z);
    free(row);
    return state == Z_STREAM_END ? rv_buf_check(out, err) : rv_fail(err, RV_ENOMEM, "out of memory");
}
