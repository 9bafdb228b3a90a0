/* What each vendor's columns become. The rows are our own, in the vendors' forms. */
#include <config.h>

#include "tests/support.h"

#include <string.h>

#include "review/refs.h"

typedef struct {
    rv_buf text;
} shown;

static const char *const roles[] = { "author", "editor", "translator", "series-editor", "other" };

static void show_value(rv_buf *text, const char *name, const char *value)
{
    if (value)
        rv_buf_printf(text, "%s=%s\n", name, value);
}

/* Every neutral field of the record, a line each. */
static rv_status show_record(void *user, const rv_record *record, rv_error *err)
{
    rv_buf *text = &((shown *)user)->text;

    (void)err;
    for (int field = 0; field < RV_REF_LISTS; field++)
        show_value(text, rv_ref_fields[field], record->text[field]);
    for (size_t i = 0; i < record->n_names; i++) {
        const rv_ref_name *name = &record->names[i];

        rv_buf_printf(text, "%s=%s|%s%s%s\n", roles[name->role], name->family, name->given ? name->given : "", name->suffix ? "|" : "",
                      name->suffix ? name->suffix : "");
    }
    rv_buf_printf(text, "date=%d-%d-%d\n", record->date.year, record->date.month, record->date.day);
    for (size_t i = 0; i < record->n_values; i++)
        show_value(text, rv_ref_fields[record->values[i].field], record->values[i].text);
    for (size_t i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *d = &record->decisions[i];

        rv_buf_printf(text, "decision=%s|%s|%s|%s|%s\n", d->stage ? d->stage : "", d->reviewer ? d->reviewer : "", d->verdict,
                      d->reason ? d->reason : "", d->raw ? d->raw : "");
    }
    rv_buf_text(text, "--\n");
    return RV_OK;
}

static void assert_read(const char *csv, const char *want)
{
    shown              got = { RV_BUF_INIT };
    const rv_refs_sink sink = { .record = show_record, .user = &got };
    rv_refs_summary    summary;
    rv_error           err = { .code = RV_OK };
    rv_status          st = rv_refs_read_bytes("test", csv, strlen(csv), NULL, NULL, &sink, &summary, &err);

    assert_string_equal(err.message, "");
    assert_int_equal(st, RV_OK);
    assert_string_equal(summary.format, "csv");
    assert_string_equal(rv_buf_str(&got.text), want);
    rv_buf_free(&got.text);
}

static void scopus_has_full_names_with_numbers(void **state)
{
    (void)state;
    assert_read("Authors,Author full names,Author(s) ID,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,DOI,L"
                "ink,Abstract,Author Keywords,Index Keywords,Editors,Publisher,Conference name,ISSN,ISBN,PubMed ID,Language of "
                "Original Document,Abbreviated Source Title,Document Type,Source,EID\n"
                "\"Adams A.; Brown B.\",\"Adams, Ann (57190000001); Brown, Bo (57190000002)\",57190000001; 57190000002,Mentorin"
                "g works,2019,Journal of Youth,12,3,104,,,10.1234/ABC,https://www.scopus.com/x,An abstract.,mentoring; youth,Hu"
                "man; Youth,\"Clark, C.\",Press Ltd,Youth Conference,12345678,NA,123456,English,J. Youth,Conference paper,Scopu"
                "s,2-s2.0-85000000001\n",
                "type=paper-conference\n"
                "title=Mentoring works\n"
                "container=Journal of Youth\n"
                "abbreviation=J. Youth\n"
                "event=Youth Conference\n"
                "volume=12\n"
                "issue=3\n"
                "pages=104\n"
                "publisher=Press Ltd\n"
                "language=English\n"
                "abstract=An abstract.\n"
                "doi=10.1234/abc\n"
                "pmid=123456\n"
                "accession=2-s2.0-85000000001\n"
                "database=Scopus\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "editor=Clark|C.\n"
                "date=2019-0-0\n"
                "keyword=mentoring\n"
                "keyword=youth\n"
                "keyword=Human\n"
                "keyword=Youth\n"
                "issn=1234-5678\n"
                "url=https://www.scopus.com/x\n"
                "--\n");
}

static void a_formula_in_front_does_not_make_it_bibtex(void **state)
{
    (void)state;
    assert_read("Title,Authors,Year\n@SUM(1+1)*2 Mentoring works,Adams A,2019\n", "title=@SUM(1+1)*2 Mentoring works\nauthor=Adams|A\ndate=2019-0-0\n--\n");
}

