#include <config.h>

#include <string.h>

#include "inside.h"

static void tell_control(rv_reading *reading, const rv_line *line, rv_line_told *told)
{
    size_t i;

    for (i = 0; i < line->n && !told->control; i++) {
        unsigned char c = (unsigned char)line->bytes[i];

        if (c < ' ' && c != '\t' && c != '\v' && c != '\f') {
            told->control = true;
            rv_reading_problem(reading, "control-characters", line->number, reading->record.number,
                               "control character 0x%02X; left out of the fields", c);
        }
    }
}

/* UTF-8 that was read as Windows-1252 and written as UTF-8 again: A with tilde or circumflex before another of its bytes, or "a-euro". */
static void tell_mojibake(rv_reading *reading, const rv_line *line, rv_line_told *told)
{
    static const char *const signs[] = { "\xC3\x83\xC2", "\xC3\x82\xC2", "\xC3\xA2\xE2\x82\xAC" };
    const char *s = line->bytes, *end = s + line->n;
    size_t      i;

    while (!told->mojibake && s < end && (s = memchr(s, 0xC3, (size_t)(end - s)))) {
        for (i = 0; i < 3; i++)
            if ((size_t)(end - s) >= strlen(signs[i]) && memcmp(s, signs[i], strlen(signs[i])) == 0) {
                told->mojibake = true;
                rv_reading_problem(reading, "suspected-mojibake", line->number, reading->record.number,
                                   "text that looks like UTF-8 read as Windows-1252; kept as found");
                break;
            }
        s++;
    }
}

void rv_line_tell(rv_reading *reading, const rv_line *line, const char *charset, rv_line_told *told)
{
    if (line->repaired && !told->utf8) {
        told->utf8 = true;
        rv_reading_problem(reading, "bad-utf8", line->number, reading->record.number,
                           "bytes that are not %s; read as Windows-1252, or replaced by U+FFFD", charset);
    }
    if (line->control && !told->control)
        tell_control(reading, line, told);
    if (line->high && !told->mojibake)
        tell_mojibake(reading, line, told);
}
