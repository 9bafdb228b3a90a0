/* What the keys of a session do. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/opts.h"
#include "tools/read_session.h"
#include "tools/terminal.h"

/* ---- What lies on the desk ---------------------------------------------------------------------------------------------------------- */

static rv_status add_label(void *user, const rv_screen_mark *mark, rv_error *err)
{
    rv_session *s = user;

    (void)err;
    if (!mark->label)
        return RV_OK;
    rv_buf_printf(&s->labels, "%s%s", s->labels.length ? ", " : "", mark->label);
    if (strcmp(mark->reviewer, s->work->who) == 0)
        rv_buf_printf(&s->own, "\n%s\n", mark->label);
    return RV_OK;
}

static rv_status load_labels(rv_session *s, rv_error *err)
{
    rv_buf_clear(&s->labels);
    rv_buf_clear(&s->own);
    return rv_screen_marks(s->work->store, s->work->protocol, s->item.report, s->work->who, add_label, s, err);
}

static rv_status count_file(void *user, const rv_attachment *file, rv_error *err)
{
    (void)file;
    (void)err;
    ++*(size_t *)user;
    return RV_OK;
}

rv_status rv_session_load(rv_session *s, rv_error *err)
{
    rv_status st = RV_OK;

    s->fresh = true;
    s->page.top = 0;
    s->page.chosen = 0;
    s->page.choosing = false;
    rv_buf_clear(&s->note);
    if (!s->item.report)
        return RV_OK;
    rv_card_free(&s->card);
    if (s->ready.report == s->item.report) {
        s->card = s->ready;
        s->ready = (rv_card){ 0 };
    } else {
        st = rv_card_load(&s->card, s->work->store, s->item.report, err);
    }
    s->files = 0;
    if (st == RV_OK && s->page.full_text)
        st = rv_report_attachments(s->work->store, s->item.report, count_file, &s->files, err);
    return st == RV_OK ? load_labels(s, err) : st;
}

/* Takes what waits, after something else than a decision. */
static rv_status look_again(rv_session *s, rv_error *err)
{
    const rv_status st = rv_desk_next(s->desk, &s->item, err);

    return st == RV_OK ? rv_session_load(s, err) : st;
}

/* ---- Decisions ---------------------------------------------------------------------------------------------------------------------- */

static void say_decided(rv_session *s, const char *verdict, const char *reason)
{
    static const char *const past[][2] = { { "include", "included" }, { "exclude", "excluded" }, { "unsure", "unsure" }, { "later", "put off" } };
    const char *words = verdict;

    for (size_t i = 0; i < sizeof past / sizeof *past; i++)
        if (strcmp(past[i][0], verdict) == 0)
            words = past[i][1];
    rv_session_say(s, "Report %lld: %s%s%s. z takes it back.", (long long)s->item.report, words, reason && *reason ? ", " : "", reason ? reason : "");
}

/* The next record is shown after the decision is durable; a decision that could not be kept leaves the record where it is. */
static rv_status decide(rv_session *s, const char *verdict, const char *reason, rv_error *err)
{
    const rv_decision d = { .record = s->item.report, .stage = s->page.stage->id, .reviewer = s->work->who, .verdict = verdict,
                            .reason = reason, .note = s->note.length ? rv_buf_str(&s->note) : NULL };
    char hex[RV_DIGEST_HEX];
    rv_desk_item next = { 0 };
    rv_error fault = { 0 };

    if (rv_desk_decide(s->desk, &d, &next, hex, &fault) != RV_OK) {
        rv_session_say(s, "NOT KEPT: %s", fault.message);
        return RV_OK;
    }
    say_decided(s, verdict, reason);
    rv_buf_char(&s->done, *verdict);
    s->news = true;
    if (strcmp(verdict, "later") != 0)
        rv_pace_add(&s->pace, rv_clock());
    s->item = next;
    return next.report ? rv_session_load(s, err) : look_again(s, err);
}