static void scopus_of_old_parts_people_by_commas(void **state)
{
    (void)state;
    assert_read("Authors,Title,Year,Source title,EID\n"
                "\"Adams A., Brown B.-C., Öst Ö.\",One,2001,J,2-s2.0-1\n",
                "title=One\n"
                "container=J\n"
                "accession=2-s2.0-1\n"
                "author=Adams|A.\n"
                "author=Brown|B.-C.\n"
                "author=Öst|Ö.\n"
                "date=2001-0-0\n"
                "--\n");
}

static void web_of_science_has_two_letters(void **state)
{
    (void)state;
    assert_read("PT\tAU\tAF\tTI\tSO\tLA\tDT\tCT\tDE\tID\tAB\tPU\tPI\tSN\tEI\tJ9\tJI\tPD\tPY\tVL\tIS\tBP\tEP\tAR\tDI\tUT\tPM\n"
                "J\tAdams, A; Brown, B\tAdams, Ann; Brown, Bo\tMentoring works\tJOURNAL OF YOUTH\tEnglish\tArticle; Proceedings"
                " Paper\tYouth Conf\tmentoring; youth\tTRIAL\tText\tPRESS\tLONDON\t1234-5678\t8765-4321\tJ YOUTH\tJ. Youth\tNOV"
                " 15\t2019\t12\t3\t5\t9\t\t10.1234/abc\tWOS:000123456700001\t123456\n",
                "type=article-journal\n"
                "title=Mentoring works\n"
                "container=JOURNAL OF YOUTH\n"
                "abbreviation=J. Youth\n"
                "event=Youth Conf\n"
                "volume=12\n"
                "issue=3\n"
                "pages=5-9\n"
                "publisher=PRESS\n"
                "place=LONDON\n"
                "language=English\n"
                "abstract=Text\n"
                "doi=10.1234/abc\n"
                "pmid=123456\n"
                "accession=WOS:000123456700001\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "date=2019-11-15\n"
                "keyword=mentoring\n"
                "keyword=youth\n"
                "keyword=TRIAL\n"
                "issn=1234-5678\n"
                "issn=8765-4321\n"
                "--\n");
}

static void web_of_science_in_words(void **state)
{
    (void)state;
    assert_read("Publication Type\tAuthors\tAuthor Full Names\tGroup Authors\tArticle Title\tSource Title\tBook Series Title\tL"
                "anguage\tDocument Type\tKeywords Plus\tPublisher\tPublisher City\tISSN\teISSN\tJournal ISO Abbreviation\tPubli"
                "cation Date\tPublication Year\tVolume\tIssue\tStart Page\tEnd Page\tArticle Number\tDOI\tDOI Link\tPubmed Id"
                "\tUT (Unique WOS ID)\n"
                "J\tAdams, A\tAdams, Ann\t\tOne\tJOURNAL\tSeries\tEnglish\tReview\tA; B\tPRESS\tPARIS\t1234-5678\t\tJ. Y.\tDEC"
                "\t2019\t1\t2\t\t\te12\t10.1234/a\thttp://dx.doi.org/10.1234/a\t77\tWOS:1\n",
                "type=article-journal\n"
                "title=One\n"
                "container=JOURNAL\n"
                "abbreviation=J. Y.\n"
                "series=Series\n"
                "volume=1\n"
                "issue=2\n"
                "pages=e12\n"
                "publisher=PRESS\n"
                "place=PARIS\n"
                "language=English\n"
                "doi=10.1234/a\n"
                "pmid=77\n"
                "accession=WOS:1\n"
                "author=Adams|Ann\n"
                "date=2019-12-0\n"
                "keyword=A\n"
                "keyword=B\n"
                "issn=1234-5678\n"
                "--\n");
}

