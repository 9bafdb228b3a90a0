/* Two people, ann and bob, and a third, eve, extract in a scratch review whose protocol has it done double. */
#ifndef TESTS_EXTRACT_DOUBLE_H
#define TESTS_EXTRACT_DOUBLE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/batch.h"
#include "review/extract.h"
#include "tests/support.h"

static rv_store    *store;
static rv_protocol *protocol;
static rv_error     err;
static char folder[4096], hex[RV_DIGEST_HEX];
static rv_buf told;

static inline void must(rv_status st)
{
    if (st != RV_OK)
        fail_msg("%s", err.message);
}

static inline void load_protocol(const char *mode)
{
    rv_buf xml = RV_BUF_INIT;
    rv_event *event;
    char path[4200], *at;

    snprintf(path, sizeof path, "%s/tests/data/double/protocol.xml", getenv("top_srcdir"));
    must(rv_file_read(path, 1 << 20, &xml, &err));
    if (mode && (at = strstr(xml.data, "\"double\"")))
        memcpy(at, mode, strlen("\"double\""));
    must(rv_protocol_parse(&protocol, "protocol", rv_buf_str(&xml), xml.length, &err));
    must(rv_event_begin(&event, store, "protocol.add", "lead", false, &err));
    const rv_cell cells[] = { RV_CELL_OF_INT("version", 1), RV_CELL_OF_TEXT("digest", "x"), RV_CELL_OF_TEXT("xml", rv_buf_str(&xml)) };
    must(rv_event_add(event, "protocol", cells, 3, NULL, &err));
    must(rv_event_commit(event, NULL, &err));
    rv_buf_free(&xml);
}

static inline int new_review_in(const char *mode)
{
    char path[4200];

    snprintf(folder, sizeof folder, "%s/double.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/x.review", folder);
    must(rv_store_create(&store, path, &err));
    load_protocol(mode);
    return 0;
}

static inline int new_review(void **state)
{
    (void)state;
    return new_review_in(NULL);
}

static inline int end_review(void **state)
{
    char command[4200];

    (void)state;
    rv_store_close(store);
    rv_protocol_free(protocol);
    rv_buf_free(&told);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* What one person enters in one act. */
static rv_batch entry;

static inline void enter(void)
{
    rv_batch_start(&entry, protocol, "", NULL, NULL);
}

static inline void study(const char *label)
{
    must(rv_batch_add_study(&entry, &(rv_batch_study){ .study = label, .record_key = "", .role = "primary" }, &err));
}

static inline void part(const char *of, const char *kind, const char *key)
{
    must(rv_batch_add_part(&entry, &(rv_batch_part){ .study = of, .kind = kind, .key = key }, &err));
}

static inline void result(const char *of, const char *key, const char *contrast, const char *domain, const char *outcome, const char *months)
{
    must(rv_batch_add_result(&entry, &(rv_batch_result){ .result = key, .study = of, .record_key = "", .contrast = contrast, .domain = domain,
                                                         .outcome = outcome, .months = months }, &err));
}

/* Of a study ("", ""), of a part (kind, key) or of a result ("result", key); the place is always page 9. */
static inline void value(const char *of, const char *kind, const char *key, const char *field, const char *says)
{
    const bool is_result = strcmp(kind, "result") == 0;

    must(rv_batch_add_value(&entry, &(rv_batch_value){ .study = is_result ? "" : of, .result = is_result ? key : "",
                                                       .part_kind = is_result ? "" : kind, .part = is_result ? "" : key, .field = field,
                                                       .value = says, .state = "", .record_key = "", .place = "p. 9", .quotation = "",
                                                       .note = "" }, &err));
}

static inline rv_status entered_by(const char *who)
{
    rv_extract_summary did;
    const rv_status st = rv_batch_carry_out(&entry, store, "extract.values", who, &did, &err);

    rv_batch_free(&entry);
    return st;
}

static inline void done(const char *who, const char *of)
{
    must(rv_extract_done(store, who, &of, 1, true, hex, &err));
}

/* One line a difference: "row a|b field: a / b (how) standing=has". */
static inline rv_status tell_difference(void *user, const rv_difference *d, rv_error *e)
{
    (void)user;
    (void)e;
    rv_buf_printf(&told, "%s %s|%s %s: %s / %s (%s%s%s) %s=%s\n", d->row, d->rows[0], d->rows[1], d->field,
                  d->texts[0][0] ? d->texts[0] : d->states[0], d->texts[1][0] ? d->texts[1] : d->states[1], rv_compared_words[d->compared],
                  d->hint[0] ? "; " : "", d->hint, d->standing, d->has);
    return RV_OK;
}

static inline const char *differences(rv_which which, rv_difference_count *count)
{
    told.length = 0;
    rv_buf_text(&told, "");
    must(rv_extract_differences(store, protocol, NULL, which, count, tell_difference, NULL, &err));
    return rv_buf_str(&told);
}

/* "key=key", by kind; one that is alone has "-". */
static inline rv_status tell_aligned(void *user, const rv_aligned *r, rv_error *e)
{
    (void)user;
    (void)e;
    rv_buf_printf(&told, "%s %s=%s\n", r->row, r->keys[0][0] ? r->keys[0] : "-", r->keys[1][0] ? r->keys[1] : "-");
    return RV_OK;
}

static inline const char *aligned(const char *of)
{
    told.length = 0;
    rv_buf_text(&told, "");
    must(rv_extract_align(store, protocol, of, tell_aligned, NULL, &err));
    return rv_buf_str(&told);
}

static inline rv_status note_value(void *user, const rv_value *v, rv_error *e)
{
    (void)user;
    (void)e;
    rv_buf_printf(&told, "%s %s %s=%s\n", v->study, v->result, v->field, v->value[0] ? v->value : v->state);
    return RV_OK;
}

/* What the review has. */
static inline const char *review_has(void)
{
    told.length = 0;
    rv_buf_text(&told, "");
    must(rv_extract_each(store, NULL, NULL, false, note_value, NULL, &err));
    return rv_buf_str(&told);
}

#endif
