#!/bin/sh
# Markup stored in every field of records, notes, labels, names and the protocol: no live node in any page.
. "$top_srcdir/tests/web/guard_lib.sh"
guard markup
