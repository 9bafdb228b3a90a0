#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inside.h"

void rv_reading_problem(rv_reading *reading, const char *kind, size_t line, size_t record, const char *format, ...)
{
    char       message[400];
    rv_problem problem = { .file = reading->name, .kind = kind, .message = message, .line = line, .record = record };
    va_list    args;

    reading->summary->problems++;
    if (!reading->sink->problem)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    reading->sink->problem(reading->sink->user, &problem);
}

size_t rv_reading_line_in(const rv_reading *reading, const char *message)
{
    size_t n = strlen(reading->name);

    return strncmp(message, reading->name, n) == 0 && message[n] == ':' ? strtoul(message + n + 1, NULL, 10) : 0;
}

void rv_reading_begin(rv_reading *reading, uint64_t offset, size_t line)
{
    rv_arena_reset(&reading->arena);
    reading->n_tags = reading->n_items = reading->n_carried = 0;
    reading->record = (rv_record){ .number = reading->summary->records + 1, .format = reading->summary->format };
    reading->record.fields.offset = offset;
    reading->record.fields.line = line;
}

rv_status rv_reading_too_long(const rv_reading *reading, rv_error *err)
{
    return rv_fail(err, RV_EPARSE, "%s:%zu: the record that begins here is longer than %d MiB", reading->name,
                   (size_t)reading->record.fields.line, RV_RECORD_LIMIT >> 20);
}

static rv_status room_for_tag(rv_reading *reading, rv_error *err)
{
    size_t  room = reading->room ? 2 * reading->room : 128;
    rv_tag *tags;
    size_t *lengths;

    if (reading->n_tags < reading->room)
        return RV_OK;
    if (!(tags = realloc(reading->tags, room * sizeof *tags)))
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name);
    reading->tags = tags;
    if (!(lengths = realloc(reading->lengths, room * sizeof *lengths)))
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name);
    reading->lengths = lengths;
    reading->room = room;
    return RV_OK;
}

static char *without_nul(rv_reading *reading, const char *value, size_t *n)
{
    char  *copy = rv_arena_add(&reading->arena, value, *n);
    size_t i, kept = 0;

    if (reading->arena.failed || !memchr(value, '\0', *n))
        return copy;
    for (i = 0; i < *n; i++)
        if (copy[i])
            copy[kept++] = copy[i];
    copy[kept] = '\0';
    *n = kept;
    return copy;
}

rv_status rv_reading_tag(rv_reading *reading, const char *tag, const char *value, size_t n, rv_error *err)
{
    rv_status st = room_for_tag(reading, err);

    if (st != RV_OK)
        return st;
    if (reading->arena.total + n > RV_RECORD_LIMIT)
        return rv_reading_too_long(reading, err);
    reading->tags[reading->n_tags].tag = tag;
    reading->tags[reading->n_tags].bare = false;
    reading->tags[reading->n_tags].value = without_nul(reading, value, &n);
    reading->lengths[reading->n_tags++] = reading->arena.failed ? 0 : n;
    return reading->arena.failed ? rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name) : RV_OK;
}

rv_status rv_reading_keep(rv_reading *reading, const char *tag, const char *value, size_t n, rv_error *err)
{
    rv_status st = room_for_tag(reading, err);

    if (st != RV_OK)
        return st;
    reading->arena.total += sizeof *reading->tags + sizeof *reading->lengths;
    if (reading->arena.total > RV_RECORD_LIMIT)
        return rv_reading_too_long(reading, err);
    reading->tags[reading->n_tags] = (rv_tag){ .tag = tag, .value = value };
    reading->lengths[reading->n_tags++] = n;
    return RV_OK;
}

rv_status rv_reading_bare(rv_reading *reading, const char *tag, const char *value, size_t n, rv_error *err)
{
    rv_status st = rv_reading_tag(reading, tag, value, n, err);

    if (st == RV_OK)
        reading->tags[reading->n_tags - 1].bare = true;
    return st;
}

rv_status rv_reading_more(rv_reading *reading, const char *value, size_t n, rv_error *err)
{
    rv_tag *tag = &reading->tags[reading->n_tags - 1];
    size_t  i, start, *length = &reading->lengths[reading->n_tags - 1];

    if (reading->arena.total + n > RV_RECORD_LIMIT)
        return rv_reading_too_long(reading, err);
    for (start = 0; start < n; start = i + 1) {         /* piece by piece between NULs */
        const char *nul = memchr(value + start, '\0', n - start);

        i = nul ? (size_t)(nul - value) : n;
        if (i > start) {
            tag->value = rv_arena_extend(&reading->arena, (char *)(uintptr_t)tag->value, *length, value + start, i - start);
            if (reading->arena.failed)
                return rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name);
            *length += i - start;
        }
    }
    return RV_OK;
}

rv_status rv_reading_record(rv_reading *reading, uint64_t end, rv_error *err)
{
    rv_record *record = &reading->record;
    rv_status  st = RV_OK;

    rv_reading_settle(reading);
    if (reading->arena.failed)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", reading->name);
    record->fields.length = end - record->fields.offset;
    reading->summary->records++;
    reading->summary->decisions += record->n_decisions > 0;
    if (reading->sink->record && (st = reading->sink->record(reading->sink->user, record, err)) != RV_OK)
        reading->refused = true;
    return st;
}

void rv_reading_free(rv_reading *reading)
{
    rv_arena_free(&reading->arena);
    free(reading->tags);
    free(reading->lengths);
    free(reading->items);
    free(reading->values);
    free(reading->names);
    free(reading->decisions);
}
