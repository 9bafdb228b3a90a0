/* From what another tool's file says to the fields of the form. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/check.h"
#include "extract/foreign_take.h"

enum { WORDS = 300 };

typedef struct {
    const rv_foreign *f;
    rv_batch  *batch;
    rv_store  *store;
    const rv_extract_options *options;
    rv_roles    roles;
    const char **records;         /* of each study: a key, "" */
    const char **labels;          /* of each study: its name, the only one of it */
    bool       *taken;            /* of each result: it has a domain */
    rv_buf      told;             /* what was told of, once each */
} taking;

/* ---- Names ---------------------------------------------------------------------------------------------------------------------------- */

/* Inputs that one field of a form may hold in turn, by what its field "given" says. */
static const struct { rv_role input, value; const char *given; } shared[] = {
    { RV_IN_m1i, RV_AS_VALUE1, "mean" },  { RV_IN_m2i, RV_AS_VALUE2, "mean" },  { RV_IN_ai, RV_AS_VALUE1, "count" },
    { RV_IN_ci, RV_AS_VALUE2, "count" },  { RV_IN_p1i, RV_AS_VALUE1, "percent" }, { RV_IN_p2i, RV_AS_VALUE2, "percent" },
};

const rv_field *rv_foreign_field_of(const rv_protocol *protocol, const rv_roles *roles, rv_role role)
{
    for (size_t i = 0; i < RV_AS_FIELDS && roles->fields[role][i]; i++) {
        const rv_field *field = rv_protocol_field(protocol, roles->fields[role][i]);
        if (field && field->level == RV_LEVEL_RESULT)
            return field;
    }
    return NULL;
}

const rv_field *rv_foreign_field_as(const rv_protocol *protocol, const rv_roles *roles, const char *as, const char **given)
{
    const rv_field *asks = rv_foreign_field_of(protocol, roles, RV_AS_GIVEN);
    char word[20];

    *given = "";
    for (size_t n; *as; as += n + (as[n] == ' ')) {
        const rv_field *field;
        rv_role role;
        n = strcspn(as, " ");
        snprintf(word, sizeof word, "%.*s", (int)n, as);
        if ((role = rv_role_find(word)) == RV_AS_N)
            continue;
        if ((field = rv_foreign_field_of(protocol, roles, role))) {
            *given = role == RV_IN_est ? "impact" : "";
            return field;
        }
        for (size_t i = 0; asks && i < sizeof shared / sizeof *shared; i++)
            if (shared[i].input == role && (field = rv_foreign_field_of(protocol, roles, shared[i].value))) {
                *given = shared[i].given;
                return field;
            }
    }
    return NULL;
}

bool rv_foreign_alike(const char *a, const char *b)
{
    rv_buf x = RV_BUF_INIT, y = RV_BUF_INIT;
    bool same = rv_utf8_fold(&x, a, strlen(a), NULL) == RV_OK && rv_utf8_fold(&y, b, strlen(b), NULL) == RV_OK && x.length
                && strcmp(rv_buf_str(&x), rv_buf_str(&y)) == 0;

    rv_buf_free(&x);
    rv_buf_free(&y);
    return same;
}

/* Where --map sends a name: the text behind its last "=", NULL when nothing was said of it. */
static const char *mapped(const taking *t, const char *name)
{
    for (size_t i = 0; i < t->options->n_map; i++) {
        const char *sign = strrchr(t->options->map[i], '=');
        if (sign && (size_t)(sign - t->options->map[i]) == strlen(name) && strncmp(t->options->map[i], name, strlen(name)) == 0)
            return sign + 1;
    }
    return NULL;
}

/* The field that is called so: by --map, its id or its label. `*left` when --map leaves the name out. */
static const rv_field *field_called(const taking *t, const char *name, bool of_result, bool *left)
{
    const rv_protocol *p = t->batch->protocol;
    const char *to = mapped(t, name);

    *left = to && !*to;
    if (to)
        return rv_protocol_field(p, to);
    for (size_t i = 0; i < p->n_fields; i++)
        if ((p->fields[i].level == RV_LEVEL_RESULT) == of_result && (rv_foreign_alike(p->fields[i].id, name) || rv_foreign_alike(p->fields[i].label, name)))
            return &p->fields[i];
    return NULL;
}

