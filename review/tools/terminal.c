#include <config.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include "tools/terminal.h"

/* Milliseconds in which the rest of a key's sequence follows its ESC. */
enum { REST = 50 };

static struct {
    struct termios usual, raw;
    sigset_t       usual_mask, waiting_mask;
    bool           begun, screen, lent;
} terminal;
static volatile sig_atomic_t ended, stopped, changed;

/* ---- What it can do ----------------------------------------------------------------------------------------------------------- */

bool rv_terminal_here(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

bool rv_terminal_moves(void)
{
    const char *term = getenv("TERM");

    return term && *term && strcmp(term, "dumb") != 0;
}

bool rv_terminal_colour(void)
{
    const char *no_colour = getenv("NO_COLOR");

    return !(no_colour && *no_colour) && rv_terminal_moves();
}

static size_t from_environment(const char *name, size_t otherwise)
{
    const char *text = getenv(name);
    int64_t n;

    return text && rv_int_parse(text, &n, NULL) == RV_OK && n > 0 && n < 1000 ? (size_t)n : otherwise;
}

void rv_terminal_size(size_t *columns, size_t *lines)
{
    struct winsize size;
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;

    *columns = known && size.ws_col ? size.ws_col : from_environment("COLUMNS", 80);
    *lines = known && size.ws_row ? size.ws_row : from_environment("LINES", 24);
}

/* ---- Taking and giving back ---------------------------------------------------------------------------------------------------- */

static void notice(int sig)
{
    if (sig == SIGTSTP)
        stopped = 1;
    else if (sig == SIGCONT || sig == SIGWINCH)
        changed = 1;
    else
        ended = sig;
}

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH };

/* A screen of its own, and pasted text told from typed; or back. */
static void modes(bool on)
{
    if (terminal.screen)
        fputs(on ? "\033[?1049h\033[?2004h" : "\033[?2004l\033[?25h\033[0m\033[?1049l", stdout);
    fflush(stdout);
}

rv_status rv_terminal_begin(bool screen, rv_error *err)
{
    struct sigaction act = { .sa_handler = notice };
    sigset_t blocked;

    if (tcgetattr(STDIN_FILENO, &terminal.usual) != 0)
        return rv_fail(err, RV_EIO, "this is no terminal: %s", strerror(errno));
    terminal.raw = terminal.usual;
    terminal.raw.c_lflag &= (tcflag_t)~(ICANON | ECHO | IEXTEN);
    terminal.raw.c_iflag = (terminal.raw.c_iflag & (tcflag_t)~(IXON | ISTRIP)) | ICRNL;
    terminal.raw.c_cc[VMIN] = 1;
    terminal.raw.c_cc[VTIME] = 0;
    ended = stopped = changed = 0;
    sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        sigaddset(&blocked, signals[i]);
        sigaction(signals[i], &act, NULL);
    }
    sigprocmask(SIG_BLOCK, &blocked, &terminal.usual_mask);
    terminal.waiting_mask = terminal.usual_mask;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigdelset(&terminal.waiting_mask, signals[i]);
    terminal.screen = screen;
    terminal.begun = true;
    rv_terminal_take();
    return RV_OK;
}

void rv_terminal_take(void)
{
    tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.raw);
    modes(true);
    terminal.lent = false;
}

void rv_terminal_lend(void)
{
    if (terminal.lent)
        return;
    modes(false);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.usual);
    terminal.lent = true;
}

void rv_terminal_signals_as_usual(void)
{
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], SIG_DFL);
    sigprocmask(SIG_SETMASK, &terminal.usual_mask, NULL);
}

void rv_terminal_end(void)
{
    if (!terminal.begun)
        return;
    terminal.begun = false;
    rv_terminal_lend();
    rv_terminal_signals_as_usual();
    if (ended)
        raise(ended);
}

