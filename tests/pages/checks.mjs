// What is claimed of a page. Each check takes a tab that shows the page, and what is known of the page, and
// gives the list of what is wrong: an empty one is a pass. Functions given to evaluate() run inside the page;
// they come by the driver's own way, so that the page's Content-Security-Policy stays as it is.

export const WIDTHS = [320, 768, 1280];
const SCHEMES = ["light", "dark"];
const HEIGHT = 900;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const MOST_BYTES = 400000;
const MOST_BYTES_SHEET = 100000; // of one assessment with 119 findings, in English
const PAPER = 680; // pixels between the margins of A4 as the style sheet sets them

async function show(tab, width, scheme) {
    await tab.setViewportSize({ width, height: HEIGHT });
    await tab.emulateMedia({ media: "screen", colorScheme: scheme });
}

// Nothing is asked of anybody, nothing complains, nothing runs.
async function quiet(tab, about) {
    const scripts = await tab.evaluate(() =>
        [...document.querySelectorAll("script")].map((s) => "a script element: " + s.outerHTML.slice(0, 60)));
    return [...about.heard, ...scripts];
}

async function language(tab, about) {
    const got = await tab.evaluate(() => {
        const root = document.documentElement;
        return root.lang + " " + root.dir + " " + getComputedStyle(document.body).direction;
    });
    const wanted = `${about.lang} ${about.dir} ${about.dir}`;
    return got === wanted ? [] : [`lang and dir are "${got}", not "${wanted}"`];
}

// The page itself does not scroll sideways; tables may, by themselves, but not their captions.
async function narrow(tab) {
    const wrong = [];
    for (const width of WIDTHS) {
        for (const scheme of SCHEMES) {
            await show(tab, width, scheme);
            wrong.push(...await tab.evaluate((where) => {
                const root = document.documentElement;
                const wide = [...document.querySelectorAll("caption")].map((c) => [c.textContent, c.getBoundingClientRect()])
                    .filter(([, box]) => box.left < -1 || box.right > root.clientWidth + 1);
                return [
                    ...root.scrollWidth <= root.clientWidth ? [] : [`${where}: ${root.scrollWidth} pixels in ${root.clientWidth}`],
                    ...wide.map(([text]) => `${where}: one must scroll to read "${text}"`),
                ];
            }, `${width} pixels, ${scheme}`));
        }
    }
    return wrong;
}