static void tell(taking *t, size_t line, const char *name, const char *message)
{
    rv_buf mark = RV_BUF_INIT;

    rv_buf_printf(&mark, "\n%.200s\t%.200s\n", name, message);
    if (!strstr(rv_buf_str(&t->told), rv_buf_str(&mark)) && t->told.length < 1 << 20) {
        rv_buf_text(&t->told, rv_buf_str(&mark));
        rv_batch_warning(t->batch, line, name, message);
    }
    rv_buf_free(&mark);
}

static const char *keep(taking *t, const char *text)
{
    return rv_hoard_text(&t->batch->memory, text);
}

/* A name as ours are: on one line, without blanks at its ends. */
static const char *keep_name(taking *t, const char *text)
{
    size_t n = strlen(text);
    char *name;

    for (; n > 0 && (unsigned char)*text <= ' '; n--)
        text++;
    while (n > 0 && (unsigned char)text[n - 1] <= ' ')
        n--;
    if (!(name = rv_hoard_bytes(&t->batch->memory, n + 1)))
        return "";
    for (size_t i = 0; i < n; i++)
        name[i] = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    return name;
}

/* ---- Studies and their records ---------------------------------------------------------------------------------------------------------- */

/* Titles of the studies that neither DOI nor PubMed number found, folded. */
typedef struct {
    taking *t;
    struct { char *title; size_t study; int64_t record; bool several; } *items;
    size_t n;
} titles;

static int by_title(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static rv_status take_report(void *user, const rv_stored_record *report, rv_error *err)
{
    titles *all = user;
    rv_buf folded = RV_BUF_INIT;
    const char *title = report->fields.title;
    size_t lo = 0, hi = all->n;

    (void)err;
    if (!title || rv_utf8_fold(&folded, title, strlen(title), NULL) != RV_OK || !folded.length) {
        rv_buf_free(&folded);
        return RV_OK;
    }
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (strcmp(all->items[mid].title, rv_buf_str(&folded)) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < all->n && strcmp(all->items[lo].title, rv_buf_str(&folded)) == 0; lo++) {
        all->items[lo].several |= all->items[lo].record != 0;
        all->items[lo].record = report->id;
    }
    rv_buf_free(&folded);
    return RV_OK;
}

static rv_status find_by_titles(taking *t, rv_error *err)
{
    titles all = { .t = t, .items = calloc(t->f->n_studies + 1, sizeof *all.items) };
    rv_status st = all.items ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
    char key[32];

    for (size_t i = 0; st == RV_OK && i < t->f->n_studies; i++) {
        rv_buf folded = RV_BUF_INIT;
        if (!*t->records[i] && *t->f->studies[i].title
            && rv_utf8_fold(&folded, t->f->studies[i].title, strlen(t->f->studies[i].title), NULL) == RV_OK && folded.length) {
            if (!(all.items[all.n].title = strdup(rv_buf_str(&folded))))
                st = rv_fail(err, RV_ENOMEM, "out of memory");
            else
                all.items[all.n++].study = i;
        }
        rv_buf_free(&folded);
    }
    if (st == RV_OK && all.n) {
        qsort(all.items, all.n, sizeof *all.items, by_title);
        st = rv_reports_each(t->store, 0, INT64_MAX, take_report, &all, err);
    }
    for (size_t i = 0; i < all.n; i++) {
        if (st == RV_OK && all.items[i].record && !all.items[i].several) {
            snprintf(key, sizeof key, "%lld", (long long)all.items[i].record);
            t->records[all.items[i].study] = keep(t, key);
        }
        free(all.items[i].title);
    }
    free(all.items);
    return st;
}

static bool finds(taking *t, const char *prefix, const char *id, size_t study)
{
    char key[300];
    int64_t record;

    if (!*id || strlen(id) > 250)
        return false;
    snprintf(key, sizeof key, "%s:%s", prefix, id);
    if (rv_record_find(t->store, key, &record, NULL) != RV_OK)
        return false;
    t->records[study] = keep(t, key);
    return true;
}

typedef struct { const char *label; size_t study; } named;

static int by_label(const void *a, const void *b)
{
    const named *x = a, *y = b;
    const int c = strcmp(x->label, y->label);

    return c ? c : x->study < y->study ? -1 : x->study > y->study;
}

/* Two studies of one name are told apart by what the file calls them. */
static rv_status find_labels(taking *t, rv_error *err)
{
    named *all = calloc(t->f->n_studies + 1, sizeof *all);
    char label[600];

    if (!all)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < t->f->n_studies; i++)
        all[i] = (named){ t->f->studies[i].label, i };
    qsort(all, t->f->n_studies, sizeof *all, by_label);
    for (size_t i = 0; i < t->f->n_studies; i++) {
        const rv_foreign_study *s = &t->f->studies[all[i].study];
        if (i == 0 || strcmp(all[i - 1].label, s->label) != 0) {
            t->labels[all[i].study] = keep_name(t, s->label);
            continue;
        }
        snprintf(label, sizeof label, "%.300s (%.250s)", s->label, s->id);
        t->labels[all[i].study] = keep(t, label);
        tell(t, s->line, s->label, "several studies of the file have this name; what the file calls them is added");
    }
    free(all);
    return RV_OK;
}

