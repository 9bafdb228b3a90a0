/* review-report: the report of a review, whole and in parts. Each verb stands in report_VERB.c; report.h says how to add one. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "tools/report.h"
#include "tools/review_file.h"

report_asked report = { .dpi = NAN };

/* The first is what is done without a verb. */
static const report_verb verbs[] = {
    { "write", "the whole report into a folder", NULL, report_write },
    { "fields", "every number and phrase that the report states, by name", NULL, report_fields },
    { "table", "one table of the report", "TABLE", report_table },
    { "figure", "one figure of the report", "FIGURE", report_figure },
    { "references", "the reference list of the review, or of reference files", "[FILE...]", report_references },
    { "fill", "a template in your own words, Markdown with fields", "TEMPLATE", report_fill },
    { "manuscript", "a manuscript in Word to go on with, bound to the review", "FILE", report_manuscript },
    { "refresh", "the numbers, tables and figures of a manuscript in Word, brought up to date", "FILE", report_refresh },
    { "verify", "whether a written report is as it was written, and comes out again", "FOLDER", report_verify },
};
enum { VERBS = sizeof verbs / sizeof *verbs };

/* An option, and the verbs it is for, with blanks between; NULL: all. */
static const rv_verb_opt options[] = {
    { RV_OPTS_REVIEW(report.review), NULL },
    { { RV_OPT_TEXT, 'o', "output", &report.output, "PATH",
        "the folder of a whole report (default report); else the file to write instead of standard output", NULL }, NULL },
    { { RV_OPT_TEXT, 'f', "format", &report.format, "NAME",
        "format, by verb; of a whole report several with commas (default all)", NULL }, NULL },
    { { RV_OPT_TEXTS, 's', "set", &report.set, "ANALYSIS.SETTING=VALUE",
        "run a model otherwise than planned (measure, model, method, test, level); the report lists it as a deviation", NULL },
      "write fields table figure fill manuscript refresh" },
    { { RV_OPT_TEXT, 0, "since", &report.since, "FOLDER", "tell what changed since the report in FOLDER, which may be the same folder", NULL },
      "write" },
    { { RV_OPT_TEXT, 't', "template", &report.docx_template, "FILE.docx",
        "a Word document whose styles, page, headers and footers the Word document takes", NULL }, "write fill" },
    { { RV_OPT_REAL, 'd', "dpi", &report.dpi, "N", "dots per inch of a PNG (default 300)", NULL }, "figure" },
    { { RV_OPT_TEXT, 'S', "style", &report.style, "STYLE", "apa (the default), harvard, vancouver, ama, lancet, or a CSL style's file", NULL },
      "references" },
    { { RV_OPT_TEXT, 0, "locale", &report.locale, "FILE", "a CSL locale's file, for words in another language than English", NULL },
      "references" },
    { { RV_OPT_TEXTS, 'w', "where", &report.where, "WHAT",
        "only these reports: included (the default), excluded, undecided, all, or as review-export has it", NULL }, "references" },
    { { RV_OPT_FLAG, 'n', "dry_run", &report.dry_run, NULL, "only say what would be changed", NULL }, "refresh" },
};
enum { OPTIONS = sizeof options / sizeof *options };

static rv_status check(const report_verb *verb, char **operands, rv_error *err)
{
    const rv_status st = rv_tool_verb_takes(options, OPTIONS, verb->name, err);

    if (st != RV_OK)
        return st;
    if (verb->operand && *verb->operand == '[')               /* as many as there are */
        return RV_OK;
    if (verb->operand && !operands[0])
        return rv_fail(err, RV_EUSAGE, "%s needs %s %s", verb->name, strchr("AEIOU", *verb->operand) ? "an" : "a", verb->operand);
    if (operands[0] && (!verb->operand || operands[1]))
        return rv_fail(err, RV_EUSAGE, "'%s' is one too many; %s takes %s%s", operands[verb->operand ? 1 : 0], verb->name,
                       verb->operand ? "one " : "nothing", verb->operand ? verb->operand : "");
    return RV_OK;
}

/* ---- What the verbs share ------------------------------------------------------------------------------------------- */

rv_status report_open(report_opened *o, rv_error *err)
{
    const rv_words otherwise = { report.set.items, report.set.count };
    rv_report_options how = RV_REPORT_OPTIONS_INIT;
    const char *path;
    rv_status st;

    *o = (report_opened){ NULL, NULL, NULL };
    how.otherwise = &otherwise;
    how.command = "review-report";
    how.docx_template = report.docx_template;
    if ((st = rv_tool_review(report.review, &path, err)) == RV_OK && (st = rv_store_open(&o->store, path, err)) == RV_OK
        && (st = rv_tool_protocol(o->store, &o->protocol, err)) == RV_OK)
        st = rv_review_report_make(&o->made, o->store, o->protocol, &how, err);
    return st;
}

void report_close(report_opened *o)
{
    rv_review_report_free(o->made);
    rv_protocol_free(o->protocol);
    rv_store_close(o->store);
}

rv_status report_to_output(rv_status (*write)(rv_output *out, void *user, rv_error *err), void *user, rv_error *err)
{
    rv_output *out = NULL;
    rv_status st = rv_output_open(&out, report.output, err);

    if (st != RV_OK)
        return st;
    if ((st = write(out, user, err)) == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

rv_status report_data_format(int *format, rv_error *err)
{
    for (*format = RV_FORMAT_TEXT; report.format && rv_format_names[*format]; ++*format)
        if (strcmp(rv_format_names[*format], report.format) == 0)
            return RV_OK;
    return report.format ? rv_fail(err, RV_EUSAGE, "--format has no choice '%s'; there are text, csv, tsv, json", report.format) : RV_OK;
}

const char *report_ending(const char *path)
{
    const char *name = path && strrchr(path, '/') ? strrchr(path, '/') + 1 : path, *dot = name ? strrchr(name, '.') : NULL;

    return !dot || dot == name ? "" : strcmp(dot, ".tex") == 0 ? "latex" : dot + 1;
}

int main(int argc, char **argv)
{
    static rv_opt rows[OPTIONS + 1];
    static rv_verb names[VERBS + 1];
    static const rv_command command = {
        "review-report", "[VERB [OPERAND]]",
        "Writes the report of the review: text, figures, tables, a manifest; or one part of it.", rows, names
    };
    rv_error err = { 0 };
    char **operands;
    int verb;
    rv_status st;

    rv_tool_verb_rows(options, OPTIONS, rows);
    for (size_t i = 0; i < VERBS; i++)
        names[i] = (rv_verb){ verbs[i].name, verbs[i].words };
    operands = rv_tool_start(&command, argc, argv, &verb);
    if ((st = check(&verbs[verb], operands, &err)) == RV_OK)
        st = verbs[verb].run(operands, &err);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
