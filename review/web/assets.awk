# Turns text files into a table of assets in C: { "app.css", "text/css; charset=utf-8", bytes, n }.
function finish() { if (files) print "    ;" }
BEGIN { files = 0; print "#include <config.h>\n\n#include \"web/web.h\"\n"
        type["css"] = "text/css; charset=utf-8"; type["js"] = "text/javascript; charset=utf-8"
        type["html"] = "text/html; charset=utf-8"; type["svg"] = "image/svg+xml"; type["txt"] = "text/plain; charset=utf-8" }
FNR == 1 { finish(); n = split(FILENAME, part, "/"); name[files] = part[n]
           printf "static const char asset_%d[] = \"\"\n", files++ }
{ gsub(/\\/, "&&"); gsub(/"/, "\\\""); gsub(/[?][?]/, "?\\?"); printf "    \"%s\\n\"\n", $0 }
END { finish(); print "\nconst rv_web_asset rv_web_assets[] = {"
      for (i = 0; i < files; i++) { n = split(name[i], part, ".")
        printf "    { \"%s\", \"%s\", asset_%d, sizeof asset_%d - 1 },\n", name[i], type[part[n]], i, i }
      print "    { NULL, NULL, NULL, 0 }\n};" }