static rv_status exclude(rv_session *s, uint64_t chosen, rv_error *err)
{
    rv_buf reasons = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < s->reasons.n; i++)
        if (chosen >> i & 1)
            rv_buf_printf(&reasons, "%s%s", reasons.length ? " " : "", s->reasons.items[i]->id);
    if ((st = rv_buf_check(&reasons, err)) == RV_OK)
        st = decide(s, "exclude", reasons.length ? rv_buf_str(&reasons) : NULL, err);
    rv_buf_free(&reasons);
    return st;
}

static rv_status undo(rv_session *s, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_desk_item item;
    rv_error fault = { 0 };
    const rv_status st = rv_desk_undo(s->desk, &item, hex, &fault);

    if (st != RV_OK) {
        rv_session_say(s, "%s%s", st == RV_ENOTFOUND ? "" : "NOT UNDONE: ", fault.message);
        return RV_OK;
    }
    if (s->done.length)
        s->done.data[--s->done.length] = '\0';
    s->item = item;
    s->news = true;
    rv_session_say(s, "Report %lld: your decision is taken back; decide anew.", (long long)item.report);
    return rv_session_load(s, err);
}

static rv_status set_state(rv_session *s, const char *state, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_error fault = { 0 };

    if (rv_screen_state(s->work->store, s->work->who, s->item.report, state, s->note.length ? rv_buf_str(&s->note) : NULL, hex, &fault) != RV_OK) {
        rv_session_say(s, "NOT KEPT: %s", fault.message);
        return RV_OK;
    }
    rv_session_say(s, "Report %lld: %s. review-screen state tells when it was found.", (long long)s->item.report, state);
    return look_again(s, err);
}

/* ---- What is typed ------------------------------------------------------------------------------------------------------------------ */

static rv_status keep_label(rv_session *s, const char *label, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_error fault = { 0 };
    rv_buf line = RV_BUF_INIT;
    bool standing;
    rv_status st;

    rv_buf_printf(&line, "\n%s\n", label);
    standing = strstr(rv_buf_str(&s->own), rv_buf_str(&line)) != NULL;
    rv_buf_free(&line);
    st = rv_screen_label(s->work->store, s->work->protocol, s->work->who, s->item.report, s->page.stage->id, label, !standing, hex, &fault);
    if (st != RV_OK) {
        rv_session_say(s, "NOT KEPT: %s", fault.message);
        return RV_OK;
    }
    rv_session_say(s, "Label %s: %s.", label, standing ? "taken off" : "put on");
    return load_labels(s, err);
}

static rv_status keep_abstract(rv_session *s, const char *text, rv_error *err)
{
    char hex[RV_DIGEST_HEX];
    rv_error fault = { 0 };
    rv_status st;

    if (strcmp(text, s->card.abstract) == 0) {
        rv_session_say(s, "The abstract stays as it was.");
        return RV_OK;
    }
    if (rv_record_edit(s->work->store, s->work->who, s->item.report, "abstract", text, "typed in while screening", hex, &fault) != RV_OK) {
        rv_session_say(s, "NOT KEPT: %s", fault.message);
        return RV_OK;
    }
    rv_session_say(s, "The abstract is kept; the record as it came stays in the trail.");
    rv_card_free(&s->card);
    st = rv_card_load(&s->card, s->work->store, s->item.report, err);
    s->fresh = true;
    return st;
}

static rv_status keep_typed(rv_session *s, const char *text, rv_error *err)
{
    while (*text == ' ')
        text++;
    s->page.prompt = NULL;
    rv_buf_clear(&s->said);
    switch (s->typed) {
    case RV_TYPED_NOTE:
        rv_buf_clear(&s->note);
        rv_buf_text(&s->note, text);
        if (*text)
            rv_session_say(s, "The note goes with your decision.");
        return RV_OK;
    case RV_TYPED_LABEL:
        return *text ? keep_label(s, text, err) : RV_OK;
    default:
        return *text || *s->card.abstract ? keep_abstract(s, text, err) : RV_OK;
    }
}

