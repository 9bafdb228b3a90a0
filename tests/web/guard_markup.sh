#!/bin/sh
# Markup stored in every field of records, notes, labels, names and the protocol, and sent in every query: no live node in any page.
. "$top_srcdir/tests/web/guard.inc"
guard markup
