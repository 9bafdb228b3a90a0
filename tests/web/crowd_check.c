#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/web/crowd.h"

RV_STATEMENT(crowd_votes, "SELECT count(*) FROM decision WHERE role = 'vote' AND verdict <> 'none'");
RV_STATEMENT(crowd_vote_of, "SELECT count(*) FROM decision WHERE record = ?1 AND stage = ?2 AND reviewer = ?3 AND role = 'vote'"
             " AND verdict = ?4");
RV_STATEMENT(crowd_votes_of, "SELECT count(*) FROM decision WHERE record = ?1 AND stage = ?2 AND reviewer = ?3 AND role = 'vote'");
RV_STATEMENT(crowd_most, "SELECT coalesce(max(n), 0) FROM (SELECT count(DISTINCT reviewer) AS n FROM decision WHERE role = 'vote'"
             " AND verdict <> 'none' GROUP BY record, stage) AS t");

typedef struct {
    int64_t acks, lost, doubled, votes, most;
} tally;

static rv_status check_line(rv_store *store, const char *line, tally *t, rv_error *err)
{
    char person[64], verdict[16];
    long long record;
    int64_t same, any;
    rv_status st;

    if (sscanf(line, "ACK %63s %lld %15s", person, &record, verdict) != 3)
        return RV_OK;                            /* a line cut off by the kill was never received */
    t->acks++;
    if ((st = rv_store_int(store, &crowd_vote_of, &same, NULL, err, "ittt", (int64_t)record, CROWD_STAGE, person, verdict)) != RV_OK
        || (st = rv_store_int(store, &crowd_votes_of, &any, NULL, err, "itt", (int64_t)record, CROWD_STAGE, person)) != RV_OK)
        return st;
    if (same == 0 && t->lost++ < 5)
        fprintf(stderr, "lost: %s\n", line);
    if (any > 1 && t->doubled++ < 5)
        fprintf(stderr, "%lld times: %s\n", (long long)any, line);
    return RV_OK;
}

int crowd_check(int argc, char **argv)
{
    const bool exact = argc == 3 && strcmp(argv[2], "exact") == 0;
    tally t = { 0 };
    char line[256];
    rv_store *store = NULL;
    rv_verification found;
    rv_error err;
    rv_status st;
    FILE *acks = argc >= 2 ? fopen(argv[1], "r") : NULL;

    if (!acks) {
        fprintf(stderr, "no list of acks\n");
        return 2;
    }
    if ((st = rv_store_open(&store, argv[0], &err)) == RV_OK)
        st = rv_store_verify(store, NULL, 0, NULL, &found, &err);
    while (st == RV_OK && fgets(line, sizeof line, acks)) {
        line[strcspn(line, "\n")] = 0;
        st = check_line(store, line, &t, &err);
    }
    fclose(acks);
    if (st == RV_OK && (st = rv_store_int(store, &crowd_votes, &t.votes, NULL, &err, "")) == RV_OK)
        st = rv_store_int(store, &crowd_most, &t.most, NULL, &err, "");
    rv_store_close(store);
    if (st != RV_OK)
        return crowd_say(&err);
    printf("{\"acks\": %lld, \"votes\": %lld, \"lost\": %lld, \"doubled\": %lld, \"most_people_on_one\": %lld}\n", (long long)t.acks,
           (long long)t.votes, (long long)t.lost, (long long)t.doubled, (long long)t.most);
    return t.lost || t.doubled || t.votes < t.acks || (exact && t.votes != t.acks);
}

int crowd_hold(int argc, char **argv)
{
    rv_store *store = NULL;
    rv_error err;

    if (argc != 2)
        return 2;
    if (rv_store_open(&store, argv[0], &err) != RV_OK)
        return crowd_say(&err);
    sleep((unsigned)atoi(argv[1]));
    rv_store_close(store);
    return 0;
}