static rv_status begin_typing(rv_session *s, rv_typed typed, const char *prompt, const char *text, rv_error *err)
{
    rv_buf line = RV_BUF_INIT;
    rv_status st = RV_OK;

    s->typed = typed;
    if (s->moves) {
        rv_typing_begin(&s->typing, text);
        s->page.prompt = prompt;
        s->page.typing = &s->typing;
        return RV_OK;
    }
    printf("%s", prompt);
    fflush(stdout);
    if (rv_terminal_line(&line) && (st = rv_buf_check(&line, err)) == RV_OK && rv_utf8_valid(rv_buf_str(&line), line.length, NULL))
        st = keep_typed(s, rv_buf_str(&line), err);
    rv_buf_free(&line);
    return st;
}

static rv_status edit_abstract(rv_session *s, rv_error *err)
{
    const char *editor = rv_read_editor();
    rv_buf text = RV_BUF_INIT;
    rv_error fault = { 0 };
    rv_status st = RV_OK;

    if (!editor)
        return begin_typing(s, RV_TYPED_ABSTRACT, "Abstract: ", s->card.abstract, err);
    if (rv_read_edit(editor, s->card.abstract, &text, &fault) != RV_OK)
        rv_session_say(s, "%s", fault.message);
    else
        st = keep_abstract(s, rv_buf_str(&text), err);
    rv_buf_free(&text);
    return st;
}

/* ---- Texts in place of the record ---------------------------------------------------------------------------------------------------- */

static rv_status overlay(rv_session *s, const char *head, rv_status (*fill)(rv_session *s, rv_error *err), rv_error *err)
{
    rv_error fault = { 0 };

    rv_buf_clear(&s->overlay);
    if (fill(s, &fault) != RV_OK) {
        rv_session_say(s, "%s", fault.message);
        return RV_OK;
    }
    s->page.overlay = rv_buf_str(&s->overlay);
    s->page.overlay_head = head;
    s->page.top = 0;
    s->fresh = true;
    return rv_buf_check(&s->overlay, err);
}

static rv_status fill_help(rv_session *s, rv_error *err)
{
    (void)err;
    rv_read_keys_help(&s->overlay, s->page.full_text);
    rv_buf_text(&s->overlay, "\nTerms of the protocol are marked: + speaks for inclusion, - against it.\n");
    return RV_OK;
}

static rv_status fill_criteria(rv_session *s, rv_error *err)
{
    (void)err;
    rv_more_criteria(&s->overlay, s->work->protocol, &s->reasons);
    return RV_OK;
}

static rv_status fill_where(rv_session *s, rv_error *err)
{
    return rv_more_where(&s->overlay, s->work->store, &s->card, err);
}

static rv_status fill_twins(rv_session *s, rv_error *err)
{
    rv_twins_free(&s->twins);
    if (rv_twins_read(&s->twins, s->work->store, err) != RV_OK)
        return RV_EIO;
    return rv_more_twins(&s->overlay, &s->twins, s->work->store, s->work->protocol, s->page.stage->id, s->work->who, &s->card, err);
}

/* ---- Keys ---------------------------------------------------------------------------------------------------------------------------- */

/* False when the key does not scroll. */
static bool scroll(rv_session *s, rv_read_do what)
{
    const size_t page = s->page.body > 2 ? s->page.body - 1 : 1, top = s->page.top;

    switch (what) {
    case RV_DO_DOWN:      s->page.top = top + 1; break;
    case RV_DO_UP:        s->page.top = top ? top - 1 : 0; break;
    case RV_DO_PAGE_DOWN: s->page.top = top + page; break;
    case RV_DO_PAGE_UP:   s->page.top = top > page ? top - page : 0; break;
    case RV_DO_TOP:       s->page.top = 0; break;
    case RV_DO_BOTTOM:    s->page.top = (size_t)1 << 30; break;
    default:              return false;
    }
    return true;
}

