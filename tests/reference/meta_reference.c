/*
 * meta-reference DIR [GROUP...]: carries out the cases of DIR/cases/GROUP.json (all groups without one) on DIR/data,
 * and prints a JSON object a line: {"id", "got"}, or {"id", "error"} where the library refuses, or {"id",
 * "unsupported"} where a case asks for what is not here yet.
 */
#include <config.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

static const struct { const char *name; step_fn fn; } steps[] = {
    { "escalc", step_escalc },
    { "rma", step_rma },
    { "leave1out", step_leave1out },
    { "confint", step_confint },
    { "predict", step_predict },
};

/* Only these rows, 1-based. */
static bool take_rows(run *r, const json_t *rows)
{
    bool *keep = calloc(r->data.k + 1, sizeof *keep);

    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_int_t n = json_integer_value(json_array_get(rows, i));
        if (n >= 1 && (size_t)n <= r->data.k)
            keep[n - 1] = true;
    }
    frame_keep(&r->data, keep);
    free(keep);
    return true;
}

bool step_run(run *r, const json_t *step)
{
    const char *fn = json_string_value(json_object_get(step, "fn"));

    if (json_object_get(step, "by") || json_object_get(step, "assign"))
        return cannot(r, "%s",
                      json_object_get(step, "by") ? "a fit for each level of a column" : "a result with a name");
    if (json_object_get(step, "rows"))
        take_rows(r, json_object_get(step, "rows"));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (fn && strcmp(steps[i].name, fn) == 0)
            return steps[i].fn(r, json_object_get(step, "args"));
    return cannot(r, "%s", fn ? fn : "a step without a function");
}

static void print_case(const char *id, run *r, bool ok)
{
    json_t *line = json_pack("{s:s}", "id", id);
    char *text;

    if (ok)
        json_object_set(line, "got", r->got);
    else if (*r->why)
        json_object_set_new(line, "unsupported", json_string(r->why));
    else
        json_object_set_new(line, "error", json_string(r->err.message));
    if ((text = json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(17))))
        puts(text);
    free(text);
    json_decref(line);
}

static void run_case(const char *dir, const json_t *c)
{
    const char *dataset = json_string_value(json_object_get(c, "dataset"));
    const char *engine = json_string_value(json_object_get(c, "engine"));
    const json_t *list = json_object_get(c, "steps");
    run r = { .got = NULL };
    char path[4096];
    bool ok = true;

    r.engine = engine ? engine : "";
    snprintf(path, sizeof path, "%s/%s", dir, dataset ? dataset : "");
    if (dataset && !frame_read(&r.data, path))
        ok = cannot(&r, "cannot read %s", dataset);
    for (size_t i = 0; ok && i < json_array_size(list); i++)
        ok = step_run(&r, json_array_get(list, i));
    print_case(json_string_value(json_object_get(c, "id")), &r, ok);
    json_decref(r.got);
    for (size_t i = 0; r.names && i < r.model.p; i++)
        free(r.names[i]);
    free(r.names);
    free(r.yi);
    free(r.vi);
    free(r.weights);
    free(r.x);
    frame_free(&r.data);
}

static bool run_group(const char *dir, const char *path)
{
    json_error_t why;
    json_t *group = json_load_file(path, 0, &why), *cases = json_object_get(group, "cases");

    if (!group)
        fprintf(stderr, "meta-reference: %s:%d: %s\n", path, why.line, why.text);
    for (size_t i = 0; i < json_array_size(cases); i++)
        run_case(dir, json_array_get(cases, i));
    json_decref(group);
    return group != NULL;
}

int main(int argc, char **argv)
{
    char pattern[4096];
    glob_t found;
    bool ok = argc > 1;

    if (argc < 2) {
        fprintf(stderr, "usage: meta-reference DIR [GROUP...]\n");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        snprintf(pattern, sizeof pattern, "%s/cases/%s.json", argv[1], argv[i]);
        ok &= run_group(argv[1], pattern);
    }
    snprintf(pattern, sizeof pattern, "%s/cases/*.json", argv[1]);
    if (argc == 2 && glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            ok &= run_group(argv[1], found.gl_pathv[i]);
        globfree(&found);
    } else if (argc == 2) {
        fprintf(stderr, "meta-reference: %s: no cases there\n", argv[1]);
        ok = false;
    }
    return ok && !ferror(stdout) && fclose(stdout) == 0 ? 0 : 1;
}
