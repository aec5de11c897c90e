// Opens the pages of WORK/html in BROWSER, makes the claims of checks.mjs on each, and plants the faults of
// control.mjs. One line a claim, "ok - " or "not ok - ", and last "N passed, N failed".
//
//   node pages.mjs WORK BROWSER [PAGE...]
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CHECKS } from "./checks.mjs";
import { FAULTS } from "./control.mjs";

const [work, browserName, ...only] = process.argv.slice(2);
const require = createRequire(resolve(work, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const PAGES = [
    { name: "guide-en", lang: "en", dir: "ltr" },
    { name: "guide-ar", lang: "ar", dir: "rtl" },
    { name: "guide-ne", lang: "ne", dir: "ltr" },
    { name: "sheet", lang: "en", dir: "ltr", sheet: true },
    { name: "sheet-gaps", lang: "en", dir: "ltr", sheet: true },
    { name: "sheet-open", lang: "fr", dir: "ltr", sheet: true },
    { name: "sheet-ar", lang: "ar", dir: "rtl", sheet: true },
    { name: "sheet-ne", lang: "ne", dir: "ltr", sheet: true },
    { name: "panel", lang: "en", dir: "ltr", charts: true },
    { name: "panel-equity", lang: "en", dir: "ltr", charts: true },
    { name: "panel-crossed", lang: "en", dir: "ltr", charts: true },
    { name: "panel-publish", lang: "en", dir: "ltr", charts: true },
    { name: "panel-ar", lang: "ar", dir: "rtl", charts: true },
    { name: "panel-ne", lang: "ne", dir: "ltr", charts: true },
    { name: "one", lang: "en", dir: "ltr", charts: true },
    { name: "world", lang: "en", dir: "ltr", charts: true },
];

let passed = 0, failed = 0;
function tell(name, wrong) {
    console.log(`${wrong.length === 0 ? "ok" : "not ok"} - ${name}`);
    wrong.slice(0, 8).forEach((w) => console.log(`#   ${w}`));
    if (wrong.length === 0) {
        passed++;
    } else {
        failed++;
    }
}

// A tab that shows the file and remembers what it asks for and complains of.
async function open(browser, file, about) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, offline: true });
    const tab = await context.newPage();
    const url = pathToFileURL(file).href;
    const known = { ...about, axe, heard: [], bytes: statSync(file).size };
    tab.on("request", (r) => {
        if (r.url().split("#")[0] !== url) {
            known.heard.push("asks for " + r.url().slice(0, 80));
        }
    });
    tab.on("console", (m) => {
        if (m.type() === "error") {
            known.heard.push("console: " + m.text().slice(0, 160));
        }
    });
    tab.on("pageerror", (e) => known.heard.push("error: " + e.message));
    await tab.goto(url, { waitUntil: "load" });
    return { tab, known, close: () => context.close() };
}

async function test(browser, check, file, about) {
    const { tab, known, close } = await open(browser, file, about);
    try {
        return await check(tab, known);
    } catch (e) {
        return ["the test broke off: " + String(e.message).split("\n")[0]];
    } finally {
        await close();
    }
}

// A fault must turn its own claim red and be told; the claim has been made of the whole page above, or is now.
const held = new Map();
async function control(browser, { check, page, says, plant }) {
    const about = PAGES.find((p) => p.name === page);
    const whole = readFileSync(resolve(work, "html", page + ".html"), "utf8");
    const broken = plant(whole);
    const file = resolve(work, "html", "control.html");
    const [, , run] = CHECKS.find(([name]) => name === check);
    if (broken === whole) {
        return ["the fault cannot be planted"];
    }
    if (!held.has(`${page} ${check}`)) {
        held.set(`${page} ${check}`, await test(browser, run, resolve(work, "html", page + ".html"), about));
    }
    const before = held.get(`${page} ${check}`).filter((w) => says.test(w));
    writeFileSync(file, broken);
    const red = await test(browser, run, file, about);
    return before.length > 0 ? ["was there before: " + before[0]]
        : red.some((w) => says.test(w)) ? [] : [`${check} did not notice`, ...red];
}

const browser = await chromium.launch({
    executablePath: browserName.includes("/") ? browserName : which(browserName),
    // Chromium refuses to run in its sandbox as root; the pages are our own.
    args: ["--disable-gpu", "--force-color-profile=srgb", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
});
function which(name) {
    return process.env.PATH.split(":").map((folder) => resolve(folder, name)).find(existsSync);
}

for (const about of PAGES.filter((p) => only.length === 0 || only.includes(p.name))) {
    const file = resolve(work, "html", about.name + ".html");
    if (!existsSync(file)) {
        tell(`${about.name}: the page is made`, ["there is none"]);
        continue;
    }
    for (const [name, title, run] of CHECKS) {
        held.set(`${about.name} ${name}`, await test(browser, run, file, about));
        tell(`${about.name}: ${title}`, held.get(`${about.name} ${name}`));
    }
}
for (const fault of FAULTS.filter(() => only.length === 0 || only.includes("control"))) {
    tell(`control: ${fault.fault} is noticed`, await control(browser, fault));
}
for (const [name] of CHECKS) {
    if (!FAULTS.some((f) => f.check === name)) {
        tell(`control: there is a fault for ${name}`, ["none"]);
    }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
