#!/bin/sh
# Files under every bad name, to every route that takes files: none lands where its name points to, and none stays behind.
. "$top_srcdir/tests/web/guard.inc"
guard uploads
