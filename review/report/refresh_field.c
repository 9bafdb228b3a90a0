/* A number or phrase of a manuscript. */
#include <config.h>

#include <string.h>

#include "report/refresh.h"

/* A bound control within this one, which has the say; 0 for none. */
static size_t bound_within(const rv_refresh_part *part, size_t content)
{
    for (size_t i = content; (i = rv_wml_next(&part->wml, content, i, RV_WML_SDT));) {
        rv_bound inner;
        const bool found = rv_bound_read(part, i, &inner);

        rv_bound_free(&inner);
        if (found)
            return i;
    }
    return 0;
}

static void keep(rv_refresh_found *f, const char *note)
{
    f->state = RV_REFRESH_KEPT;
    rv_buf_text(&f->note, note);
    rv_buf_clear(&f->now);
    rv_buf_add(&f->now, rv_buf_str(&f->old), f->old.length);
}

rv_status rv_refresh_field(rv_refresh_part *part, const rv_bound *b, rv_refresh_found *f, rv_error *err)
{
    const rv_wml *w = &part->wml;
    const size_t placeholder = rv_wml_child(w, b->properties, RV_WML_PLACEHOLDER);
    const bool tracked = rv_wml_next(w, b->content, b->content, RV_WML_DEL) != 0;

    (void)err;
    rv_wml_text(w, b->content, false, &f->old);
    rv_buf_text(&f->now, b->field->text);
    if (bound_within(part, b->content)) {
        keep(f, "other bound places stand within it");
    } else if (rv_wml_gone(w, b->sdt, 0) || (tracked && !f->old.length)) {
        keep(f, "it stands in text that is tracked as deleted");
    } else {
        const bool unedited = placeholder || rv_bound_unedited(b, rv_buf_str(&f->old));

        f->state = strcmp(rv_buf_str(&f->old), b->field->text) == 0 ? RV_REFRESH_SAME : unedited ? RV_REFRESH_CHANGED : RV_REFRESH_EDITED;
        rv_wml_replace(w, b->content, b->field->text, NULL, placeholder != 0, &part->changes);
        if (placeholder)
            rv_wml_change_text(&part->changes, w->nodes[placeholder].begin, w->nodes[placeholder].end, "");
        if (f->state != RV_REFRESH_SAME && (tracked || rv_wml_next(w, b->content, b->content, RV_WML_INS)))
            rv_buf_text(&f->note, "within a tracked change, which stays one");
        rv_buf_text(&f->written, b->field->text);
    }
    return RV_OK;
}
