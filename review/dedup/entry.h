#ifndef RV_DEDUP_ENTRY_H
#define RV_DEDUP_ENTRY_H

#include "review/dedup.h"

/* Memory that lives as long as the set of entries; nothing in it is freed alone. */
typedef struct rv_chunk rv_chunk;
typedef struct {
    rv_chunk *chunks;
} rv_heap;
void *rv_heap_take(rv_heap *heap, size_t n);              /* NULL when memory is out */
char *rv_heap_text(rv_heap *heap, const char *text, size_t n);
void rv_heap_free(rv_heap *heap);

/* FNV-1a, then mixed; never 0, which says "not given". */
uint64_t rv_hash(const void *bytes, size_t n);
uint64_t rv_hash_mix(uint64_t h);

/* One author: folded family name and first letters of the given names. */
typedef struct {
    const char *family, *given;
    uint32_t    hash;            /* of the family name */
    uint32_t    letters;         /* bit 1 << letter: with which its words begin */
    char        initial;
} rv_name;

/* What kinds of text about another text a title says it is. Two titles that differ here are different reports. */
enum {
    RV_MARK_ERRATUM = 1, RV_MARK_RETRACTION = 2, RV_MARK_REPLY = 4, RV_MARK_COMMENT = 8, RV_MARK_PROTOCOL = 16,
    RV_MARK_INTERIM = 32, RV_MARK_FINAL = 64, RV_MARK_SUMMARY = 128, RV_MARK_PART = 256, RV_MARK_UPDATE = 512,
    RV_MARK_APPENDIX = 1024, RV_MARK_FIGURE = 2048
};

typedef struct {
    const char *text;
    uint32_t    hash;
    uint16_t    n, place;        /* letters; place in the title, from 0 */
} rv_word;

typedef struct {
    const char *folded;          /* as rv_utf8_fold(), tail notes off, Greek letters spelled; "" when not given */
    const char *squeezed;        /* the same without blanks */
    const char *digits;          /* of all numbers, in order */
    const uint32_t *numbers;     /* every number in order, roman and spelled ones turned into digits */
    size_t      n_numbers;
    uint8_t     footnotes;       /* how many words of one digit stand at the very end, after no word that counts */
    const rv_word *words;        /* sorted by hash, then text */
    size_t      n_words, n_squeezed;
    uint64_t    hash;            /* of the squeezed text; 0 when not given */
    size_t      n_main;          /* words before the first colon, full stop or dash that stands as one; 0 without */
    unsigned    marks;
    bool        generic;         /* "Editorial", "Introduction to the minitrack on ...": a kind of text, not a text */
    bool        brief;           /* "Empyema thoracis": too short to carry a match alone */
} rv_title;

enum { RV_PAGES_MORE = 3 };
typedef enum { RV_PAGES_NONE, RV_PAGES_RANGE, RV_PAGES_OTHER } rv_pages_kind;
typedef struct {
    const char   *first;         /* folded first page or article number; "" when not given */
    rv_pages_kind kind;
    int64_t       from, to;      /* numbers of a range; 0 when not given */
    uint32_t      more[RV_PAGES_MORE];   /* where further ranges begin */
    uint8_t       n_more;
} rv_pages;

typedef struct {
    int64_t     id;
    uint32_t    sketch[16];      /* of the abstract: least hashes of its word triples; all 0 when not given */
    uint64_t    abstract;        /* of its words 5 to 15; 0 when not given */
    uint16_t    title_years;     /* in how many years records bear this title; 0 when not counted */
    float       rare_name, rare_container;   /* bits: log2 of how much rarer than usual the first author, the container is */
    uint64_t    digest;          /* of the normalised fields: orders entries whatever the order of input */
    int64_t     year;            /* 0 when not given */
    rv_title    title;
    size_t      n_names;
    const rv_name *names;
    rv_pages    pages;
    const char *type, *container;          /* container: where there is none, the publisher */
    const char *volume, *issue, *doi, *pmid, *accession, *isbn;   /* "" when not given */
    bool        doi_shared;      /* borne by several differing titles: says nothing */
    bool        old;             /* compared by an earlier run: with another old one it is left alone */
    bool        uncounted;       /* not there when the weights were estimated: how common its words are does not count */
    bool        meeting;         /* an abstract of a meeting by what the title, pages or type says */
    bool        preprint;
    bool        thesis;
    bool        working;         /* a working or discussion paper */
    const char *cochrane;        /* "cd001234" of a Cochrane review, "" of one without its number; NULL of other texts */
    int         version;         /* of a Cochrane review, by its DOI; 0 when not given */
} rv_entry;

