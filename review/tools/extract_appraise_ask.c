/* An appraisal question by question: each answer is durable when it is given; what the rules propose is shown, and kept or changed. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tools/extract_appraise.h"

/* Words go to standard error: there are no data. Text from files is made fit for a terminal. */
static void say(const char *label, const char *text)
{
    rv_buf out = RV_BUF_INIT;

    rv_utf8_printable(&out, text, strlen(text));
    fprintf(stderr, "%s%s\n", label, rv_buf_str(&out));
    rv_buf_free(&out);
}

/* A line from the person, blanks around it cut; false at the end of input. The text lives until the next call. */
static bool ask(const char *prompt, const char **line)
{
    static char text[2000];
    size_t n;

    fprintf(stderr, "%s ", prompt);
    fflush(stderr);
    if (!fgets(text, sizeof text, stdin)) {
        fputc('\n', stderr);
        return false;
    }
    if (!strchr(text, '\n'))         /* longer than anything asked for: the rest is not another answer */
        for (int c = getchar(); c != EOF && c != '\n'; c = getchar())
            ;
    n = strcspn(text, "\n");
    while (n > 0 && strchr(" \t\r", text[n - 1]))
        n--;
    text[n] = '\0';
    *line = text + strspn(text, " \t");
    return true;
}

/* The choice a person means: its number from 1, or its words whatever the case; NULL for none. */
static const char *chosen(const rv_appraisal_line *l, const char *said)
{
    char *end;
    const long number = strtol(said, &end, 10);

    for (size_t i = 0; i < l->n_choices; i++)
        if (strcasecmp(l->choices[i], said) == 0 || strcasecmp(l->labels[i], said) == 0)
            return l->choices[i];
    return *said && *end == '\0' && number >= 1 && (size_t)number <= l->n_choices ? l->choices[number - 1] : NULL;
}

static void show_choices(const rv_appraisal_line *l)
{
    for (size_t i = 0; i < l->n_choices; i++) {
        const bool same = strcmp(l->choices[i], l->labels[i]) == 0;

        fprintf(stderr, "  %zu  %s%s%s\n", i + 1, l->choices[i], same ? "" : "  ", same ? "" : l->labels[i]);
    }
}

typedef struct {
    rv_extraction              *work;
    const char                 *tool;
    const rv_appraisal_subject *subject;
} asking;

/* One act. What is wrong with it is told, and asked again; `*taken` says whether it stands. */
static rv_status enter(const asking *q, const char *id, const char *answer, const char *support, const char *place, bool *taken,
                       rv_error *err)
{
    rv_judgement_entry e = appraise_entry(q->work, q->tool, q->subject, id, answer);
    rv_extract_summary summary;
    rv_status st;

    e.support = support;
    e.place = place;
    st = rv_extract_appraise_all(q->work->store, q->work->protocol, q->work->who, &e, 1, appraise_warn, NULL, &summary, err);
    *taken = st == RV_OK;
    if (st == RV_OK && summary.event[0])
        rv_tool_ack(q->work->porcelain, "extract.appraise", summary.event);
    if (st == RV_EINVAL) {
        rv_tool_say("%s", err->message);
        return RV_OK;
    }
    return st;
}

/* The choice for a line; NULL when the person leaves. Enter takes `usual` where there is one. */
static const char *ask_choice(const rv_appraisal_line *l, const char *usual)
{
    const char *line, *choice;

    show_choices(l);
    while (ask(usual ? "Enter keeps it, or another, ? help, q leave:" : "answer, ? help, q leave:", &line)) {
        if (strcmp(line, "q") == 0)
            return NULL;
        if (usual && !*line)
            return usual;
        if ((choice = chosen(l, line)))
            return choice;
        if (strcmp(line, "?") == 0 && *l->help)
            say("  ", l->help);
        else if (strcmp(line, "?") == 0)
            say("  ", "there is no more about it here; see the instrument at its address");
        else if (*line)
            say("  ", "that is none of them; give its number or its words");
    }
    return NULL;
}

/* One question: answer, place, what it rests on. */
static rv_status ask_question(const asking *q, const rv_appraisal_line *l, bool *leave, rv_error *err)
{
    const char *answer, *line;
    char place[2000] = "";
    bool taken;

    fprintf(stderr, "\n%s  ", l->id);
    say("", l->text);
    if (!(answer = ask_choice(l, NULL)) || !ask("place (page, table, figure; Enter for none):", &line)) {
        *leave = true;
        return RV_OK;
    }
    strncat(place, line, sizeof place - 1);
    if (!ask("what it rests on (Enter for nothing):", &line)) {
        *leave = true;
        return RV_OK;
    }
    return enter(q, l->id, answer, line, place, &taken, err);
}

/* One domain: what is proposed is kept by Enter; another judgement needs its reason. */
static rv_status ask_domain(const asking *q, const rv_appraisal_line *l, bool *leave, rv_error *err)
{
    const char *judgement, *line = "";
    bool taken;

    fputc('\n', stderr);
    say("", l->text);
    if (l->now[0]) {
        say("  the answers lead to: ", l->now);
        say("  because: ", l->because);
    } else {
        say("  ", "nothing is proposed; judge it");
    }
    judgement = ask_choice(l, l->now[0] ? l->now : NULL);
    *leave = !judgement;
    if (judgement && (!l->now[0] || strcmp(judgement, l->now) != 0))
        *leave = !ask(l->now[0] ? "the reason for judging otherwise:" : "what it rests on (Enter for nothing):", &line);
    return *leave ? RV_OK : enter(q, l->id, judgement, line, NULL, &taken, err);
}

/* What comes next: the first question or domain without an answer, else a domain to be looked at again. */
static const rv_appraisal_line *next_line(const rv_appraisal *a)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->next[0] ? strcmp(a->lines[i].id, a->next) == 0 : !a->lines[i].question && a->lines[i].again[0])
            return &a->lines[i];
    return NULL;
}

rv_status appraise_ask(rv_extraction *work, const char *tool, const rv_appraisal_subject *subject, rv_error *err)
{
    const asking q = { work, tool, subject };
    bool leave = false, begun = false;
    rv_status st = RV_OK;

    while (st == RV_OK && !leave) {
        rv_appraisal a;
        const rv_appraisal_line *l;

        if ((st = rv_extract_appraisal(work->store, work->protocol, tool, subject, appraise_version(work, tool), &a, err)) != RV_OK)
            return st;
        if (!begun)
            say("", a.tool->label);
        begun = true;
        if ((l = next_line(&a)) == NULL) {
            rv_tool_say("all %zu domains are judged", a.due);
            leave = true;
        } else {
            if (l->again[0])
                say("\nagain: ", l->again);
            st = l->question ? ask_question(&q, l, &leave, err) : ask_domain(&q, l, &leave, err);
            if (st == RV_OK && leave)
                rv_tool_say("%zu of %zu domains are judged; next is %s", a.judged, a.due, l->id);
        }
        rv_appraisal_free(&a);
    }
    return st;
}