static void rayyan_carries_decisions_in_notes(void **state)
{
    (void)state;
    assert_read("key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,note"
                "s,doi,keywords,pubmed_id,pmc_id\n"
                "rayyan-12,One,2019,3,15,Journal,1234-5678,1,2,3-4,\"Adams, Ann and Brown, Bo\",https://x.org/1,eng,Press,Londo"
                "n,Text,\"RAYYAN-INCLUSION: {\"\"Ann\"\"=>\"\"Included\"\", \"\"Bo\"\"=>\"\"Excluded\"\", \"\"Cy\"\"=>\"\"Maybe"
                "\"\"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language\",10.1234/a,,123,PMC7"
                "7\n",
                "type=article-journal\n"
                "title=One\n"
                "container=Journal\n"
                "volume=1\n"
                "issue=2\n"
                "pages=3-4\n"
                "publisher=Press\n"
                "place=London\n"
                "language=eng\n"
                "abstract=Text\n"
                "doi=10.1234/a\n"
                "pmid=123\n"
                "pmcid=PMC77\n"
                "key=rayyan-12\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "date=2019-3-15\n"
                "issn=1234-5678\n"
                "note=RAYYAN-INCLUSION: {\"Ann\"=>\"Included\", \"Bo\"=>\"Excluded\", \"Cy\"=>\"Maybe\"} | RAYYAN-LABELS: a,b |"
                " RAYYAN-EXCLUSION-REASONS: wrong population,foreign language\n"
                "url=https://x.org/1\n"
                "decision=|Ann|include||RAYYAN-INCLUSION: {\"Ann\"=>\"Included\", \"Bo\"=>\"Excluded\", \"Cy\"=>\"Maybe\"} | RA"
                "YYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language\n"
                "decision=|Bo|exclude|wrong population,foreign language|RAYYAN-INCLUSION: {\"Ann\"=>\"Included\", \"Bo\"=>\"Exc"
                "luded\", \"Cy\"=>\"Maybe\"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language"
                "\n"
                "decision=|Cy|unsure||RAYYAN-INCLUSION: {\"Ann\"=>\"Included\", \"Bo\"=>\"Excluded\", \"Cy\"=>\"Maybe\"} | RAYY"
                "AN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language\n"
                "--\n");
}

static void covidence_has_reasons_in_notes(void **state)
{
    (void)state;
    assert_read("Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covi"
                "dence #,Study,Notes,Tags\n"
                "One,\"Adams, A.; Brown, B.\",Text,2019,May,Journal,1,2,3-4,AN12345,10.1234/a,7,#1581,Adams 2019,\"Exclusion re"
                "ason: Wrong study design; \",tag\n",
                "type=article-journal\n"
                "title=One\n"
                "container=Journal\n"
                "volume=1\n"
                "issue=2\n"
                "pages=3-4\n"
                "abstract=Text\n"
                "doi=10.1234/a\n"
                "accession=AN12345\n"
                "key=#1581\n"
                "author=Adams|A.\n"
                "author=Brown|B.\n"
                "date=2019-5-0\n"
                "note=Exclusion reason: Wrong study design;\n"
                "decision=full-text||exclude|Wrong study design|Exclusion reason: Wrong study design; \n"
                "--\n");
}

static void columns_of_votes_are_decisions(void **state)
{
    (void)state;
    assert_read("Title,Title and abstract votes,Full text decision,Exclusion reason\n"
                "One,\"Ann: Yes; Bo (No), Cy - Maybe\",No,Wrong setting\n"
                "Two,nothing said,,Wrong setting\n"
                "Three,,,\n",
                "title=One\n"
                "date=0-0-0\n"
                "decision=title-abstract|Ann|include||Title and abstract votes: Ann: Yes; Bo (No), Cy - Maybe\n"
                "decision=title-abstract|Bo|exclude|Wrong setting|Title and abstract votes: Ann: Yes; Bo (No), Cy - Maybe\n"
                "decision=title-abstract|Cy|unsure||Title and abstract votes: Ann: Yes; Bo (No), Cy - Maybe\n"
                "decision=full-text||exclude|Wrong setting|Full text decision: No\n"
                "--\n"
                "title=Two\n"
                "date=0-0-0\n"
                "decision=||exclude|Wrong setting|Exclusion reason: Wrong setting\n"
                "--\n"
                "title=Three\n"
                "date=0-0-0\n"
                "--\n");
}