typedef struct {
    rv_heap  heap;
    rv_entry *items;
    size_t    n, capacity;
} rv_entries;

/* Normalises one record and adds it. */
RV_MUST_CHECK rv_status rv_entries_add(rv_entries *set, int64_t id, const rv_bulk_record *fields, rv_error *err);
void rv_entries_free(rv_entries *set);

/* Appends `text` with entities, tags, "&" and letters that do not decompose made plain. */
void rv_text_clean(rv_buf *out, const char *text);
/* True for one edit in a word of five letters or two late in a long one: a slip, or another spelling, not another word. */
bool rv_words_slip(const char *a, const char *b);
RV_MUST_CHECK rv_status rv_title_read(rv_heap *heap, rv_title *title, const char *text, rv_error *err);
RV_MUST_CHECK rv_status rv_names_read(rv_heap *heap, rv_entry *entry, const char *text, rv_error *err);
RV_MUST_CHECK rv_status rv_pages_read(rv_heap *heap, rv_pages *pages, const char *text, rv_error *err);

/* ---- Comparing two entries, field by field -------------------------------------------------------------------------- */

typedef enum {
    RV_TITLES_MISSING,           /* one is not given */
    RV_TITLES_DIFFERENT,         /* less than a third of the letters in common words */
    RV_TITLES_SOME,
    RV_TITLES_SIMILAR,           /* three fifths or more */
    RV_TITLES_CLOSE,             /* four fifths or more */
    RV_TITLES_CUT,               /* one is the other without its subtitle, or with something put before or behind */
    RV_TITLES_NEAR,              /* small edits that change no meaning */
    RV_TITLES_EQUAL
} rv_titles_grade;
/* `alike` (may be NULL): letters in common words, percent. Numbers and marks are compared apart. */
rv_titles_grade rv_titles_compare(const rv_title *a, const rv_title *b, unsigned *alike);
/* Level of RV_SIGN_NUMBERS: 0 when neither has a number. A footnote's digit at the end is no number. */
unsigned rv_numbers_compare(const rv_title *a, const rv_title *b);

typedef enum { RV_FIELD_UNKNOWN, RV_FIELD_AGREES, RV_FIELD_DIFFERS } rv_agreement_of;
typedef struct {
    rv_agreement_of first;       /* the first authors */
    rv_agreement_of lists;       /* agrees: most of the shorter list stand in the longer; differs: nobody does, or few of many */
    size_t          shared;
    bool            whole;       /* as many on both sides, each found */
} rv_names_agreement;
rv_names_agreement rv_names_compare(const rv_entry *a, const rv_entry *b);
/* Level of RV_SIGN_PAGES. */
unsigned rv_pages_compare(const rv_pages *a, const rv_pages *b);
rv_agreement_of rv_containers_compare(const char *a, const char *b);
rv_agreement_of rv_issues_compare(const char *a, const char *b);
rv_agreement_of rv_texts_compare(const char *a, const char *b);

/* ---- Signs: what two entries say about each other, field by field ------------------------------------------------------- */

enum {
    RV_SIGN_TITLE, RV_SIGN_NUMBERS, RV_SIGN_AUTHORS, RV_SIGN_YEAR, RV_SIGN_CONTAINER, RV_SIGN_VOLUME, RV_SIGN_ISSUE, RV_SIGN_PAGES,
    RV_SIGN_DOI, RV_SIGN_PMID, RV_SIGN_NUMBER, RV_SIGN_ABSTRACT, RV_SIGN_TYPE, RV_SIGNS
};
enum { RV_LEVELS = 8 };          /* of one field at most; level 0 is always "missing", and says nothing */