static rv_status take_studies(taking *t, rv_error *err)
{
    rv_status st;
    size_t without = 0;
    char message[100];

    for (size_t i = 0; i < t->f->n_studies; i++) {
        t->records[i] = "";
        if (!finds(t, "doi", t->f->studies[i].doi, i))
            finds(t, "pmid", t->f->studies[i].pmid, i);
    }
    if ((st = find_by_titles(t, err)) != RV_OK || (st = find_labels(t, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < t->f->n_studies; i++) {
        without += !*t->records[i];
        st = rv_batch_add_study(t->batch, &(rv_batch_study){ .study = t->labels[i], .record_key = t->records[i],
                                                             .role = "primary", .line = t->f->studies[i].line }, err);
    }
    if (without) {
        snprintf(message, sizeof message, "%zu of %zu studies found no record by DOI, PubMed number or title", without, t->f->n_studies);
        tell(t, t->f->n_studies ? t->f->studies[0].line : 0, "", message);
    }
    return st;
}

/* ---- Results ---------------------------------------------------------------------------------------------------------------------------- */

/* The domain one of whose words the outcome holds, by the order of the protocol; else the one domain there is, or --domain. */
static const char *domain_of(const taking *t, const char *outcome)
{
    const rv_protocol *p = t->batch->protocol;
    const char *to = mapped(t, outcome), *found = NULL;
    rv_buf text = RV_BUF_INIT, word = RV_BUF_INIT;

    if (to && *to)
        return to;
    rv_buf_char(&text, ' ');
    if (rv_utf8_fold(&text, outcome, strlen(outcome), NULL) != RV_OK)
        rv_buf_clear(&text);
    rv_buf_char(&text, ' ');
    for (size_t d = 0; d < p->n_domains && !found; d++)
        for (size_t k = 0; k < p->domains[d].n_kinds && !found; k++)
            for (size_t i = 0; i < p->domains[d].kinds[k].n_words && !found; i++) {
                const char *w = p->domains[d].kinds[k].words[i];
                rv_buf_clear(&word);
                rv_buf_char(&word, ' ');
                if (rv_utf8_fold(&word, w, strlen(w), NULL) == RV_OK && word.length > 1) {
                    rv_buf_char(&word, ' ');
                    if (strstr(rv_buf_str(&text), rv_buf_str(&word)))
                        found = p->domains[d].id;
                }
            }
    rv_buf_free(&text);
    rv_buf_free(&word);
    return found ? found : t->options->domain ? t->options->domain : p->n_domains == 1 ? p->domains[0].id : NULL;
}

static rv_status take_results(taking *t, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < t->f->n_results; i++) {
        const rv_foreign_result *r = &t->f->results[i];
        const char *to = mapped(t, r->outcome), *domain = domain_of(t, r->outcome);
        char message[WORDS];
        if (to && !*to)
            continue;
        if (!domain) {
            snprintf(message, sizeof message, "no outcome domain of the protocol has a word of '%.100s'; say which it is by --map '%.60s=DOMAIN',"
                     " or by --domain for all such", r->outcome, r->outcome);
            rv_batch_fault(t->batch, r->line, "domain", message);
            continue;
        }
        t->taken[i] = true;
        st = rv_batch_add_result(t->batch, &(rv_batch_result){
            .result = keep_name(t, r->key), .study = t->labels[r->study], .record_key = t->records[r->study],
            .contrast = *r->contrast ? keep(t, r->contrast) : "programme v control", .domain = keep(t, domain), .outcome = keep(t, r->outcome),
            .months = keep(t, r->months), .line = r->line }, err);
    }
    return st;
}

/* ---- Values ------------------------------------------------------------------------------------------------------------------------------ */

/* Text that a field may have: itself, or the choice (or yes, no) that it is but for case. NULL when it fits in no way. */
static const char *fitted(const rv_field *field, const char *text)
{
    if (rv_field_check(field, text, NULL) == RV_OK || rv_state_of(field, text))
        return text;
    for (size_t i = 0; i < field->n_choices; i++)
        if (rv_foreign_alike(field->choices[i], text))
            return field->choices[i];
    if (field->type == RV_FIELD_YESNO || field->type == RV_FIELD_UNCLEAR) {
        if (rv_foreign_alike(text, "yes") || rv_foreign_alike(text, "y"))
            return "yes";
        if (rv_foreign_alike(text, "no") || rv_foreign_alike(text, "n"))
            return "no";
    }
    return NULL;
}

/* What finds no field is kept in the note of a value beside it: "subgroup: adults". */
static void add_rest(rv_buf *rest, const rv_foreign_value *v)
{
    if (rest->length > 4000)
        return;
    rv_buf_printf(rest, "%s%.200s: %.1000s", rest->length ? "; " : "", v->name, v->value);
    if (*v->note && v->loose)
        rv_buf_printf(rest, " (%.500s)", v->note);
}

/* Where a value goes; `*text` becomes what the field takes. NULL when nowhere: then `left` says whether on purpose, and `why` why. */
static const rv_field *find_field(const taking *t, const rv_foreign_value *v, const char **text, const char **which, bool *left,
                                  char why[WORDS])
{
    const bool of_result = v->result != RV_FOREIGN_NONE;
    const rv_field *field = NULL;
    const char *given;

    *left = false;
    *text = v->value;
    *which = "";
    if (*v->as && !mapped(t, v->name))
        field = rv_foreign_field_as(t->batch->protocol, &t->roles, v->as, which);
    if (!field)
        field = field_called(t, v->name, of_result, left);
    if (!field && !*left && v->loose && *v->note && (field = field_called(t, v->value, of_result, left))) {
        *text = v->note;                                 /* the code names the field, what was typed beside it is the value */
    }
    if (!field) {
        snprintf(why, WORDS, *v->as ? "the form has no field for it (as=\"%s\")" : "the form has no field for it", v->as);
        return NULL;
    }
    if ((field->level == RV_LEVEL_RESULT) != of_result || (field->level != RV_LEVEL_RESULT && field->level != RV_LEVEL_STUDY)) {
        snprintf(why, WORDS, "the field '%.60s' is asked of something else than this is said of", field->id);
        return NULL;
    }
    given = *text;
    if (!(*text = fitted(field, given))) {
        rv_error err = { 0 };
        if (rv_field_check(field, given, &err) != RV_OK)
            snprintf(why, WORDS, "it does not fit the field '%.40s': %.200s", field->id, err.message);
        return NULL;
    }
    return field;
}

/* A second answer to a field of several choices is added; of any other field, the first stays. */
static bool add_answer(taking *t, rv_batch_value *before, const rv_field *field, const char *text)
{
    rv_buf both = RV_BUF_INIT;
    bool done = false;

    if (field->type == RV_FIELD_CHOICES) {
        for (size_t i = 0; i < field->n_choices; i++) {     /* in the order of the form */
            const char *c = field->choices[i];
            const char *at = strstr(before->value, c);
            const bool had = at && (at == before->value || at[-1] == ' ') && (at[strlen(c)] == ';' || !at[strlen(c)]);
            if (had || strcmp(c, text) == 0)
                rv_buf_printf(&both, "%s%s", both.length ? "; " : "", c);
        }
        before->value = keep(t, rv_buf_str(&both));
        done = true;
    } else if (strcmp(before->value, text) == 0) {
        done = true;
    }
    rv_buf_free(&both);
    return done;
}

/* A form whose fields hold counts, means or impacts in turn has another that says which: `given`, told by the value at `from`. */
static rv_status add_given(taking *t, size_t begin, size_t from, const char *given, rv_error *err)
{
    const rv_field *field = rv_foreign_field_of(t->batch->protocol, &t->roles, RV_AS_GIVEN);
    rv_batch_value v;

    if (!*given || !field || rv_field_check(field, given, NULL) != RV_OK)
        return RV_OK;
    for (size_t k = begin; k < t->batch->n_values; k++)
        if (strcmp(t->batch->values[k].field, field->id) == 0)
            return RV_OK;
    v = t->batch->values[from];
    v.field = field->id;
    v.value = given;
    v.quotation = v.note = "";
    return rv_batch_add_value(t->batch, &v, err);
}

/* The values of one study or result: f's from `first` to `last` that are of it. */
static rv_status take_values_of(taking *t, size_t study, size_t result, size_t first, size_t last, rv_error *err)
{
    const size_t begin = t->batch->n_values;
    const char *given = "";
    size_t from = begin;
    rv_buf rest = RV_BUF_INIT;
    rv_status st = RV_OK;
    const char *slash = strrchr(t->batch->file, '/'), *file = slash ? slash + 1 : t->batch->file;
    char why[WORDS], place[600];

    for (size_t i = first; st == RV_OK && i < last; i++) {
        const rv_foreign_value *v = &t->f->values[i];
        const rv_field *field;
        const char *text, *which;
        bool left, again = false;
        if (v->result != result || v->study != study)
            continue;
        if (!(field = find_field(t, v, &text, &which, &left, why))) {
            if (!left) {
                tell(t, v->line, v->name, why);
                add_rest(&rest, v);
            }
            continue;
        }
        for (size_t k = begin; k < t->batch->n_values && !again; k++)
            if (strcmp(t->batch->values[k].field, field->id) == 0) {
                again = true;
                if (!add_answer(t, &t->batch->values[k], field, text)) {
                    tell(t, v->line, v->name, "another value of the same file stands in its field already; it is not taken");
                    add_rest(&rest, v);
                }
            }
        if (again)
            continue;
        if (*which) {
            given = which;
            from = t->batch->n_values;
        }
        snprintf(place, sizeof place, "%.100s, %.450s", file, v->place);
        st = rv_batch_add_value(t->batch, &(rv_batch_value){
            .study = t->labels[study], .result = result == RV_FOREIGN_NONE ? "" : keep_name(t, t->f->results[result].key),
            .field = field->id, .value = keep(t, text), .state = "", .record_key = t->records[study], .place = keep(t, place),
            .quotation = keep(t, v->quotation), .note = text == v->note ? "" : keep(t, v->note), .line = v->line }, err);
    }
    if (st == RV_OK && rest.length && t->batch->n_values > begin) {
        rv_batch_value *one = &t->batch->values[begin];
        rv_buf note = RV_BUF_INIT;
        rv_buf_printf(&note, "%s%sthe file also says: %s", one->note, one->note[0] ? "; " : "", rv_buf_str(&rest));
        one->note = keep(t, rv_buf_str(&note));
        rv_buf_free(&note);
    }
    rv_buf_free(&rest);
    return st == RV_OK && from < t->batch->n_values ? add_given(t, begin, from, given, err) : st;
}

/* Values of studies: they stand in runs, but not all together. */
static int by_study(const void *a, const void *b)
{
    const size_t *x = a, *y = b;

    return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : x[1] < y[1] ? -1 : x[1] > y[1];
}

static rv_status take_values(taking *t, rv_error *err)
{
    size_t (*spans)[2] = calloc(t->f->n_values + 1, sizeof *spans);
    size_t n = 0;
    rv_status st = spans ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; spans && i < t->f->n_values; i++)
        if (t->f->values[i].result == RV_FOREIGN_NONE) {
            spans[n][0] = t->f->values[i].study;
            spans[n++][1] = i;
        }
    if (n)
        qsort(spans, n, sizeof *spans, by_study);
    for (size_t i = 0, next; st == RV_OK && i < n; i = next) {
        for (next = i; next < n && spans[next][0] == spans[i][0]; next++)
            ;
        st = take_values_of(t, spans[i][0], RV_FOREIGN_NONE, spans[i][1], spans[next - 1][1] + 1, err);
    }
    for (size_t i = 0; st == RV_OK && i < t->f->n_results; i++)
        if (t->taken[i])
            st = take_values_of(t, t->f->results[i].study, i, t->f->results[i].first, t->f->results[i].last, err);
    free(spans);
    return st;
}

