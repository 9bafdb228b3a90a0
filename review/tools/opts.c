/* Options by argp, from the rows of one table a tool. */
#include <config.h>

#include <argp.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/opts.h"

static const rv_command *this_command;
static bool verb_named;

enum { KEY = 1000 };
static char **names;             /* of the options, as they are written: an underscore of the table is a hyphen */
static bool  *seen;              /* which stood on the command line */

typedef struct {
    char **operands;
    int    count;
} parsed;

static void usage(struct argp_state *state, const rv_error *err)
{
    fflush(stdout);
    argp_failure(state, 2, 0, "%s", err->message);
    exit(2);
}

static const char *name_of(const rv_opt *o)
{
    return names[o - this_command->options];
}

static rv_status choose(const rv_opt *o, const char *text, rv_error *err)
{
    char known[420];
    size_t used = 0;

    known[0] = 0;
    for (int i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], text) == 0) {
            *(int *)o->value = i;
            return RV_OK;
        }
        if (used < sizeof known) {
            const int n = snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", o->choices[i]);
            used += n > 0 ? (size_t)n : 0;
        }
    }
    if (used >= sizeof known)
        return rv_fail(err, RV_EUSAGE, "--%s has no choice '%s'; --help lists them", name_of(o), text);
    return rv_fail(err, RV_EUSAGE, "--%s has no choice '%s'; there are %s", name_of(o), text, known);
}

