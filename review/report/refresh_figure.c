/* A figure of a manuscript: its pictures become others, at the width that the author chose. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/office.h"
#include "report/refresh.h"

/* ---- From a reference to a part ------------------------------------------------------------------------------------- */

typedef struct {
    const char *id;
    rv_buf     *target;
    bool        found;
} referring;

static rv_status look_for(void *user, const char *name, const char *const *attributes, rv_error *err)
{
    referring *r = user;
    const char *id = rv_xml_attribute(attributes, "Id"), *target = rv_xml_attribute(attributes, "Target"),
               *mode = rv_xml_attribute(attributes, "TargetMode");

    (void)name;
    (void)err;
    if (id && target && strcmp(id, r->id) == 0 && !(mode && strcmp(mode, "External") == 0)) {
        rv_buf_clear(r->target);
        rv_buf_text(r->target, target);
        r->found = true;
    }
    return RV_OK;
}

/* The name of the part that `id` of `part` refers to; "" when there is none in the package. */
static void part_of(const rv_refresh_part *part, const char *id, rv_buf *out)
{
    static const rv_xml_handler handler = { .start = look_for };
    const char *slash = strrchr(part->name, '/'), *base = slash ? slash + 1 : part->name, *bytes, *target;
    rv_buf rels = RV_BUF_INIT, found = RV_BUF_INIT;
    referring r = { id, &found, false };
    rv_error none;
    size_t n, folder = (size_t)(base - part->name);

    rv_buf_clear(out);
    rv_buf_add(&rels, part->name, folder);
    rv_buf_printf(&rels, "_rels/%s.rels", base);
    if (rv_zip_get(part->of->zip, rv_buf_str(&rels), &bytes, &n)
        && rv_xml_read_bytes(part->of->name, bytes, n, &handler, &r, &none) == RV_OK && r.found) {
        target = rv_buf_str(&found);
        if (*target == '/') {
            rv_buf_text(out, target + 1);
        } else {
            while (strncmp(target, "../", 3) == 0) {
                target += 3;
                while (folder > 0 && part->name[--folder] != '/')
                    ;
                while (folder > 0 && part->name[folder - 1] != '/')
                    folder--;
            }
            rv_buf_add(out, part->name, folder);
            rv_buf_text(out, target);
        }
    }
    rv_buf_free(&rels);
    rv_buf_free(&found);
}

/* ---- Pictures ------------------------------------------------------------------------------------------------------- */

/* Whether a picture is drawn outside of this control too. */
static bool shared(const rv_refresh_part *part, const rv_bound *b, const char *id)
{
    const rv_wml *w = &part->wml;
    rv_buf other = RV_BUF_INIT;
    bool found = false;

    for (size_t i = 1; i < w->n_nodes && !found; i++) {
        if ((w->nodes[i].kind != RV_WML_BLIP && w->nodes[i].kind != RV_WML_SVG_BLIP)
            || (i > b->content && i <= w->nodes[b->content].last))
            continue;
        rv_buf_clear(&other);
        rv_wml_value(w, i, "embed", &other);
        if (strcmp(rv_buf_str(&other), id) == 0) {
            const size_t around = rv_wml_around(w, i, RV_WML_SDT, 0);
            rv_bound copy;

            found = !around || !rv_bound_read(part, around, &copy) || copy.block != b->block;
            if (around)
                rv_bound_free(&copy);
        }
    }
    rv_buf_free(&other);
    return found;
}

static rv_status set_aside(rv_refreshing *r, const char *name, const rv_buf *bytes, rv_error *err)
{
    rv_refresh_picture *more = realloc(r->pictures, (r->n_pictures + 1) * sizeof *more);

    if (!more)
        return rv_fail(err, RV_ENOMEM, "%s: out of memory for a picture", r->name);
    r->pictures = more;
    more[r->n_pictures] = (rv_refresh_picture){ strdup(name), RV_BUF_INIT };
    rv_buf_add(&more[r->n_pictures].bytes, rv_buf_str(bytes), bytes->length);
    return more[r->n_pictures++].name ? RV_OK : rv_fail(err, RV_ENOMEM, "%s: out of memory for a picture", r->name);
}

static const char *ending_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot ? dot + 1 : "";
}

typedef struct {
    rv_buf png, svg;
    bool   any, other;            /* a picture was found; one of them says something else */
} drawn;

