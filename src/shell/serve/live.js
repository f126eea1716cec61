// Keeps the page in this browser as new as the files it is made of. Served by `goodturn serve` only; `build` never writes it.
// It listens on one line (server-sent events); when the page has changed it fetches it and changes what is different in
// place, so that the scroll position, the focus and what was opened stay. A hidden page lets go of its line, since browsers
// grant few of them, and asks again when it is looked at.
(() => {
  "use strict";
  const own = document.currentScript;
  let is = own.dataset.page;
  own.remove();

  let line = null;
  let patience = 250;
  let turn = 0;

  function listen() {
    if (line || document.hidden) return;
    line = new EventSource(`/.goodturn/live?page=${encodeURIComponent(location.pathname)}&is=${is}`);
    line.onopen = () => {
      patience = 250;
      overlay.connected(true);
    };
    line.onmessage = (event) => hear(JSON.parse(event.data));
    line.onerror = () => {
      hangUp();
      overlay.connected(false);
      setTimeout(listen, patience);
      patience = Math.min(patience * 2, 2000);
    };
  }

  function hangUp() {
    if (line) line.close();
    line = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listen()));
  addEventListener("pagehide", hangUp);
  addEventListener("pageshow", listen);

  function hear(news) {
    overlay.show(news.faults);
    for (const path of news.files) renewFile(path, news.number);
    if (news.page) renewPage();
  }

  async function renewPage() {
    const mine = ++turn;
    let text;
    try {
      const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
      if (!(answer.headers.get("content-type") || "").startsWith("text/html")) return location.reload();
      text = await answer.text();
    } catch {
      return;
    }
    // A later change is on its way already, or has arrived.
    if (mine !== turn) return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const script = fresh.querySelector("script[data-page][nonce]");
    if (!script || script.dataset.page === "fault" || is === "fault") return location.reload();
    script.remove();
    if (ways(fresh) !== ways(document)) return location.reload();
    is = script.dataset.page;
    const { scrollX, scrollY } = window;
    renewHead(fresh);
    syncAttributes(document.documentElement, fresh.documentElement);
    morph(document.body, document.adoptNode(fresh.body));
    if (window.scrollY !== scrollY && !anchors) window.scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
    document.dispatchEvent(new CustomEvent("goodturn:renewed"));
  }

  // Where the browser itself keeps what is being read in place, its word counts.
  const anchors = CSS.supports("overflow-anchor", "auto");

  // What cannot be changed in place: scripts, and what the page allows itself to load.
  function ways(page) {
    const scripts = [...page.querySelectorAll("script")].filter((it) => !it.type || /javascript|module/.test(it.type));
    const policies = [...page.querySelectorAll("meta[http-equiv='Content-Security-Policy']")];
    return JSON.stringify([
      scripts.map((it) => [it.getAttribute("src"), it.textContent]),
      policies.map((it) => it.content.replace(/'(sha256|nonce)-[^']*'|'none'/g, "").split(/[\s;]+/)),
    ]);
  }

  const isSheet = (node) => node.nodeName === "LINK" && /\bstylesheet\b/i.test(node.rel);
  const address = (link) => link.getAttribute("href").replace(/[?&]goodturn=\d+$/, "");

  function renewHead(fresh) {
    const sheets = [...document.head.children].filter(isSheet);
    const wanted = [...fresh.head.children].filter(isSheet);
    const known = new Set(sheets.map(address));
    const kept = new Set(wanted.map(address));
    let last = sheets[sheets.length - 1];
    const loading = [];
    for (const sheet of wanted) {
      if (!known.has(address(sheet))) loading.push(insertSheet(document.importNode(sheet, true), last));
    }
    // The old look stays until the new one is there.
    Promise.all(loading).then(() => sheets.filter((it) => !kept.has(address(it))).forEach((it) => it.remove()));
    for (const node of [...fresh.head.childNodes]) if (isSheet(node)) node.remove();
    const rest = [...document.head.childNodes].filter((node) => !isSheet(node));
    matchChildren(document.head, rest, [...fresh.head.childNodes]);
  }

  function insertSheet(sheet, after) {
    return new Promise((done) => {
      sheet.onload = sheet.onerror = done;
      if (after) after.after(sheet);
      else document.head.append(sheet);
    });
  }

  function renewFile(path, number) {
    const mark = (text) => `${text.replace(/[?&]goodturn=\d+$/, "")}${text.includes("?") ? "&" : "?"}goodturn=${number}`;
    const leads = (text) => text !== null && new URL(text, location.href).pathname === path;
    for (const sheet of [...document.querySelectorAll("link[rel~='stylesheet']")]) {
      if (!leads(sheet.getAttribute("href"))) continue;
      const copy = sheet.cloneNode();
      copy.setAttribute("href", mark(address(sheet)));
      insertSheet(copy, sheet).then(() => sheet.remove());
    }
    for (const node of document.querySelectorAll("[src]:not(script)")) {
      if (leads(node.getAttribute("src"))) node.setAttribute("src", mark(node.getAttribute("src")));
    }
  }

  // Changes one node into another, touching no more than what is different.
  function morph(from, to) {
    if (from.isEqualNode(to)) return;
    if (from.nodeType !== Node.ELEMENT_NODE) {
      from.nodeValue = to.nodeValue;
      return;
    }
    syncAttributes(from, to);
    matchChildren(from, [...from.childNodes], [...to.childNodes]);
  }

  function syncAttributes(from, to) {
    // What the reader opened stays open.
    const theirs = (name) => name === "open" && (from.nodeName === "DETAILS" || from.nodeName === "DIALOG");
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && !theirs(name)) from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) {
      const now = from.getAttribute(name);
      if (now === value || theirs(name)) continue;
      if (now !== null && now.replace(/[?&]goodturn=\d+$/, "") === value) continue;
      from.setAttribute(name, value);
    }
  }

  const print = (node) => (node.outerHTML || node.nodeValue || "").replace(/ open=""/g, "");
  const equal = (a, b) => a.isEqualNode(b) || (a.nodeName === b.nodeName && hasDetails(a) && print(a) === print(b));
  const hasDetails = (node) => node.nodeName === "DETAILS" || (node.querySelector && node.querySelector("details") !== null);
  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");

  function matchChildren(parent, olds, news) {
    let start = 0;
    while (start < olds.length && start < news.length && equal(olds[start], news[start])) start++;
    let ends = [olds.length, news.length];
    while (ends[0] > start && ends[1] > start && equal(olds[ends[0] - 1], news[ends[1] - 1])) ends = [ends[0] - 1, ends[1] - 1];
    const after = olds[ends[0]] || (olds.length ? olds[olds.length - 1].nextSibling : null);
    const left = olds.slice(start, ends[0]);
    const coming = news.slice(start, ends[1]);
    coming.forEach((node, at) => {
      const same = left.findIndex((old) => equal(old, node));
      if (same >= 0) {
        left.splice(0, same).forEach((old) => old.remove());
        left.shift();
        return;
      }
      const next = left[0];
      const isKeptForLater = next && coming.slice(at + 1).some((later) => equal(next, later));
      if (next && !isKeptForLater && alike(next, node)) morph(left.shift(), node);
      else parent.insertBefore(document.importNode(node, true), next || after);
    });
    left.forEach((old) => old.remove());
  }

  // What is wrong, over the page: the same words as in the terminal. Text is only ever set as text.
  const overlay = (() => {
    const host = document.createElement("goodturn-overlay");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      section { position: fixed; inset: auto 0 0 0; max-height: 70vh; overflow: auto; z-index: 2147483647; padding: 1rem 1.5rem 1.5rem;
        background: #241d1a; color: #f6eee3; border-top: 4px solid #e2583e; font: 15px/1.5 system-ui, sans-serif; }
      h2 { margin: 0 2.5rem .75rem 0; font-size: 1.05rem; }
      pre { margin: 0 0 1rem; white-space: pre; overflow-x: auto; font: 14px/1.45 ui-monospace, monospace; }
      @media (max-width: 40rem) { section { padding: .75rem; } pre { white-space: pre-wrap; overflow-wrap: anywhere; } }
      a { color: #ffb59c; }
      button { position: absolute; top: .75rem; right: 1rem; font: inherit; color: inherit; background: none; border: 1px solid #8a7460;
        border-radius: 4px; padding: 0 .6rem; cursor: pointer; }
      p { position: fixed; right: 1rem; bottom: 1rem; margin: 0; padding: .3rem .8rem; z-index: 2147483647; background: #241d1a;
        color: #f6eee3; border-radius: 4px; font: 14px/1.5 system-ui, sans-serif; }
      [hidden] { display: none; }`);
    root.adoptedStyleSheets = [sheet];
    const section = document.createElement("section");
    section.setAttribute("role", "alert");
    section.hidden = true;
    const waiting = document.createElement("p");
    waiting.setAttribute("role", "status");
    waiting.hidden = true;
    waiting.textContent = "goodturn is not running; this page waits for it";
    root.append(section, waiting);
    let shown = "[]";
    let timer = 0;

    function entry({ text, place, href }) {
      const pre = document.createElement("pre");
      const at = place && href ? text.indexOf(place) : -1;
      if (at < 0) {
        pre.textContent = text;
        return pre;
      }
      const link = document.createElement("a");
      link.textContent = place;
      link.href = href;
      pre.append(text.slice(0, at), link, text.slice(at + place.length));
      return pre;
    }

    function hide() {
      section.hidden = true;
    }
    addEventListener("keydown", (event) => event.key === "Escape" && hide());

    return {
      show(faults) {
        const now = JSON.stringify(faults);
        if (now === shown) return;
        shown = now;
        section.replaceChildren();
        section.hidden = faults.length === 0 || is === "fault";
        if (section.hidden) return;
        const title = document.createElement("h2");
        title.textContent = "This is the last good page. What was saved since cannot be shown:";
        const close = document.createElement("button");
        close.textContent = "Close";
        close.addEventListener("click", hide);
        section.append(title, close, ...faults.map(entry));
        if (!host.isConnected) document.documentElement.append(host);
      },
      connected(yes) {
        clearTimeout(timer);
        if (yes) waiting.hidden = true;
        else {
          timer = setTimeout(() => {
            waiting.hidden = false;
            if (!host.isConnected) document.documentElement.append(host);
          }, 1500);
        }
      },
    };
  })();

  listen();
})();