static void eppi_reviewer_has_a_flag_and_codes(void **state)
{
    (void)state;
    assert_read("ItemId,I/E/D/S flag,ShortTitle,Title,Authors,Year,ParentTitle,EXCLUDE on date,EXCLUDE on population full text,"
                "INCLUDE on title & abstract,StandardNumber,City,TypeName\n"
                "77,E,Adams (2019),One,Adams Ann ; Brown B ;,2019,Journal,,1,,1234-5678,London,\"Journal, Article\"\n"
                "78,I,Brown (2020),Two,World Health Organization,2020,Journal,0,,X,,,Report\n"
                "79,D,x,Three,,,,,,,,,\n80,E,x,Four,,,,,,,,,\n",
                "type=article-journal\n"
                "title=One\n"
                "container=Journal\n"
                "place=London\n"
                "accession=77\n"
                "author=Adams|Ann\n"
                "author=Brown|B\n"
                "date=2019-0-0\n"
                "issn=1234-5678\n"
                "decision=full-text||exclude|EXCLUDE on population full text|EXCLUDE on population full text: 1\n"
                "--\n"
                "type=report\n"
                "title=Two\n"
                "container=Journal\n"
                "accession=78\n"
                "author=World Health Organization|\n"
                "date=2020-0-0\n"
                "decision=title-abstract||include||INCLUDE on title & abstract: X\n"
                "--\n"
                "title=Three\n"
                "accession=79\n"
                "date=0-0-0\n"
                "--\n"
                "title=Four\n"
                "accession=80\n"
                "date=0-0-0\n"
                "decision=||exclude||I/E/D/S flag: E\n"
                "--\n");
}

static void asreview_has_labels(void **state)
{
    (void)state;
    assert_read("title,abstract,included,asreview_prior,label\n"
                "One,a,1,1,0\n"
                "Two,b,0,0,1\n"
                "Three,c,-1,,\n"
                "Four,d,,,\n",
                "title=One\n"
                "abstract=a\n"
                "date=0-0-0\n"
                "decision=||include||included: 1\n"
                "--\n"
                "title=Two\n"
                "abstract=b\n"
                "date=0-0-0\n"
                "decision=||exclude||included: 0\n"
                "--\n"
                "title=Three\n"
                "abstract=c\n"
                "date=0-0-0\n"
                "--\n"
                "title=Four\n"
                "abstract=d\n"
                "date=0-0-0\n"
                "--\n");
}

static void our_decisions_are_read(void **state)
{
    (void)state;
    assert_read("record,position,doi,pmid,title,year,stage,reviewer,verdict,reason,raw\n"
                "doi:10.1234/a,1,10.1234/a,,One,2019,full-text,Ann,exclude,Wrong setting,x\n",
                "title=One\n"
                "doi=10.1234/a\n"
                "date=2019-0-0\n"
                "decision=full-text|Ann|exclude|Wrong setting|verdict: exclude\n"
                "--\n");
}

static void pubmed_has_a_citation(void **state)
{
    (void)state;
    assert_read("PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"
                "123,One,\"Adams AB, Brown C; YOUTH Group.\",J Youth. 2019 Mar 5;12(3):334-347. doi: 10.1234/a. Epub 2019 Jan 1"
                ".,Adams AB,J Youth,2019,2018/12/24,PMC99,,10.1234/a\n"
                "124,Two,\"Adams AB, Brown C.\",J Youth. 2019 Nov 29:e27850. doi: x.,Adams AB,J Youth,2019,2018/12/24,,,\n"
                "125,Three,Adams AB.,\"In: Book [Internet]. London: Press; 2019 Jan.\",Adams AB,Book,2019,2018/12/24,,,\n",
                "type=article-journal\n"
                "title=One\n"
                "container=J Youth\n"
                "volume=12\n"
                "issue=3\n"
                "pages=334-347\n"
                "doi=10.1234/a\n"
                "pmid=123\n"
                "pmcid=PMC99\n"
                "author=Adams|AB\n"
                "author=Brown|C\n"
                "author=YOUTH Group|\n"
                "date=2019-3-5\n"
                "--\n"
                "title=Two\n"
                "container=J Youth\n"
                "pages=e27850\n"
                "pmid=124\n"
                "author=Adams|AB\n"
                "author=Brown|C\n"
                "date=2019-11-29\n"
                "--\n"
                "title=Three\n"
                "container=Book\n"
                "pmid=125\n"
                "author=Adams|AB\n"
                "date=2019-0-0\n"
                "--\n");
}

