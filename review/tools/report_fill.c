/* review-report fill: a template in the user's own words; review-report manuscript: one that we have. */
#include <config.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/report.h"

enum { LIMIT = 16 << 20 };        /* bytes of a template */

typedef struct {
    const rv_review_report *made;
    const char             *name, *format;
    rv_buf                  text;
} filling;

static rv_status fill_one(rv_output *out, void *user, rv_error *err)
{
    const filling *f = user;

    return rv_review_report_fill(f->made, f->name, rv_buf_str(&f->text), f->text.length, f->format, out, err);
}

static rv_status to_path(const char *path, filling *f, rv_error *err)
{
    rv_output *out = NULL;
    rv_status st = rv_output_open(&out, path, err);

    if (st != RV_OK)
        return st;
    if ((st = fill_one(out, f, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

/* Several formats go into a folder, each with the name of the template. */
static rv_status to_folder(const char *folder, filling *f, rv_error *err)
{
    const char *slash = strrchr(f->name, '/'), *base = slash ? slash + 1 : f->name, *dot = strrchr(base, '.');
    const int n = (int)(dot && dot != base ? (size_t)(dot - base) : strlen(base));
    rv_buf path = RV_BUF_INIT, format = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return rv_fail(err, RV_EIO, "%s: cannot make the folder: %s", folder, strerror(errno));
    for (const char *at = report.format; st == RV_OK && *at; at += strspn(at, ",")) {
        const size_t word = strcspn(at, ",");

        rv_buf_clear(&format);
        rv_buf_add(&format, at, word);
        f->format = rv_buf_str(&format);
        rv_buf_clear(&path);
        rv_buf_printf(&path, "%s/%.*s.%s", folder, n, base, rv_review_report_ending(f->format) ? rv_review_report_ending(f->format) : f->format);
        if ((st = rv_buf_check(&path, err)) == RV_OK)
            st = to_path(rv_buf_str(&path), f, err);
        at += word;
    }
    rv_buf_free(&path);
    rv_buf_free(&format);
    return st;
}

rv_status report_fill(char **operands, rv_error *err)
{
    const char *ending = report_ending(report.output);
    filling f = { .name = operands[0], .text = RV_BUF_INIT };
    report_opened o = { NULL, NULL, NULL };
    rv_status st;

    if ((st = rv_file_read(f.name, LIMIT, &f.text, err)) == RV_OK && (st = report_open(&o, err)) == RV_OK) {
        f.made = o.made;
        f.format = report.format ? report.format : *ending ? ending : "md";
        if (report.format && report.output && (strchr(report.format, ',') || !*ending))
            st = to_folder(report.output, &f, err);
        else if (strchr(f.format, ','))
            st = rv_fail(err, RV_EUSAGE, "several formats go into a folder: --output FOLDER");
        else
            st = to_path(report.output, &f, err);
    }
    report_close(&o);
    rv_buf_free(&f.text);
    return st;
}

static rv_status template_to(rv_output *out, void *user, rv_error *err)
{
    return rv_review_report_manuscript(user, out, err);
}

/* As Markdown the template itself, to be put into the user's own words. */
rv_status report_manuscript(char **operands, rv_error *err)
{
    const char *ending = report_ending(operands[0]);
    filling f = { .name = "the manuscript", .format = *ending ? ending : "docx", .text = RV_BUF_INIT };
    report_opened o = { NULL, NULL, NULL };
    rv_output *to = NULL;
    struct stat there;
    rv_status st;

    if (stat(operands[0], &there) == 0)
        return rv_fail(err, RV_EIO, "%s is there already; it may hold your own words: give another name, or refresh it", operands[0]);
    if ((st = report_open(&o, err)) == RV_OK) {
        f.made = o.made;
        if (strcmp(f.format, "md") == 0) {
            report.output = operands[0];
            st = report_to_output(template_to, o.made, err);
        } else if ((st = rv_output_memory(&to, &f.text, err)) == RV_OK) {
            if ((st = rv_review_report_manuscript(o.made, to, err)) == RV_OK)
                st = rv_output_close(to, err);
            else
                rv_output_drop(to);
            if (st == RV_OK)
                st = to_path(operands[0], &f, err);
        }
    }
    report_close(&o);
    rv_buf_free(&f.text);
    return st;
}
