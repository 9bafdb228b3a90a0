/* review-init: makes a review from its protocol, and gives it a newer one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/extract.h"
#include "review/report.h"
#include "review/screen.h"

#include "tools/opts.h"
#include "tools/review_file.h"

enum { PROTOCOL_SIZE = 4 << 20 };

static const char *output, *plan, *person;
static int  format;
static bool update, dry_run, porcelain;

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    RV_OPTS_PERSON(person, porcelain),
    { RV_OPT_TEXT, 'p', "protocol", &plan, "FILE", "the protocol, XML; - is standard input", NULL },
    { RV_OPT_FLAG, 'u', "update", &update, NULL, "give the review a newer version of its protocol", NULL },
    { RV_OPT_FLAG, 'n', "dry-run", &dry_run, NULL, "check the protocol and say what would be done; do nothing", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-init", "FILE --protocol FILE", "Makes a review file from a protocol.", options, NULL
};

/* The protocol as given, and what it says. */
typedef struct {
    rv_buf       xml;
    rv_protocol *protocol;
    char         digest[RV_DIGEST_HEX];
} given;

static rv_status read_plan(given *g, rv_error *err)
{
    uint8_t   digest[RV_DIGEST];
    rv_status st;

    if (!plan)
        return rv_fail(err, RV_EUSAGE, "a review is made from a protocol; give --protocol FILE");
    if ((st = rv_file_read(plan, PROTOCOL_SIZE, &g->xml, err)) != RV_OK
        || (st = rv_protocol_parse(&g->protocol, strcmp(plan, "-") == 0 ? "standard input" : plan, rv_buf_str(&g->xml),
                                   g->xml.length, err)) != RV_OK
        || (st = rv_extract_form_check(g->protocol, err)) != RV_OK)
        return st;
    rv_sha256_of(rv_buf_str(&g->xml), g->xml.length, digest);
    rv_hex(digest, RV_DIGEST, g->digest);
    return RV_OK;
}

static rv_status add_plan(rv_store *store, const char *who, const given *g, rv_error *err)
{
    const rv_status st = rv_review_protocol_add(store, who, plan, rv_buf_str(&g->xml), g->xml.length, false, NULL, NULL, err);

    if (st == RV_OK)
        rv_tool_ack(porcelain, "protocol.add", g->digest);
    return st;
}

/* A review that could not be given its protocol is none: nothing of it stays. */
static void remove_review(const char *path)
{
    static const char *const parts[] = { "", "-wal", "-shm", "-journal", ".lock" };
    rv_buf name = RV_BUF_INIT;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        rv_buf_clear(&name);
        rv_buf_printf(&name, "%s%s", path, parts[i]);
        if (rv_buf_check(&name, NULL) == RV_OK)
            unlink(rv_buf_str(&name));
    }
    rv_buf_free(&name);
}

static rv_status make_review(const char *path, const char *who, const given *g, rv_error *err)
{
    rv_store *store = NULL;
    rv_status st;

    if (dry_run) {
        rv_tool_say("%s is fine: %s", plan, g->protocol->title);
        return access(path, F_OK) == 0 ? rv_fail(err, RV_EEXIST, "%s is there already; choose another name, or give --update", path)
                                       : RV_OK;
    }
    if ((st = rv_store_create(&store, path, err)) != RV_OK)
        return st;
    st = add_plan(store, who, g, err);
    rv_store_close(store);
    if (st != RV_OK) {
        remove_review(path);
        return st;
    }
    rv_tool_say("made %s: %s", path, g->protocol->title);
    rv_tool_say("next: review-import --review %s --source NAME --kind KIND FILE...", path);
    return RV_OK;
}

static rv_status add_change(void *user, const rv_protocol_change *change, rv_error *err)
{
    rv_table *table = user;

    (void)err;
    rv_table_text(table, change->part);
    rv_table_text(table, change->id);
    rv_table_text(table, change->change);
    rv_table_text(table, change->again);
    rv_table_row(table);
    return RV_OK;
}

static rv_status write_changes(const rv_protocol *from, const rv_protocol *to, rv_error *err)
{
    static const char *const columns[] = { "part", "id", "change", "look_again_at" };
    rv_output *out = NULL;
    rv_table  *table = NULL;
    rv_status  st;

    if ((st = rv_output_open(&out, output, err)) == RV_OK
        && (st = rv_table_open(&table, out, (rv_format)format, columns, 4, err)) == RV_OK) {
        rv_status ended;

        st = rv_protocol_compare(from, to, add_change, table, err);
        ended = rv_table_close(table, st == RV_OK ? err : NULL);
        st = st == RV_OK ? ended : st;
    }
    if (st == RV_OK)
        return rv_output_close(out, err);
    rv_output_drop(out);
    return st;
}

static rv_status update_review(const char *path, const char *who, const given *g, rv_error *err)
{
    rv_store    *store = NULL;
    rv_protocol *old = NULL;
    int64_t      version = 0;
    char         digest[RV_DIGEST_HEX];
    rv_status    st;

    if ((st = rv_store_open(&store, path, err)) != RV_OK || (st = rv_person_may(store, who, RV_MAY_LEAD, err)) != RV_OK)
        goto done;
    st = rv_tool_protocol_version(store, &old, &version, digest, err);
    if (st == RV_ENOTFOUND) {                       /* a review whose making broke off before its protocol was added */
        if ((st = dry_run ? RV_OK : add_plan(store, who, g, err)) == RV_OK)
            rv_tool_say("%s %s its first protocol", dry_run ? "would give" : "gave", path);
        goto done;
    }
    if (st != RV_OK)
        goto done;
    if (strcmp(digest, g->digest) == 0) {
        rv_tool_say("%s has this protocol already, as version %lld; nothing was done", path, (long long)version);
        goto done;
    }
    if (!dry_run && (st = add_plan(store, who, g, err)) != RV_OK)
        goto done;
    rv_tool_say("%s version %lld of the protocol; version %lld stays in the review", dry_run ? "would add" : "added",
                (long long)version + 1, (long long)version);
    if (!porcelain)
        st = write_changes(old, g->protocol, err);
done:
    rv_protocol_free(old);
    rv_store_close(store);
    return st;
}

int main(int argc, char **argv)
{
    given       g = { RV_BUF_INIT, NULL, "" };
    rv_error    err = { 0 };
    const char *who;
    char      **operands = rv_tool_start(&command, argc, argv, NULL);
    rv_status   st;

    if (!operands[0] || operands[1])
        st = rv_fail(&err, RV_EUSAGE, "name one review file: review-init FILE --protocol FILE");
    else if ((st = rv_tool_person(person, &who, &err)) == RV_OK && (st = read_plan(&g, &err)) == RV_OK)
        st = update ? update_review(operands[0], who, &g, &err) : make_review(operands[0], who, &g, &err);
    rv_protocol_free(g.protocol);
    rv_buf_free(&g.xml);
    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
