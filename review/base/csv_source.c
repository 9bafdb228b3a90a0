#include <config.h>

#include <string.h>
#include <sys/stat.h>

#include "review/base.h"

#include "csv.h"

enum { CHUNK = 1 << 16, TAIL = 3 };                 /* TAIL: the most that a cut UTF-8 character leaves */
static const size_t whole_limit = (size_t)1 << 30;  /* what is read whole, because it must be converted */

/* Bytes at the end that may be the beginning of a character. */
static size_t cut_tail(const char *bytes, size_t n)
{
    for (size_t back = 1; back <= TAIL && back <= n; back++) {
        unsigned char c = (unsigned char)bytes[n - back];
        if (c >= 0xC0)
            return (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u) > back ? back : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

/* Reads the file once to see whether all of it is UTF-8: a mark or the first lines do not tell. */
static rv_status is_utf8(const char *path, bool *yes, rv_error *err)
{
    rv_input *in = NULL;
    char      bytes[CHUNK];
    size_t    kept = 0, got = 0;
    rv_status st = rv_input_open(&in, path, err);

    *yes = st == RV_OK;
    while (st == RV_OK && *yes) {
        if ((st = rv_input_read(in, bytes + kept, sizeof bytes - kept, &got, err)) != RV_OK || got == 0)
            break;
        size_t n = kept + got, tail = cut_tail(bytes, n);
        *yes = rv_utf8_valid(bytes, n - tail, NULL) && memchr(bytes, 0, n) == NULL;
        memmove(bytes, bytes + n - tail, tail);
        kept = tail;
    }
    *yes = *yes && kept == 0;
    rv_input_close(in);
    return st;
}

static rv_status convert(rv_csv_source *source, const char *name, const char *bytes, size_t n, rv_error *err)
{
    rv_status st = rv_charset_decode(&source->window, bytes, n, NULL, NULL, err);
    return st == RV_OK ? RV_OK : rv_within(err, st, "%s", name);
}

static rv_status read_whole(rv_csv_source *source, const char *path, rv_error *err)
{
    rv_buf    raw = RV_BUF_INIT;
    rv_status st = rv_file_read(path, whole_limit, &raw, err);

    if (st == RV_OK)
        st = convert(source, path, rv_buf_str(&raw), raw.length, err);
    rv_buf_free(&raw);
    return st;
}

rv_status rv_csv_source_open(rv_csv_source *source, const char *path, rv_error *err)
{
    struct stat about;
    bool        stream = false;
    size_t      got;
    rv_status   st = RV_OK;

    if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode))
        st = is_utf8(path, &stream, err);
    if (st != RV_OK)
        return st;
    if (!stream)
        return read_whole(source, path, err);
    if ((st = rv_input_open(&source->in, path, err)) == RV_OK
        && (st = rv_csv_source_fill(source, 3, &got, err)) == RV_OK
        && got >= 3 && memcmp(source->window.data, "\xEF\xBB\xBF", 3) == 0)
        source->at = 3;                             /* the mark is no part of the UTF-8 stream: its offset stays 0 */
    return st;
}

rv_status rv_csv_source_bytes(rv_csv_source *source, const char *name, const char *bytes, size_t n, rv_error *err)
{
    return convert(source, name, bytes, n, err);
}

rv_status rv_csv_source_fill(rv_csv_source *source, size_t want, size_t *got, rv_error *err)
{
    rv_status st = RV_OK;
    size_t    n = CHUNK;
    char      bytes[CHUNK];

    if (source->in && source->at > 0 && source->window.length - source->at < want) {
        source->window.length -= source->at;
        memmove(source->window.data, source->window.data + source->at, source->window.length);
        source->at = 0;
    }
    while (st == RV_OK && source->in && source->window.length - source->at < want) {
        if ((st = rv_input_read(source->in, bytes, sizeof bytes, &n, err)) != RV_OK)
            break;
        if (n == 0) {
            rv_input_close(source->in);
            source->in = NULL;
        }
        rv_buf_add(&source->window, bytes, n);
        st = rv_buf_check(&source->window, err);
    }
    *got = source->window.length - source->at;
    return st;
}

rv_status rv_csv_source_piece(rv_csv_source *source, const char **piece, size_t *n, rv_error *err)
{
    size_t    got, end = 0;
    rv_status st = rv_csv_source_fill(source, 2, &got, err);
    const char *text;

    if (st != RV_OK)
        return st;
    text = rv_buf_str(&source->window) + source->at;
    while (end < got && text[end] != '\n' && text[end] != '\r')
        end++;
    if (end < got && text[end] == '\r' && end + 1 == got) {          /* is it a CRLF? */
        if ((st = rv_csv_source_fill(source, got + 1, &got, err)) != RV_OK)
            return st;
        text = rv_buf_str(&source->window) + source->at;
    }
    if (end < got)
        end += text[end] == '\r' && end + 1 < got && text[end + 1] == '\n' ? 2 : 1;
    *piece = text;
    *n = end;
    return RV_OK;
}

void rv_csv_source_skip(rv_csv_source *source, size_t n)
{
    source->at += n;
    source->offset += n;
}

void rv_csv_source_close(rv_csv_source *source)
{
    rv_input_close(source->in);
    rv_buf_free(&source->window);
    source->in = NULL;
}

char rv_csv_separator(const char *text, size_t n, size_t *skip)
{
    static const char candidates[] = ",;\t";
    size_t            counts[3] = { 0, 0, 0 }, best = 0;
    bool              quoted = false;

    *skip = 0;
    if (n >= 5 && (memcmp(text, "sep=", 4) == 0 || memcmp(text, "SEP=", 4) == 0)
        && (n == 5 || text[5] == '\r' || text[5] == '\n')) {
        *skip = 5;
        while (*skip < n && text[*skip] == '\r')
            ++*skip;
        if (*skip < n && text[*skip] == '\n')
            ++*skip;
        return text[4];
    }
    for (size_t i = 0; i < n && (quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
        const char *which = quoted || text[i] == '\0' ? NULL : strchr(candidates, text[i]);
        if (text[i] == '"')
            quoted = !quoted;
        else if (which)
            counts[which - candidates]++;
    }
    for (size_t c = 1; c < 3; c++)
        best = counts[c] > counts[best] ? c : best;
    return candidates[best];
}