static rv_status set(const rv_opt *o, const char *text, rv_error *err)
{
    rv_texts *list;
    const char **more;

    switch (o->kind) {
    case RV_OPT_FLAG:
        *(bool *)o->value = true;
        return RV_OK;
    case RV_OPT_TEXT:
        *(const char **)o->value = text;
        return RV_OK;
    case RV_OPT_TEXTS:
        list = o->value;
        if (!(more = realloc(list->items, (list->count + 1) * sizeof *more)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        list->items = more;
        list->items[list->count++] = text;
        return RV_OK;
    case RV_OPT_REAL:
        if (rv_real_parse(text, o->value, NULL) != RV_OK)
            return rv_fail(err, RV_EUSAGE, "--%s needs a number, not '%s'", name_of(o), text);
        return RV_OK;
    case RV_OPT_INT:
        if (rv_int_parse(text, o->value, NULL) != RV_OK)
            return rv_fail(err, RV_EUSAGE, "--%s needs a whole number, not '%s'", name_of(o), text);
        return RV_OK;
    case RV_OPT_CHOICE:
        return choose(o, text, err);
    case RV_OPT_END:
        break;
    }
    return rv_fail(err, RV_EINVAL, "bad option table");
}

static error_t parse_one(int key, char *arg, struct argp_state *state)
{
    parsed *to = state->input;
    rv_error err = { 0 };

    if (key == ARGP_KEY_ARG) {
        to->operands[to->count++] = arg;
        return 0;
    }
    for (int i = 0; this_command->options[i].kind != RV_OPT_END; i++) {
        const rv_opt *o = &this_command->options[i];
        if (key == KEY + i || (o->letter && key == o->letter)) {
            if (set(o, arg, &err) != RV_OK)
                usage(state, &err);
            seen[i] = true;
            return 0;
        }
    }
    return ARGP_ERR_UNKNOWN;
}

static char *option_help(const rv_opt *o)
{
    rv_buf text = RV_BUF_INIT;

    rv_buf_text(&text, o->help);
    for (int i = 0; o->kind == RV_OPT_CHOICE && o->choices[i]; i++)
        rv_buf_printf(&text, "%s%s", i ? ", " : ": ", o->choices[i]);
    return text.data;
}

static void print_version(FILE *out, struct argp_state *state)
{
    (void)state;
    fprintf(out, "%s %s\n", this_command->program, VERSION);
}

/* argp takes abbreviations; ours are whole words, so that a script keeps its meaning when an option is added. */
static void refuse_abbreviations(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *name = argv[i] + 2;
        const size_t n = strcspn(argv[i], "=") - 2;
        bool known = false;

        if (strncmp(argv[i], "--", 2) != 0)
            continue;
        for (const rv_opt *o = this_command->options; o->kind != RV_OPT_END; o++)
            known |= strlen(name_of(o)) == n && strncmp(name_of(o), name, n) == 0;
        if (!known && !(n == 4 && !strncmp(name, "help", n)) && !(n == 5 && !strncmp(name, "usage", n))
            && !(n == 7 && !strncmp(name, "version", n))) {
            fprintf(stderr, "%s: there is no option '%.*s'; see %s --help\n", this_command->program, (int)n + 2, argv[i],
                    this_command->program);
            exit(2);
        }
    }
}

static void add_verbs(rv_buf *doc)
{
    const rv_verb *v = this_command->verbs;

    if (!v)
        return;
    rv_buf_printf(doc, "\vVerbs (without one: %s):\n", v->name);
    for (; v->name; v++)
        rv_buf_printf(doc, "  %-12s %s\n", v->name, v->help);
}

static void out_of_memory(const rv_command *command)
{
    fprintf(stderr, "%s: out of memory\n", command->program);
    exit(1);
}

static char *written(const char *name)
{
    char *text = strdup(name);

    for (char *c = text; c && *c; c++)
        if (*c == '_')
            *c = '-';
    return text;
}

/* argp's rows and the written names, from the table's. */
static struct argp_option *make_options(const rv_command *command)
{
    struct argp_option *options;
    size_t n = 0;

    while (command->options[n].kind != RV_OPT_END)
        n++;
    options = calloc(n + 1, sizeof *options);
    names = calloc(n + 1, sizeof *names);
    seen = calloc(n + 1, sizeof *seen);
    for (size_t i = 0; options && names && i < n; i++) {
        const rv_opt *o = &command->options[i];
        if (!(names[i] = written(o->name)))
            out_of_memory(command);
        options[i] = (struct argp_option){ names[i], o->letter ? o->letter : KEY + (int)i, o->metavar, 0, option_help(o), 0 };
    }
    if (!options || !names || !seen)
        out_of_memory(command);
    return options;
}

char **rv_tool_start(const rv_command *command, int argc, char **argv, int *verb)
{
    struct argp_option *options = make_options(command);
    struct argp argp = { options, parse_one, command->operands, NULL, NULL, NULL, NULL };
    rv_buf doc = RV_BUF_INIT;
    static parsed to;            /* the operands live until the program ends */

    this_command = command;
    to = (parsed){ calloc((size_t)argc + 1, sizeof(char *)), 0 };
    setlocale(LC_CTYPE, "");
    argp_err_exit_status = 2;
    argp_program_version_hook = print_version;
    rv_buf_text(&doc, command->summary);
    add_verbs(&doc);
    if (!to.operands || rv_buf_check(&doc, NULL) != RV_OK)
        out_of_memory(command);
    argp.doc = doc.data;
    argv[0] = (char *)command->program;
    refuse_abbreviations(argc, argv);
    argp_parse(&argp, argc, argv, 0, NULL, &to);

    if (verb)
        *verb = 0;
    for (int i = 0; command->verbs && to.count && command->verbs[i].name; i++)
        if (strcmp(command->verbs[i].name, to.operands[0]) == 0) {
            *verb = i;
            verb_named = true;
            memmove(to.operands, to.operands + 1, (size_t)to.count * sizeof *to.operands);
            break;
        }
    for (int i = 0; options[i].name; i++)
        free((char *)options[i].doc);
    free(options);
    rv_buf_free(&doc);
    return to.operands;
}

const char *rv_tool_option_name(size_t i)
{
    return names[i];
}

bool rv_tool_option_given(size_t i)
{
    return seen[i];
}

bool rv_tool_verb_named(void)
{
    return verb_named;
}

void rv_tool_say(const char *format, ...)
{
    rv_buf text = RV_BUF_INIT, clean = RV_BUF_INIT;
    char line[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    rv_buf_printf(&text, "%s: %s", this_command->program, line);
    rv_utf8_printable(&clean, rv_buf_str(&text), text.length);
    if (text.failed || clean.failed) {           /* also who has no memory left says why it stops */
        for (char *c = line; *c; c++)
            *c = (unsigned char)*c < 0x20 || (unsigned char)*c > 0x7e ? '?' : *c;
        fprintf(stderr, "%s: %s\n", this_command->program, line);
    } else {
        fprintf(stderr, "%s\n", rv_buf_str(&clean));
    }
    rv_buf_free(&text);
    rv_buf_free(&clean);
}

int rv_tool_fail(const rv_error *err)
{
    rv_tool_say("%s", err->message);
    return err->code == RV_EUSAGE ? 2 : 1;
}

rv_status rv_tool_person(const char *option, const char **person, rv_error *err)
{
    if (!option)
        option = getenv("REVIEW_USER");
    if (!option || !*option)
        return rv_fail(err, RV_EUSAGE, "who is doing this? give --as NAME or set REVIEW_USER");
    *person = option;
    return RV_OK;
}

void rv_tool_ack(bool porcelain, const char *event, const char *key)
{
    if (!porcelain)
        return;
    printf("ACK %s %s\n", event, key);
    fflush(stdout);
}