static rv_status on_record(rv_session *s, rv_read_do what, rv_error *err)
{
    switch (what) {
    case RV_DO_INCLUDE:      return decide(s, "include", NULL, err);
    case RV_DO_UNSURE:       return decide(s, "unsure", NULL, err);
    case RV_DO_LATER:        return decide(s, "later", NULL, err);
    case RV_DO_EXCLUDE:      return s->reasons.n ? (s->page.choosing = true, RV_OK) : decide(s, "exclude", NULL, err);
    case RV_DO_NOTE:         return begin_typing(s, RV_TYPED_NOTE, "Note: ", rv_buf_str(&s->note), err);
    case RV_DO_LABEL:        return begin_typing(s, RV_TYPED_LABEL, "Label (the same again takes it off): ", "", err);
    case RV_DO_ABSTRACT:     return edit_abstract(s, err);
    case RV_DO_WHERE:        return overlay(s, "Where the report is", fill_where, err);
    case RV_DO_TWINS:        return overlay(s, "Near-duplicates", fill_twins, err);
    case RV_DO_AWAITING:     return set_state(s, "awaiting", err);
    case RV_DO_UNOBTAINABLE: return set_state(s, "unobtainable", err);
    default:                 return RV_OK;
    }
}

static rv_status on_choosing(rv_session *s, int key, rv_error *err)
{
    const int reason = rv_reason_of_key(key, s->reasons.n);

    if (reason >= 0) {
        s->page.chosen ^= (uint64_t)1 << reason;
    } else if (key == '\n' && s->page.chosen) {
        return exclude(s, s->page.chosen, err);
    } else if (key == '\n') {
        rv_session_say(s, "Choose a reason first.");
    } else if (key == RV_KEY_ESCAPE || key == RV_KEY_END) {
        s->page.choosing = false;
        s->page.chosen = 0;
        s->over = key == RV_KEY_END;
    }
    return RV_OK;
}

static rv_status on_typing(rv_session *s, int key, rv_error *err)
{
    switch (rv_typing_key(&s->typing, key)) {
    case RV_TYPING_DONE: return keep_typed(s, rv_buf_str(&s->typing.text), err);
    case RV_TYPING_LEFT: s->page.prompt = NULL; s->over = key == RV_KEY_END; break;
    default: break;
    }
    return RV_OK;
}

static rv_status on_reading(rv_session *s, int key, rv_error *err)
{
    const rv_read_do what = rv_read_key(key, s->page.full_text);
    const int reason = key >= '0' && key <= '9' ? rv_reason_of_key(key, s->reasons.n) : -1;

    if (what == RV_DO_QUIT)
        s->over = true;
    else if (what == RV_DO_UNDO)
        return undo(s, err);
    else if (what == RV_DO_HELP)
        return overlay(s, "Keys", fill_help, err);
    else if (what == RV_DO_CRITERIA)
        return overlay(s, "Criteria", fill_criteria, err);
    else if (key == '\n' && !s->item.report)
        return look_again(s, err);
    else if (s->item.report && !scroll(s, what))
        return reason >= 0 ? exclude(s, (uint64_t)1 << reason, err) : on_record(s, what, err);
    return RV_OK;
}

rv_status rv_session_key(rv_session *s, int key, rv_error *err)
{
    if (key == RV_KEY_REDRAW) {
        s->fresh = true;
        return RV_OK;
    }
    if (s->page.prompt)
        return on_typing(s, key, err);
    if (key != RV_KEY_OTHER)
        rv_buf_clear(&s->said);
    if (s->page.choosing)
        return on_choosing(s, key, err);
    if (s->page.overlay) {
        if (key == RV_KEY_END)
            s->over = true;
        if (!scroll(s, rv_read_key(key, s->page.full_text))) {
            s->page.overlay = NULL;
            s->page.top = 0;
            s->fresh = true;
        }
        return RV_OK;
    }
    return on_reading(s, key, err);
}
