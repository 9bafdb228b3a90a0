# Citations: see review/report/cite.mk.
EXTRA_DIST += tests/data/cite/README.md tests/data/cite/samples.json
