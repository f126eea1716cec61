//! What is added to a view when its page is made, and what of a view is not told. Held against true pages by a test.

/// A view, the name of what it gains, its type, and what it is.
pub(super) const ADDED: &[(&str, &str, &str, &str)] = &[
    ("Head", "csp", "Arc<str>", "For `<meta http-equiv=\"Content-Security-Policy\">`; put it before any style sheet."),
    ("Head", "csp_scripts", "Arc<str>", "Its part about scripts; put it after `csp`, in the same way."),
    (
        "Head",
        "json_ld",
        "Option<Html>",
        "What the page is, for search engines: `<script type=\"application/ld+json\">{{ page.json_ld }}</script>`, exactly so, since the policy names its hash.",
    ),
    ("PageView", "title", "Arc<str>", "The title."),
    ("opening", "story", "Card", "The newest story."),
    ("opening", "content", "Html", "Its first words, to the end of a paragraph."),
    ("opening", "cut", "bool", "Whether there is more of it."),
    ("Comment", "html", "Html", "The text, made safe; empty if it was removed."),
    ("Comment", "replies", "bool", "The next comment answers this one."),
    ("Comment", "closes", "u16", "How many levels end after this comment."),
];

/// What templates are not told: of a comment they see the HTML, and a page's language is `page.lang`.
pub(super) const HIDDEN: &[(&str, &str)] = &[("Comment", "format"), ("Comment", "body"), ("PageView", "lang")];
