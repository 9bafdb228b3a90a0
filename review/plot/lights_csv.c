/* The table of robvis: studies by domains. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/meta_frame.h"

#include "plot/light.h"

enum { ID_LETTERS = 8, WORD = 40 };

/* What rv_lights_read() hands out, and the memory behind it. */
typedef struct {
    rv_lights        lights;
    rv_frame        *frame;
    rv_light_domain *domain;
    size_t          *column;          /* [domains] of the frame */
    const char     **study;
    int             *judgement;
    char            *texts;           /* the words of a scale that was guessed */
    rv_buf           text;            /* ids, names and groups of domains, each with its NUL */
} owned;

void rv_lights_free(rv_lights *lights)
{
    owned *own = (owned *)lights;

    if (!own)
        return;
    rv_frame_free(own->frame);
    free(own->domain);
    free(own->column);
    free(own->study);
    free(own->judgement);
    free(own->texts);
    rv_buf_free(&own->text);
    free(own);
}

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* ---- Domains ------------------------------------------------------------------------------------------------------ */

static size_t letters(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* Keeps `n` bytes in own->text and returns where they begin; R writes blanks of a heading as points. */
static size_t keep(owned *own, const char *text, size_t n, bool points)
{
    const size_t at = own->text.length;

    while (n && (text[n - 1] == ' ' || (points && text[n - 1] == '.')))
        n--;
    for (size_t i = 0; i < n; i++)
        rv_buf_char(&own->text, points && text[i] == '.' ? ' ' : text[i]);
    rv_buf_char(&own->text, 0);
    return at;
}

typedef struct { size_t id, name, group; bool overall; } places;

/* The heading of column `c`, or a name that is given: "Group: name", a name, or an id. */
static places domain_of(owned *own, const char *heading, const char *given, size_t number)
{
    const char *text = given ? given : heading, *colon = strstr(text, ": ");
    const bool overall = strncasecmp(heading, "overall", 7) == 0, named = given || colon || letters(heading) > ID_LETTERS;
    const bool points = !given && !strchr(text, ' ');
    char id[WORD];
    places p = { .overall = overall };

    snprintf(id, sizeof id, "D%zu", number);
    if (overall || (!colon && letters(heading) <= ID_LETTERS))
        snprintf(id, sizeof id, "%.*s", WORD - 1, overall ? "Overall" : heading);
    p.id = keep(own, id, strlen(id), false);
    p.group = colon ? keep(own, text, (size_t)(colon - text), points) : keep(own, "", 0, false);
    text = colon ? colon + 2 : text;
    p.name = overall || !named ? keep(own, "", 0, false) : keep(own, text, strlen(text), points);
    return p;
}

static rv_status find_domains(owned *own, const char *const *names, size_t n_names, rv_error *err)
{
    const size_t n = rv_frame_columns(own->frame);
    const int weight = rv_frame_find(own->frame, "weight");
    places *at = calloc(n + 1, sizeof *at);

    own->domain = calloc(n + 1, sizeof *own->domain);
    own->column = calloc(n + 1, sizeof *own->column);
    if (!at || !own->domain || !own->column) {
        free(at);
        return no_memory(err);
    }
    for (size_t c = 1, number = 0; c < n; c++) {
        const char *heading = rv_frame_column(own->frame, c);
        if ((int)c == weight)
            continue;
        number += strncasecmp(heading, "overall", 7) != 0;
        at[own->lights.domains] = domain_of(own, heading, number && number <= n_names && strncasecmp(heading, "overall", 7) != 0
                                                          && letters(heading) <= ID_LETTERS ? names[number - 1] : NULL, number);
        own->column[own->lights.domains++] = c;
    }
    for (size_t d = 0; d < own->lights.domains && !own->text.failed; d++)
        own->domain[d] = (rv_light_domain){ own->text.data + at[d].id, own->text.data + at[d].name, own->text.data + at[d].group, at[d].overall };
    free(at);
    own->lights.domain = own->domain;
    if (own->text.failed)
        return no_memory(err);
    return own->lights.domains ? RV_OK
                               : rv_fail(err, RV_EPARSE, "%s:1: there is no domain; a table of judgements has Study, D1, D2, ... and perhaps "
                                         "Overall and Weight", rv_frame_file(own->frame));
}

/* ---- Judgements --------------------------------------------------------------------------------------------------- */

/* The word without what does not tell judgements apart: "Low risk of bias" is Low. */
static const char *bare(const char *word, char text[WORD])
{
    static const char *const endings[] = { " risk of bias", " risk", " concern", " concerns" };
    const size_t n = strlen(word);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t end = strlen(endings[i]);
        if (n > end && n - end < WORD && strcasecmp(word + n - end, endings[i]) == 0) {
            snprintf(text, WORD, "%.*s", (int)(n - end), word);
            return text;
        }
    }
    return word;
}

static int judged(const rv_light_scale *scale, const char *word)
{
    char text[WORD];
    const int found = rv_light_find(scale, word);

    return found >= 0 ? found : rv_light_find(scale, bare(word, text));
}

