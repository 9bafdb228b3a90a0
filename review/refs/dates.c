/* Dates: "2012", "2012/03/05/Spring", "2012-03", "2012 Mar 5", "Mar. 5, 2012", "5 March 2012", "20120305", "2012 Mar-Apr". */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "inside.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The month that a word names by at least three letters: "Mar", "Sept", "MARCH"; 0: none. */
static int month_of(const char *s, size_t n)
{
    static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september",
                                          "october", "november", "december" };
    int    month;
    size_t i;

    for (month = 0; n >= 3 && month < 12; month++) {
        for (i = 0; i < n && months[month][i] == (s[i] | 0x20); i++)
            ;
        if (i == n)
            return month + 1;
    }
    return 0;
}

static int days_in(int year, int month)
{
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && year && (year % 4 || (year % 100 == 0 && year % 400)) ? 28 : days[month - 1];
}

enum { PIECES = 6 };

/* The numbers and month names of a text, in order. */
typedef struct {
    int    number[PIECES];
    size_t digits[PIECES];         /* 0: a month by name */
    size_t n;
    bool   parted;                 /* the first two are parted by one "/" or "-": "2012//05" has no month */
} pieces;

static void cut(const char *s, pieces *p)
{
    *p = (pieces){ .n = 0 };
    while (*s && p->n < PIECES) {
        size_t n = 0;

        if (digit(*s)) {
            while (digit(s[n]))
                n++;
            p->number[p->n] = n <= 8 ? atoi(s) : -1;
            p->digits[p->n++] = n;
            if (p->n == 1)
                p->parted = (s[n] == '/' || s[n] == '-') && digit(s[n + 1]);
        } else if (letter(*s)) {
            while (letter(s[n]))
                n++;
            if (n <= 9 && (p->number[p->n] = month_of(s, n)) > 0)
                p->digits[p->n++] = 0;
        } else {
            n = 1;
        }
        s += n;
    }
}

static bool is_year(const pieces *p, size_t i)
{
    return i < p->n && p->digits[i] == 4 && p->number[i] >= 1400 && p->number[i] < 2100;
}

/* A number that may be a day; (size_t)-1 and beyond are none. */
static bool small(const pieces *p, size_t i, size_t year)
{
    return i < p->n && i != year && p->digits[i] > 0 && p->digits[i] <= 2;
}

static void take_numbers(const pieces *p, size_t year, rv_ref_date *date)
{
    size_t i, day = p->n;

    for (i = 0; i < p->n; i++)                          /* a month by name, and the small number nearest to it */
        if (p->digits[i] == 0) {
            date->month = p->number[i];
            day = small(p, i - 1, year) ? i - 1 : small(p, i + 1, year) ? i + 1 : p->n;
            if (day + 1 == i && small(p, i - 2, year))  /* "4-8 Aug": it begins on the 4th */
                day = i - 2;
            break;
        }
    if (i == p->n && year == 0 && p->parted && p->n > 1 && p->digits[1] <= 2) {
        date->month = p->number[1];
        day = p->n > 2 && p->digits[2] > 0 && p->digits[2] <= 2 ? 2 : p->n;
    } else if (i == p->n && year == 2 && p->digits[0] <= 2 && p->digits[1] <= 2) {
        bool american = p->number[1] > 12;              /* "03/25/2012"; "25/03/2012"; else it cannot be told */

        if (american || p->number[0] > 12 || p->number[0] == p->number[1]) {
            date->month = p->number[american ? 0 : 1];
            day = american ? 1 : 0;
        }
    }
    if (day < p->n)
        date->day = p->number[day];
}

bool rv_ref_date_parse(const char *text, rv_ref_date *date)
{
    pieces p;
    size_t year;

    *date = (rv_ref_date){ .raw = text };
    cut(text, &p);
    for (year = 0; year < p.n && !is_year(&p, year); year++)
        ;
    if (year < p.n) {
        date->year = p.number[year];
        take_numbers(&p, year, date);
    } else if (p.n > 0 && p.digits[0] == 8 && p.number[0] / 10000 >= 1400 && p.number[0] / 10000 < 2100) {
        date->year = p.number[0] / 10000;
        date->month = p.number[0] / 100 % 100;
        date->day = p.number[0] % 100;
    } else if (p.n > 0) {
        take_numbers(&p, p.n, date);
    }
    if (date->month < 1 || date->month > 12)
        date->month = date->day = 0;
    else if (date->day < 1 || date->day > days_in(date->year, date->month))
        date->day = 0;
    return date->year > 0 || date->month > 0;
}

void rv_reading_date(rv_reading *reading, const char *text)
{
    rv_ref_date *date = &reading->record.date, found;

    text = rv_field_plain(reading, text);
    if (!text)
        return;
    rv_ref_date_parse(text, &found);
    if (date->year == 0 && (found.year > 0 || !date->raw)) {
        int month = date->month, day = date->day;

        *date = found;
        if (!found.month) {                             /* what a date without a year told before */
            date->month = month;
            date->day = day;
        }
    } else if (found.year == 0 || found.year == date->year) {
        if (date->month == 0)
            date->month = found.month, date->day = found.day;
        else if (date->day == 0 && found.month == date->month)
            date->day = found.day;
    }
}
