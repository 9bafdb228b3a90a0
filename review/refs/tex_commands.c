/* The commands of TeX and LaTeX that bibliographies hold. One that is not here stays readable as it was typed. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tex.h"

#define T(name, text) { name, TEX_TEXT, 0, text }
#define A(name, point) { name, TEX_ACCENT, point, NULL }
#define S(name, arguments) { name, TEX_SKIP, arguments, NULL }
#define K(name, kind) { name, TEX_##kind, 0, NULL }

/* In the order of bytes, for bsearch. */
static const tex_command commands[] = {
    T("AA", "Å"), T("AE", "Æ"), T("Alpha", "Α"), T("Beta", "Β"), T("BibTeX", "BibTeX"), K("Big", STYLE),
    K("Bigg", STYLE), K("Bigl", STYLE), K("Bigr", STYLE), T("Box", "□"), A("C", 0x030F), T("DH", "Ð"), T("DJ", "Đ"),
    T("Delta", "Δ"), T("Diamond", "◇"), T("EUR", "€"), T("Gamma", "Γ"), A("H", 0x030B), K("Huge", STYLE),
    T("Im", "ℑ"), T("L", "Ł"), K("LARGE", STYLE), T("LaTeX", "LaTeX"), T("LaTeXe", "LaTeX2e"), T("Lambda", "Λ"),
    K("Large", STYLE), T("Leftarrow", "⇐"), T("Leftrightarrow", "⇔"), K("MakeLowercase", STYLE),
    K("MakeTextUppercase", STYLE), K("MakeUppercase", STYLE), T("NG", "Ŋ"), S("NOOP", 1), K("NoCaseChange", STYLE),
    T("O", "Ø"), T("OE", "Œ"), T("Omega", "Ω"), T("P", "¶"), T("Phi", "Φ"), T("Pi", "Π"), T("Pr", "Pr"),
    T("Psi", "Ψ"), T("Re", "ℜ"), T("Rightarrow", "⇒"), T("S", "§"), T("SS", "ẞ"), T("Sigma", "Σ"), S("SortNoop", 1),
    T("TH", "Þ"), T("TeX", "TeX"), T("Theta", "Θ"), A("U", 0x030E), T("Upsilon", "Υ"), T("Vert", "‖"),
    T("XeTeX", "XeTeX"), T("Xi", "Ξ"), T("aa", "å"), A("acute", 0x0301), T("adddot", "."), T("adddotspace", ". "),
    T("ae", "æ"), T("aleph", "ℵ"), T("allowbreak", ""), T("alpha", "α"), T("angle", "∠"), T("approx", "≈"),
    T("arg", "arg"), T("ast", "∗"), K("autocap", STYLE), A("b", 0x0331), T("backslash", "\\"), A("bar", 0x0304),
    T("beta", "β"), K("bf", STYLE), K("bfseries", STYLE), T("bibrangedash", "–"), K("bibstring", STYLE),
    K("big", STYLE), K("bigg", STYLE), K("bigl", STYLE), K("bigr", STYLE), K("bm", STYLE), K("boldmath", STYLE),
    K("boldsymbol", STYLE), A("breve", 0x0306), T("bullet", "•"), A("c", 0x0327), T("cap", "∩"),
    A("capitalacute", 0x0301), T("cdot", "·"), T("cdots", "⋯"), K("ce", STYLE), A("cedla", 0x0327),
    A("check", 0x030C), T("checkmark", "✓"), K("chem", STYLE), T("chi", "χ"), T("circ", "∘"), T("colon", ":"),
    T("cong", "≅"), T("copyright", "©"), T("cos", "cos"), T("cup", "∪"), K("cyr", STYLE), A("d", 0x0323),
    T("dag", "†"), T("dagger", "†"), T("ddag", "‡"), T("ddagger", "‡"), A("ddot", 0x0308), T("degree", "°"),
    T("degreeCelsius", "°C"), T("delta", "δ"), T("det", "det"), K("dfrac", FRACTION), T("dh", "ð"),
    S("discretionary", 3), K("displaystyle", STYLE), T("div", "÷"), T("dj", "đ"), A("dot", 0x0307), T("dots", "…"),
    T("downarrow", "↓"), T("ell", "ℓ"), K("em", STYLE), K("emph", STYLE), T("emptyset", "∅"), K("enquote", QUOTE),
    T("enskip", " "), T("enspace", " "), K("ensuremath", STYLE), T("epsilon", "ε"), T("equiv", "≡"), T("eta", "η"),
    T("euro", "€"), T("exists", "∃"), T("exp", "exp"), A("f", 0x0311), K("fbox", STYLE), T("female", "♀"),
    T("flq", "‹"), T("flqq", "«"), K("footnotesize", STYLE), T("forall", "∀"), K("foreignlanguage", SECOND),
    K("frac", FRACTION), T("frq", "›"), T("frqq", "»"), T("gamma", "γ"), T("ge", "≥"), T("geq", "≥"),
    T("geqslant", "≥"), T("gets", "←"), T("gg", "≫"), T("glq", "‚"), T("glqq", "„"), A("grave", 0x0300),
    T("grq", "‘"), T("grqq", "“"), T("gt", ">"), T("gtrsim", "≳"), T("guillemetleft", "«"), T("guillemetright", "»"),
    T("guillemotleft", "«"), T("guillemotright", "»"), T("guilsinglleft", "‹"), T("guilsinglright", "›"),
    A("h", 0x0309), A("hat", 0x0302), T("hbar", "ℏ"), K("hbox", STYLE), S("hphantom", 1), K("href", SECOND),
    S("hspace", 1), K("huge", STYLE), T("hyphen", "-"), T("i", "ı"), T("iff", "⇔"), K("ignorespaces", STYLE),
    T("imath", "ı"), T("implies", "⇒"), T("in", "∈"), S("index", 1), T("inf", "inf"), T("infty", "∞"), T("int", "∫"),
    T("iota", "ι"), K("it", STYLE), K("itshape", STYLE), T("j", "ȷ"), T("jmath", "ȷ"), A("k", 0x0328),
    T("kappa", "κ"), T("l", "ł"), S("label", 1), T("lambda", "λ"), T("land", "∧"), T("langle", "⟨"),
    K("large", STYLE), T("lbrace", "{"), T("lbrack", "["), T("lceil", "⌈"), T("ldots", "…"), T("le", "≤"),
    K("left", STYLE), T("leftarrow", "←"), T("leftrightarrow", "↔"), T("leq", "≤"), T("leqslant", "≤"),
    T("lesssim", "≲"), T("lfloor", "⌊"), T("lim", "lim"), K("limits", STYLE), T("linebreak", " "), T("ll", "≪"),
    T("ln", "ln"), T("lnot", "¬"), T("log", "log"), T("longleftarrow", "⟵"), T("longrightarrow", "⟶"), T("lor", "∨"),
    K("lowercase", STYLE), T("lozenge", "◊"), T("lq", "‘"), T("lt", "<"), K("makebox", STYLE), T("male", "♂"),
    T("mapsto", "↦"), K("mathbb", STYLE), K("mathbf", STYLE), K("mathcal", STYLE), K("mathfrak", STYLE),
    K("mathit", STYLE), K("mathnormal", STYLE), K("mathop", STYLE), K("mathrel", STYLE), A("mathring", 0x030A),
    K("mathrm", STYLE), K("mathscr", STYLE), K("mathsf", STYLE), K("mathtt", STYLE), T("max", "max"),
    K("mbox", STYLE), K("mdseries", STYLE), T("mid", "|"), T("min", "min"), K("mkbibacro", STYLE),
    K("mkbibbold", STYLE), K("mkbibemph", STYLE), K("mkbibitalic", STYLE), K("mkbibparens", STYLE),
    K("mkbibquote", QUOTE), K("mkbibsubscript", SUB), K("mkbibsuperscript", SUP), T("mp", "∓"), T("mu", "μ"),
    T("nabla", "∇"), T("ne", "≠"), T("neg", "¬"), T("neq", "≠"), T("newblock", ""), T("newline", " "), T("ng", "ŋ"),
    T("ni", "∋"), K("nicefrac", FRACTION), T("nobreak", ""), T("nobreakspace", " "), K("nocase", STYLE),
    K("noindent", STYLE), K("nolimits", STYLE), K("nolinkurl", URL), K("nonumber", STYLE), S("noop", 1),
    S("noopsort", 1), K("normalfont", STYLE), K("normalsize", STYLE), T("notin", "∉"), T("nu", "ν"), T("o", "ø"),
    A("ocirc", 0x030A), T("oe", "œ"), T("omega", "ω"), T("omicron", "ο"), K("operatorname", STYLE), T("oplus", "⊕"),
    T("otimes", "⊗"), A("overline", 0x0305), S("pagestyle", 1), T("par", " "), T("parallel", "∥"),
    K("parbox", SECOND), T("partial", "∂"), K("path", URL), T("perp", "⊥"), S("phantom", 1), T("phi", "φ"),
    T("pi", "π"), T("pm", "±"), T("pounds", "£"), T("prime", "′"), T("prod", "∏"), T("propto", "∝"),
    K("protect", STYLE), T("psi", "ψ"), T("qquad", " "), T("quad", " "), T("quotedblbase", "„"),
    T("quotesinglbase", "‚"), A("r", 0x030A), K("raisebox", SECOND), T("rangle", "⟩"), T("rbrace", "}"),
    T("rbrack", "]"), T("rceil", "⌉"), K("relax", STYLE), T("rfloor", "⌋"), T("rho", "ρ"), K("right", STYLE),
    T("rightarrow", "→"), T("rightleftharpoons", "⇌"), K("rm", STYLE), K("rmfamily", STYLE), T("rq", "’"),
    K("sc", STYLE), K("scalebox", SECOND), K("scriptscriptstyle", STYLE), K("scriptsize", STYLE),
    K("scriptstyle", STYLE), K("scshape", STYLE), K("selectfont", STYLE), S("setlength", 2), T("setminus", "∖"),
    K("sf", STYLE), K("sffamily", STYLE), K("sfrac", FRACTION), T("sigma", "σ"), T("sim", "∼"), T("simeq", "≃"),
    T("sin", "sin"), K("sl", STYLE), T("slash", "/"), K("sloppy", STYLE), K("slshape", STYLE), K("small", STYLE),
    K("so", STYLE), S("sortas", 1), K("sout", STYLE), T("space", " "), T("sqrt", "√"), T("square", "□"), T("ss", "ß"),
    K("st", STYLE), T("star", "⋆"), T("subset", "⊂"), T("subseteq", "⊆"), T("sum", "∑"), T("sup", "sup"),
    T("supset", "⊃"), T("supseteq", "⊇"), T("surd", "√"), K("symbol", CHARACTER), A("t", 0x0361), T("tan", "tan"),
    T("tau", "τ"), K("text", STYLE), T("textalpha", "α"), T("textampersand", "&"), T("textasciiacute", "´"),
    T("textasciicircum", "^"), T("textasciidieresis", "¨"), T("textasciigrave", "`"), T("textasciimacron", "¯"),
    T("textasciitilde", "~"), T("textasteriskcentered", "*"), T("textbackslash", "\\"), T("textbar", "|"),
    T("textbardbl", "‖"), T("textbeta", "β"), K("textbf", STYLE), T("textbraceleft", "{"), T("textbraceright", "}"),
    T("textbrokenbar", "¦"), T("textbullet", "•"), T("textcelsius", "℃"), T("textcent", "¢"), T("textchi", "χ"),
    K("textcolor", SECOND), A("textcommabelow", 0x0326), T("textcopyright", "©"), T("textcurrency", "¤"),
    K("textcyrillic", STYLE), T("textdagger", "†"), T("textdaggerdbl", "‡"), T("textdegree", "°"),
    T("textdelta", "δ"), T("textdiv", "÷"), T("textdollar", "$"), T("textellipsis", "…"), T("textemdash", "—"),
    T("textendash", "–"), T("textepsilon", "ε"), T("texteuro", "€"), T("textexclamdown", "¡"), T("textgamma", "γ"),
    T("textgreater", ">"), K("textgreek", STYLE), K("textit", STYLE), T("textkappa", "κ"), T("textlambda", "λ"),
    K("textlatin", STYLE), T("textless", "<"), T("textlnot", "¬"), K("textmd", STYLE), T("textminus", "−"),
    T("textmu", "µ"), T("textmultiply", "×"), K("textnormal", STYLE), T("textnumbersign", "#"), T("textnumero", "№"),
    A("textogonekcentered", 0x0328), T("textohm", "Ω"), T("textomega", "ω"), T("textonehalf", "½"),
    T("textonequarter", "¼"), T("textonesuperior", "¹"), T("textordfeminine", "ª"), T("textordmasculine", "º"),
    T("textparagraph", "¶"), T("textpercent", "%"), T("textperiodcentered", "·"), T("textperthousand", "‰"),
    T("textpi", "π"), T("textpm", "±"), T("textquestiondown", "¿"), K("textquote", QUOTE), T("textquotedbl", "\""),
    T("textquotedblleft", "“"), T("textquotedblright", "”"), T("textquoteleft", "‘"), T("textquoteright", "’"),
    T("textquotesingle", "'"), T("textregistered", "®"), K("textrm", STYLE), K("textsc", STYLE), T("textschwa", "ə"),
    T("textsection", "§"), K("textsf", STYLE), T("textsigma", "σ"), K("textsl", STYLE), T("textsterling", "£"),
    K("textstyle", STYLE), K("textsubscript", SUB), K("textsuperscript", SUP), T("textthreequarters", "¾"),
    T("textthreesuperior", "³"), T("texttimes", "×"), T("texttrademark", "™"), K("texttt", STYLE),
    T("texttwosuperior", "²"), T("textunderscore", "_"), K("textup", STYLE), T("textvisiblespace", "␣"),
    T("textyen", "¥"), K("tfrac", FRACTION), T("th", "þ"), T("theta", "θ"), T("thinspace", " "),
    S("thispagestyle", 1), A("tilde", 0x0303), T("times", "×"), K("tiny", STYLE), T("to", "→"), T("triangle", "△"),
    K("tt", STYLE), K("ttfamily", STYLE), A("u", 0x0306), K("ul", STYLE), K("uline", STYLE), K("unboldmath", STYLE),
    A("underline", 0x0332), K("unskip", STYLE), T("upalpha", "α"), T("uparrow", "↑"), T("upbeta", "β"),
    T("updelta", "δ"), T("upgamma", "γ"), T("upkappa", "κ"), T("uplambda", "λ"), T("upmu", "μ"), T("upomega", "ω"),
    K("uppercase", STYLE), K("upshape", STYLE), T("upsilon", "υ"), K("url", URL), A("v", 0x030C),
    T("varepsilon", "ε"), T("varnothing", "∅"), T("varphi", "φ"), T("varpi", "ϖ"), T("varrho", "ϱ"),
    T("varsigma", "ς"), T("vartheta", "ϑ"), A("vec", 0x20D7), T("vee", "∨"), T("vert", "|"), S("vphantom", 1),
    S("vspace", 1), T("wedge", "∧"), A("widehat", 0x0302), A("widetilde", 0x0303), T("wp", "℘"), T("xi", "ξ"),
    K("xspace", STYLE), T("zeta", "ζ"),
};

typedef struct {
    const char *name;
    size_t      n;
} word;

static int compare(const void *key, const void *row)
{
    const word *w = key;
    const char *name = ((const tex_command *)row)->name;
    int         c = strncmp(w->name, name, w->n);

    return c ? c : -(name[w->n] != '\0');
}

const tex_command *rv_tex_command(const char *name, size_t n)
{
    const word w = { name, n };

    return bsearch(&w, commands, sizeof commands / sizeof *commands, sizeof *commands, compare);
}

unsigned rv_tex_accent(char sign)
{
    switch (sign) {
    case '`':  return 0x0300;
    case '\'': return 0x0301;
    case '^':  return 0x0302;
    case '~':  return 0x0303;
    case '=':  return 0x0304;
    case '.':  return 0x0307;
    case '"':  return 0x0308;
    default:   return 0;
    }
}
