/* Is a report still what was written, and do its numbers come out again? */
#include <config.h>

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/meta.h"
#include "review/report_verify.h"

typedef struct {
    const rv_manifest  *manifest;
    const char         *folder;
    rv_finding_callback tell;
    void               *user;
} checking;

static rv_status say(const checking *c, const char *what, const char *name, bool sound, const char *words, rv_error *err)
{
    return c->tell(c->user, &(rv_finding){ what, name, sound, words }, err);
}

static rv_status path_of(const char *folder, const char *name, rv_buf *out, rv_error *err)
{
    rv_buf_clear(out);
    rv_buf_printf(out, "%s/%s", folder, name);
    return rv_buf_check(out, err);
}

/* ---- Files ---------------------------------------------------------------------------------------------------------- */

static rv_status check_file(const checking *c, const rv_manifest_file *file, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, bytes = RV_BUF_INIT;
    uint8_t digest[RV_DIGEST];
    char hex[RV_DIGEST_HEX];
    rv_error why = { 0 };
    rv_status st = path_of(c->folder, file->name, &path, err);

    if (st == RV_OK && rv_file_read(rv_buf_str(&path), SIZE_MAX, &bytes, &why) != RV_OK) {
        st = say(c, "file", file->name, false, access(rv_buf_str(&path), F_OK) != 0 ? "missing" : why.message, err);
    } else if (st == RV_OK) {
        rv_sha256_of(rv_buf_str(&bytes), bytes.length, digest);
        rv_hex(digest, sizeof digest, hex);
        if (strcmp(hex, file->digest) == 0)
            st = say(c, "file", file->name, true, "as written", err);
        else
            st = say(c, "file", file->name, false, bytes.length == file->bytes ? "altered since it was written, its length is the same"
                                                                               : "altered since it was written", err);
    }
    rv_buf_free(&path);
    rv_buf_free(&bytes);
    return st;
}

