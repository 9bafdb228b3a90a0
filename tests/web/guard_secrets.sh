#!/bin/sh
# Passwords, cookies, links and tokens of a whole day are nowhere but with the people themselves.
. "$top_srcdir/tests/web/guard.inc"
guard secrets
