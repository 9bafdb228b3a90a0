/* Names, found by their hash. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screen/room.h"

/* The slot of the name, or the free one where it goes; there is always one. */
static size_t slot_of(const rv_room *room, const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);           /* FNV-1a */
    size_t at;

    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    for (at = hash & (room->n_slots - 1); room->slots[at]; at = (at + 1) & (room->n_slots - 1))
        if (strcmp(room->people[room->slots[at]].name, name) == 0)
            break;
    return at;
}

size_t rv_room_person_find(const rv_room *room, const char *name)
{
    return room->n_slots ? room->slots[slot_of(room, name)] : 0;
}

/* Room for one more, half of the slots free. */
static rv_status grow(rv_room *room, rv_error *err)
{
    const size_t n = room->n_slots ? room->n_slots * 2 : 64;
    rv_room_person *people;
    uint32_t *slots;

    if (2 * (room->n_people + 1) <= room->n_slots)
        return RV_OK;
    if (!(people = realloc(room->people, (n / 2 + 1) * sizeof *people)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    room->people = people;
    if (!(slots = calloc(n, sizeof *slots)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    free(room->slots);
    room->slots = slots;
    room->n_slots = n;
    for (size_t i = 1; i <= room->n_people; i++)
        slots[slot_of(room, people[i].name)] = (uint32_t)i;
    return RV_OK;
}

rv_status rv_room_person_of(rv_room *room, const char *name, size_t *person, rv_error *err)
{
    char *copy;
    rv_status st;

    if ((*person = rv_room_person_find(room, name)) != 0)
        return RV_OK;
    if ((st = grow(room, err)) != RV_OK)
        return st;
    if (!(copy = strdup(name)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    *person = room->n_people + 1;
    room->people[*person] = (rv_room_person){ .name = copy };
    room->slots[slot_of(room, name)] = (uint32_t)*person;
    room->n_people++;
    return RV_OK;
}

void rv_room_people_free(rv_room *room)
{
    for (size_t i = 1; i <= room->n_people; i++)
        free(room->people[i].name);
    free(room->people);
    free(room->slots);
    room->people = NULL;
    room->slots = NULL;
    room->n_people = room->n_slots = 0;
}