/* Levels of the fields, the worst first. */
enum { RV_AUTHORS_NONE = 1, RV_AUTHORS_FEW, RV_AUTHORS_FIRST, RV_AUTHORS_MOST, RV_AUTHORS_WHOLE };
enum { RV_YEAR_FAR = 1, RV_YEAR_TWO, RV_YEAR_ONE, RV_YEAR_EQUAL };
enum { RV_NUMBERS_CONFLICT = 1, RV_NUMBERS_ONE_SIDED, RV_NUMBERS_AGREE };
enum { RV_CONFLICT = 1, RV_PARTLY, RV_AGREE };       /* container, abstract; two-valued fields know no "partly" */
enum { RV_PAGES_CONFLICT = 1, RV_PAGES_FIRST, RV_PAGES_WHOLE };

typedef struct {
    uint8_t            level[RV_SIGNS];
    uint8_t            alike;            /* titles, percent */
    bool               generic, brief;   /* either title */
    bool               forms_apart;      /* preprint and article, working paper and article: two reports by policy */
    bool               same_review;      /* two records of one Cochrane review, versions taken as one */
    bool               other_review;     /* of two Cochrane reviews, or of two versions that the policy keeps apart */
    int                years;            /* apart; -1 when one is not given */
    rv_names_agreement names;
} rv_signs;
/* Symmetric: the order of the two does not matter. */
rv_signs rv_entries_compare(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy);
/* The same, but false, early and with some signs only, when titles, pages and identifiers leave nothing that the two could be. */
bool rv_entries_compare_likely(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy, rv_signs *signs);
/* False when the two cannot be anything to each other: cheap, before comparing. */
bool rv_entries_worth(const rv_entry *a, const rv_entry *b);

/* ---- Weights ------------------------------------------------------------------------------------------------------------ */

/* Fellegi-Sunter: m and u are the probabilities of a level, given that the field is not missing, among pairs of one report and among
   other pairs that share a key. Frozen in the event of the run that estimated them. */
typedef struct {
    double prior;                            /* share of pairs of one report among pairs compared */
    double m[RV_SIGNS][RV_LEVELS], u[RV_SIGNS][RV_LEVELS];
} rv_weights;
extern const char *const rv_sign_names[RV_SIGNS];
void rv_weights_ship(rv_weights *weights);                                       /* those shipped */
void rv_weights_write(const rv_weights *weights, rv_buf *out);                   /* as one line of JSON */
RV_MUST_CHECK rv_status rv_weights_read(rv_weights *weights, const char *json, rv_error *err);
/* What a pair agrees in, as one number, and how many pairs do so. A pair that a veto keeps apart is none of one report. */
#define RV_PATTERN_VETOED (UINT64_C(1) << 63)
typedef struct {
    uint64_t key;
    size_t   n;
} rv_pattern;
uint64_t rv_pattern_key(const rv_signs *signs);
/* Estimates from patterns, in any order; `patterns` is sorted and gathered on the way. */
void rv_weights_estimate(rv_weights *weights, rv_pattern *patterns, size_t n);
/* log2 of the odds that the two are one report. `a` and `b` for how common their title, names and journal are. */
double rv_weights_bits(const rv_weights *weights, const rv_signs *signs, const rv_entry *a, const rv_entry *b);

/* ---- Verdicts ----------------------------------------------------------------------------------------------------------- */

/* True when a typed veto keeps two with these signs apart. */
bool rv_signs_veto(const rv_entry *a, const rv_entry *b, const rv_signs *signs);
/* The strongest ground of a verdict, a stable word: "doi", "title-place"; NULL: no verdict. */
typedef struct {
    const char      *rule;
    rv_dedup_verdict verdict;
    double           probability;
} rv_match;
rv_match rv_entries_match(const rv_entry *a, const rv_entry *b, const rv_weights *weights, const rv_dedup_policy *policy);
/* What a pair says against being one report, whoever else joins the two: the typed vetoes. */
typedef enum { RV_OBJECTION_NONE, RV_OBJECTION_SOFT, RV_OBJECTION_HARD } rv_objection;
rv_objection rv_entries_object(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy);
/* The reason in words: "same DOI; titles 97 % alike; pages conflict". */
void rv_match_words(const rv_entry *a, const rv_entry *b, const rv_dedup_policy *policy, rv_buf *out);

