/* A crowd of people who screen through the server, to see what it bears. Each file is a verb of the program `crowd`. */
#ifndef TESTS_WEB_CROWD_H
#define TESTS_WEB_CROWD_H

#include "review/screen.h"

#define CROWD_STAGE "title-abstract"

/* make FILE PROTOCOL RECORDS PEOPLE TOKENS: a review with made records, "lead" and PEOPLE screeners "user0000", "user0001", ..., who have
   passwords "pw-user0000" that cost little to check, and a token each: "name token" a line of TOKENS, which may not be there. */
int crowd_make(int argc, char **argv);
/* vote ...: see crowd_vote.c */
int crowd_vote(int argc, char **argv);
/* check FILE ACKS [exact]: each line "ACK person record verdict" of ACKS is a vote that stands in FILE, once; with `exact` no other does. */
int crowd_check(int argc, char **argv);

/* hold FILE SECONDS: has FILE open meanwhile, so that no other program is the last to close it, which would remove the log. */
int crowd_hold(int argc, char **argv);

int crowd_say(const rv_error *err);

#endif