/* Stops as the shell wants it, with the terminal as it was, until it goes on. */
static void stop(void)
{
    stopped = 0;
    rv_terminal_lend();
    kill(getpid(), SIGSTOP);
    rv_terminal_take();
}

/* ---- Keys ---------------------------------------------------------------------------------------------------------------------- */

/* One byte; -1: none within `milliseconds` (negative: for ever), or the end; `*noticed` when a signal came. */
static int byte(int milliseconds, bool *noticed)
{
    const struct timespec wait = { milliseconds / 1000, milliseconds % 1000 * 1000000L };
    unsigned char c;
    fd_set in;
    int ready;

    FD_ZERO(&in);
    FD_SET(STDIN_FILENO, &in);
    ready = pselect(STDIN_FILENO + 1, &in, NULL, NULL, milliseconds < 0 ? NULL : &wait, &terminal.waiting_mask);
    *noticed = ready < 0 && errno == EINTR;
    return ready > 0 && read(STDIN_FILENO, &c, 1) == 1 ? c : -1;
}

/* The key of a sequence "ESC [ digits letter" or "ESC O letter", whose ESC was read. */
static int sequence(void)
{
    static const struct { const char *end; int key; } known[] = {
        { "A", RV_KEY_UP }, { "B", RV_KEY_DOWN }, { "C", RV_KEY_RIGHT }, { "D", RV_KEY_LEFT }, { "H", RV_KEY_HOME }, { "F", RV_KEY_LAST },
        { "1~", RV_KEY_HOME }, { "7~", RV_KEY_HOME }, { "4~", RV_KEY_LAST }, { "8~", RV_KEY_LAST }, { "5~", RV_KEY_PAGE_UP },
        { "6~", RV_KEY_PAGE_DOWN }, { "3~", RV_KEY_DELETE }, { "200~", RV_KEY_PASTE }, { "201~", RV_KEY_PASTED },
    };
    char text[16];
    size_t n = 0;
    bool noticed;
    int c = byte(REST, &noticed);

    if (c < 0)
        return RV_KEY_ESCAPE;
    if (c != '[' && c != 'O')
        return RV_KEY_OTHER;
    while ((c = byte(REST, &noticed)) >= 0 && n + 1 < sizeof text) {
        text[n++] = (char)c;
        if (c >= 0x40 && c <= 0x7E)
            break;
    }
    text[n] = '\0';
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].end, text) == 0)
            return known[i].key;
    return RV_KEY_OTHER;
}

/* The character that begins with `first`. */
static int character(int first)
{
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
    int point = more == 3 ? first & 0x07 : more == 2 ? first & 0x0F : more == 1 ? first & 0x1F : first;
    bool noticed;

    if (first >= 0x80 && (!more || first > 0xF4))
        return RV_KEY_OTHER;
    for (int i = 0; i < more; i++) {
        const int c = byte(REST, &noticed);
        if (c < 0x80 || c > 0xBF)
            return RV_KEY_OTHER;
        point = point << 6 | (c & 0x3F);
    }
    return point;
}

int rv_terminal_key(void)
{
    for (;;) {
        bool noticed;
        const int c = byte(-1, &noticed);

        if (ended || (c < 0 && !noticed) || c == 4)
            return RV_KEY_END;
        if (noticed) {
            if (stopped)
                stop();
            else if (changed)                    /* what continued or sized us may have changed the terminal's manners */
                tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.raw);
            changed = 0;
            return RV_KEY_REDRAW;
        }
        return c == 033 ? sequence() : c == '\r' ? '\n' : character(c);
    }
}

bool rv_terminal_line(rv_buf *out)
{
    bool noticed = false, whole = false;
    int c = 0;

    tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.usual);
    while (!ended && !whole && ((c = byte(-1, &noticed)) >= 0 || noticed)) {
        if (stopped) {
            stop();
            tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.usual);
        }
        whole = !noticed && c == '\n';
        if (!noticed && !whole)
            rv_buf_char(out, (char)c);
    }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal.raw);
    return whole;
}
