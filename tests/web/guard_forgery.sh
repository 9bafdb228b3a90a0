#!/bin/sh
# Changes that another site's page, another person's token or a wrong name of the server asks for: refused, and nothing is written.
. "$top_srcdir/tests/web/guard.inc"
guard forgery
