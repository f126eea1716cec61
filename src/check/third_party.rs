//! What a page loads from other hosts: scripts, styles, fonts, frames, pictures. A link that somebody follows loads nothing.
//! Knows tags and style sheets; knows nothing of where the page came from.

use super::markup::{Attributes, Tag};

/// Hosts that pages may load things from.
#[derive(Clone, Debug, Default)]
pub(super) struct Hosts {
    /// The site's own, as in addresses.
    pub(super) own: String,
    /// `example.org`, `*.example.org`, `example.org:8080`.
    pub(super) allowed: Vec<String>,
}

impl Hosts {
    fn allow(&self, host: &str) -> bool {
        let bare = |host: &str| host.trim_end_matches(":443").trim_end_matches(":80").to_owned();
        let is = |allowed: &String| match allowed.strip_prefix('*') {
            Some(end) => host.ends_with(end) || bare(host).ends_with(end),
            None => *allowed == host || *allowed == bare(host),
        };
        host == self.own || self.allowed.iter().any(is)
    }
}

/// Attributes that load, by element; `*`: on any.
const LOADING: [(&[u8], &[&[u8]]); 22] = [
    (b"script", &[b"src", b"href", b"xlink:href"]),
    (b"img", &[b"src", b"srcset", b"lowsrc"]),
    (b"source", &[b"src", b"srcset"]),
    (b"iframe", &[b"src"]),
    (b"frame", &[b"src"]),
    (b"embed", &[b"src"]),
    (b"object", &[b"data", b"codebase"]),
    (b"video", &[b"src", b"poster"]),
    (b"audio", &[b"src"]),
    (b"track", &[b"src"]),
    (b"input", &[b"src"]),
    (b"image", &[b"href", b"xlink:href"]),
    (b"use", &[b"href", b"xlink:href"]),
    (b"feimage", &[b"href", b"xlink:href"]),
    (b"body", &[b"background"]),
    (b"table", &[b"background"]),
    (b"td", &[b"background"]),
    (b"th", &[b"background"]),
    (b"base", &[b"href"]),
    (b"portal", &[b"src"]),
    (b"applet", &[b"code", b"archive", b"codebase"]),
    (b"form", &[]),
];
/// Kinds of `<link>` for which a browser fetches something.
const FETCHED: [&[u8]; 11] = [
    b"stylesheet",
    b"icon",
    b"preload",
    b"modulepreload",
    b"prefetch",
    b"prerender",
    b"preconnect",
    b"dns-prefetch",
    b"manifest",
    b"apple-touch-icon",
    b"mask-icon",
];

/// Calls `tell` with every address of another host that this tag loads.
pub(super) fn tag(tag: Tag<'_>, hosts: &Hosts, tell: &mut dyn FnMut(String)) {
    let loads = LOADING.iter().find(|(name, _)| tag.name.eq_ignore_ascii_case(name)).map(|(_, attributes)| *attributes);
    let is_link = tag.name.eq_ignore_ascii_case(b"link");
    let mut addresses = Vec::new();
    let mut is_fetched = false;
    for (name, value) in Attributes(tag.inside) {
        let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
        if is(b"style") {
            style(&value, hosts, tell);
        } else if is_link && is(b"rel") {
            let mut words = value.split(u8::is_ascii_whitespace);
            is_fetched |= words.any(|word| FETCHED.iter().any(|known| word.eq_ignore_ascii_case(known)));
        } else if loads.is_some_and(|known| known.iter().any(|known| is(known)))
            || (is_link && (is(b"href") || is(b"imagesrcset")))
        {
            if is(b"srcset") || is(b"imagesrcset") {
                addresses.extend(value.split(|byte| *byte == b',' || byte.is_ascii_whitespace()).map(<[u8]>::to_vec));
            } else {
                addresses.push(value.into_owned());
            }
        }
    }
    if !is_link || is_fetched {
        for address in addresses {
            foreign(&address, hosts, tell);
        }
    }
}

/// The same for a style sheet: `url(…)`, `@import "…"`, `image-set("…")`.
pub(super) fn style(css: &[u8], hosts: &Hosts, tell: &mut dyn FnMut(String)) {
    if memchr::memchr3(b'/', b'\\', b':', css).is_none() {
        return;
    }
    let plain = without_comments(css);
    let small = plain.to_ascii_lowercase();
    for at in memchr::memmem::find_iter(&small, b"url(").map(|at| at + 4) {
        let end = memchr::memchr(b')', &plain[at..]).map_or(plain.len(), |end| at + end);
        foreign(unquoted(&plain[at..end]), hosts, tell);
    }
    for word in [&b"@import"[..], b"image-set("] {
        for at in memchr::memmem::find_iter(&small, word).map(|at| at + word.len()) {
            let end = memchr::memchr2(b';', b'{', &plain[at..]).map_or(plain.len(), |end| at + end);
            for text in plain[at..end].split(|byte| matches!(byte, b'"' | b'\'')).skip(1).step_by(2) {
                foreign(text, hosts, tell);
            }
        }
    }
}

