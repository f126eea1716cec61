//! What THEMES.md says of each page and can be measured in a window: letters, lines, links, targets, the way of a keyboard,
//! paper, and that nothing moves. Each finding is one line; a page is right when there is none.

use serde_json::{Value, json};

use super::common::browser::{Browser, Scheme};
use super::common::host::Host;
use super::common::sites::{Built, odd, sample};
use super::{address, text};

use Scheme::{Dark, Light};

/// What a theme says of its letters: sizes in pixels at 360 and 1440, leading, the widest line in widths of a nought, the
/// first family on screen.
const LETTERS: [(&str, [f64; 2], f64, f64, &str); 2] =
    [("hearth", [19.0, 21.0], 1.6, 62.0, "Iowan Old Style"), ("postcard", [18.0, 18.0], 1.65, 66.0, "system-ui")];

/// A story with a letter, comments, a series and a picture each.
const STORIES: [&str; 4] = [
    "stories/sorry-we-missed-you/index.html",
    "stories/what-the-teacher-said/index.html",
    "stories/single-gloves/index.html",
    "stories/the-lamp-at-number-nine/index.html",
];

/// Those of the odd site that are hardest to set.
const ODD: [&str; 5] =
    ["/long/index.html", "/many/index.html", "/named/index.html", "/ar/index.html", "/he/index.html"];

/// One of each kind.
fn kinds(site: &Built) -> Vec<String> {
    let is_one_of_many = |page: &String| page.starts_with("manual/") || page.starts_with("stories/");
    let pages = site.pages().into_iter().filter(|page| !is_one_of_many(page));
    pages.chain(STORIES.map(str::to_owned)).collect()
}

/// Goes to each page and gathers what a script finds on it, for each width and each of the day's colours.
fn gathered(site: &Built, pages: &[String], looks: &[(u32, Scheme)], script: &str, told: &Value) -> Vec<String> {
    let Some(browser) = Browser::open() else { return Vec::new() };
    let host = Host::serve(&site.output, &site.under);
    let mut found = Vec::new();
    for (width, scheme) in looks {
        browser.look(*width, 900, *scheme);
        for page in pages {
            browser.go(&host.url(&address(site, page)));
            let said = browser.run_later(script, told);
            let all = said.as_array().unwrap_or_else(|| panic!("{page}: {said}"));
            found.extend(all.iter().map(|one| format!("{}: {page} at {width}, {scheme:?}: {}", site.name, text(one))));
        }
    }
    found
}

fn nothing(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn links_are_underlined_and_wide_enough_for_a_thumb() {
    for (theme, ..) in LETTERS {
        let site = sample(theme);
        nothing(&gathered(&site, &kinds(&site), &[(360, Light), (1440, Dark)], LINKS, &json!([])));
    }
}

/// A link by itself is 44 pixels high or more, one among other words 24; a target may be a box that lies over its row.
const LINKS: &str = r"
const done = arguments[arguments.length - 1], faults = [];
const height = link => Math.max(...[...link.getClientRects()].map(box => box.height),
    ...['::before', '::after'].filter(part => getComputedStyle(link, part).position === 'absolute')
        .map(() => link.closest('li, figure').getBoundingClientRect().height));
for (const link of document.querySelectorAll('a[href], input')) {
    if (!link.checkVisibility() || link.className === 'skip') continue;
    const own = getComputedStyle(link);
    if (link.matches('a') && !own.textDecorationLine.includes('underline')) faults.push(`not underlined: ${link.outerHTML}`);
    let block = link;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    const among = link.matches('.prose *, .toc *') || block.innerText.trim().length > link.innerText.trim().length;
    const wanted = among ? 24 : 44;
    if (height(link) < wanted - 0.5) faults.push(`${height(link)} high, not ${wanted}: ${link.outerHTML}`);
}
done(faults);";

#[test]
fn letters_and_lines_are_as_they_were_chosen() {
    for (theme, sizes, leading, measure, face) in LETTERS {
        let site = sample(theme);
        for (width, size) in [360, 1440].into_iter().zip(sizes) {
            let told = json!([size, leading, measure, face]);
            nothing(&gathered(&site, &STORIES.map(str::to_owned), &[(width, Light), (width, Dark)], LINES, &told));
        }
    }
}

/// The ground is the body's own, and what is read for long differs from it by 7:1.
const LINES: &str = r"
const [size, leading, measure, face, done] = arguments, faults = [];
const body = getComputedStyle(document.body), prose = document.querySelector('.prose');
const line = getComputedStyle(prose.querySelector('p'));
const about = (what, is, wanted) => { if (Math.abs(is - wanted) > 0.51) faults.push(`${what}: ${is}, not ${wanted}`); };
about('size', parseFloat(line.fontSize), size);
about('leading', parseFloat(line.lineHeight), size * leading);
if (!line.fontFamily.replaceAll('\x22', '').startsWith(face)) faults.push(`family: ${line.fontFamily}`);
const nought = document.createElement('span');
nought.style = 'position: absolute; width: 1ch';
prose.append(nought);
const widest = prose.getBoundingClientRect().width / nought.getBoundingClientRect().width;
if (widest > measure + 0.1) faults.push(`a line has room for ${widest} noughts`);
const light = colour => colour.match(/[\d.]+/g).slice(0, 3).map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
const pair = [light(body.backgroundColor), light(line.color)].sort((a, b) => b - a);
const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
if (contrast < 7) faults.push(`contrast ${contrast}`);
if (body.backgroundColor === 'rgba(0, 0, 0, 0)') faults.push('the page has no ground of its own');
if (!['start', 'left'].includes(line.textAlign)) faults.push(`lines are set ${line.textAlign}`);
done(faults);";

#[test]
fn nothing_moves_while_a_page_arrives_nor_after() {
    for (theme, ..) in LETTERS {
        for site in [sample(theme), odd(theme)] {
            let mut pages = kinds(&site);
            pages.retain(|page| site.output.join(page).exists());
            pages.extend(site.pages().into_iter().filter(|page| ODD.iter().any(|odd| page.ends_with(odd))));
            for look in [(360, Light), (1440, Light)] {
                let moved = |pages: &[String]| gathered(&site, pages, &[look], MOVES, &json!([]));
                // A machine that is busy elsewhere shows the half of a page before the other half has come: what moves
                // by itself moves each time.
                let found = moved(&pages);
                let again: Vec<_> =
                    pages.iter().filter(|page| found.iter().any(|one| one.contains(*page))).cloned().collect();
                if !again.is_empty() {
                    nothing(&moved(&again));
                }
            }
        }
    }
}

/// Layout shifts since the page began; one that a reader's own hand brings about does not count.
const MOVES: &str = r"
const done = arguments[arguments.length - 1], faults = [];
new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) faults.push(`shifts by ${one.value}`);
}).observe({ type: 'layout-shift', buffered: true });
if (document.getAnimations().length) faults.push('something is moved');
scrollTo(0, document.documentElement.scrollHeight);
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(faults), 20)));";

