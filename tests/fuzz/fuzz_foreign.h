/* Any bytes as a file of another program: refused with words that begin with the file's name, or read so that everything points where it
   should; what is written of it is read again. */
#ifndef TESTS_FUZZ_FOREIGN_H
#define TESTS_FUZZ_FOREIGN_H

#include <stdlib.h>
#include <string.h>

#include "extract/foreign.h"

static inline void fuzz_told(void *user, size_t line, const char *name, const char *message)
{
    (void)user;
    (void)line;
    if (!name || !message || !*message)
        abort();
}

static inline void fuzz_check(const rv_foreign *f)
{
    for (size_t i = 0; i < f->n_studies; i++)
        if (!f->studies[i].id || !f->studies[i].label || !f->studies[i].doi)
            abort();
    for (size_t i = 0; i < f->n_results; i++)
        if (f->results[i].study >= f->n_studies || !f->results[i].key || !f->results[i].outcome || f->results[i].last > f->n_values)
            abort();
    for (size_t i = 0; i < f->n_values; i++)
        if (f->values[i].study >= f->n_studies || !*f->values[i].value
            || (f->values[i].result != RV_FOREIGN_NONE && f->values[i].result >= f->n_results))
            abort();
    for (size_t i = 0; i < f->n_judgements; i++)
        if (f->judgements[i].study >= f->n_studies)
            abort();
}

/* How many results were read, -1 when the file was refused; what is written goes to `out` (NULL: nothing is written). */
static inline long fuzz_foreign(const char *name, const void *data, size_t size, rv_buf *out)
{
    const rv_foreign_format *format = rv_foreign_formats;
    rv_foreign f;
    rv_error   err = { 0 };
    rv_output *to = NULL;
    long       n = -1;

    while (strcmp(format->name, name) != 0)
        format++;
    rv_foreign_start(&f, fuzz_told, NULL);
    format->is(data, size);
    if (format->read(&f, "fuzz", size ? data : "", size, &err) == RV_OK) {
        fuzz_check(&f);
        n = (long)f.n_results;
        if (out && (rv_output_memory(&to, out, &err) != RV_OK || format->write(&f, to, &err) != RV_OK || rv_output_close(to, &err) != RV_OK))
            abort();
    } else if (strncmp(err.message, "fuzz", 4) != 0) {
        abort();
    }
    rv_foreign_free(&f);
    return n;
}

/* What was written reads again; results that the format has no place for are left out of it. */
static inline void fuzz_twice(const char *name, const void *data, size_t size)
{
    rv_buf once = RV_BUF_INIT;
    const long n = fuzz_foreign(name, data, size, &once);
    const long again = n >= 0 ? fuzz_foreign(name, once.data, once.length, NULL) : -1;

    if (n >= 0 && (again < 0 || again > n))
        abort();
    rv_buf_free(&once);
}

#endif