async function accessible(tab, about) {
    const wrong = [];
    await tab.evaluate(about.axe);
    for (const [width, scheme] of [[1280, "light"], [320, "dark"], ...(about.charts ? [[1280, "dark"], [320, "light"]] : [])]) {
        await show(tab, width, scheme);
        const found = await tab.evaluate((tags) => axe.run(document, {
            runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false,
        }).then((r) => r.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.length} times, first ` +
            v.nodes[0].target.join(" ") + ": " + v.nodes[0].failureSummary.replace(/\s+/g, " ").slice(0, 200))), TAGS);
        wrong.push(...found.map((f) => `${width} pixels, ${scheme}: ${f}`));
    }
    return wrong;
}

// Tab goes through links and regions that scroll, in the order of the page, and shows where it is.
async function keyboard(tab) {
    await show(tab, 320, "light");
    const wanted = await tab.evaluate(() => {
        const scrolls = (e) => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX);
        const name = (e) => e.tagName.toLowerCase() + " " + (e.getAttribute("href") ?? e.getAttribute("aria-labelledby") ?? "");
        window.reached = [];
        window.wanted = [...document.querySelectorAll("body *")].filter((e) =>
            e.matches("a[href], [tabindex]:not([tabindex='-1'])") || scrolls(e));
        document.addEventListener("focusin", (event) => {
            const style = getComputedStyle(event.target);
            const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
            window.reached.push([window.wanted.indexOf(event.target), seen, name(event.target)]);
        });
        window.scrollTo(0, 0);
        return window.wanted.map((e) => ({
            name: name(e), stop: !scrolls(e) || e.getAttribute("tabindex") === "0",
        }));
    });
    for (let i = 0; i <= wanted.length; i++) {
        await tab.keyboard.press("Tab");
    }
    const reached = await tab.evaluate(() => window.reached);
    const wrong = wanted.filter((w) => !w.stop).map((w) => `${w.name} scrolls and is no stop for the keyboard`);
    for (let i = 0; i < wanted.length && wrong.length < 5; i++) {
        if (reached[i]?.[0] !== i) {
            wrong.push(`stop ${i + 1} is ${reached[i]?.[2] ?? "nothing"}, not ${wanted[i].name}`);
        } else if (!reached[i][1]) {
            wrong.push(`${wanted[i].name}: one cannot see that it has the focus`);
        }
    }
    return wrong.length === 0 && wanted.length === 0 ? ["there is no link"] : wrong;
}

// Every drawing has a role and a name; one that is only for the eye says so and holds no text.
async function named(tab) {
    return tab.evaluate(() => [...document.querySelectorAll("svg")].flatMap((svg, i) => {
        if (svg.getAttribute("aria-hidden") === "true") {
            return svg.querySelector("text") ? [`drawing ${i + 1} is hidden and holds text`] : [];
        }
        const ids = (svg.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
        const name = ids.map((id) => document.getElementById(id)?.textContent.trim() ?? "");
        return [
            ...(svg.getAttribute("role") === "img" ? [] : [`drawing ${i + 1} has no role`]),
            ...(ids.length > 0 && name.every(Boolean) ? [] : [`drawing ${i + 1} has no name`]),
        ];
    }));
}

// The bars of an assessment are as long as the figures beside them say, and grow from where reading begins.
async function bars(tab, about) {
    return tab.evaluate((right) => {
        const wrong = [];
        const numbers = (text) => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number);
        const hold = (bar, name, score, range) => {
            const drawn = ["--s", "--l", "--h"].map((key) => parseFloat(bar.style.getPropertyValue(key)));
            const told = [numbers(score)[0] ?? NaN, ...numbers(range)];
            if (drawn.some((x, i) => !(Math.abs(x - told[i]) <= 0.06) && !(isNaN(x) && isNaN(told[i])))) {
                wrong.push(`the bar of ${name} shows ${drawn}, the figures are ${told}`);
            }
            const from = getComputedStyle(bar).backgroundPosition.split(",")[0].trim().split(" ")[0];
            if (from !== (right ? "100%" : "0%") && from !== (right ? "right" : "0px")) {
                wrong.push(`the bar of ${name} grows from ${from}`);
            }
        };
        const rows = [...document.querySelectorAll("#domains tbody tr")].filter((r) => r.querySelector(".bar"));
        for (const row of rows) {
            const [score, range] = [...row.querySelectorAll("td")].map((td) => td.textContent);
            hold(row.querySelector(".bar"), row.querySelector("th a").textContent, score, range);
        }
        const means = [...document.querySelectorAll(".means dd b")].map((b) => b.textContent);
        hold(document.querySelector(".gauge .bar"), "the whole", means[0], `${means[1]} ${means[2]}`);
        return rows.length > 0 ? wrong : [...wrong, "there is no bar of a domain"];
    }, about.dir === "rtl");
}

// The figures of each chart stand in a table that comes after it, in the row of the same name; the dot of a mean
// stands where its figure says, and a bar is as long as its share. The map's table is the one of scores.
async function figures(tab, about) {
    const wrong = await tab.evaluate((right) => {
        const wrong = [];
        const numbers = (text) => text.match(/\d+(\.\d+)?/g) ?? [];
        const rows = (table) => {
            const found = new Map();
            for (const row of table?.querySelectorAll("tbody tr") ?? []) {
                const key = row.querySelector("th").textContent.trim();
                found.set(key, [...(found.get(key) ?? []), ...[...row.querySelectorAll("td")].map((td) => td.textContent)]);
            }
            return found;
        };
        const scores = rows(document.querySelector("#scores-table, #scores table"));
        const place = (shape, name) => parseFloat(shape.getAttribute(name));
        const chart = (svg) => {
            const id = svg.querySelector("title").id.replace(/-title$/, "");
            const section = svg.closest("section");
            const table = [...section.querySelectorAll("table")].find((t) =>
                svg.compareDocumentPosition(t) & Node.DOCUMENT_POSITION_FOLLOWING);
            const cells = rows(table);
            const names = [...svg.querySelectorAll("text.name")];
            if (!table || names.length === 0) {
                wrong.push(`${id}: ${table ? "no row is drawn" : "no table follows"}`);
            }
            for (const text of names) {
                const name = text.textContent.trim(), figure = text.nextElementSibling;
                const shapes = [];
                for (let e = figure.nextElementSibling; e && !e.matches("text.name"); e = e.nextElementSibling) {
                    shapes.push(e);
                }
                const said = numbers(figure.textContent);
                const known = (id === "band-chart" ? scores : cells).get(name);
                for (const n of said) {
                    if (!known?.some((cell) => numbers(cell).includes(n))) {
                        wrong.push(`${id}: ${n} of ${name} is not in the table`);
                    }
                }
                if (id === "dots" && said.length > 0) {
                    const dot = shapes.find((s) => s.matches("circle"));
                    const at = dot ? (right ? 100 - place(dot, "cx") : place(dot, "cx")) : NaN;
                    if (said.length > 1 && !(Math.abs(at - said[0]) <= 0.06)) {
                        wrong.push(`dots: the dot of ${name} is at ${at}, its figure is ${said[0]}`);
                    }
                }
                if (id === "band-chart") {
                    const drawn = shapes.filter((s) => s.matches("rect")).map((s) => Math.round(place(s, "width")));
                    const told = (cells.get(name) ?? []).slice(0, -2).flatMap(numbers).map(Number).filter((n) => n > 0);
                    if (drawn.length !== told.length || drawn.some((n, i) => Math.abs(n - told[i]) > 1)) {
                        wrong.push(`bands of ${name}: ${drawn} are drawn, ${told} told`);
                    }
                }
            }
        };
        document.querySelectorAll("svg.chart").forEach(chart);
        for (const sign of document.querySelectorAll("svg.map g")) {
            const name = sign.querySelector("title").textContent.replace(/: [^:]*$/, "");
            for (const n of numbers(sign.querySelector("text").textContent)) {
                if (!scores.get(name)?.some((cell) => numbers(cell).includes(n))) {
                    wrong.push(`map: ${n} of ${name} is not in the table of scores`);
                }
            }
        }
        return wrong;
    }, about.dir === "rtl");
    if (about.sheet) {
        wrong.push(...await bars(tab, about));
    }
    const seen = await tab.locator("svg.chart, svg.map").count();
    return about.charts && seen < 3 ? [...wrong, `${seen} charts, at least 3 are expected`] : wrong;
}

// No two words of a drawing lie on each other, and none is cut off.
async function apart(tab) {
    const wrong = [];
    for (const width of [WIDTHS[0], WIDTHS[2]]) {
        await show(tab, width, "light");
        wrong.push(...await tab.evaluate((width) => {
            const SLACK = 2, wrong = [];
            const pen = document.createElement("canvas").getContext("2d");
            // A box keeps room for accents above and below; what counts is the ink in it.
            const ink = (text) => {
                const box = text.getBoundingClientRect(), style = getComputedStyle(text);
                pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
                const m = pen.measureText(text.textContent);
                const scale = box.height / (m.fontBoundingBoxAscent + m.fontBoundingBoxDescent);
                const base = box.top + m.fontBoundingBoxAscent * scale;
                return { left: box.left, right: box.right, width: box.width,
                    top: base - m.actualBoundingBoxAscent * scale, bottom: base + m.actualBoundingBoxDescent * scale };
            };
            const shown = (e) => `"${e.text.textContent.slice(0, 30)}"`;
            for (const svg of document.querySelectorAll("svg")) {
                const texts = [...svg.querySelectorAll("text")].map((text) => ({ text, box: ink(text) }))
                    .filter((t) => t.box.width > 0);
                const clips = getComputedStyle(svg).overflowX !== "visible";
                const frame = clips ? svg.getBoundingClientRect()
                    : { left: 0, right: document.documentElement.clientWidth };
                texts.forEach((a, i) => {
                    if (a.box.left < frame.left - SLACK || a.box.right > frame.right + SLACK ||
                        clips && (a.box.top < frame.top - SLACK || a.box.bottom > frame.bottom + SLACK)) {
                        wrong.push(`${width} pixels: ${shown(a)} is cut off`);
                    }
                    for (const b of texts.slice(i + 1)) {
                        const x = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
                        const y = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
                        if (x > SLACK && y > SLACK) {
                            wrong.push(`${width} pixels: ${shown(a)} and ${shown(b)} overlap by ${x.toFixed(1)} times ${y.toFixed(1)}`);
                        }
                    }
                });
            }
            return wrong;
        }, width));
    }
    return wrong;
}

// On paper: pages that are not blank, tables that fit between the margins, and beside each colour a letter, a
// figure or a pattern.
async function paper(tab) {
    await tab.setViewportSize({ width: PAPER, height: HEIGHT });
    await tab.emulateMedia({ media: "print", colorScheme: "light" });
    const wrong = await tab.evaluate(() => {
        const wrong = [], root = document.documentElement;
        const bare = (what, e) => wrong.push(`${what} has its colour alone: ${e.outerHTML.slice(0, 80)}`);
        for (const table of document.querySelectorAll("table")) {
            const box = table.getBoundingClientRect();
            if (box.right > root.clientWidth + 1 || box.left < -1) {
                wrong.push(`a table is wider than the paper: ${table.caption?.textContent}: ${Math.round(box.width)} pixels of ${root.clientWidth}`);
            }
        }
        for (const e of document.querySelectorAll("td[class^=s], li[class^=s], .mark, .critical, .known, .drafted")) {
            e.textContent.trim() || bare("a cell or a mark", e);
        }
        for (const e of document.querySelectorAll("td.none, .shades .none")) {
            const style = getComputedStyle(e);
            style.backgroundImage.includes("gradient") || bare("a cell without a score", e);
        }
        for (const bar of document.querySelectorAll("svg rect.shade")) {
            const letter = bar.nextElementSibling;
            if (parseFloat(bar.getAttribute("width")) >= 8 && !(letter?.matches("text.letter") && letter.textContent.trim())) {
                bare("a bar", bar);
            }
        }
        for (const sign of document.querySelectorAll("svg.map g")) {
            sign.querySelector("text")?.textContent.trim() || bare("a country", sign);
        }
        for (const e of document.querySelectorAll("svg.map .unknown")) {
            getComputedStyle(e).fill.includes("#hatch") || bare("a country without a score", e);
        }
        for (const line of document.querySelectorAll(".ci.few, .sign.few")) {
            getComputedStyle(line).strokeDasharray !== "none" || bare("an unsure mean", line);
        }
        for (const e of document.querySelectorAll(".sheet .bar")) {
            const image = getComputedStyle(e).backgroundImage;
            image.includes("repeating-linear-gradient") || bare("what is possible", e);
        }
        for (const e of document.querySelectorAll(".f")) {
            e.querySelector(".v")?.textContent.trim() || bare("an outcome", e);
        }
        for (const e of document.querySelectorAll("td[class^=s], rect.shade, svg.map path.border, .sheet .bar")) {
            getComputedStyle(e).printColorAdjust === "exact" || bare("what a printer may leave out", e);
        }
        return [...new Set(wrong)].slice(0, 8);
    });
    const pdf = await tab.pdf({ format: "A4", preferCSSPageSize: true, printBackground: false });
    const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
    if (pages < 1 || pdf.length < 10000) {
        wrong.push(`${pages} pages on paper, ${pdf.length} bytes`);
    }
    await tab.emulateMedia({ media: "screen" });
    return wrong;
}

async function small(tab, about) {
    const most = about.sheet && about.lang === "en" ? MOST_BYTES_SHEET : MOST_BYTES;
    return (about.charts || about.sheet) && about.bytes >= most ? [`${about.bytes} bytes`] : [];
}

export const CHECKS = [
    ["quiet", "nothing is fetched, nothing complains, nothing runs", quiet],
    ["language", "language and direction are told", language],
    ["narrow", "no sideways scrolling at 320, 768 and 1280 pixels, light and dark", narrow],
    ["accessible", "WCAG 2.2 A and AA as axe-core sees them, light and dark", accessible],
    ["keyboard", "Tab reaches links and regions in order, and shows where it is", keyboard],
    ["named", "every drawing has a role and a name", named],
    ["figures", "a table follows each chart with the same figures", figures],
    ["apart", "no words of a drawing overlap or are cut off, at 320 and 1280 pixels", apart],
    ["paper", "on A4 nothing is blank, cut off or told by colour alone", paper],
    ["small", "below 400 kB, an assessment below 100", small],
];
