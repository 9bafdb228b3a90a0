#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "review/base.h"

#include "web/people.h"

/*
 *  {"format": "review people 1",
 *   "people": {"Ada": {"password": "$argon2id$...", "changed": "2026-11-26T10:00:00Z",
 *                      "link": {"hash": "...", "until": "..."},
 *                      "tickets": [{"kind": "session", "hash": "...", "label": "127.0.0.1", "begun": "...", "used": "..."}]}}}
 */
static const char format[] = "review people 1";
enum { SLACK = 120 };                    /* seconds that a clock may have been put back without ending sessions */

void rv_wall_text(int64_t wall, char text[RV_TIME_TEXT])
{
    time_t when = (time_t)wall;
    struct tm utc;

    if (!gmtime_r(&when, &utc) || strftime(text, RV_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc) != RV_TIME_TEXT - 1)
        memcpy(text, "1970-01-01T00:00:00Z", RV_TIME_TEXT);
}

/* ---- Writing --------------------------------------------------------------------------------------------------------------- */

static json_t *time_json(int64_t wall)
{
    char text[RV_TIME_TEXT];

    rv_wall_text(wall, text);
    return json_string(text);
}

static json_t *hash_json(const uint8_t hash[RV_DIGEST])
{
    char hex[RV_DIGEST_HEX];

    rv_hex(hash, RV_DIGEST, hex);
    return json_string(hex);
}

static json_t *ticket_json(const rv_ticket *ticket)
{
    return json_pack("{ss so ss so so}", "kind", ticket->token ? "token" : "session", "hash", hash_json(ticket->hash), "label",
                     ticket->label, "begun", time_json(ticket->begun.wall), "used", time_json(ticket->used.wall));
}

static json_t *account_json(const rv_account *account)
{
    json_t *person = json_object(), *tickets = json_array();
    const rv_ticket *t;
    int failed = 0;

    if (account->password)
        failed |= json_object_set_new(person, "password", json_string(account->password))
                  | json_object_set_new(person, "changed", time_json(account->changed));
    if (account->linked)
        failed |= json_object_set_new(person, "link", json_pack("{so so}", "hash", hash_json(account->link), "until",
                                                                time_json(account->link_until)));
    for (t = account->tickets; t; t = t->next)
        failed |= json_array_append_new(tickets, ticket_json(t));
    failed |= json_object_set_new(person, "tickets", tickets);
    if (failed) {
        json_decref(person);
        return NULL;
    }
    return person;
}

rv_status rv_people_write_text(const rv_people *people, rv_buf *out, rv_error *err)
{
    json_t *all = json_object(), *file = json_pack("{ss sO}", "format", format, "people", all);
    int failed = !file;
    size_t i;
    rv_status st;

    for (i = 0; i < people->n_accounts && !failed; i++)
        failed |= json_object_set_new(all, people->accounts[i]->name, account_json(people->accounts[i]));
    st = failed ? rv_fail(err, RV_ENOMEM, "out of memory") : rv_json_compact(out, file, err);
    json_decref(all);
    json_decref(file);
    rv_buf_char(out, '\n');
    return st == RV_OK ? rv_buf_check(out, err) : st;
}

/* ---- Reading --------------------------------------------------------------------------------------------------------------- */

static rv_status wrong(rv_error *err, const char *person, const char *what)
{
    return rv_fail(err, RV_EPARSE, "%.100s: %s", person, what);
}

static bool read_time(const json_t *object, const char *name, int64_t *wall)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text && rv_time_parse(text, wall);
}

static bool read_hash(const json_t *object, uint8_t hash[RV_DIGEST])
{
    const char *text = json_string_value(json_object_get(object, "hash"));

    return text && strlen(text) == 2 * RV_DIGEST && rv_unhex(text, hash, RV_DIGEST);
}

/* The steady clock began anew with this machine or program: what the wall clock says has passed. */
static rv_moment since(rv_moment now, int64_t wall)
{
    return (rv_moment){ wall, now.steady - (double)(wall < now.wall ? now.wall - wall : 0) };
}