static bool named(const rv_manifest *m, const char *name)
{
    for (size_t i = 0; i < m->n_files; i++)
        if (strcmp(m->files[i].name, name) == 0)
            return true;
    return strcmp(name, "manifest.json") == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Files that the manifest does not know are told, by name; they make nothing wrong. */
static rv_status check_others(const checking *c, rv_error *err)
{
    DIR *folder = opendir(c->folder);
    char **others = NULL, **more;
    size_t n = 0;
    const struct dirent *entry;
    rv_status st = RV_OK;

    while (folder && st == RV_OK && (entry = readdir(folder))) {
        if (*entry->d_name == '.' || named(c->manifest, entry->d_name))
            continue;
        if (!(more = realloc(others, (n + 1) * sizeof *others)) || !((others = more)[n] = strdup(entry->d_name)))
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        else
            n++;
    }
    if (folder)
        closedir(folder);
    if (n)
        qsort(others, n, sizeof *others, by_name);
    for (size_t i = 0; i < n; i++) {
        if (st == RV_OK)
            st = say(c, "file", others[i], true, "not of the report", err);
        free(others[i]);
    }
    free(others);
    return st;
}

/* ---- Analyses ------------------------------------------------------------------------------------------------------- */

static int index_of(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static rv_status fit(const rv_manifest_analysis *a, const rv_meta_set *set, rv_meta_fit *out, rv_error *err)
{
    const int test = index_of(rv_meta_test_names, a->test), pi = index_of(rv_meta_pi_names, a->pi);
    rv_meta_options options = RV_META_OPTIONS_INIT;
    rv_meta_coef coef;
    const size_t n = rv_meta_set_count(set);
    double *y;
    rv_meta_data data = { 0 };
    rv_status st;

    if (test < 0 || pi < 0 || !(options.estimator = rv_estimator_find(a->estimator)))
        return rv_fail(err, RV_EPARSE, "the manifest names a model that there is not: %.40s, %.40s, %.40s", a->estimator, a->test, a->pi);
    options.test = (rv_meta_test)test;
    options.pi = (rv_meta_pi)pi;
    options.level = a->level;
    if (!(y = malloc((2 * n + 1) * sizeof *y)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        y[i] = rv_meta_set_row(set, i)->yi;
        y[n + i] = rv_meta_set_row(set, i)->vi;
    }
    data.k = n;
    data.yi = y;
    data.vi = y + n;
    st = rv_meta_run(&data, &options, out, &coef, NULL, NULL, err);
    free(y);
    return st;
}

static bool alike(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * fmax(1e-3, fmax(fabs(a), fabs(b)));
}

/* What of the analysis is not as it was written; "" when all is. */
static void differences(const rv_manifest_analysis *a, const rv_meta_fit *f, rv_buf *out)
{
    const struct { const char *name; double was, is; } numbers[] = {
        { "k", (double)a->k, (double)f->k }, { "estimate", a->beta, f->pooled.estimate }, { "standard error", a->se, f->pooled.se },
        { "tau2", a->tau2, f->tau2 },
    };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!alike(numbers[i].was, numbers[i].is))
            rv_buf_printf(out, "%s%s was %.12g, is %.12g", out->length ? "; " : "", numbers[i].name, numbers[i].was, numbers[i].is);
}

static rv_status check_analysis(const checking *c, const rv_manifest_analysis *a, rv_error *err)
{
    const rv_meta_columns columns = { .yi = "yi", .vi = "vi", .label = "study" };
    rv_buf path = RV_BUF_INIT, words = RV_BUF_INIT;
    rv_meta_set *set = NULL;
    rv_meta_fit again;
    rv_error why = { 0 };
    bool sound = false;
    rv_status st = path_of(c->folder, a->data, &path, err);

    if (st != RV_OK)
        return st;
    if (rv_meta_set_new(&set, &why) != RV_OK || rv_meta_set_read(set, rv_buf_str(&path), &columns, &why) != RV_OK
        || fit(a, set, &again, &why) != RV_OK) {
        rv_buf_text(&words, why.message);
    } else {
        differences(a, &again, &words);
        sound = !words.length;
        if (sound)
            rv_buf_printf(&words, "fitted again to %s: the same", a->data);
    }
    if ((st = rv_buf_check(&words, err)) == RV_OK)
        st = say(c, "analysis", a->id, sound, rv_buf_str(&words), err);
    rv_meta_set_free(set);
    rv_buf_free(&path);
    rv_buf_free(&words);
    return st;
}

rv_status rv_manifest_check(const rv_manifest *m, const char *folder, rv_finding_callback tell, void *user, rv_error *err)
{
    const checking c = { m, folder, tell, user };
    rv_status st = RV_OK;

    for (size_t i = 0; i < m->n_files && st == RV_OK; i++)
        st = check_file(&c, &m->files[i], err);
    if (st == RV_OK)
        st = check_others(&c, err);
    for (size_t i = 0; i < m->n_analyses && st == RV_OK; i++)
        st = check_analysis(&c, &m->analyses[i], err);
    return st;
}

/* ---- The review ----------------------------------------------------------------------------------------------------- */

RV_STATEMENT(verify_event, "SELECT id FROM event WHERE digest = ?1");

rv_status rv_manifest_standing(const rv_manifest *m, rv_store *store, rv_manifest_state *state, rv_error *err)
{
    char head[RV_DIGEST_HEX];
    uint8_t digest[RV_DIGEST];
    rv_query *q = NULL;
    bool found = false;
    rv_status st;

    *state = RV_STATE_STRANGE;
    if ((st = rv_store_head(store, head, err)) != RV_OK)
        return st;
    if (strcmp(head, m->head) == 0) {
        *state = RV_STATE_SAME;
        return RV_OK;
    }
    if (strlen(m->head) != RV_DIGEST_HEX - 1 || !rv_unhex(m->head, digest, RV_DIGEST))
        return RV_OK;
    if ((st = rv_query_start(&q, store, &verify_event, err, "b", digest, (size_t)RV_DIGEST)) == RV_OK
        && (st = rv_query_next(q, &found, err)) == RV_OK && found)
        *state = RV_STATE_EARLIER;
    rv_query_end(q);
    return st;
}

/* ---- Made again ----------------------------------------------------------------------------------------------------- */

/* The line, from 1, in which two texts first differ. */
static size_t line_of_difference(const rv_buf *a, const rv_buf *b)
{
    size_t line = 1;

    for (size_t i = 0; i < a->length && i < b->length && a->data[i] == b->data[i]; i++)
        line += a->data[i] == '\n';
    return line;
}

static rv_status compare_file(const checking *c, const char *name, const char *again, rv_error *err)
{
    rv_buf path = RV_BUF_INIT, was = RV_BUF_INIT, is = RV_BUF_INIT;
    rv_error why = { 0 };
    char words[80] = "the same bytes when made again";
    bool sound = false;
    rv_status st = path_of(c->folder, name, &path, err);

    if (st == RV_OK && rv_file_read(rv_buf_str(&path), SIZE_MAX, &was, &why) == RV_OK
        && (st = path_of(again, name, &path, err)) == RV_OK) {
        if (rv_file_read(rv_buf_str(&path), SIZE_MAX, &is, &why) != RV_OK)
            snprintf(words, sizeof words, "not made again");
        else if (!(sound = was.length == is.length && memcmp(rv_buf_str(&was), rv_buf_str(&is), is.length) == 0))
            snprintf(words, sizeof words, "differs from line %zu on when made again", line_of_difference(&was, &is));
    } else {
        snprintf(words, sizeof words, "missing");
    }
    if (st == RV_OK)
        st = say(c, "again", name, sound, words, err);
    rv_buf_free(&path);
    rv_buf_free(&was);
    rv_buf_free(&is);
    return st;
}

rv_status rv_manifest_compare(const rv_manifest *m, const char *folder, const char *again, rv_finding_callback tell, void *user,
                              rv_error *err)
{
    const checking c = { m, folder, tell, user };
    rv_status st = RV_OK;

    for (size_t i = 0; i < m->n_files && st == RV_OK; i++)
        st = compare_file(&c, m->files[i].name, again, err);
    return st;
}