/* Row and domain of the first word that is not of the scale; false when there is none. */
static bool stranger(const owned *own, const rv_light_scale *scale, size_t *row, size_t *domain)
{
    for (*row = 0; *row < rv_frame_rows(own->frame); ++*row)
        for (*domain = 0; *domain < own->lights.domains; ++*domain) {
            const char *word = rv_frame_text(own->frame, *row, own->column[*domain]);
            if (*word && judged(scale, word) < 0)
                return true;
        }
    return false;
}

static rv_status split_scale(rv_light_scale *scale, char *words, rv_error *err)
{
    const char *word[RV_LIGHT_LEVELS];
    size_t n = 0;

    while (n < RV_LIGHT_LEVELS && (word[n] = strsep(&words, "|")))
        n++;
    return rv_light_scale_of(scale, word, n, err);
}

/* The first known tool that has all words of the table. Its words are kept in `texts`. */
static rv_status guess_scale(owned *own, rv_error *err)
{
    size_t row, domain;

    for (const rv_light_tool *tool = rv_light_tools; tool->id; tool++) {
        char *words = strdup(tool->judgements);
        rv_status st;
        if (!words)
            return no_memory(err);
        st = split_scale(&own->lights.scale, words, err);
        if (st == RV_OK && !stranger(own, &own->lights.scale, &row, &domain)) {
            own->texts = words;
            return RV_OK;
        }
        free(words);
        if (st != RV_OK)
            return st;
    }
    own->lights.scale = (rv_light_scale){ 0 };
    return rv_fail(err, RV_EPARSE, "%s: no tool known here has all these judgements; say which there are, from the best to the worst",
                   rv_frame_file(own->frame));
}

static rv_status strange(const owned *own, size_t row, size_t domain, rv_error *err)
{
    rv_buf words = RV_BUF_INIT;
    char place[200];
    rv_status st;

    for (size_t i = 0; i < own->lights.scale.n; i++)
        rv_buf_printf(&words, "%s%s", i ? ", " : "", own->lights.scale.light[i].word);
    st = rv_fail(err, RV_EPARSE, "%s: %s is '%.60s'; the judgements are %s", rv_frame_place(own->frame, row, place), own->domain[domain].id,
                 rv_frame_text(own->frame, row, own->column[domain]), rv_buf_str(&words));
    rv_buf_free(&words);
    return st;
}

static rv_status read_judgements(owned *own, rv_error *err)
{
    const size_t k = rv_frame_rows(own->frame), n = own->lights.domains;
    char place[200];
    size_t row, domain;

    if (stranger(own, &own->lights.scale, &row, &domain))
        return strange(own, row, domain, err);
    own->study = calloc(k + 1, sizeof *own->study);
    own->judgement = calloc(k * n + 1, sizeof *own->judgement);
    if (!own->study || !own->judgement)
        return no_memory(err);
    for (row = 0; row < k; row++) {
        own->study[row] = rv_frame_text(own->frame, row, 0);
        if (!*own->study[row])
            return rv_fail(err, RV_EPARSE, "%s: the study has no name", rv_frame_place(own->frame, row, place));
        for (domain = 0; domain < n; domain++) {
            const char *word = rv_frame_text(own->frame, row, own->column[domain]);
            own->judgement[row * n + domain] = *word ? judged(&own->lights.scale, word) : -1;
        }
    }
    own->lights.studies = k;
    own->lights.study = own->study;
    own->lights.judgement = own->judgement;
    return RV_OK;
}

static rv_status read_weights(owned *own, rv_error *err)
{
    const int at = rv_frame_find(own->frame, "weight");
    char place[200];
    rv_status st;

    if (at < 1)
        return RV_OK;
    if ((st = rv_frame_reals(own->frame, (size_t)at, &own->lights.weight, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < own->lights.studies; i++)
        if (!(own->lights.weight[i] >= 0))
            return rv_fail(err, RV_EPARSE, "%s: the weight is '%s'; it must be a number from 0", rv_frame_place(own->frame, i, place),
                           rv_frame_text(own->frame, i, (size_t)at));
    return RV_OK;
}

rv_status rv_lights_read(rv_lights **out, const char *path, const rv_light_scale *scale, const char *const *names, size_t n_names, rv_error *err)
{
    owned *own = calloc(1, sizeof *own);
    rv_status st;

    *out = NULL;
    if (!own)
        return no_memory(err);
    own->lights.title = "";
    if (scale)
        own->lights.scale = *scale;
    if ((st = rv_frame_read(&own->frame, path, err)) == RV_OK && (st = find_domains(own, names, n_names, err)) == RV_OK
        && (scale || (st = guess_scale(own, err)) == RV_OK) && (st = read_judgements(own, err)) == RV_OK)
        st = read_weights(own, err);
    if (st == RV_OK)
        *out = &own->lights;
    else
        rv_lights_free(&own->lights);
    return st;
}