static void embase_has_a_source(void **state)
{
    (void)state;
    assert_read("Title,Original Title,Author Names,Source,Abstract,Emtree Medical Index Terms,keywords,Open URL Link\n"
                "One,Un,\"Adams A.B., Brown C.\",Journal of Youth (2014) 3:3 (152-160). Date of Publication: 25 Aug 2014,Text,"
                "\"adult, cyst (diagnosis, surgery)\",\"adult\",http://x.org/y?id=doi:10.1002%2Fcncr.20369&x=1\n"
                "Two,,Adams A.B.,Proceedings of a meeting,,,,\n",
                "type=article-journal\n"
                "title=One\n"
                "original_title=Un\n"
                "container=Journal of Youth\n"
                "volume=3\n"
                "issue=3\n"
                "pages=152-160\n"
                "abstract=Text\n"
                "doi=10.1002/cncr.20369\n"
                "author=Adams|A.B.\n"
                "author=Brown|C.\n"
                "date=2014-8-25\n"
                "keyword=adult\n"
                "keyword=cyst (diagnosis, surgery)\n"
                "url=http://x.org/y?id=doi:10.1002%2Fcncr.20369&x=1\n"
                "--\n"
                "title=Two\n"
                "container=Proceedings of a meeting\n"
                "author=Adams|A.B.\n"
                "date=0-0-0\n"
                "--\n");
}

static void embase_upright_has_a_row_for_each_field(void **state)
{
    (void)state;
    assert_read("\"TITLE\",\"One, two\"\n"
                "\"AUTHOR NAMES\",\"Adams A.\",\"Brown B.\"\n"
                "\"SOURCE\",\"Journal (2014) 3:3 (152-160)\"\n"
                "\"EMBASE LINK\",\"https://www.embase.com/1\"\n"
                "\n"
                "\"TITLE\",\"Two\"\n"
                "\"AUTHOR NAMES\",\"Clark C.\"\n"
                "\"PUBLICATION YEAR\",\"2015\"\n"
                "\"DOI\",\"10.1234/b\"\n",
                "type=article-journal\n"
                "title=One, two\n"
                "container=Journal\n"
                "volume=3\n"
                "issue=3\n"
                "pages=152-160\n"
                "author=Adams|A.\n"
                "author=Brown|B.\n"
                "date=2014-0-0\n"
                "url=https://www.embase.com/1\n"
                "--\n"
                "title=Two\n"
                "doi=10.1234/b\n"
                "author=Clark|C.\n"
                "date=2015-0-0\n"
                "--\n");
}

static void ieee_writes_given_names_first(void **state)
{
    (void)state;
    assert_read("Document Title,Authors,Author Affiliations,Publication Title,Date Added To Xplore,Publication Year,Volume,Issu"
                "e,Start Page,End Page,Abstract,ISSN,ISBNs,DOI,PDF Link,Author Keywords,IEEE Terms,Publisher,Document Identifie"
                "r\n"
                "One,\"A. Adams; Bo B. Brown\",x,2019 Conference on Youth,1 Jan 2020,2019,1,2,3,4,Text,1234-5678,,10.1109/x,htt"
                "ps://ieeexplore.ieee.org/x,a;b,c,IEEE,IEEE Conferences\n",
                "type=paper-conference\n"
                "title=One\n"
                "container=2019 Conference on Youth\n"
                "volume=1\n"
                "issue=2\n"
                "pages=3-4\n"
                "publisher=IEEE\n"
                "abstract=Text\n"
                "doi=10.1109/x\n"
                "author=Adams|A.\n"
                "author=Brown|Bo B.\n"
                "date=2019-0-0\n"
                "issn=1234-5678\n"
                "keyword=a\n"
                "keyword=b\n"
                "keyword=c\n"
                "url=https://ieeexplore.ieee.org/x\n"
                "--\n");
}

static void springer_runs_people_together(void **state)
{
    (void)state;
    assert_read("Item Title,Publication Title,Book Series Title,Journal Volume,Journal Issue,Item DOI,Authors,Publication Year,"
                "URL,Content Type\n"
                "One,Book of Youth,Series,,,10.1007/x,Ann AdamsBo McDonaldCy van der Berg,2000,http://link.springer.com/x,Chapt"
                "er\n",
                "type=chapter\n"
                "title=One\n"
                "container=Book of Youth\n"
                "series=Series\n"
                "doi=10.1007/x\n"
                "author=Adams|Ann\n"
                "author=McDonald|Bo\n"
                "author=van der Berg|Cy\n"
                "date=2000-0-0\n"
                "url=http://link.springer.com/x\n"
                "--\n");
}

