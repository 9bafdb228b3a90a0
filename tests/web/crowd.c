#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tests/web/crowd.h"

int crowd_say(const rv_error *err)
{
    fprintf(stderr, "%s\n", err->message);
    return 1;
}

int main(int argc, char **argv)
{
    static const struct { const char *name; int (*run)(int argc, char **argv); const char *usage; } verbs[] = {
        { "make",  crowd_make,  "FILE PROTOCOL RECORDS PEOPLE TOKENS" },
        { "vote",  crowd_vote,  "HOST:PORT TOKENS PEOPLE SECONDS THINK ACKS [cut=P] [patient=S] [slow=N]" },
        { "check", crowd_check, "FILE ACKS [exact]" },
        { "hold",  crowd_hold,  "FILE SECONDS" },
    };
    int code = 2;

    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (argc > 1 && strcmp(argv[1], verbs[i].name) == 0)
            code = verbs[i].run(argc - 2, argv + 2);
    for (size_t i = 0; code == 2 && i < sizeof verbs / sizeof *verbs; i++)
        fprintf(stderr, "%s crowd %s %s\n", i ? "      " : "usage:", verbs[i].name, verbs[i].usage);
    return code;
}
