#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/web/crowd.h"

#include "web/session.h"

enum { WORDS = 60000, TITLE = 12, ABSTRACT = 180, PEOPLE_AT_ONCE = 50 };

static double draw(uint64_t *x)
{
    *x = *x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*x >> 11) / 9007199254740992.0;
}

/* Frequent words often, as in a language. */
static void write_words(rv_buf *text, int n, uint64_t *x)
{
    rv_buf_clear(text);
    for (int i = 0; i < n; i++)
        rv_buf_printf(text, "w%dx ", (int)pow(WORDS, draw(x)));
}

static rv_status add_protocol(rv_store *store, const char *path, rv_error *err)
{
    rv_buf xml = RV_BUF_INIT;
    uint8_t digest[RV_DIGEST];
    char room[RV_DIGEST_HEX], *hex = room;
    rv_event *event = NULL;
    rv_status st = rv_file_read(path, 1 << 20, &xml, err);

    if (st == RV_OK)
        st = rv_event_begin(&event, store, "protocol.add", "lead", false, err);
    if (st == RV_OK) {
        rv_sha256_of(rv_buf_str(&xml), xml.length, digest);
        rv_hex(digest, RV_DIGEST, hex);
        const rv_cell cells[] = { RV_CELL_OF_INT("version", 1), RV_CELL_OF_TEXT("digest", hex), RV_CELL_OF_TEXT("xml", rv_buf_str(&xml)) };
        if ((st = rv_event_add(event, "protocol", cells, 3, NULL, err)) == RV_OK)
            st = rv_event_commit(event, NULL, err);
        else
            rv_event_abandon(event);
    }
    rv_buf_free(&xml);
    return st;
}

static rv_status add_file(rv_store *store, rv_bulk *bulk, rv_error *err)
{
    const rv_cell source[] = { RV_CELL_OF_TEXT("name", "Made"), RV_CELL_OF_TEXT("kind", "database") };
    char digest[RV_DIGEST_HEX];
    rv_event *event = NULL;
    int64_t id;
    rv_status st;

    if ((st = rv_bulk_end(bulk, digest, err)) != RV_OK || (st = rv_event_begin(&event, store, "file.import", "lead", false, err)) != RV_OK)
        return st;
    if ((st = rv_event_add(event, "source", source, 2, &id, err)) == RV_OK
        && (st = rv_bulk_attach(bulk, event, id, "made.ris", "ris", "UTF-8", err)) == RV_OK)
        return rv_event_commit(event, NULL, err);
    rv_event_abandon(event);
    return st;
}

static rv_status add_records(rv_store *store, long n, rv_error *err)
{
    rv_buf title = RV_BUF_INIT, abstract = RV_BUF_INIT;
    rv_bulk *bulk = NULL;
    uint64_t x = 1;
    rv_status st = rv_bulk_begin(&bulk, store, err);

    for (long i = 0; i < n && st == RV_OK; i++) {
        write_words(&title, TITLE, &x);
        write_words(&abstract, ABSTRACT, &x);
        if ((st = rv_bulk_bytes(bulk, "0123456789", 10, err)) == RV_OK)
            st = rv_bulk_add(bulk, &(rv_bulk_record){ .offset = (uint64_t)i * 10, .length = 10, .line = (uint64_t)i + 1, .type = "article",
                             .title = rv_buf_str(&title), .abstract = rv_buf_str(&abstract), .authors = "Smith, Ann; Jones, Bob",
                             .container = "Journal of Youth", .year = 2000 + i % 25 }, err);
    }
    if (st == RV_OK)
        st = add_file(store, bulk, err);
    rv_bulk_free(bulk);
    rv_buf_free(&title);
    rv_buf_free(&abstract);
    return st;
}

static rv_status add_people(rv_store *store, int n, rv_error *err)
{
    char name[32], hex[RV_DIGEST_HEX];
    rv_status end, st = rv_person_set(store, "lead", "lead", "lead", hex, err);

    for (int i = 0; i < n && st == RV_OK;) {
        if ((st = rv_store_group_begin(store, err)) != RV_OK)
            break;
        for (int to = i + PEOPLE_AT_ONCE < n ? i + PEOPLE_AT_ONCE : n; i < to && st == RV_OK; i++) {
            snprintf(name, sizeof name, "user%04d", i);
            st = rv_person_set(store, "lead", name, "screener", hex, err);
        }
        end = rv_store_group_end(store, st == RV_OK, st == RV_OK ? err : NULL);
        st = st == RV_OK ? end : st;
    }
    return st;
}

static rv_status let_in(rv_people *people, const char *name, FILE *tokens, rv_error *err)
{
    char secret[RV_SESSION_ID], id[RV_SESSION_ID], token[RV_SESSION_ID], password[64];
    rv_session session;
    rv_status st;

    snprintf(password, sizeof password, "pw-%s", name);
    if ((st = rv_people_invite(people, name, 1, secret, err)) == RV_OK
        && (st = rv_people_join(people, secret, password, "127.0.0.1", id, &session, err)) == RV_OK
        && (st = rv_people_token_make(people, name, "load", token, err)) == RV_OK)
        fprintf(tokens, "%s %s\n", name, token);
    return st;
}

static rv_status let_all_in(const char *review, int n, const char *path, rv_error *err)
{
    rv_web_options options = RV_WEB_OPTIONS_INIT;
    rv_buf beside = RV_BUF_INIT;
    rv_people *people = NULL;
    char name[32];
    FILE *tokens = fopen(path, "wx");
    rv_status st;

    if (!tokens)
        return rv_fail(err, RV_EIO, "%s cannot be made", path);
    rv_buf_printf(&beside, "%s.people", review);
    options.plain_people = true;
    st = rv_people_open(&people, rv_buf_str(&beside), &options, err);
    for (int i = 0; i < n && st == RV_OK; i++) {
        snprintf(name, sizeof name, "user%04d", i);
        st = let_in(people, name, tokens, err);
    }
    rv_people_close(people);
    rv_buf_free(&beside);
    if (fclose(tokens) != 0 && st == RV_OK)
        st = rv_fail(err, RV_EIO, "%s cannot be written", path);
    return st;
}

int crowd_make(int argc, char **argv)
{
    rv_store *store = NULL;
    rv_error err;
    rv_status st;

    if (argc != 5)
        return 2;
    if ((st = rv_store_create(&store, argv[0], &err)) == RV_OK && (st = add_protocol(store, argv[1], &err)) == RV_OK
        && (st = add_records(store, atol(argv[2]), &err)) == RV_OK)
        st = add_people(store, atoi(argv[3]), &err);
    rv_store_close(store);
    if (st == RV_OK)
        st = let_all_in(argv[0], atoi(argv[3]), argv[4], &err);
    return st == RV_OK ? 0 : crowd_say(&err);
}
