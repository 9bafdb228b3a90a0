# The running examples: data and the commands that carry them out.
EXTRA_DIST += %D%/disengagement/run.sh %D%/disengagement/README.md \
              %D%/disengagement/search/citation-index.csv %D%/disengagement/search/citations.ris \
              %D%/disengagement/search/contacts.ris %D%/disengagement/search/education.ris \
              %D%/disengagement/search/health.xml %D%/disengagement/search/organisations.ris \
              %D%/disengagement/search/registers.csv %D%/disengagement/search/websites.csv \
              %D%/disengagement/decisions/title-abstract.csv %D%/disengagement/decisions/title-abstract-resolved.csv \
              %D%/disengagement/decisions/full-text.csv %D%/disengagement/decisions/full-text-resolved.csv \
              %D%/disengagement/decisions/merges.csv %D%/disengagement/decisions/states.csv \
              %D%/disengagement/extraction/studies.csv %D%/disengagement/extraction/results.csv \
              %D%/disengagement/extraction/values.csv %D%/disengagement/extraction/appraisals.csv %D%/disengagement/extraction/grade.csv \
              %D%/gallery/make.sh %D%/dropout-prevention/run.sh %D%/dropout-prevention/README.md %D%/dropout-prevention/dropout_prevention.csv
