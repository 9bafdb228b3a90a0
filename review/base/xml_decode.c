#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "xml_inside.h"

/* ---- Places ------------------------------------------------------------------------------------------------------------ */

rv_status rv_xml_decoder_run(rv_xml_decoder *d, rv_error *err)
{
    d->broken = false;
    if (d->n_runs > 0 && d->runs[d->n_runs - 1].at == d->at)
        d->n_runs--;
    if (d->n_runs == d->room_runs) {
        size_t      room = d->room_runs ? 2 * d->room_runs : 16;
        rv_xml_run *runs = realloc(d->runs, room * sizeof *runs);

        if (!runs)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        d->runs = runs;
        d->room_runs = room;
    }
    d->runs[d->n_runs++] = (rv_xml_run){ d->at, d->own, d->coding == RV_XML_WIDE || d->coding == RV_XML_TABLE ? d->unit : 0 };
    return RV_OK;
}

/* Runs that all places asked for have left behind. */
static void forget_runs(rv_xml_decoder *d)
{
    if (d->run > 0) {
        d->n_runs -= d->run;
        memmove(d->runs, d->runs + d->run, d->n_runs * sizeof *d->runs);
        d->run = 0;
    }
}

bool rv_xml_decoder_is_plain(const rv_xml_decoder *d, uint64_t *shift)
{
    *shift = d->told_own - d->told_at;
    return d->run + 1 == d->n_runs && d->runs[d->run].unit == 0;
}

uint64_t rv_xml_decoder_place(rv_xml_decoder *d, uint64_t at, const char *window, uint64_t window_at)
{
    unsigned unit;
    uint64_t units = 0;

    while (d->run + 1 < d->n_runs && d->runs[d->run + 1].at <= at) {
        d->run++;
        d->told_at = d->runs[d->run].at;
        d->told_own = d->runs[d->run].own;
    }
    unit = d->runs[d->run].unit;
    if (unit == 0) {
        units = at - d->told_at;
    } else {
        for (const char *s = window + (d->told_at - window_at), *end = window + (at - window_at); s < end; s++)
            units += ((unsigned char)*s & 0xC0) != 0x80 ? 1 + (unit == 2 && (unsigned char)*s >= 0xF0) : 0;
        units *= unit;
    }
    d->told_at = at;
    d->told_own += units;
    return d->told_own;
}

void rv_xml_decoder_fault(rv_xml_decoder *d, rv_xml_fault fault)
{
    if (d->first[fault] == UINT64_MAX)
        d->first[fault] = d->at;
    if (!d->forgiving)
        d->stopped = (int)fault;
}

/* ---- Filling ------------------------------------------------------------------------------------------------------------- */

static rv_status take(rv_xml_decoder *d, char *to, size_t room, size_t *got, rv_error *err)
{
    rv_status st = RV_OK;

    *got = 0;
    if (d->in) {
        st = rv_input_read(d->in, to, room, got, err);
    } else {
        *got = d->left < room ? d->left : room;
        if (*got > 0)
            memcpy(to, d->bytes, *got);
        d->bytes += *got;
        d->left -= *got;
    }
    d->exhausted = st == RV_OK && *got == 0;
    return st;
}

/* Reads until there is something to convert, or the end. */
static rv_status take_raw(rv_xml_decoder *d, size_t enough, rv_error *err)
{
    rv_status st = RV_OK;
    size_t    got;

    d->to -= d->from;
    memmove(d->raw, d->raw + d->from, d->to);
    d->from = 0;
    while (st == RV_OK && d->to < enough && !d->exhausted) {
        st = take(d, d->raw + d->to, RV_XML_RAW - d->to, &got, err);
        d->to += got;
    }
    return st;
}

/* UTF-8 without a fault is not copied. */
static rv_status take_utf8(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    size_t    left = d->to - d->from, got, clean;
    rv_status st;

    memcpy(to + *n, d->raw + d->from, left);
    room = room - *n - left < RV_XML_RAW - RV_XML_TURN ? room - *n - left : RV_XML_RAW - RV_XML_TURN;
    if ((st = take(d, to + *n + left, room, &got, err)) != RV_OK)
        return st;
    clean = rv_xml_clean(to + *n, left + got);
    if (clean > 0 && d->broken && (st = rv_xml_decoder_run(d, err)) != RV_OK)
        return st;
    memcpy(d->raw, to + *n + clean, left + got - clean);
    d->from = 0;
    d->to = left + got - clean;
    *n += clean;
    d->at += clean;
    d->own += clean;
    return RV_OK;
}

static bool has_high(const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return true;
    return false;
}

static bool convert(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    static bool (*const from[])(rv_xml_decoder *, char *, size_t, size_t *, rv_error *) = {
        [RV_XML_UTF8] = rv_xml_from_utf8, [RV_XML_WIDE] = rv_xml_from_wide, [RV_XML_TABLE] = rv_xml_from_table, [RV_XML_MULTI] = rv_xml_from_multi,
    };

    if (d->undecided && has_high(d->raw + d->from, d->to - d->from)) {
        d->undecided = false;
        rv_xml_encoding_doubt(d);
    }
    return d->stopped == RV_XML_FAULTS && from[d->coding](d, to, room, n, err);
}

rv_status rv_xml_decoder_fill(rv_xml_decoder *d, char *to, size_t room, size_t *n, rv_error *err)
{
    rv_error  fault = { .code = RV_OK };
    rv_status st = RV_OK;

    *n = 0;
    forget_runs(d);
    while (st == RV_OK && !d->finished && d->stopped == RV_XML_FAULTS && room - *n >= 2 * RV_XML_TURN) {
        if (d->to - d->from < RV_XML_TURN && !d->exhausted) {
            st = d->coding == RV_XML_UTF8 ? take_utf8(d, to, room, n, err) : take_raw(d, RV_XML_TURN, err);
        } else if (!convert(d, to, room, n, &fault)) {
            if ((st = fault.code) != RV_OK && err)
                *err = fault;
        }
        d->finished = d->exhausted && d->from == d->to;
    }
    return st;
}

rv_status rv_xml_decoder_start(rv_xml_decoder *d, const char *asked, rv_error *err)
{
    rv_status st;

    d->stopped = RV_XML_FAULTS;
    d->conversion = (iconv_t)-1;
    for (size_t i = 0; i < RV_XML_FROM_BYTES; i++)
        d->first[i] = UINT64_MAX;
    if (!(d->raw = malloc(RV_XML_RAW)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = take_raw(d, RV_XML_RAW / 2, err)) != RV_OK || (st = rv_xml_encoding_find(d, asked, err)) != RV_OK)
        return st;
    d->finished = d->exhausted && d->from == d->to;
    d->told_own = d->own;
    return rv_xml_decoder_run(d, err);
}

void rv_xml_decoder_end(rv_xml_decoder *d)
{
    if (d->conversion != (iconv_t)-1)
        iconv_close(d->conversion);
    free(d->raw);
    free(d->runs);
    free(d->table);
    *d = (rv_xml_decoder){ .conversion = (iconv_t)-1 };
}