static void lens_and_openalex_write_given_names_first(void **state)
{
    (void)state;
    assert_read("Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,ISSNs,Author/s,Source URLs,Externa"
                "l URL,PMID,DOI\n"
                "000-1,One,2020-11-22,2020,journal article,Journal,12345678; 87654321,Ann Adams; World Health Organization,http"
                "s://a.org/1 https://b.org/2,http://dx.doi.org/10.1234/a,NA,\n",
                "type=article-journal\n"
                "title=One\n"
                "container=Journal\n"
                "doi=10.1234/a\n"
                "accession=000-1\n"
                "author=Adams|Ann\n"
                "author=World Health Organization|\n"
                "date=2020-11-22\n"
                "issn=1234-5678\n"
                "issn=8765-4321\n"
                "url=https://a.org/1\n"
                "url=https://b.org/2\n"
                "url=http://dx.doi.org/10.1234/a\n"
                "--\n");
}

static void openalex_has_addresses_as_numbers(void **state)
{
    (void)state;
    assert_read("id,doi,display_name,publication_date,publication_year,type,ids.pmid,authorships.author.display_name,primary_lo"
                "cation.source.display_name,primary_location.source.issn_l,biblio.volume,biblio.first_page,biblio.last_page,lan"
                "guage\n"
                "https://openalex.org/W123,https://doi.org/10.1234/A,One,2017-09-12,2017,book-chapter,https://pubmed.ncbi.nlm.n"
                "ih.gov/77,Ann Adams|Bo Brown,Book,1234-5678,3,5,9,en\n",
                "type=chapter\n"
                "title=One\n"
                "container=Book\n"
                "volume=3\n"
                "pages=5-9\n"
                "language=en\n"
                "doi=10.1234/a\n"
                "pmid=77\n"
                "accession=W123\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "date=2017-9-12\n"
                "issn=1234-5678\n"
                "--\n");
}

static void dimensions_begins_with_a_line_about_the_data(void **state)
{
    (void)state;
    assert_read("\"About the data: Exported on Feb 12, 2021. Criteria: youth\"\n"
                "Rank,Publication ID,DOI,PMID,Title,Source title,Anthology title,Publication date,PubYear,Volume,Issue,Paginati"
                "on,Publication Type,Authors,Dimensions URL\n"
                "1,pub.1,10.1234/a,77,One,Journal,,2019-03,2019,1,2,3-9,Article,\"Adams, Ann; Brown, Bo\",https://app.dimension"
                "s.ai/x\n",
                "type=article-journal\n"
                "title=One\n"
                "container=Journal\n"
                "volume=1\n"
                "issue=2\n"
                "pages=3-9\n"
                "doi=10.1234/a\n"
                "pmid=77\n"
                "accession=pub.1\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "date=2019-3-0\n"
                "url=https://app.dimensions.ai/x\n"
                "--\n");
}

static void publish_or_perish_has_initials_first(void **state)
{
    (void)state;
    assert_read("Cites,Authors,Title,Year,Source,Publisher,ArticleURL,CitesURL,GSRank,QueryDate,Type,DOI,ISSN\n"
                "5,\"AB Adams, C Brown, ...\",One,2019,Journal of Youth,Press,https://x.org/1,https://scholar,1,2020-01-01 10:0"
                "0:00,BOOK,,\n",
                "type=book\n"
                "title=One\n"
                "container=Journal of Youth\n"
                "publisher=Press\n"
                "author=Adams|AB\n"
                "author=Brown|C\n"
                "date=2019-0-0\n"
                "url=https://x.org/1\n"
                "--\n");
}

