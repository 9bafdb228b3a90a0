#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/base.h"

#include "tree.h"

/* What may stand in an element, keyed by the element around it. Attributes: "!" must be there. Children: "!" once, "?" at most
   once, "+" at least once, "*" any number. protocols/protocol.rng and protocols/instruments/instrument.rng say the same to editors. */
typedef struct {
    const char *parent, *name, *attributes, *children;
    bool        text;
} shape;

#define FIELD "id! label! level! type! unit min max required place as when compute tolerance"
static const shape shapes[] = {
    { "", "protocol", "id! version!",
      "title! author* registration? background? question! eligibility! sources! deduplication? screening! form! appraisal? "
      "outcomes! analyses! topics?", false },
    { "protocol", "title", "", "", true },
    { "protocol", "author", "", "", true },
    { "protocol", "registration", "", "", true },
    { "protocol", "background", "", "", true },
    { "protocol", "question", "", "text! population! intervention! comparison! outcomes! designs!", false },
    { "question", "text", "", "", true },
    { "question", "population", "short", "", true },
    { "question", "intervention", "short", "", true },
    { "question", "comparison", "short", "", true },
    { "question", "outcomes", "", "", true },
    { "question", "designs", "", "", true },
    { "protocol", "eligibility", "", "include+ exclude* reason+", false },
    { "eligibility", "include", "id!", "", true },
    { "eligibility", "exclude", "id!", "", true },
    { "eligibility", "reason", "id! label! stage", "", false },
    { "protocol", "sources", "", "source+", false },
    { "sources", "source", "name! kind! platform searched", "strategy? limits?", false },
    { "source", "strategy", "", "", true },
    { "source", "limits", "", "", true },
    { "protocol", "deduplication", "versions preprints editions", "", false },
    { "protocol", "screening", "", "stage+ for* against*", false },
    { "screening", "stage", "id! label! reviewers! blind conflicts reasons", "", false },
    { "screening", "for", "", "", true },
    { "screening", "against", "", "", true },
    { "protocol", "form", "extraction tolerance", "use* field*", false },
    { "form", "use", "part! version!", "", false },
    { "form", "field", FIELD, "help? choice* column*", false },
    { "", "form-part", "id! version! label!", "field+", false },
    { "form-part", "field", FIELD, "help? choice* column*", false },
    { "field", "help", "", "", true },
    { "field", "choice", "", "", true },
    { "field", "column", "id! type", "", false },
    { "protocol", "appraisal", "", "tool+", false },
    { "appraisal", "tool", "id label unit url instrument critical twice", "domain*", false },
    { "tool", "domain", "id! label!", "judgement+", false },
    { "domain", "judgement", "", "", true },
    { "protocol", "outcomes", "", "domain+", false },
    { "outcomes", "domain", "id! label! better! event favours-left favours-right min-months max-months time near-months ties",
      "kind+ prefer*", false },
    { "domain", "kind", "id! label! words!", "", false },
    { "domain", "prefer", "field! order", "", false },
    { "protocol", "analyses", "", "analysis+", false },
    { "analyses", "analysis", "id! label! domain! measure! model! method test level prediction convert",
      "select* subgroup* moderator* sensitivity* baseline*", false },
    { "analysis", "select", "", "", true },
    { "analysis", "subgroup", "field!", "", false },
    { "analysis", "moderator", "field!", "", false },
    { "analysis", "sensitivity", "id! label! measure model method test leave-out leave-one-out all-effects", "", false },
    { "analysis", "baseline", "risk! label! source", "", false },
    { "protocol", "topics", "", "topic+", false },
    { "topics", "topic", "id! label!", "", true },

    { "", "instrument", "id! edition! label! unit! url applies-when answers judgements", "about? domain+", false },
    { "instrument", "about", "", "", true },
    { "instrument", "domain", "id! label! judgements answers rules optional", "help? question* rule* otherwise?", false },
    { "domain", "help", "", "", true },
    { "domain", "question", "id! asked-when answers critical", "text! help? answer*", false },
    { "question", "help", "", "", true },
    { "question", "answer", "code! label points", "", false },
    { "domain", "rule", "judgement! when!", "", false },
    { "domain", "otherwise", "judgement!", "", false },
};

static const shape *find(const rv_node *node)
{
    const char *parent = node->parent ? node->parent->name : "";

    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(shapes[i].name, node->name) == 0 && strcmp(shapes[i].parent, parent) == 0)
            return &shapes[i];
    return NULL;
}

