#!/bin/sh
# Sessions: new at login, dead at logout, after a new password, a new role, an end; guesses by the thousand.
. "$top_srcdir/tests/web/guard.inc"
guard sessions
