/* A session of reading: what its files share. */
#ifndef RV_TOOLS_READ_SESSION_H
#define RV_TOOLS_READ_SESSION_H

#include "tools/read.h"
#include "tools/screen.h"

typedef enum { RV_TYPED_NOTE, RV_TYPED_LABEL, RV_TYPED_ABSTRACT } rv_typed;

typedef struct {
    rv_screening *work;
    rv_desk      *desk;
    rv_trainer   *trainer;           /* NULL when nothing is ranked */
    bool          ranked;            /* scores have come */
    bool          news;              /* something was decided that the trainer does not know */
    rv_desk_item  item;
    rv_card       card, ready;       /* ready: of the report that comes next, made ready meanwhile */
    rv_reasons    reasons;
    rv_twins      twins;
    rv_page       page;
    rv_pace       pace;
    rv_typing     typing;
    rv_typed      typed;             /* what is being typed */
    rv_buf        note;              /* goes with the decision on this report */
    rv_buf        labels, own;       /* labels that stand; those the person put on, each between line ends */
    size_t        files;             /* attached to the report, after the first stage */
    rv_buf        flags, said, overlay;
    rv_buf        done;              /* the first letter of each decision of the session, in order */
    double        began;
    bool          moves;             /* the terminal moves its cursor; else everything is printed below */
    bool          fresh;             /* what is to be read changed since it was shown */
    bool          over;
} rv_session;

/* read_show.c: puts the session on the terminal. */
RV_MUST_CHECK rv_status rv_session_show(rv_session *s, rv_error *err);
/* What the next line of answer says; shown once. */
void rv_session_say(rv_session *s, const char *format, ...) RV_PRINTF(2, 3);

/* read_rank.c: ranking, which learns in the background. */
RV_MUST_CHECK rv_status rv_session_rank_begin(rv_session *s, const char *model, rv_error *err);
/* Feeds what was decided and takes the newest scores, if there are any, while the person reads. What fails is said, and the order stays
   as it is. */
void rv_session_rank(rv_session *s);

/* read_acts.c: does what a key asks for. What cannot be done is said, and the record stays; an error ends the session. */
RV_MUST_CHECK rv_status rv_session_key(rv_session *s, int key, rv_error *err);
/* Loads what lies on the desk. */
RV_MUST_CHECK rv_status rv_session_load(rv_session *s, rv_error *err);

#endif