static void zotero_has_types_of_its_own(void **state)
{
    (void)state;
    assert_read("Key,Item Type,Publication Year,Author,Title,Publication Title,ISBN,ISSN,DOI,Url,Abstract Note,Date,Date Added,"
                "Pages,Issue,Volume,Journal Abbreviation,Short Title,Series,Publisher,Place,Language,Type,Library Catalog,Extra"
                ",Notes,File Attachments,Manual Tags,Editor,Translator,Series Editor,Edition,Conference Name\n"
                "ABCD1234,thesis,2019,\"Adams, Ann\",One,,978-0-306-40615-7,,,http://x.org,Text,2019-05-06,2020-01-01,12-34,,,,"
                "Short,Series,University,London,en,PhD thesis,Catalog,PMID: 7,<p>note</p>,/home/x.pdf,a; b,\"Brown, Bo\",\"Clar"
                "k, Cy\",\"Dean, Di\",2nd,Conf\n",
                "type=thesis\n"
                "genre=PhD thesis\n"
                "title=One\n"
                "short_title=Short\n"
                "series=Series\n"
                "event=Conf\n"
                "pages=12-34\n"
                "edition=2nd\n"
                "publisher=University\n"
                "place=London\n"
                "language=en\n"
                "abstract=Text\n"
                "database=Catalog\n"
                "key=ABCD1234\n"
                "author=Adams|Ann\n"
                "editor=Brown|Bo\n"
                "translator=Clark|Cy\n"
                "series-editor=Dean|Di\n"
                "date=2019-5-6\n"
                "isbn=9780306406157\n"
                "note=PMID: 7\n"
                "note=note\n"
                "file=/home/x.pdf\n"
                "keyword=a\n"
                "keyword=b\n"
                "url=http://x.org\n"
                "--\n");
}

static void proquest_ebsco_and_cochrane(void **state)
{
    (void)state;
    assert_read("Title,Abstract,StoreId,ArticleType,Authors,documentType,issn,language,pages,placeOfPublication,pubdate,pubtitl"
                "e,year,volume,issue,DocumentURL,Database,digitalObjectIdentifier,subjectTerms,entryDate\n"
                "One,Text,111222,x,\"Adams, Ann; Brown, Bo\",Dissertation/Thesis,12345678,English,5-9,Ann Arbor,Mar 2019,Journa"
                "l,2019,1,2,https://search.proquest.com/x,ERIC,10.1234/a,\"Education, Training\",2020-01-01\n",
                "type=thesis\n"
                "title=One\n"
                "container=Journal\n"
                "volume=1\n"
                "issue=2\n"
                "pages=5-9\n"
                "place=Ann Arbor\n"
                "language=English\n"
                "abstract=Text\n"
                "doi=10.1234/a\n"
                "accession=111222\n"
                "database=ERIC\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "date=2019-3-0\n"
                "issn=1234-5678\n"
                "keyword=Education\n"
                "keyword=Training\n"
                "url=https://search.proquest.com/x\n"
                "--\n");
}

static void ebsco(void **state)
{
    (void)state;
    assert_read("Article Title,Author,Journal Title,ISSN,ISBN,Publication Date,Volume,Issue,First Page,Page Count,Accession Num"
                "ber,DOI,Publisher,Doctype,Subjects,Keywords,Abstract,PLink\n"
                "One,\"Adams, Ann; Brown, Bo\",Journal,12345678,,20190305,1,2,5,9,EJ1234567,10.1234/a,Press,Article,Youth; Work"
                ",,Text,http://search.ebscohost.com/x\n",
                "type=article-journal\n"
                "title=One\n"
                "container=Journal\n"
                "volume=1\n"
                "issue=2\n"
                "pages=5\n"
                "publisher=Press\n"
                "abstract=Text\n"
                "doi=10.1234/a\n"
                "accession=EJ1234567\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "date=2019-3-5\n"
                "issn=1234-5678\n"
                "keyword=Youth\n"
                "keyword=Work\n"
                "url=http://search.ebscohost.com/x\n"
                "--\n");
}

static void cochrane(void **state)
{
    (void)state;
    assert_read("Cochrane Review ID,Author(s),Title,Source,Year,Abstract,Issue,Publisher,Keywords,DOI,URL\n"
                "CN-01234567,\"Adams A, Brown B\",One,Journal of Youth,2019,Text,3,Press,,,https://www.cochranelibrary.com/x\n",
                "type=article-journal\n"
                "title=One\n"
                "container=Journal of Youth\n"
                "issue=3\n"
                "publisher=Press\n"
                "abstract=Text\n"
                "accession=CN-01234567\n"
                "author=Adams|A\n"
                "author=Brown|B\n"
                "date=2019-0-0\n"
                "url=https://www.cochranelibrary.com/x\n"
                "--\n");
}