/* One word of a list: its text, its mark ('\0' for none). Moves `*list` on; false at the end. */
static bool next_word(const char **list, char word[32], char *mark)
{
    size_t n;

    *list += strspn(*list, " ");
    n = strcspn(*list, " ");
    if (n == 0 || n >= 32)
        return false;
    memcpy(word, *list, n);
    word[n] = '\0';
    *list += n;
    *mark = '\0';
    if (strchr("!?+*", word[n - 1])) {
        *mark = word[n - 1];
        word[n - 1] = '\0';
    }
    return true;
}

static bool listed(const char *list, const char *name)
{
    char word[32], mark;

    while (next_word(&list, word, &mark))
        if (strcmp(word, name) == 0)
            return true;
    return false;
}

/* "id, label, stage", for messages. */
static const char *words_of(const char *list, char text[256])
{
    char   word[32], mark;
    size_t used = 0;

    text[0] = '\0';
    while (next_word(&list, word, &mark) && used + sizeof word + 2 < 256)
        used += (size_t)snprintf(text + used, 256 - used, "%s%s", used ? ", " : "", word);
    return used ? text : "none";
}

static rv_status check_attributes(const rv_node *node, const shape *of, const char *file, rv_error *err)
{
    const char *list = of->attributes;
    char        word[32], mark, all[256];

    for (const char *const *a = node->attributes; *a; a += 2)
        if (!listed(of->attributes, *a))
            return rv_node_fail(node, file, err, "the attribute '%.40s' is not known here; allowed: %s", *a,
                                words_of(of->attributes, all));
    while (next_word(&list, word, &mark)) {
        const char *value = rv_node_attribute(node, word);

        if (mark == '!' && (!value || value[strspn(value, " \t\r\n")] == '\0'))
            return rv_node_fail(node, file, err, "the attribute '%s' is missing; write %s=\"...\"", word, word);
    }
    return RV_OK;
}

static rv_status check_children(const rv_node *node, const shape *of, const char *file, rv_error *err)
{
    const char *list = of->children;
    char        word[32], mark, all[256];

    for (const rv_node *child = node->first; child; child = child->next)
        if (!listed(of->children, child->name))
            return rv_fail(err, RV_EPARSE, "%s:%zu: the element <%.40s> is not known in <%s>; allowed: %s", file, child->line,
                           child->name, node->name, words_of(of->children, all));
    while (next_word(&list, word, &mark)) {
        size_t n = rv_node_count(node, word);

        if (n == 0 && (mark == '!' || mark == '+'))
            return rv_node_fail(node, file, err, "the element <%s> is missing; put %s here", word, mark == '!' ? "one" : "at least one");
        if (n > 1 && (mark == '!' || mark == '?'))
            return rv_node_fail(rv_node_next(rv_node_child(node, word)), file, err, "stands %zu times in <%s>; once is right", n,
                                node->name);
    }
    return RV_OK;
}

static rv_status check_text(const rv_node *node, const shape *of, const char *file, rv_error *err)
{
    bool empty = node->text[strspn(node->text, " \t\r\n")] == '\0';

    if (!of->text && !empty)
        return rv_node_fail(node, file, err, "text that belongs nowhere: '%.40s'", node->text + strspn(node->text, " \t\r\n"));
    if (of->text && empty)
        return rv_node_fail(node, file, err, "is empty; put its text between the tags, or take it out");
    return RV_OK;
}

static rv_status check_node(const rv_node *node, const char *file, rv_error *err)
{
    const shape *of = find(node);
    rv_status    st;

    if ((st = check_attributes(node, of, file, err)) != RV_OK || (st = check_children(node, of, file, err)) != RV_OK
        || (st = check_text(node, of, file, err)) != RV_OK)
        return st;
    for (const rv_node *child = node->first; st == RV_OK && child; child = child->next)
        st = check_node(child, file, err);          /* no deeper than the table is */
    return st;
}

rv_status rv_shape_check(const rv_node *root, const char *kind, const char *file, rv_error *err)
{
    if (strcmp(root->name, kind) != 0)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the document is a <%.40s>; %s %s begins with <%s>", file, root->line, root->name,
                       strchr("aeio", *kind) ? "an" : "a", kind, kind);
    return check_node(root, file, err);
}
