/* review-convert: from reference file to reference file, with no review at all. */
#include <config.h>

#include "review/refs.h"

#include "tools/oddities.h"
#include "tools/opts.h"

static const char *output, *oddities, *encoding;
static int         from = -1, to = -1;

static const rv_opt options[] = {
    { RV_OPT_CHOICE, 't', "to", &to, "FORMAT", "format to write", rv_refs_written },
    { RV_OPT_CHOICE, 'F', "from", &from, "FORMAT", "format of the files (else found from their content)", rv_refs_formats },
    { RV_OPT_TEXT, 'e', "encoding", &encoding, "NAME", "encoding of the files (else found from their content)", NULL },
    { RV_OPT_TEXT, 'o', "output", &output, "FILE", "write to FILE instead of standard output", NULL },
    { RV_OPT_TEXT, 'O', "oddities", &oddities, "FILE", "write everything odd as CSV: file, line, record, kind, what", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-convert", "--to FORMAT [FILE...]",
    "Converts reference files as a stream; without FILE, or with -, standard input.", options, NULL
};

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    return rv_refs_writer_add(user, record, err);
}

static rv_status read_all(rv_refs_writer *writer, const char *const *paths, rv_error *err)
{
    const rv_refs_sink sink = { .record = take_record, .problem = rv_oddity_take, .user = writer };
    rv_status          st = RV_OK;

    for (; st == RV_OK && *paths; paths++)
        st = rv_refs_read(*paths, from >= 0 ? rv_refs_formats[from] : NULL, encoding, &sink, NULL, err);
    return st;
}

/* When a later file fails, what was written before to standard output is ended properly; a file does not appear. */
static rv_status convert(const char *const *paths, rv_error *err)
{
    rv_output      *out = NULL;
    rv_refs_writer *writer = NULL;
    rv_status       st, ended;

    if ((st = rv_output_open(&out, output, err)) == RV_OK
        && (st = rv_refs_writer_open(&writer, rv_refs_written[to], false, out, err)) == RV_OK) {
        st = read_all(writer, paths, err);
        if (st != RV_OK && rv_refs_writer_count(writer) == 0)
            rv_refs_writer_drop(writer);
        else if ((ended = rv_refs_writer_close(writer, st == RV_OK ? err : NULL)) != RV_OK && st == RV_OK)
            st = ended;
    }
    if (st == RV_OK || !output)
        ended = rv_output_close(out, st == RV_OK ? err : NULL);
    else
        rv_output_drop(out), ended = RV_OK;
    return st == RV_OK ? ended : st;
}

int main(int argc, char **argv)
{
    static const char *const standard[] = { "-", NULL };
    rv_error          err = { .code = RV_OK };
    char            **paths = rv_tool_start(&command, argc, argv, NULL);
    rv_status         st;

    if (to < 0)
        st = rv_fail(&err, RV_EUSAGE, "into what? give --to FORMAT, such as --to csl-json");
    else if ((st = rv_oddities_open(oddities, &err)) == RV_OK)
        st = rv_oddities_close(convert(*paths ? (const char *const *)paths : standard, &err), &err);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