static void colrev_and_bibtex_part_by_and(void **state)
{
    (void)state;
    assert_read("ENTRYTYPE,ID,author,journal,booktitle,title,year,volume,number,pages,doi\n"
                "inproceedings,Adams2019,\"Adams, Ann and {Dept of Health, London} and Brown, Bo\",,Proceedings,One,2019,1,2,37"
                "6 -- 383,\n",
                "type=paper-conference\n"
                "title=One\n"
                "container=Proceedings\n"
                "volume=1\n"
                "issue=2\n"
                "pages=376-383\n"
                "key=Adams2019\n"
                "author=Adams|Ann\n"
                "author=Dept of Health, London|\n"
                "author=Brown|Bo\n"
                "date=2019-0-0\n"
                "--\n");
}

static void merged_tables_say_where_each_came_from(void **state)
{
    (void)state;
    assert_read("duplicate_id,record_id,author,year,journal,doi,title,pages,volume,number,abstract,isbn,label,source\n"
                "1,r1,\"Adams, A. and Brown, B.\",2019,,10.1234/a,One,1-2,3,4,Text,1234-5678,search1,embase\n",
                "title=One\n"
                "volume=3\n"
                "issue=4\n"
                "pages=1-2\n"
                "abstract=Text\n"
                "doi=10.1234/a\n"
                "database=embase\n"
                "key=r1\n"
                "author=Adams|A.\n"
                "author=Brown|B.\n"
                "date=2019-0-0\n"
                "issn=1234-5678\n"
                "--\n");
}

static void trial_registers(void **state)
{
    (void)state;
    assert_read("NCT Number,Study Title,Study URL,Brief Summary,Conditions,First Posted\n"
                "NCT01234567,One,https://clinicaltrials.gov/x,Text,A|B,2019-03-05\n",
                "title=One\n"
                "abstract=Text\n"
                "accession=NCT01234567\n"
                "date=2019-3-5\n"
                "keyword=A\n"
                "keyword=B\n"
                "url=https://clinicaltrials.gov/x\n"
                "--\n");
}

static void what_is_odd(void **state)
{
    (void)state;
    assert_read("id,title,year,doi,pages,authors,keywords\n"
                "7,One,no year,none,p. 5,\"Adams, Ann, and Brown, Bo\",Schools\n"
                "8,nan,2014//,10.1/x,,\"Smith John; World Bank; et\",\"one, two, three\"\n",
                "title=One\n"
                "pages=5\n"
                "author=Adams|Ann\n"
                "author=Brown|Bo\n"
                "date=0-0-0\n"
                "keyword=Schools\n"
                "--\n"
                "author=John|Smith\n"
                "author=World Bank|\n"
                "author=et|\n"
                "date=2014-0-0\n"
                "keyword=one\n"
                "keyword=two\n"
                "keyword=three\n"
                "--\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scopus_has_full_names_with_numbers),
        cmocka_unit_test(a_formula_in_front_does_not_make_it_bibtex),
        cmocka_unit_test(scopus_of_old_parts_people_by_commas),
        cmocka_unit_test(web_of_science_has_two_letters),
        cmocka_unit_test(web_of_science_in_words),
        cmocka_unit_test(rayyan_carries_decisions_in_notes),
        cmocka_unit_test(covidence_has_reasons_in_notes),
        cmocka_unit_test(columns_of_votes_are_decisions),
        cmocka_unit_test(eppi_reviewer_has_a_flag_and_codes),
        cmocka_unit_test(asreview_has_labels),
        cmocka_unit_test(our_decisions_are_read),
        cmocka_unit_test(pubmed_has_a_citation),
        cmocka_unit_test(embase_has_a_source),
        cmocka_unit_test(embase_upright_has_a_row_for_each_field),
        cmocka_unit_test(ieee_writes_given_names_first),
        cmocka_unit_test(springer_runs_people_together),
        cmocka_unit_test(lens_and_openalex_write_given_names_first),
        cmocka_unit_test(openalex_has_addresses_as_numbers),
        cmocka_unit_test(dimensions_begins_with_a_line_about_the_data),
        cmocka_unit_test(publish_or_perish_has_initials_first),
        cmocka_unit_test(zotero_has_types_of_its_own),
        cmocka_unit_test(proquest_ebsco_and_cochrane),
        cmocka_unit_test(ebsco),
        cmocka_unit_test(cochrane),
        cmocka_unit_test(colrev_and_bibtex_part_by_and),
        cmocka_unit_test(merged_tables_say_where_each_came_from),
        cmocka_unit_test(trial_registers),
        cmocka_unit_test(what_is_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
