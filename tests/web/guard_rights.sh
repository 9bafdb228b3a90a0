#!/bin/sh
# Each route, asked by people of each role, by nobody and by somebody whose work has ended: exactly as the table of routes says.
. "$top_srcdir/tests/web/guard.inc"
guard rights
