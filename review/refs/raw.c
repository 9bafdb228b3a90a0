#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

/* Reads, and tells the sink. */
static rv_status take(rv_raw *raw, void *bytes, size_t n, size_t *got, rv_error *err)
{
    rv_status st;

    *got = 0;
    if (raw->in) {
        if ((st = rv_input_read(raw->in, bytes, n, got, err)) != RV_OK)
            return st;
    } else {
        *got = n < raw->left ? n : raw->left;
        if (*got)
            memcpy(bytes, raw->bytes, *got);
        raw->bytes += *got;
        raw->left -= *got;
    }
    return *got && raw->sink->bytes ? raw->sink->bytes(raw->sink->user, bytes, *got, err) : RV_OK;
}

rv_status rv_raw_begin(rv_raw *raw, rv_error *err)
{
    size_t    got = 1;
    rv_status st = RV_OK;

    raw->sampled = raw->served = 0;
    raw->sample = malloc(RV_SAMPLE);
    if (!raw->sample)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    while (raw->sampled < RV_SAMPLE && got > 0
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
    rv_input_close(raw->in);
    free(raw->sample);
    *raw = (rv_raw){ .in = NULL };
}
