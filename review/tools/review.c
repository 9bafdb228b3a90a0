/* `review NAME ...` runs `review-NAME ...`, from the folder this program lies in or else from PATH; bare `review` runs
   `review-status`. */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/base.h"

static const struct {
    const char *name, *does;
} tools[] = {
    { "init",    "make a review file from a protocol" },
    { "status",  "where the review stands and what to do next" },
    { "import",  "read search exports into records" },
    { "export",  "write records out again" },
    { "convert", "from reference file to reference file, with no review" },
    { "dedup",   "find which records are one report; reports and studies" },
    { "screen",  "decisions, conflicts, agreement" },
    { "extract", "values with their place, results, appraisal" },
    { "effect",  "effect sizes and variances from what reports give" },
    { "meta",    "fit models; estimates, heterogeneity, forest-plot data" },
    { "plot",    "draw figures from what the other tools write" },
    { "report",  "the whole report, and every table as CSV" },
    { "run",     "carry out what the protocol plans, from data to report" },
    { "serve",   "the team in the browser" },
    { "log",     "the audit trail: show, verify, back up, restore, rebuild, archive" },
};

static void help(FILE *to)
{
    fputs("Usage: review [NAME [ARGUMENT...]]\n"
          "Tools for a systematic review; `review NAME` runs `review-NAME`, bare `review` runs `review-status`.\n\n", to);
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        fprintf(to, "  %-9s %s\n", tools[i].name, tools[i].does);
    fputs("\n      --help                 Give this help list\n      --version              Print program version\n", to);
}

static int wrong(const char *name)
{
    rv_buf clean = RV_BUF_INIT;

    rv_utf8_printable(&clean, name, strlen(name));
    fprintf(stderr, "review: there is no tool '%s'; see review --help\n", rv_buf_str(&clean));
    rv_buf_free(&clean);
    return 2;
}

/* A tool's name is small letters and hyphens, so that nothing else can be run through this program. */
static int is_name(const char *name)
{
    return *name && *name != '-' && strspn(name, "abcdefghijklmnopqrstuvwxyz-") == strlen(name);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "status";
    char bare[] = "review-status", *alone[] = { bare, NULL };
    char **args = argc > 1 ? argv + 1 : alone;
    char here[4096], path[4400];
    ssize_t n;

    if (strcmp(name, "--help") == 0 || strcmp(name, "--version") == 0) {
        if (strcmp(name, "--help") == 0)
            help(stdout);
        else
            puts("review " VERSION);
        return fflush(stdout) == 0 ? 0 : 1;
    }
    if (!is_name(name))
        return wrong(name);
    n = readlink("/proc/self/exe", here, sizeof here - 1);
    here[n > 0 ? n : 0] = 0;
    if (strrchr(here, '/'))
        *strrchr(here, '/') = 0;
    /* In the build tree this program lies two folders below the others. */
    snprintf(path, sizeof path, "%s/review-%.200s", here, name);
    if (access(path, X_OK) != 0)
        snprintf(path, sizeof path, "%s/../../review-%.200s", here, name);
    if (access(path, X_OK) == 0)
        execv(path, args);
    snprintf(path, sizeof path, "review-%.200s", name);
    execvp(path, args);
    if (errno == ENOENT)
        return wrong(name);
    fprintf(stderr, "review: cannot run %s: %s\n", path, strerror(errno));
    return 1;
}
