#include <config.h>

#include <string.h>
#include <strings.h>

#include "web/doorman.h"

/* Reads on and on; `at` is where, `n` the end. Every step gives RV_HEAD_GOOD when its part is there and right. */
typedef struct {
    const char *bytes;
    size_t at, n;
} reading;

static bool is_token(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_method(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_target(unsigned char c)
{
    return c > ' ' && c != 127;
}

static bool is_value(unsigned char c)
{
    return (c >= ' ' && c != 127) || c == '\t';
}

/* Characters of a kind, at least one unless `empty`, up to what follows them. */
static rv_head run(reading *r, bool (*is)(unsigned char), bool empty)
{
    const size_t from = r->at;

    while (r->at < r->n && is((unsigned char)r->bytes[r->at]))
        r->at++;
    if (r->at == r->n)
        return RV_HEAD_MORE;
    return r->at > from || empty ? RV_HEAD_GOOD : RV_HEAD_BAD;
}

static rv_head literal(reading *r, const char *text)
{
    for (; *text; text++, r->at++) {
        if (r->at == r->n)
            return RV_HEAD_MORE;
        if (r->bytes[r->at] != *text)
            return RV_HEAD_BAD;
    }
    return RV_HEAD_GOOD;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static rv_head request_line(reading *r)
{
    rv_head head;

    if ((head = run(r, is_method, false)) != RV_HEAD_GOOD || (head = literal(r, " ")) != RV_HEAD_GOOD
        || (head = run(r, is_target, false)) != RV_HEAD_GOOD || (head = literal(r, " HTTP/")) != RV_HEAD_GOOD
        || (head = run(r, is_digit, false)) != RV_HEAD_GOOD || (head = literal(r, ".")) != RV_HEAD_GOOD
        || (head = run(r, is_digit, false)) != RV_HEAD_GOOD)
        return head;
    return literal(r, "\r\n");
}

/* Digits, blanks around them, no sign, list or other base. */
static bool is_length(const char *value, size_t n)
{
    size_t digits = 0;

    while (n > 0 && (*value == ' ' || *value == '\t'))
        value++, n--;
    while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
        n--;
    while (digits < n && is_digit((unsigned char)value[digits]))
        digits++;
    return n > 0 && digits == n && n <= 15;
}

static rv_head header_line(reading *r, size_t *lengths)
{
    static const char length[] = "Content-Length";
    const char *name = r->bytes + r->at, *value;
    size_t n;
    rv_head head;

    if ((head = run(r, is_token, false)) != RV_HEAD_GOOD)
        return head;
    n = (size_t)(r->bytes + r->at - name);
    if ((head = literal(r, ":")) != RV_HEAD_GOOD)
        return head;
    value = r->bytes + r->at;
    if ((head = run(r, is_value, true)) != RV_HEAD_GOOD)
        return head;
    if (n == sizeof length - 1 && strncasecmp(name, length, n) == 0
        && (++*lengths > 1 || !is_length(value, (size_t)(r->bytes + r->at - value))))
        return RV_HEAD_BAD;
    return literal(r, "\r\n");
}

rv_head rv_head_look(const char *bytes, size_t n)
{
    reading r = { bytes, 0, n };
    size_t lengths = 0;
    rv_head head = request_line(&r);

    while (head == RV_HEAD_GOOD) {
        if (r.at < r.n && r.bytes[r.at] == '\r')
            return (head = literal(&r, "\r\n")) == RV_HEAD_MORE && n >= RV_HEAD_BYTES ? RV_HEAD_LONG : head;
        head = r.at == r.n ? RV_HEAD_MORE : header_line(&r, &lengths);
    }
    return head == RV_HEAD_MORE && n >= RV_HEAD_BYTES ? RV_HEAD_LONG : head;
}
