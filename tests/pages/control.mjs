// Faults, each planted in the text of a page that is whole: the claim that each is made for must turn red, and
// say what was planted.

const once = (from, to) => (page) => page.replace(from, to);
const style = (rules) => once("</style>", rules + "\n</style>");
const first = (mark, from, to) => (page) => { // in what follows the first place of a mark
    const at = page.indexOf(mark);
    return at < 0 ? page : page.slice(0, at) + page.slice(at).replace(from, to);
};

export const FAULTS = [
    { check: "quiet", page: "one", fault: "a picture from elsewhere", says: /elsewhere/, plant: once("</main>", '<img alt="" src="http://elsewhere.invalid/a.png"></main>') },
    { check: "quiet", page: "one", fault: "a script", says: /a script element/, plant: once("</main>", "<script>void 0</script></main>") },
    { check: "quiet", page: "one", fault: "data that looks like a script", says: /a script element/, plant: once("</main>", '<script type="text/plain">x</script></main>') },
    { check: "language", page: "guide-ar", fault: "a page from the left", says: /ar ltr/, plant: once(' dir="rtl"', ' dir="ltr"') },
    { check: "language", page: "guide-ne", fault: "a page in no language", says: /"  ?ltr/, plant: once(/<html lang="[^"]*"/, '<html lang=""') },
    { check: "narrow", page: "one", fault: "a broad line", says: /^320 pixels, light/, plant: once("</main>", '<p style="width:21rem">broad</p></main>') },
    { check: "narrow", page: "panel", fault: "a table that does not scroll by itself", says: /^320 pixels/, plant: style(".scroll{overflow:visible!important}") },
    { check: "narrow", page: "one", fault: "a broad line in the dark", says: /^320 pixels, dark/, plant: style("@media (prefers-color-scheme:dark){.kicker{width:110vw}}") },
    { check: "narrow", page: "panel", fault: "a caption as broad as its table", says: /must scroll to read/, plant: style("caption{max-width:none!important}") },
    { check: "accessible", page: "one", fault: "pale letters", says: /light: color-contrast/, plant: style(".meta,.kicker{color:#bbb!important}") },
    { check: "accessible", page: "one", fault: "dark letters in the dark", says: /dark: color-contrast/, plant: style("@media (prefers-color-scheme:dark){p{color:#333!important}}") },
    { check: "accessible", page: "one", fault: "a list without a list", says: /list/, plant: once("<nav", "<ul><p>loose</p></ul><nav") },
    { check: "keyboard", page: "panel", fault: "a focus that is not seen", says: /one cannot see/, plant: style(":focus-visible{outline:0!important}") },
    { check: "keyboard", page: "panel", fault: "a link that is left out", says: /^stop \d/, plant: first("<nav", "<a href", '<a tabindex="-1" href') },
    { check: "keyboard", page: "panel", fault: "a link before its turn", says: /^stop 1 /, plant: first("<nav", "<a href", '<a tabindex="2" href') },
    { check: "keyboard", page: "panel", fault: "a region that scrolls and is no stop", says: /is no stop/, plant: first("<main", ' tabindex="0"', "") },
    { check: "named", page: "panel", fault: "a chart without a role", says: /has no role/, plant: once(' role="img"', "") },
    { check: "named", page: "panel", fault: "a chart without a name", says: /has no name/, plant: once('id="dots-title"', 'id="dots-other"') },
    { check: "named", page: "panel", fault: "a hidden drawing with text", says: /holds text/, plant: first('aria-hidden="true"', "</svg>", "<text>5</text></svg>") },
    { check: "figures", page: "panel", fault: "another figure in a chart", says: /dots: 13.7 of/, plant: first('id="dots-title"', /class="figure"([^>]*)>\d+\.\d/, 'class="figure"$1>13.7') },
    { check: "figures", page: "panel", fault: "a dot in another place", says: /the dot of .* is at 3/, plant: first('id="dots-title"', /class="dot" cx="[\d.]+%/, 'class="dot" cx="3%') },
    { check: "figures", page: "panel-ar", fault: "a dot that is not mirrored", says: /the dot of/, plant: first('id="dots-title"', /class="dot" cx="([\d.]+)%/, (_, x) => `class="dot" cx="${100 - x}%`) },
    { check: "figures", page: "panel", fault: "a bar that is too long", says: /^bands of .*91/, plant: first('id="band-chart-title"', /(<rect [^>]*width=)"[\d.]+%/, '$1"91%') },
    { check: "figures", page: "panel", fault: "another figure on the map", says: /^map: 13/, plant: first('class="map"', /(class="mark-text[^>]*>)\d+/, "$113") },
    { check: "figures", page: "panel", fault: "a chart without a table", says: /^trend-chart: no table/, plant: first('id="trend-chart-title"', /<div class="scroll"[\s\S]*?<\/div>/, "") },
    { check: "apart", page: "panel", fault: "two words in one place", says: /overlap/, plant: first('id="dots-title"', /class="figure" x="[\d.]+%/, 'class="figure" x="5%') },
    { check: "apart", page: "panel", fault: "a name that is too long for a telephone", says: /^320 pixels: .*overlap/, plant: first('id="dots-title"', /(class="name"[^>]*>)[^<]+/, "$1A country with a name of many words that goes on") },
    { check: "apart", page: "panel", fault: "a sign at the edge of the map", says: /cut off/, plant: first('class="map"', /(class="mark-text[^>]* x=)"[\d.-]+"/, '$1"-99999"') },
    { check: "paper", page: "panel", fault: "a table that is wider than paper", says: /wider than the paper/, plant: style("table{min-width:60rem!important}") },
    { check: "paper", page: "panel", fault: "a shade without its figure", says: /a cell or a mark/, plant: first('id="heat"', /(<td class="s\d[^>]*>)[^<]+/, "$1") },
    { check: "paper", page: "panel", fault: "a bar without its letter", says: /a bar has/, plant: first('id="band-chart-title"', /(class="letter[^>]*>)[A-Z]/, "$1") },
    { check: "paper", page: "panel", fault: "a cell without a pattern", says: /without a score/, plant: style("td.none,.shades .none{background:#fff!important}") },
    { check: "paper", page: "panel", fault: "shades that a printer leaves out", says: /a printer/, plant: style("*{print-color-adjust:economy!important}") },
    { check: "paper", page: "one", fault: "a blank sheet", says: /on paper/, plant: style("@media print{body{display:none}}") },
    { check: "small", page: "world", fault: "a page that is too large", says: /bytes/, plant: once("</main>", `<p>${"x ".repeat(120000)}</p></main>`) },
    { check: "figures", page: "sheet", fault: "a bar of a domain that is too long", says: /^the bar of Risk knowledge shows/, plant: first("#n-RSK", /--l:[\d.]+%/, "--l:1.5%") },
    { check: "figures", page: "sheet", fault: "a score in another place", says: /^the bar of the whole shows 3/, plant: first('class="gauge"', /--s:[\d.]+%/, "--s:3%") },
    { check: "figures", page: "sheet-ar", fault: "bars that are not mirrored", says: /grows from 0/, plant: style(".bar{background-position:0 0!important}") },
    { check: "paper", page: "sheet", fault: "what is possible without its stripes", says: /what is possible/, plant: style(".bar{background-image:none!important}") },
    { check: "paper", page: "sheet", fault: "an outcome without its word", says: /an outcome has/, plant: first('id="findings"', /<p class="v">[^<]*<b>[^<]*<\/b>/, '<p class="v">') },
    { check: "paper", page: "sheet", fault: "bars that a printer leaves out", says: /a printer/, plant: style("*{print-color-adjust:economy!important}") },
    { check: "accessible", page: "sheet", fault: "a pale mark", says: /color-contrast/, plant: style(".v{color:#ccc!important}") },
    { check: "keyboard", page: "sheet", fault: "a link to a finding that is left out", says: /^stop \d/, plant: first('id="result"', "<a href", '<a tabindex="-1" href') },
    { check: "small", page: "sheet", fault: "an assessment of over 100 kB", says: /bytes/, plant: once("</main>", `<p>${"x ".repeat(10000)}</p></main>`) },
];
