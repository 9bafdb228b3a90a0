#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/trainer.h"

enum { AT_ONCE = 256 };

static size_t keep(rv_buf *bytes, const char *text)
{
    const size_t at = bytes->length;

    if (!text)
        return 0;
    rv_buf_add(bytes, text, strlen(text) + 1);
    return at;
}

static rv_status take(void *user, const rv_stored_record *record, rv_error *err)
{
    rv_trainer_texts *t = user;
    size_t *place;

    while (t->to < t->n && t->ids[t->to] < record->id)      /* none of ours, or gone meanwhile */
        t->to++;
    if (t->to == t->n || t->ids[t->to] != record->id)
        return RV_OK;
    place = t->places + 3 * (t->to - t->from);
    place[0] = keep(&t->bytes, record->fields.title);
    place[1] = keep(&t->bytes, record->fields.abstract);
    place[2] = keep(&t->bytes, record->fields.keywords);
    t->to++;
    return rv_buf_check(&t->bytes, err);
}

static rv_status fetch(rv_trainer_texts *t, size_t from, rv_error *err)
{
    const size_t to = from + AT_ONCE < t->n ? from + AT_ONCE : t->n;
    rv_status st;

    if (!t->places && !(t->places = malloc(3 * AT_ONCE * sizeof *t->places)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memset(t->places, 0, 3 * AT_ONCE * sizeof *t->places);
    rv_buf_clear(&t->bytes);
    rv_buf_add(&t->bytes, "", 1);
    t->from = t->to = from;
    st = rv_reports_each(t->store, t->ids[from], t->ids[to - 1], take, t, err);
    t->to = st == RV_OK ? to : from;
    return st;
}

rv_status rv_trainer_read(void *user, size_t i, rv_rank_text *text, rv_error *err)
{
    rv_trainer_texts *t = user;
    const size_t *place;
    rv_status st;

    if (t->stop && t->stop(t->user))
        return rv_fail(err, RV_EINVAL, "the trainer is to stop");
    if ((i < t->from || i >= t->to) && (st = fetch(t, i, err)) != RV_OK)
        return st;
    place = t->places + 3 * (i - t->from);
    *text = (rv_rank_text){ t->bytes.data + place[0], t->bytes.data + place[1], t->bytes.data + place[2] };
    return RV_OK;
}

void rv_trainer_texts_free(rv_trainer_texts *texts)
{
    free(texts->places);
    rv_buf_free(&texts->bytes);
    texts->places = NULL;
}

static void say(rv_buf *text, const char *words)
{
    if (*words) {
        rv_buf_text(text, words);
        rv_buf_char(text, '\n');
    }
}

void rv_trainer_hint(const rv_protocol *protocol, rv_buf *title, rv_buf *abstract)
{
    const char *const question[] = { protocol->question, protocol->population, protocol->intervention, protocol->comparison,
                                     protocol->outcomes, protocol->designs };

    say(title, protocol->title);
    for (size_t i = 0; i < sizeof question / sizeof *question; i++)
        say(abstract, question[i]);
    for (size_t i = 0; i < protocol->n_criteria; i++)
        if (protocol->criteria[i].include)
            say(abstract, protocol->criteria[i].text);
    for (size_t i = 0; i < protocol->n_terms; i++)
        if (!protocol->terms[i].against)
            say(abstract, protocol->terms[i].text);
}