#[test]
fn whoever_wants_no_motion_has_none() {
    let Some(browser) = Browser::open() else { return };
    for (theme, ..) in LETTERS {
        let site = sample(theme);
        let host = Host::serve(&site.output, &site.under);
        for (wish, behaviour) in [("reduce", "auto"), ("no-preference", "smooth")] {
            browser.media("", &[("prefers-reduced-motion", wish)]);
            browser.go(&host.url("/"));
            let is = browser.run("return getComputedStyle(document.documentElement).scrollBehavior", &json!([]));
            assert_eq!(is, behaviour, "{theme}, {wish}");
        }
    }
}

#[test]
fn a_keyboard_begins_with_the_way_past_the_menu_and_always_sees_where_it_is() {
    let Some(browser) = Browser::open() else { return };
    for (theme, ..) in LETTERS {
        let site = sample(theme);
        let host = Host::serve(&site.output, &site.under);
        browser.look(360, 900, Light);
        for page in kinds(&site) {
            browser.go(&host.url(&address(&site, &page)));
            browser.press("\u{E004}");
            let first = browser.run("return document.activeElement.getAttribute('href')", &json!([]));
            assert_eq!(first, "#main", "{theme}: {page}");
            let faults = browser.run(FOCUS, &json!([]));
            assert_eq!(faults, json!([]), "{theme}: {page}");
        }
    }
}

/// Every link and field shows a ring of three pixels, and the parts of a page are named as such.
const FOCUS: &str = r"
const faults = [];
for (const name of ['header', 'main', 'footer']) {
    const found = document.querySelectorAll(`body > ${name}`).length;
    if (found !== 1) faults.push(`${found} of ${name}`);
}
for (const one of document.querySelectorAll('a[href], input')) {
    if (!one.checkVisibility()) continue;
    one.focus({ focusVisible: true });
    const ring = getComputedStyle(one);
    if (ring.outlineStyle !== 'solid' || parseFloat(ring.outlineWidth) < 3) faults.push(`no ring: ${one.outerHTML}`);
}
return faults;";

#[test]
fn paper_is_black_on_white_with_the_source_and_without_the_way_about() {
    for (theme, ..) in LETTERS {
        for site in [sample(theme), odd(theme)] {
            let is_filler = |page: &String| page.contains("filler-") || page.starts_with("manual/");
            let pages: Vec<_> = site.pages().into_iter().filter(|page| !is_filler(page)).collect();
            let Some(browser) = Browser::open() else { return };
            let host = Host::serve(&site.output, &site.under);
            for page in &pages {
                browser.go(&host.url(&address(&site, page)));
                browser.media("print", &[("prefers-color-scheme", "dark")]);
                let faults = browser.run(PAPER, &json!([]));
                assert_eq!(faults, json!([]), "{}: {page}", site.name);
                browser.media("", &[]);
            }
        }
    }
}

