/* The progress bar: a line on the terminal with share, rate and remaining time, at most ten times a second. */
#include <config.h>

#include <stdio.h>
#include <unistd.h>

#include "tools/opts.h"

static struct {
    const char *what;
    double      began, drawn;
    bool        shown;
} bar;

static void draw(void *user, uint64_t done, uint64_t total)
{
    const double now = rv_clock(), taken = now - bar.began;
    (void)user;

    if (now - bar.drawn < 0.1 || taken < 0.5)
        return;
    bar.drawn = now;
    bar.shown = true;
    if (total)
        fprintf(stderr, "\r\033[K%s %3.0f %%  %.0f/s  %.0f s left", bar.what, 100.0 * (double)done / (double)total,
                (double)done / taken, done ? taken * (double)(total - done) / (double)done : 0);
    else
        fprintf(stderr, "\r\033[K%s %llu  %.0f/s", bar.what, (unsigned long long)done, (double)done / taken);
}

rv_progress rv_tool_progress(const char *what)
{
    rv_progress none = { NULL, NULL }, some = { draw, NULL };

    bar.what = what;
    bar.began = rv_clock();
    bar.drawn = 0;
    bar.shown = false;
    return isatty(STDERR_FILENO) ? some : none;
}

void rv_tool_progress_end(void)
{
    if (bar.shown)
        fputs("\r\033[K", stderr);
    bar.shown = false;
}
