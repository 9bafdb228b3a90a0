/* Reviews in a scratch folder with the protocol of tests/data/foreign, and two records. */
#ifndef TESTS_EXTRACT_FOREIGN_REVIEW_H
#define TESTS_EXTRACT_FOREIGN_REVIEW_H

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
static char folder[4096];
static rv_buf warned = RV_BUF_INIT, changed = RV_BUF_INIT;

static inline void must(rv_status st)
{
    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static inline const char *data(const char *name)
{
    static char path[2][4096];
    static int turn;

    turn = 1 - turn;
    snprintf(path[turn], sizeof path[turn], "%s/tests/data/foreign/%s", getenv("top_srcdir"), name);
    return path[turn];
}

static inline const char *scratch(const char *name)
{
    static char path[4200];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* Opens a new review under this name as the one under work. */
static inline void begin_review(const char *name)
{
    rv_buf xml = RV_BUF_INIT;
    rv_event *event;

    rv_store_close(store);
    store = NULL;
    must(rv_file_read(data("protocol.xml"), 1 << 20, &xml, &err));
    if (!protocol)
        must(rv_protocol_parse(&protocol, "protocol", rv_buf_str(&xml), xml.length, &err));
    must(rv_store_create(&store, scratch(name), &err));
    must(rv_event_begin(&event, store, "protocol.add", "tester", false, &err));
    const rv_cell cells[] = { RV_CELL_OF_INT("version", 1), RV_CELL_OF_TEXT("digest", "x"), RV_CELL_OF_TEXT("xml", rv_buf_str(&xml)) };
    must(rv_event_add(event, "protocol", cells, 3, NULL, &err));
    must(rv_event_commit(event, NULL, &err));
    rv_buf_free(&xml);
}

static inline int new_review(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/foreign.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    begin_review("x.review");
    return 0;
}

static inline int end_review(void **state)
{
    char command[4200];

    (void)state;
    rv_store_close(store);
    rv_protocol_free(protocol);
    store = NULL;
    protocol = NULL;
    rv_buf_free(&warned);
    rv_buf_free(&changed);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static inline void note_warning(void *user, const rv_extract_warning *w)
{
    (void)user;
    rv_buf_printf(&warned, "%s%s: %s: %s\n", w->fault ? "! " : "", w->where ? w->where : "", w->column, w->message);
}

static inline void note_change(void *user, const rv_extract_change *c)
{
    (void)user;
    rv_buf_printf(&changed, "%s %s|%s|%s: %s -> %s\n", c->what, c->study, c->result, c->field, c->from, c->to);
}

static inline rv_status take(const char *path, const rv_extract_options *options)
{
    static const rv_extract_options plain = RV_EXTRACT_OPTIONS_INIT;

    rv_buf_clear(&warned);
    rv_buf_clear(&changed);
    return rv_extract_file(store, protocol, "ada", path, options ? options : &plain, note_warning, NULL, &did, &err);
}

static inline void write_file(const char *name, const void *bytes, size_t n)
{
    FILE *f = fopen(scratch(name), "w");

    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
        fail_msg("cannot write %s", name);
}

/* The standing value of a field, with its place; "" for none. */
static inline rv_status see(void *user, const rv_value *v, rv_error *e)
{
    const char **asked = user;
    static char seen[2000];

    (void)e;
    if (strcmp(v->field, asked[0]) == 0) {
        snprintf(seen, sizeof seen, "%s @ %s%s%s", v->value, v->place, v->note[0] ? " # " : "", v->note);
        asked[1] = seen;
    }
    return RV_OK;
}

static inline const char *value(const char *study, const char *result, const char *field)
{
    const char *asked[2] = { field, "" };

    must(rv_extract_each(store, result ? NULL : study, result, false, see, asked, &err));
    return asked[1];
}

#endif