/* One <a:blip> or <asvg:svgBlip>. */
static rv_status picture(rv_refresh_part *part, const rv_bound *b, size_t blip, drawn *d, rv_refresh_found *f, rv_error *err)
{
    rv_buf id = RV_BUF_INIT, name = RV_BUF_INIT;
    const rv_buf *made;
    const char *bytes;
    size_t n;
    rv_status st = RV_OK;

    rv_wml_value(&part->wml, blip, "embed", &id);
    part_of(part, rv_buf_str(&id), &name);
    made = strcmp(ending_of(rv_buf_str(&name)), "png") == 0 ? &d->png : strcmp(ending_of(rv_buf_str(&name)), "svg") == 0 ? &d->svg : NULL;
    if (!id.length || !name.length || !rv_zip_get(part->of->zip, rv_buf_str(&name), &bytes, &n)) {
        rv_buf_printf(&f->note, "%sits picture is not in the document", f->note.length ? "; " : "");
    } else if (!made) {
        rv_buf_printf(&f->note, "%sits picture is a .%.20s, neither png nor svg", f->note.length ? "; " : "", ending_of(rv_buf_str(&name)));
    } else if (shared(part, b, rv_buf_str(&id))) {
        rv_buf_printf(&f->note, "%sits picture is used at another place too", f->note.length ? "; " : "");
    } else {
        d->any = true;
        if (n != made->length || memcmp(bytes, rv_buf_str(made), n) != 0) {
            d->other = true;
            st = set_aside(part->of, rv_buf_str(&name), made, err);
        }
        if (made == &d->png || !f->old.length) {
            rv_buf_clear(&f->old);
            rv_buf_add(&f->old, bytes, n);
        }
    }
    rv_buf_free(&id);
    rv_buf_free(&name);
    return st;
}

/* ---- Size and words ------------------------------------------------------------------------------------------------- */

/* The height that goes with the width that stands there. */
static void set_height(rv_refresh_part *part, size_t node, double aspect)
{
    size_t at, n;
    rv_buf width = RV_BUF_INIT;
    char text[32];
    double across;

    rv_wml_value(&part->wml, node, "cx", &width);
    if (rv_real_parse(rv_buf_str(&width), &across, NULL) == RV_OK && across > 0 && across < 1e9
        && rv_wml_attribute(&part->wml, node, "cy", &at, &n)) {
        const long now = strtol(part->wml.bytes + at, NULL, 10), wanted = lround(across * aspect);

        snprintf(text, sizeof text, "%ld", wanted);
        if (fabs((double)now - (double)wanted) > 0.005 * (double)wanted)
            rv_wml_change_text(&part->changes, at, at + n, text);
    }
    rv_buf_free(&width);
}

static void settle(rv_refresh_part *part, const rv_bound *b)
{
    const rv_wml *w = &part->wml;
    const rv_scene *scene = b->block->scene;
    const double aspect = rv_scene_height(scene) / rv_scene_width(scene);
    rv_buf words = RV_BUF_INIT;
    size_t at, n;

    rv_xml_escape(&words, rv_scene_description(scene));
    for (size_t i = b->content + 1; i <= w->nodes[b->content].last; i++)
        if (w->nodes[i].kind == RV_WML_EXTENT
            || (w->nodes[i].kind == RV_WML_EXT && w->nodes[w->nodes[i].parent].kind == RV_WML_XFRM))
            set_height(part, i, aspect);
        else if (w->nodes[i].kind == RV_WML_DOC_PR && rv_wml_attribute(w, i, "descr", &at, &n))
            rv_wml_change_text(&part->changes, at, at + n, rv_buf_str(&words));
    part->changes.failed |= words.failed;
    rv_buf_free(&words);
}

rv_status rv_refresh_figure(rv_refresh_part *part, const rv_bound *b, rv_refresh_found *f, rv_error *err)
{
    const rv_wml *w = &part->wml;
    drawn d = { RV_BUF_INIT, RV_BUF_INIT, false, false };
    rv_status st = RV_OK;

    f->state = RV_REFRESH_KEPT;
    if (rv_wml_gone(w, b->sdt, 0)) {
        rv_buf_text(&f->note, "it stands in text that is tracked as deleted");
        return RV_OK;
    }
    if ((st = rv_office_png(b->block->scene, &d.png, err)) == RV_OK)
        st = rv_office_svg(b->block->scene, &d.svg, err);
    for (size_t i = b->content + 1; st == RV_OK && i <= w->nodes[b->content].last; i++)
        if (w->nodes[i].kind == RV_WML_BLIP || w->nodes[i].kind == RV_WML_SVG_BLIP)
            st = picture(part, b, i, &d, f, err);
    if (st == RV_OK && d.any) {
        f->state = d.other ? RV_REFRESH_CHANGED : RV_REFRESH_SAME;
        if (d.other)
            settle(part, b);
    } else if (!f->note.length) {
        rv_buf_text(&f->note, "there is no picture in it any more");
    }
    rv_buf_clear(&f->old);
    rv_buf_text(&f->now, d.other ? "drawn anew" : "");
    rv_buf_free(&d.png);
    rv_buf_free(&d.svg);
    return st;
}
