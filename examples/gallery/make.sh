#!/bin/sh
# Makes every kind of figure from real data into the folder OUT (default ./gallery): SVG, PDF and PNG of each, and index.html with the
# command that drew it. The programs must be in the PATH. Data: the 13 trials of BCG vaccine (Colditz et al. 1994), 48 studies of
# programmes against dropout (Wilson et al. 2011, ../dropout-prevention), and the review of the running example (../disengagement), which is
# carried out first unless it is given as REVIEW_FILE. With SOURCE_DATE_EPOCH set, every run gives the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-gallery}
mkdir -p "$out"
out=$(cd "$out" && pwd)
bcg=$here/../../tests/data/meta/bcg_1994.csv
dropout=$here/../dropout-prevention/dropout_prevention.csv
say() { printf '%s\n' "gallery: $*" >&2; }

if [ -z "${REVIEW_FILE:-}" ]; then
  say 'the running example, whose review is drawn'
  sh "$here/../disengagement/run.sh" "$out/disengagement" >"$out/disengagement.log" 2>&1
  REVIEW_FILE=$out/disengagement/disengagement.review
fi
export REVIEW_FILE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

escaped() { printf '%s' "$*" | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }
part() { printf '<h2>%s</h2>\n' "$(escaped "$1")" >>"$out/index.html"; }
# figure NAME CAPTION VERB ARGUMENT...: draws it in every format, and tells it in the page.
figure() {
  name=$1 caption=$2; shift 2
  review-plot "$@" -o "$out/$name.svg" -o "$out/$name.pdf" -o "$out/$name.png" --dpi 150
  {
    printf '<figure id="%s"><img src="%s.svg" alt="%s">\n<figcaption>%s <a href="%s.pdf">PDF</a> <a href="%s.png">PNG</a><br><code>review-plot' \
           "$name" "$name" "$(escaped "$caption" | sed 's/"/\&quot;/g')" "$(escaped "$caption")" "$name" "$name"
    for word; do word=${word##*/}; printf ' %s' "$(escaped "$(case $word in *' '*) printf "'%s'" "$word" ;; *) printf %s "$word" ;; esac)")"; done
    printf '</code></figcaption></figure>\n'
  } >>"$out/index.html"
}

cat >"$out/index.html" <<'PAGE'
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Figures</title>
<style>body{font:1rem/1.5 "Liberation Sans",Arial,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
figure{margin:1rem 0 2.5rem}img{max-width:100%;height:auto}figcaption{color:#4d4d4d;font-size:.9rem}code{overflow-wrap:anywhere}a{color:#00508c}</style>
</head><body><main><h1>Figures</h1>
PAGE

say 'forest plots'
part 'Forest plots'
# Labels as people write them: author and year.
awk -F, -v OFS=, 'NR == 1 { print $0, "slab"; next } { gsub(/"/, "", $2); print $0, $2 " " $3 }' "$bcg" >"$work/bcg_1994.csv"
bcg=$work/bcg_1994.csv
fit() { review-meta fit --data "$bcg" --measure RR "$@" >/dev/null 2>>"$work/log"; }
fit --forest "$work/bcg.csv"
fit --subgroup alloc --forest "$work/by-allocation.csv"
figure forest 'Thirteen trials of BCG vaccine, by weight' forest "$work/bcg.csv" --sort -weight --title '' \
       --column 'year:Year:right:0' --favours-left 'favours vaccine' --favours-right 'favours control'
figure forest-subgroups 'The same by how they were allocated, with what the arms gave' forest "$work/by-allocation.csv" \
       --column 'tpos:Cases:right:0' --column 'tneg:Others:right:0' --column 'cpos:Cases:right:0' --column 'cneg:Others:right:0' \
       --span 'Vaccinated=tpos,tneg' --span 'Control=cpos,cneg' --left label,tpos,tneg,cpos,cneg
for style in revman5 cochrane bmj jama lancet iqwig; do
  figure "forest-$style" "In the style $style" forest "$work/bcg.csv" --style "$style"
done
figure forest-column 'For one column of a journal' forest "$work/bcg.csv" --width 85
figure forest-dark 'On a dark page' forest "$work/bcg.csv" --theme dark
figure forest-lights 'With risk of bias beside the studies (judgements made up, to show every grade)' forest "$here/../../tests/data/plot/bcg-arms.csv" \
       --rob "$here/../../tests/data/plot/rob.csv"
review-meta cumulative --data "$bcg" --measure RR --order year --forest "$work/cumulative.csv" >/dev/null 2>>"$work/log"
figure cumulative 'Cumulative, by year' forest "$work/cumulative.csv"
review-meta leave-one-out --data "$bcg" --measure RR --forest "$work/without.csv" >/dev/null 2>>"$work/log"
figure leave-one-out 'Without each trial in turn' forest "$work/without.csv"

say 'small studies, heterogeneity, moderators'
part 'Small studies, heterogeneity, moderators'
points() { kind=$1; shift; review-meta points --figure "$kind" --data "$bcg" --measure RR --chart "$work/$kind.csv" "$@" >/dev/null 2>>"$work/log"; }
for kind in funnel radial baujat qq; do points "$kind"; done
points bubble --mods '~ ablat'
points profile
review-meta points --figure labbe --data "$bcg" --measure RR --cells tpos,tneg,cpos,cneg --chart "$work/labbe.csv" >/dev/null 2>>"$work/log"
review-meta gosh --data "$bcg" --measure RR --chart "$work/gosh.csv" >/dev/null 2>>"$work/log"
figure funnel 'Funnel plot with the region in which 95 % of studies are expected' funnel "$work/funnel.csv"
figure funnel-contours 'Funnel plot with regions of significance' funnel "$work/funnel.csv" --regions contours
figure radial 'Radial plot' radial "$work/radial.csv"
figure baujat 'Baujat plot: what each trial adds to heterogeneity and to the result' baujat "$work/baujat.csv"
figure labbe "L'Abbe plot" labbe "$work/labbe.csv"
figure qq 'Normal quantiles of the residuals' qq "$work/qq.csv"
figure profile 'Likelihood of the variance between trials' profile "$work/profile.csv"
figure gosh 'All subsets of two or more trials' gosh "$work/gosh.csv"
figure bubble 'Effect by latitude, with confidence and prediction bands' bubble "$work/bubble.csv"

say 'many effects'
part 'Many effects'
review-meta fit --data "$dropout" --yi LOR1 --vi varLOR --study studyID --sample studySample --slab row --measure OR --subgroup study_design \
            --forest "$work/dropout.csv" >/dev/null 2>>"$work/log"
figure orchard-dropout '385 effects of 152 studies of programmes against dropout, by design' orchard "$work/dropout.csv"
figure caterpillar-dropout 'The same effects in their order' caterpillar "$work/dropout.csv"
figure orchard 'Effects around the pooled ones' orchard "$work/by-allocation.csv"
figure caterpillar 'Effects in their order' caterpillar "$work/bcg.csv"

say 'from a review'
part 'From a review'
figure flow 'PRISMA 2020 flow diagram, computed from the acts of the review' flow
figure flow-column 'The same for one column' flow --width 85
figure rob 'The level of design of every study, on the Maryland Scientific Methods Scale' rob --tool sms
figure rob-summary 'The same as shares of the studies' rob-summary --tool sms
figure agreement 'Agreement of the two reviewers on titles and abstracts (the example has one day of screening)' agreement
figure recall 'Relevant reports found in the order of screening, which was not ranked' recall
figure map 'Evidence map: what was studied, and where nothing was' map
figure effect-direction 'Direction of effect, study by study, without pooling' effect-direction
figure harvest 'The same as a harvest plot, by class of the programme' harvest --by intervention_class --title ''

say 'what the example has no data for'
part 'Judgements by domain, map by certainty (made up)'
figure rob-domains 'Traffic lights of a tool with several domains (judgements made up)' rob "$here/../../tests/data/plot/rob.csv"
figure map-certainty 'Evidence map shaded by certainty (numbers made up)' map "$here/../../tests/data/plot/map.csv"
printf '</main></body></html>\n' >>"$out/index.html"
say "the figures: $out/index.html"
