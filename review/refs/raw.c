#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

/* The file as it lies on the disk: first what was looked at to see whether it is compressed. */
static rv_status take_packed(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    rv_raw *raw = user;

    if (raw->head_served < raw->head) {
        *got = raw->head - raw->head_served < n ? raw->head - raw->head_served : n;
        memcpy(bytes, raw->head_bytes + raw->head_served, *got);
        raw->head_served += *got;
        return RV_OK;
    }
    if (raw->in)
        return rv_input_read(raw->in, bytes, n, got, err);
    *got = n < raw->left ? n : raw->left;
    if (*got)
        memcpy(bytes, raw->bytes, *got);
    raw->bytes += *got;
    raw->left -= *got;
    return RV_OK;
}

/* Reads what is inside, and tells the sink. */
static rv_status take(rv_raw *raw, void *bytes, size_t n, size_t *got, rv_error *err)
{
    rv_status st;

    *got = 0;
    st = raw->unpacking ? rv_unpack_read(raw->unpacking, bytes, n, got, err) : take_packed(raw, bytes, n, got, err);
    return st == RV_OK && *got && raw->sink->bytes ? raw->sink->bytes(raw->sink->user, bytes, *got, err) : st;
}

static rv_status look_at_head(rv_raw *raw, rv_error *err)
{
    size_t    got = 1, head = 0;
    rv_status st = RV_OK;

    while (head < sizeof raw->head_bytes && got > 0
           && (st = take_packed(raw, raw->head_bytes + head, sizeof raw->head_bytes - head, &got, err)) == RV_OK)
        head += got;
    raw->head = head;
    if (st == RV_OK && rv_is_compressed(raw->head_bytes, head))
        st = rv_unpack_begin(&raw->unpacking, raw->name, raw->head_bytes, head, take_packed, raw, err);
    return st;
}

rv_status rv_raw_begin(rv_raw *raw, rv_error *err)
{
    size_t    got = 1;
    rv_status st;

    raw->sampled = raw->served = raw->head = raw->head_served = 0;
    raw->sample = malloc(RV_SAMPLE);
    if (!raw->sample)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = look_at_head(raw, err);
    while (st == RV_OK && raw->sampled < RV_SAMPLE && got > 0
           && (st = take(raw, raw->sample + raw->sampled, RV_SAMPLE - raw->sampled, &got, err)) == RV_OK)
        raw->sampled += got;
    return st;
}

rv_status rv_raw_read(rv_raw *raw, void *bytes, size_t n, size_t *got, rv_error *err)
{
    if (raw->served < raw->sampled) {
        *got = raw->sampled - raw->served < n ? raw->sampled - raw->served : n;
        memcpy(bytes, raw->sample + raw->served, *got);
        raw->served += *got;
        return RV_OK;
    }
    return take(raw, bytes, n, got, err);
}

void rv_raw_end(rv_raw *raw)
{
    rv_unpack_end(raw->unpacking);
    rv_input_close(raw->in);
    free(raw->sample);
    *raw = (rv_raw){ .in = NULL };
}