/* ---- Judgements ------------------------------------------------------------------------------------------------------------------------- */

/* A judgement of the domain that begins with the word, or has it as its own. */
static const char *judgement_of(const rv_appraisal_domain *domain, const char *word)
{
    for (size_t i = 0; i < domain->n_judgements; i++)
        if (rv_foreign_alike(domain->judgements[i], word))
            return domain->judgements[i];
    for (size_t i = 0; i < domain->n_judgements; i++)
        if (strncmp(domain->judgements[i], word, strlen(word)) == 0)
            return domain->judgements[i];
    return NULL;
}

static rv_status take_judgements(taking *t, rv_error *err)
{
    const rv_protocol *p = t->batch->protocol;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < t->f->n_judgements; i++) {
        const rv_foreign_judgement *j = &t->f->judgements[i];
        const rv_appraisal_tool *tool = NULL;
        const rv_appraisal_domain *domain = NULL;
        const char *to = mapped(t, j->domain), *word;
        for (size_t k = 0; k < p->n_appraisals && !domain; k++)
            for (size_t d = 0; d < p->appraisals[k].n_domains && !domain; d++) {
                const rv_appraisal_domain *one = &p->appraisals[k].domains[d];
                if (strcmp(p->appraisals[k].unit, "study") == 0
                    && (to ? strcmp(one->id, to) == 0 : rv_foreign_alike(one->id, j->domain) || rv_foreign_alike(one->label, j->domain))) {
                    tool = &p->appraisals[k];
                    domain = one;
                }
            }
        if (to && !*to)
            continue;
        if (!domain)
            tell(t, j->line, j->domain, "no appraisal tool of the protocol that judges studies has such a domain; its judgements are not taken");
        else if (!(word = judgement_of(domain, j->judgement)))
            tell(t, j->line, j->domain, "the domain has no judgement like those of the file; they are not taken");
        else
            st = rv_batch_add_judgement(t->batch, &(rv_batch_judgement){
                .study = t->labels[j->study], .result = "", .tool = tool->id, .domain = domain->id, .judgement = word,
                .support = keep(t, j->support), .line = j->line }, err);
    }
    return st;
}

rv_status rv_foreign_take(const rv_foreign *f, rv_batch *batch, rv_store *store, const rv_extract_options *options, rv_error *err)
{
    taking t = { .f = f, .batch = batch, .store = store, .options = options, .told = RV_BUF_INIT,
                 .records = calloc(f->n_studies + 1, sizeof *t.records), .taken = calloc(f->n_results + 1, sizeof *t.taken),
                 .labels = calloc(f->n_studies + 1, sizeof *t.labels) };
    rv_status st = t.records && t.taken && t.labels ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    rv_roles_read(batch->protocol, &t.roles);
    if (st == RV_OK && (st = take_studies(&t, err)) == RV_OK && (st = take_results(&t, err)) == RV_OK
        && (st = take_values(&t, err)) == RV_OK)
        st = take_judgements(&t, err);
    if (st == RV_OK && batch->memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    rv_buf_free(&t.told);
    free(t.records);
    free(t.labels);
    free(t.taken);
    return st;
}
