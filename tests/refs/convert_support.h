/* From text in one format to text in another. */
#ifndef TESTS_REFS_CONVERT_SUPPORT_H
#define TESTS_REFS_CONVERT_SUPPORT_H

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/refs.h"

typedef struct {
    rv_status       status;
    rv_error        err;
    rv_refs_summary summary;
    rv_buf          text, problems;      /* problems: "kind@line " of each */
    rv_refs_writer *writer;
} converted;

static rv_status convert_record(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(((converted *)user)->writer, record, err);
}

static void convert_problem(void *user, const rv_problem *problem)
{
    rv_buf_printf(&((converted *)user)->problems, "%s@%zu ", problem->kind, problem->line);
}

static void convert_bytes(converted *got, const char *bytes, size_t n, const char *from, const char *to)
{
    const rv_refs_sink sink = { NULL, convert_record, convert_problem, got };
    char               path[] = "/tmp/convert-XXXXXX";
    int                fd = mkstemp(path);
    rv_output         *out;

    assert_true(fd >= 0);
    close(fd);
    memset(got, 0, sizeof *got);
    assert_int_equal(rv_output_open(&out, path, &got->err), RV_OK);
    assert_int_equal(rv_refs_writer_open(&got->writer, to, false, out, &got->err), RV_OK);
    got->status = rv_refs_read_bytes("test", bytes, n, from, NULL, &sink, &got->summary, &got->err);
    assert_int_equal(rv_refs_writer_close(got->writer, NULL), RV_OK);
    assert_int_equal(rv_output_close(out, NULL), RV_OK);
    assert_int_equal(rv_file_read(path, 1 << 24, &got->text, NULL), RV_OK);
    unlink(path);
}

static inline void convert(converted *got, const char *text, const char *from, const char *to)
{
    convert_bytes(got, text, strlen(text), from, to);
}

static void convert_free(converted *got)
{
    rv_buf_free(&got->text);
    rv_buf_free(&got->problems);
}

/* What comes out as CSL-JSON, with the problems told, and in the format that is found. */
static inline void expect_csl(const char *text, const char *format, const char *problems, const char *want)
{
    converted got;

    convert(&got, text, NULL, "csl-json");
    if (got.status != RV_OK)
        fail_msg("refused: %s", got.err.message);
    assert_string_equal(got.summary.format, format);
    assert_string_equal(rv_buf_str(&got.problems), problems);
    assert_string_equal(rv_buf_str(&got.text), want);
    convert_free(&got);
}

#endif
