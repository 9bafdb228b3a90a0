/* A package in memory: named parts in their order, read with limits from a ZIP archive or made one by one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/base.h"
#include "zip_inside.h"

enum { NAME = 500 };

/* Part names are written as they were read, and other programs unpack them: none may leave its folder or hide. */
static const char *name_fault(const char *name)
{
    const size_t n = strlen(name);

    if (!n || n > NAME)
        return n ? "is longer than 500 bytes" : "is empty";
    if (name[0] == '/' || strchr(name, '\\') || (n > 1 && name[1] == ':'))
        return "is no path inside the package";
    for (const char *c = name; c; c = (c = strchr(c, '/')) ? c + 1 : NULL) {
        const size_t step = strcspn(c, "/");

        if (!step || (step <= 2 && strspn(c, ".") == step))
            return "has an empty step, or one of dots";
    }
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return "has a control character";
    return rv_utf8_valid(name, n, NULL) ? NULL : "is not UTF-8";
}

rv_zip *rv_zip_new(void)
{
    return calloc(1, sizeof(rv_zip));
}

void rv_zip_free(rv_zip *zip)
{
    for (size_t i = 0; zip && i < zip->n; i++) {
        free(zip->parts[i].name);
        free(zip->parts[i].bytes);
    }
    if (zip)
        free(zip->parts);
    free(zip);
}

size_t rv_zip_count(const rv_zip *zip)
{
    return zip->n;
}

const char *rv_zip_name(const rv_zip *zip, size_t part)
{
    return zip->parts[part].name;
}

/* The part's index; the number of parts where there is none. Names differ in more than their case (as in an Office package). */
static size_t find(const rv_zip *zip, const char *name)
{
    size_t i = 0;

    while (i < zip->n && strcasecmp(zip->parts[i].name, name) != 0)
        i++;
    return i;
}

bool rv_zip_get(const rv_zip *zip, const char *name, const char **bytes, size_t *n)
{
    const size_t i = find(zip, name);

    if (i == zip->n)
        return false;
    *bytes = zip->parts[i].bytes;
    *n = zip->parts[i].n;
    return true;
}

static char *copied(const char *bytes, size_t n)
{
    char *copy = malloc(n + 1);

    if (copy) {
        if (n)
            memcpy(copy, bytes, n);
        copy[n] = '\0';
    }
    return copy;
}

rv_status rv_zip_set(rv_zip *zip, const char *name, const char *bytes, size_t n, rv_error *err)
{
    const char *fault = name_fault(name);
    const size_t i = find(zip, name);
    char *copy;

    if (fault)
        return rv_fail(err, RV_EINVAL, "the name '%.100s' %s", name, fault);
    if (!(copy = copied(bytes, n)) || (i == zip->n && !rv_grow(&zip->parts, zip->n, &zip->room, sizeof *zip->parts))) {
        free(copy);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    if (i == zip->n) {
        if (!(zip->parts[i].name = strdup(name))) {
            free(copy);
            return rv_fail(err, RV_ENOMEM, "out of memory");
        }
        zip->n++;
    } else {
        free(zip->parts[i].bytes);
    }
    zip->parts[i].bytes = copy;
    zip->parts[i].n = n;
    return RV_OK;
}

void rv_zip_remove(rv_zip *zip, const char *name)
{
    const size_t i = find(zip, name);

    if (i == zip->n)
        return;
    free(zip->parts[i].name);
    free(zip->parts[i].bytes);
    memmove(&zip->parts[i], &zip->parts[i + 1], (zip->n - i - 1) * sizeof *zip->parts);
    zip->n--;
}

/* ---- Reading ---------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_zip     *zip;
    const char *name;
} reading;

static rv_status take(void *user, const char *path, const char *bytes, size_t n, rv_error *err)
{
    const reading *r = user;
    const size_t last = strlen(path);
    const char *before;
    rv_status st;
    size_t m;

    if (last && path[last - 1] == '/')                    /* a folder */
        return RV_OK;
    if (rv_zip_get(r->zip, path, &before, &m))
        return rv_fail(err, RV_EPARSE, "%s: it holds %.100s twice", r->name, path);
    if ((st = rv_zip_set(r->zip, path, bytes, n, err)) == RV_EINVAL)
        st = rv_fail(err, RV_EPARSE, "%s: the name of a file inside, '%.100s', %s", r->name, path, name_fault(path));
    return st;
}

rv_status rv_zip_read(rv_zip **out, const char *name, const char *bytes, size_t n, size_t limit, rv_error *err)
{
    reading r = { rv_zip_new(), name };
    rv_status st;

    *out = NULL;
    if (!r.zip)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = rv_is_zip(bytes, n) ? rv_zip_each(name, bytes, n, limit, NULL, take, &r, err)
                             : rv_fail(err, RV_EPARSE, "%s: it is no ZIP archive", name);
    if (st == RV_OK)
        *out = r.zip;
    else
        rv_zip_free(r.zip);
    return st;
}
