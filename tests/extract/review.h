/* A review in a scratch folder, with the protocol of tests/data/extract. */
#ifndef TESTS_EXTRACT_REVIEW_H
#define TESTS_EXTRACT_REVIEW_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/extract.h"
#include "tests/support.h"

static rv_store    *store;
static rv_protocol *protocol;
static rv_error     err;
static rv_extract_summary did;
static const char *protocol_name = "protocol.xml";
static char folder[4096], warned[2000];
static const char *data_folder = "extract";   /* of tests/data */

static inline const char *data(const char *name)
{
    static char path[4096];

    snprintf(path, sizeof path, "%s/tests/data/%s/%s", getenv("top_srcdir"), data_folder, name);
    return path;
}

static inline void must(rv_status st)
{
    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static inline int new_review(void **state)
{
    rv_buf xml = RV_BUF_INIT;
    rv_event *event;
    char path[4200];

    (void)state;
    snprintf(folder, sizeof folder, "%s/extract.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/x.review", folder);
    must(rv_file_read(data(protocol_name), 1 << 20, &xml, &err));
    must(rv_protocol_parse(&protocol, "protocol", rv_buf_str(&xml), xml.length, &err));
    must(rv_store_create(&store, path, &err));
    must(rv_event_begin(&event, store, "protocol.add", "tester", false, &err));
    const rv_cell cells[] = { RV_CELL_OF_INT("version", 1), RV_CELL_OF_TEXT("digest", "x"),
                              RV_CELL_OF_TEXT("xml", rv_buf_str(&xml)) };
    must(rv_event_add(event, "protocol", cells, 3, NULL, &err));
    must(rv_event_commit(event, NULL, &err));
    rv_buf_free(&xml);
    return 0;
}

static inline int end_review(void **state)
{
    char command[4200];

    (void)state;
    rv_store_close(store);
    rv_protocol_free(protocol);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static inline void note_warning(void *user, const rv_extract_warning *w)
{
    (void)user;
    snprintf(warned + strlen(warned), sizeof warned - strlen(warned), "%s%zu %s: %s\n", w->fault ? "! " : "", w->line, w->column,
             w->message);
}

static inline rv_status import_file(const char *path)
{
    warned[0] = 0;
    return rv_extract_import(store, protocol, "ada", path, note_warning, NULL, &did, &err);
}

/* Imports text as if it were a file called t.csv. */
static inline rv_status import_text(const char *text)
{
    char path[4200];
    FILE *f;

    if (chdir(folder) != 0)
        fail_msg("no scratch folder");
    snprintf(path, sizeof path, "%s/t.csv", folder);
    if (!(f = fopen(path, "w")) || fputs(text, f) < 0 || fclose(f) != 0)
        fail_msg("cannot write %s", path);
    return import_file("t.csv");
}

static inline int full_review(void **state)
{
    if (new_review(state) != 0)
        return -1;
    must(import_file(data("studies.csv")));
    must(import_file(data("results.csv")));
    return 0;
}

/* The effect of one result; the list is freed by the next call. */
static inline const rv_review_effect *effect_of(const char *domain, const char *measure, const char *result)
{
    static rv_effects effects;

    rv_effects_free(&effects);
    if (!domain)
        return NULL;
    must(rv_extract_effects(store, protocol, domain, measure, NULL, 0, NULL, &effects, &err));
    for (size_t i = 0; i < effects.n; i++)
        if (strcmp(effects.effects[i].result, result) == 0)
            return &effects.effects[i];
    fail_msg("no result %s", result);
    return NULL;
}

#endif