/// The style sheet without its comments, with its escapes resolved.
fn without_comments(css: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(css.len());
    let mut rest = css;
    while let Some((first, after)) = rest.split_first() {
        if rest.starts_with(b"/*") {
            rest = memchr::memmem::find(&rest[2..], b"*/").map_or(&[], |end| &rest[end + 4..]);
        } else if *first == b'\\' {
            let digits = after.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
            let number = std::str::from_utf8(&after[..digits]).ok().and_then(|text| u32::from_str_radix(text, 16).ok());
            let c = number.and_then(char::from_u32);
            out.extend_from_slice(c.unwrap_or('\\').encode_utf8(&mut [0; 4]).as_bytes());
            rest = &after[digits..];
            if digits > 0 && rest.first().is_some_and(u8::is_ascii_whitespace) {
                rest = &rest[1..];
            }
        } else {
            out.push(*first);
            rest = after;
        }
    }
    out
}

fn unquoted(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    let quote = text.first().filter(|byte| matches!(byte, b'"' | b'\''));
    quote.map_or(text, |quote| text[1..].split(|byte| byte == quote).next().unwrap_or(b""))
}

/// Tells of an address if a browser would go to another host for it.
fn foreign(address: &[u8], hosts: &Hosts, tell: &mut dyn FnMut(String)) {
    // Browsers drop tabs and line ends anywhere, spaces around, and take a backslash for a slash.
    let clean = address.trim_ascii().iter().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r'));
    let clean: Vec<u8> = clean.map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
    let text = String::from_utf8_lossy(&clean);
    let scheme = ["https:", "http:", "ws:", "wss:", "ftp:"];
    let behind = scheme.iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).map(|_| &text[scheme.len()..])
    });
    let Some(rest) = behind.or_else(|| text.starts_with("//").then_some(&text[..])) else { return };
    let rest = rest.trim_start_matches('/');
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host).to_lowercase();
    if !host.is_empty() && !hosts.allow(&host) {
        tell(text.into_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::super::markup::{Folded, read};
    use super::{Hosts, style, tag};

    fn hosts() -> Hosts {
        Hosts { own: "own.example".to_owned(), allowed: vec!["*.cdn.example".to_owned(), "one.example".to_owned()] }
    }

    fn loaded(html: &str) -> Vec<String> {
        let (mut folded, mut all) = (Folded::default(), Vec::new());
        read(html.as_bytes(), &mut folded, &mut |found| tag(found, &hosts(), &mut |address| all.push(address)));
        style(&folded.styles, &hosts(), &mut |address| all.push(address));
        all
    }

    #[test]
    fn what_is_loaded_from_elsewhere_is_found() {
        for html in [
            "<img src=https://x.example/a.png>",
            "<IMG alt='a' SRC = '//x.example/a'>",
            "<script src=\"http:x.example\"></script>",
            "<link rel=stylesheet href=https://x.example/a.css>",
            "<link href=https://x.example/ rel='dns-prefetch'>",
            "<iframe src=\"\\\\x.example\">",
            "<p style=\"background:url(//x.example/a)\">",
            "<style>@import 'https://x.example/a.css';</style>",
            "<img srcset='/a 1x, https://x.example/b 2x'>",
            "<video poster=https://x.example/a>",
            "<object data=https://x.example/a>",
            "<svg><image xlink:href='https://x.example/a'/></svg>",
            "<style>a{background:u\\72l( 'https://x.example/a' )}</style>",
            "<img src=\"ht\ntps:/&#47;x.example/a\">",
            "<base href='https://x.example/'>",
            "<img src='https://own.example@x.example/'>",
            "<body background='https://x.example/a'>",
            "<embed src='//x.example'>",
            "<img alt='a > b' src=https://x.example/a>",
            "<img alt=\"><b\" src=\"//x.example/a\">",
            "<a title='>' href=/>x</a><img alt = \"'>\" src=//x.example/>",
        ] {
            assert_eq!(loaded(html).len(), 1, "{html}");
        }
    }

    #[test]
    fn links_and_what_is_allowed_are_left_in_peace() {
        for html in [
            "<a href=https://x.example/>x</a>",
            "<link rel=canonical href=https://x.example/>",
            "<img src=/a.png>",
            "<img src=https://own.example/a>",
            "<img src='https://a.cdn.example:443/a'>",
            "<img src=//one.example/a>",
            "<img alt='https://x.example'>",
            "<style>a{background:url(/a)}</style>",
            "<img src='data:image/png;base64,AA//'>",
            "<blockquote cite='https://x.example/'>",
            "<form action='https://x.example/'>",
            "<meta content='https://x.example/'>",
            "<style>/* url(https://x.example/) */</style>",
            "<svg xmlns='http://www.w3.org/2000/svg'>",
        ] {
            assert_eq!(loaded(html), [""; 0], "{html}");
        }
    }
}