/* Fills what says how common title, first author and container of each entry are. */
RV_MUST_CHECK rv_status rv_entries_count(rv_entries *set, rv_error *err);

/* ---- Pairs and clusters ------------------------------------------------------------------------------------------------ */

/* Sorts by key; equal keys keep their order. */
typedef struct {
    uint64_t key;
    uint32_t entry;
} rv_key;
RV_MUST_CHECK rv_status rv_keys_sort(rv_key *keys, size_t n, rv_error *err);

typedef struct {
    uint32_t a, b;               /* positions in the set, a < b */
} rv_pair;
typedef struct {
    rv_pair *items;
    size_t   n, capacity;
} rv_pairs;
/* The pairs worth comparing: each once. Marks shared DOIs first. */
RV_MUST_CHECK rv_status rv_entries_block(rv_entries *set, rv_pairs *pairs, rv_error *err);
void rv_pairs_free(rv_pairs *pairs);

/* A pair that is one report, may be, or is of one study. */
typedef struct {
    uint32_t         a, b;       /* positions, a < b */
    rv_dedup_verdict verdict;
    double           probability;    /* that they are one report */
    const char      *rule;
} rv_edge;

typedef struct {
    rv_dedup_policy   policy;
    const rv_weights *weights;   /* NULL: estimated from the set */
    unsigned          threads;   /* 0: as many as there are processors */
} rv_how;

/* Groups that only grow by unions that their members bear out. */
typedef struct rv_groups rv_groups;
RV_MUST_CHECK rv_status rv_groups_new(rv_groups **out, size_t n, rv_error *err);
uint32_t rv_groups_of(rv_groups *groups, uint32_t member);
/* Says that two members never come together. */
RV_MUST_CHECK rv_status rv_groups_part(rv_groups *groups, uint32_t a, uint32_t b, rv_error *err);
/* From now on two members of one group of `undone`, which must live on, never come together. */
void rv_groups_scatter(rv_groups *groups, const rv_groups *undone);
/* True when a person's word keeps the groups of the two apart. */
bool rv_groups_parted(rv_groups *groups, uint32_t a, uint32_t b);
/* Asks each cross pair; joins unless one objects hard or a third softly. `ask` NULL: only the partings count. */
bool rv_groups_join(rv_groups *groups, uint32_t a, uint32_t b, rv_objection (*ask)(const void *user, uint32_t, uint32_t),
                    const void *user);
void rv_groups_free(rv_groups *groups);
/* Carries the edges out, strongest first: joins what is one report unless a person's word (a parting, or one group of `undone`, which
   may be NULL) or what their members say against it forbids it. What is left in `edges` are those that joined two groups, then the queue
   (with merges that a veto refused), then those of one study: each pair of groups once. `kept_apart` (may be NULL) counts those that
   a person forbids. */
RV_MUST_CHECK
rv_status rv_edges_settle(const rv_entries *set, const rv_dedup_policy *policy, rv_groups *groups, rv_groups *undone, rv_edge *edges,
                          size_t *n, size_t *kept_apart, rv_error *err);

/* The edges among the pairs that share a key, strongest first and the same whatever the order of input; pairs of two `old` entries
   are left alone. `used` are the weights they were judged by. Caller frees `*edges`. */
RV_MUST_CHECK
rv_status rv_entries_edges(rv_entries *set, const rv_how *how, rv_weights *used, rv_edge **edges, size_t *n, size_t *compared,
                           rv_error *err);
/* The same among given pairs. */
RV_MUST_CHECK
rv_status rv_pairs_edges(rv_entries *set, const rv_pairs *pairs, const rv_how *how, const rv_weights *weights, rv_edge **edges, size_t *n,
                         rv_error *err);
/* The reason of an edge in words: "same DOI 10.1/x; titles 97 % alike; pages conflict". */
void rv_edge_words(const rv_entries *set, const rv_edge *edge, const rv_dedup_policy *policy, rv_buf *out);

#endif
