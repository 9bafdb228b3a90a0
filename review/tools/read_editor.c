#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/read.h"
#include "tools/terminal.h"

enum { LONGEST = 1 << 20 };

const char *rv_read_editor(void)
{
    const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

    return visual && *visual ? visual : editor && *editor ? editor : NULL;
}

static bool write_all(int fd, const char *text)
{
    size_t n = strlen(text);

    while (n) {
        const ssize_t done = write(fd, text, n);
        if (done <= 0)
            return false;
        text += done;
        n -= (size_t)done;
    }
    return true;
}

/* Runs the editor as the person wrote it, with options and all, and with signals as they usually are. */
static bool run(const char *editor, const char *path)
{
    const pid_t pid = fork();
    int status = -1;

    if (pid == 0) {
        rv_terminal_signals_as_usual();
        setenv("REVIEW_EDITOR", editor, 1);
        execl("/bin/sh", "sh", "-c", "eval \"$REVIEW_EDITOR\" '\"$1\"'", "sh", path, (char *)NULL);
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static rv_status read_back(const char *path, rv_buf *out, rv_error *err)
{
    FILE *file = fopen(path, "rb");
    char piece[4096];
    size_t n, begin;

    if (!file)
        return rv_fail(err, RV_EIO, "cannot read what was edited: %s", strerror(errno));
    while ((n = fread(piece, 1, sizeof piece, file)) > 0 && out->length < LONGEST)
        rv_buf_add(out, piece, n);
    fclose(file);
    if (out->length && !rv_utf8_valid(out->data, out->length, NULL))
        return rv_fail(err, RV_EPARSE, "what was edited is not UTF-8");
    while (out->length && strchr(" \t\r\n", out->data[out->length - 1]))
        out->data[--out->length] = '\0';
    begin = out->length ? strspn(out->data, " \t\r\n") : 0;
    if (begin)
        memmove(out->data, out->data + begin, (out->length -= begin) + 1);
    return rv_buf_check(out, err);
}

rv_status rv_read_edit(const char *editor, const char *text, rv_buf *out, rv_error *err)
{
    const char *folder = getenv("TMPDIR");
    char path[1024];
    rv_status st;
    int fd;

    if ((size_t)snprintf(path, sizeof path, "%s/abstract.XXXXXX", folder && *folder ? folder : "/tmp") >= sizeof path
        || (fd = mkstemp(path)) < 0)
        return rv_fail(err, RV_EIO, "cannot make a file to edit: %s", strerror(errno));
    if (!write_all(fd, text) || close(fd) != 0) {
        st = rv_fail(err, RV_EIO, "cannot write a file to edit: %s", strerror(errno));
    } else {
        bool edited;
        rv_terminal_lend();
        edited = run(editor, path);
        rv_terminal_take();
        st = edited ? read_back(path, out, err) : rv_fail(err, RV_EIO, "the editor '%.60s' failed; nothing was changed", editor);
    }
    unlink(path);
    return st;
}