/// In 11 points, in large print more; a serif unless large print was asked for.
const PAPER: &str = r"
const faults = [], easy = document.documentElement.classList.contains('easy');
const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
const body = getComputedStyle(document.body);
if (body.color !== 'rgb(0, 0, 0)') faults.push(`ink ${body.color}`);
if (!['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(body.backgroundColor)) faults.push(`ground ${body.backgroundColor}`);
const size = parseFloat(body.fontSize) * 0.75;
if (easy ? size < 12 : Math.abs(size - 11) > 0.1) faults.push(`letters of ${size} points`);
if (easy !== body.fontFamily.includes('sans')) faults.push(`family ${body.fontFamily}`);
for (const one of shown('nav, form, .comments, .skip')) faults.push(`is on paper: ${one.outerHTML.slice(0, 80)}`);
for (const one of document.querySelectorAll('.letter, figure, table')) {
    if (getComputedStyle(one).breakInside !== 'avoid') faults.push(`may be broken: ${one.outerHTML.slice(0, 80)}`);
}
if (document.querySelector('article.story, article.page')) {
    const source = shown('.paper').map(one => one.innerText).join(' ');
    const address = document.querySelector('link[rel=canonical]').href;
    if (!source.includes(decodeURI(address)) && !source.includes(address)) faults.push(`no source: ${source}`);
}
return faults;";

#[test]
fn easy_reading_is_large_and_upright_and_has_air() {
    for (theme, ..) in LETTERS {
        let site = odd(theme);
        let pages: Vec<_> = site.pages().into_iter().filter(|page| !page.contains("filler-")).collect();
        nothing(&gathered(&site, &pages, &[(360, Light), (1440, Light)], EASY, &json!([])));
    }
}

const EASY: &str = r"
const done = arguments[arguments.length - 1], faults = [];
const body = getComputedStyle(document.body);
if (parseFloat(body.fontSize) < 21) faults.push(`letters of ${body.fontSize}`);
if (!body.fontFamily.endsWith('sans-serif')) faults.push(`family ${body.fontFamily}`);
if (Math.abs(parseFloat(body.lineHeight) / parseFloat(body.fontSize) - 1.8) > 0.01) faults.push(`leading ${body.lineHeight}`);
for (const one of document.querySelectorAll('body *')) {
    if (getComputedStyle(one).fontStyle !== 'normal') faults.push(`leans: ${one.outerHTML.slice(0, 120)}`);
}
done(faults);";

#[test]
fn a_story_that_is_read_from_the_right_is_set_from_the_right() {
    for (theme, ..) in LETTERS {
        let site = odd(theme);
        let pages = ["stories/ar/index.html", "stories/he/index.html"].map(str::to_owned);
        nothing(&gathered(&site, &pages, &[(360, Light), (1440, Light)], RIGHT, &json!([])));
    }
}

/// The theme's own parts stay as the site's language has them; Arabic letters are neither leant nor pulled apart; a name
/// stands before its date, whichever way it is read; English words and code end on their right.
const RIGHT: &str = r"
const done = arguments[arguments.length - 1], faults = [];
const all = selector => [...document.querySelectorAll(selector)];
for (const one of all('html, .story, .story .prose p, .story li')) {
    if (getComputedStyle(one).direction !== 'rtl') faults.push(`from the left: ${one.outerHTML.slice(0, 80)}`);
}
for (const one of all('body > header, body > footer, .comments, .comments > p, .comments .who, .similar')) {
    if (getComputedStyle(one).direction !== 'ltr') faults.push(`from the right: ${one.outerHTML.slice(0, 80)}`);
    if (getComputedStyle(one).textAlign === 'right') faults.push(`set to the right: ${one.outerHTML.slice(0, 80)}`);
}
for (const who of all('.who')) {
    const [name, date] = [who.querySelector('.p-author'), who.querySelector('time')].map(one => one?.getBoundingClientRect());
    if (name && date && name.top === date.top && name.right > date.left) faults.push(`a date before its name: ${who.innerText}`);
}
const letter = (one, at) => {
    const all = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), range = document.createRange();
    let node = all.nextNode();
    for (; at >= node.length; node = all.nextNode()) at -= node.length;
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
};
for (const one of all('.prose :is(p, code)')) {
    const text = one.textContent.trimEnd();
    if (!/^[a-z].*[.;?!]$/is.test(text)) continue;
    const [last, end] = [text.length - 2, text.length - 1].map(at => letter(one, at));
    if (last.top === end.top && end.left < last.left) faults.push(`ends at its beginning: ${text}`);
}
for (const one of all('.story .prose *, .kicker')) {
    for (const part of [undefined, '::first-line']) {
        const own = getComputedStyle(one, part);
        if (own.fontStyle !== 'normal') faults.push(`leans: ${one.outerHTML.slice(0, 80)}`);
        if (!['normal', '0px'].includes(own.letterSpacing)) faults.push(`pulled apart: ${one.outerHTML.slice(0, 80)}`);
    }
}
done(faults);";