static rv_status read_ticket(rv_people *people, rv_account *account, const json_t *given, rv_error *err)
{
    const char *kind = json_string_value(json_object_get(given, "kind")), *label = json_string_value(json_object_get(given, "label"));
    bool token = kind && strcmp(kind, "token") == 0;
    rv_moment now = people->now();
    uint8_t hash[RV_DIGEST];
    int64_t begun, used;

    if (!kind || (!token && strcmp(kind, "session") != 0))
        return wrong(err, account->name, "a ticket's kind must be \"session\" or \"token\"");
    if (!label || !read_hash(given, hash))
        return wrong(err, account->name, "a ticket lacks its label, or its hash of 64 hexadecimal digits");
    if (!read_time(given, "begun", &begun) || !read_time(given, "used", &used))
        return wrong(err, account->name, "a ticket lacks the time when it was begun or used, as in 2026-11-26T10:00:00Z");
    if (!token && (begun > now.wall + SLACK || used > now.wall + SLACK))
        return RV_OK;                    /* the clock was put back: how old it is cannot be known */
    if (rv_ticket_find(people, hash))
        return wrong(err, account->name, "a ticket stands twice");
    return rv_ticket_make(people, account, token, label, hash, since(now, begun), since(now, used))
               ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status read_link(rv_account *account, const json_t *person, rv_error *err)
{
    const json_t *link = json_object_get(person, "link");

    account->linked = false;
    if (!link)
        return RV_OK;
    if (!read_hash(link, account->link) || !read_time(link, "until", &account->link_until))
        return wrong(err, account->name, "the link lacks its hash of 64 hexadecimal digits, or until when it is good");
    account->linked = true;
    return RV_OK;
}

static rv_status read_password(rv_account *account, const json_t *person, rv_error *err)
{
    const json_t *given = json_object_get(person, "password");
    const char *text = json_string_value(given);

    if (!given)
        return RV_OK;
    if (!text || strncmp(text, "$argon2id$", 10) != 0 || strlen(text) > 127)
        return wrong(err, account->name, "the password must be a hash by argon2id");
    if (!read_time(person, "changed", &account->changed))
        return wrong(err, account->name, "there is no time when the password was set");
    account->password = strdup(text);
    return account->password ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status read_tickets(rv_people *people, rv_account *account, const json_t *person, rv_error *err)
{
    const json_t *tickets = json_object_get(person, "tickets");
    size_t i = json_array_size(tickets);
    rv_status st = RV_OK;

    if (tickets && !json_is_array(tickets))
        return wrong(err, account->name, "tickets must be an array");
    while (st == RV_OK && i-- > 0)                       /* the newest was written first, and is made last */
        st = read_ticket(people, account, json_array_get(tickets, i), err);
    return st;
}

static rv_status read_person(rv_people *people, const char *name, const json_t *person, bool links_alone, rv_error *err)
{
    rv_account *account;
    rv_status st;

    if ((st = rv_people_name(name, err)) != RV_OK)
        return RV_EPARSE;
    if (!json_is_object(person))
        return wrong(err, name, "a person must be an object");
    if (!(account = rv_account_make(people, name)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = read_link(account, person, err);
    if (st == RV_OK && !links_alone && (st = read_password(account, person, err)) == RV_OK)
        st = read_tickets(people, account, person, err);
    return st;
}

static rv_status read_all(rv_people *people, const char *name, const char *bytes, size_t n, bool links_alone, rv_error *err)
{
    json_t *file = NULL, *person;
    const json_t *all;
    const char *says, *key;
    rv_status st = rv_json_parse(name, bytes, n, &file, err);

    if (st != RV_OK)
        return st;
    says = json_string_value(json_object_get(file, "format"));
    all = json_object_get(file, "people");
    if (!says || strcmp(says, format) != 0)
        st = rv_fail(err, RV_EPARSE, "format is '%.40s'; this program reads '%s'", says ? says : "", format);
    else if (!json_is_object(all))
        st = rv_fail(err, RV_EPARSE, "\"people\" must be an object");
    else
        json_object_foreach((json_t *)all, key, person)
            if ((st = read_person(people, key, person, links_alone, err)) != RV_OK)
                break;
    json_decref(file);
    return st == RV_OK ? st : rv_within(err, st, "%s", name);
}

rv_status rv_people_read_text(rv_people *people, const char *name, const char *bytes, size_t n, rv_error *err)
{
    return read_all(people, name, bytes, n, false, err);
}

rv_status rv_people_read_links(rv_people *people, const char *name, const char *bytes, size_t n, rv_error *err)
{
    return read_all(people, name, bytes, n, true, err);
}
