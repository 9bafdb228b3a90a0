# Turns text files into C strings: const char rv_asset_NAME_EXT[] = "...";
function finish() { if (name != "") print "    ;" }
BEGIN { print "#include \"report/assets.h\"\n" }
FNR == 1 { finish(); n = split(FILENAME, part, "/"); name = part[n]; gsub(/[^a-zA-Z0-9]/, "_", name)
           printf "const char rv_asset_%s[] =\n", name }
{ gsub(/\\/, "&&"); gsub(/"/, "\\\""); printf "    \"%s\\n\"\n", $0 }
END { finish() }
