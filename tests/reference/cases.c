/* Carries out cases: reads them, runs their steps from a driver's table, prints a JSON object a line. */
#include <config.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/reference/driver.h"

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

static bool step_run(run *r, const step_row *steps, const json_t *step)
{
    const char *fn = json_string_value(json_object_get(step, "fn"));

    r->fn = fn;
    if (fn && strncmp(fn, "rma", 3) == 0)
        r->of_model = json_object_get(step, "args");
    r->assign = json_object_get(step, "assign");
    r->by = json_string_value(json_object_get(step, "by"));
    if (json_object_get(step, "by") && (!r->by || !fn || strcmp(fn, "rma") != 0))
        return cannot(r, "a fit for each level of a column");
    if (json_object_get(step, "rows"))
        take_rows(r, json_object_get(step, "rows"));
    for (const step_row *s = steps; s->name; s++)
        if (fn && (strcmp(s->name, fn) == 0 || (strcmp(s->name, "transf.*") == 0 && strncmp(fn, "transf.", 7) == 0)))
            return r->assign && !s->assigns ? cannot(r, "a result with a name") : s->fn(r, json_object_get(step, "args"));
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

static void run_free(run *r)
{
    json_decref(r->got);
    for (size_t i = 0; r->names && i < r->model.p; i++)
        free(r->names[i]);
    free(r->names);
    free(r->yi);
    free(r->vi);
    free(r->weights);
    free(r->x);
    free(r->kept);
    free(r->used);
    rv_mixed_free(r->mixed);
    frame_free(&r->data);
}

static void run_case(const char *dir, const step_row *steps, const json_t *c)
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
        ok = step_run(&r, steps, json_array_get(list, i));
    print_case(json_string_value(json_object_get(c, "id")), &r, ok);
    run_free(&r);
}

static bool run_group(const char *program, const char *dir, const step_row *steps, const char *path)
{
    json_error_t why;
    json_t *group = json_load_file(path, 0, &why), *cases = json_object_get(group, "cases");

    if (!group)
        fprintf(stderr, "%s: %s:%d: %s\n", program, path, why.line, why.text);
    for (size_t i = 0; i < json_array_size(cases); i++)
        run_case(dir, steps, json_array_get(cases, i));
    json_decref(group);
    return group != NULL;
}

int cases_main(const char *program, const step_row *steps, int argc, char **argv)
{
    char pattern[4096];
    glob_t found;
    bool ok = argc > 1;

    if (argc < 2) {
        fprintf(stderr, "usage: %s DIR [GROUP...]\n", program);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        snprintf(pattern, sizeof pattern, "%s/cases/%s.json", argv[1], argv[i]);
        ok &= run_group(program, argv[1], steps, pattern);
    }
    snprintf(pattern, sizeof pattern, "%s/cases/*.json", argv[1]);
    if (argc == 2 && glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            ok &= run_group(program, argv[1], steps, found.gl_pathv[i]);
        globfree(&found);
    } else if (argc == 2) {
        fprintf(stderr, "%s: %s: no cases there\n", program, argv[1]);
        ok = false;
    }
    return ok && !ferror(stdout) && fclose(stdout) == 0 ? 0 : 1;
}
