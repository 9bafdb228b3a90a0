/* A PNG of a cairo image: 8-bit RGB with its resolution. Rows are taken as they are and packed lightly: of such pictures, mostly white
   and letters, that is smaller than what filters make of them and takes a quarter of the time of cairo's own writer, which knows no
   resolution either. Strips are packed side by side; how many do it at once changes no byte. */
#include <config.h>

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
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

/* ---- Packing --------------------------------------------------------------------------------------------------------- */

enum { STRIP_ROWS = 256, WORKERS = 4, LEVEL = 3 };

typedef struct {
    unsigned char *packed;         /* raw deflate, ended at a byte; NULL: out of memory */
    size_t         n, plain;       /* packed and plain bytes */
    unsigned long  sum;            /* Adler-32 of the plain ones */
} strip;

typedef struct {
    const unsigned char *pixels;
    size_t      stride;
    int         width, height;
    strip      *strips;
    size_t      n;
    atomic_size_t next;
} work;

/* A row as PNG has it: no filter, then red, green and blue of each dot. */
static void plain_row(unsigned char *to, const uint32_t *row, int width)
{
    *to++ = 0;
    for (int x = 0; x < width; x++, to += 3) {
        to[0] = (unsigned char)(row[x] >> 16);
        to[1] = (unsigned char)(row[x] >> 8);
        to[2] = (unsigned char)row[x];
    }
}

/* The rows of a strip one after the other; NULL when memory is out. */
static unsigned char *plain_strip(const work *w, size_t at, size_t *n)
{
    const size_t row = 1 + 3 * (size_t)w->width, first = at * STRIP_ROWS;
    const size_t rows = (size_t)w->height - first < STRIP_ROWS ? (size_t)w->height - first : STRIP_ROWS;
    unsigned char *plain = malloc(rows * row);

    *n = rows * row;
    for (size_t y = 0; plain && y < rows; y++)
        plain_row(plain + y * row, (const uint32_t *)(const void *)(w->pixels + (first + y) * w->stride), w->width);
    return plain;
}

static void pack(const work *w, size_t at)
{
    strip *s = &w->strips[at];
    z_stream z = { 0 };
    unsigned char *plain = plain_strip(w, at, &s->plain);
    size_t room;

    if (!plain || deflateInit2(&z, LEVEL, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(plain);
        return;
    }
    room = deflateBound(&z, (uLong)s->plain) + 16;
    if ((s->packed = malloc(room))) {
        z.next_in = plain;
        z.avail_in = (uInt)s->plain;
        z.next_out = s->packed;
        z.avail_out = (uInt)room;
        deflate(&z, at + 1 == w->n ? Z_FINISH : Z_FULL_FLUSH);
        s->n = room - z.avail_out;
        s->sum = adler32(1, plain, (uInt)s->plain);
    }
    deflateEnd(&z);
    free(plain);
}

static void *worker(void *user)
{
    work *w = user;

    for (size_t at; (at = atomic_fetch_add(&w->next, 1)) < w->n;)
        pack(w, at);
    return NULL;
}

/* Whoever cannot be hired leaves more to the others; we work too. */
static void pack_all(work *w)
{
    pthread_t thread[WORKERS - 1];
    size_t hired = 0;

    while (hired + 1 < w->n && hired < WORKERS - 1 && pthread_create(&thread[hired], NULL, worker, w) == 0)
        hired++;
    worker(w);
    while (hired)
        pthread_join(thread[--hired], NULL);
}

/* The strips as one zlib stream, a chunk each. */
static void add_data(rv_buf *out, const work *w)
{
    static const unsigned char begin[] = { 0x78, 0x5E };
    unsigned char end[4];
    unsigned long sum = 1;

    chunk(out, "IDAT", begin, sizeof begin);
    for (size_t i = 0; i < w->n; i++) {
        sum = adler32_combine(sum, w->strips[i].sum, (z_off_t)w->strips[i].plain);
        out->failed |= !w->strips[i].packed;
        if (w->strips[i].packed)
            chunk(out, "IDAT", w->strips[i].packed, w->strips[i].n);
    }
    big_endian(end, sum);
    chunk(out, "IDAT", end, sizeof end);
}

/* ---- The file -------------------------------------------------------------------------------------------------------- */

rv_status rv_png_add(rv_buf *out, cairo_surface_t *image, double dpi, rv_error *err)
{
    work w = { .pixels = cairo_image_surface_get_data(image), .stride = (size_t)cairo_image_surface_get_stride(image),
               .width = cairo_image_surface_get_width(image), .height = cairo_image_surface_get_height(image) };
    unsigned char head[13] = { 0 }, resolution[9] = { 0 };

    w.n = ((size_t)w.height + STRIP_ROWS - 1) / STRIP_ROWS;
    if (!(w.strips = calloc(w.n + 1, sizeof *w.strips)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    pack_all(&w);
    big_endian(head, (unsigned long)w.width);
    big_endian(head + 4, (unsigned long)w.height);
    head[8] = 8;                   /* bits a sample */
    head[9] = 2;                   /* RGB */
    big_endian(resolution, (unsigned long)lround(dpi / 0.0254));
    big_endian(resolution + 4, (unsigned long)lround(dpi / 0.0254));
    resolution[8] = 1;             /* dots per metre */
    rv_buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    chunk(out, "IHDR", head, sizeof head);
    chunk(out, "pHYs", resolution, sizeof resolution);
    add_data(out, &w);
    chunk(out, "IEND", NULL, 0);
    for (size_t i = 0; i < w.n; i++)
        free(w.strips[i].packed);
    free(w.strips);
    return rv_buf_check(out, err);
}
