//! What machines read in a page's head: JSON-LD (<https://schema.org/BlogPosting>) and the Content-Security-Policy
//! (<https://www.w3.org/TR/CSP3/>), made together since the policy admits the JSON-LD block by its hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use tera::{Map, Value};

use crate::plan::views::{Head, HtmlView, Main, StoryView};
use crate::settings::Settings;
use crate::theme::Theme;

/// The variable `page`: the view's head, with `json_ld` (safe inside `<script>`) and `csp` where the theme shows them.
pub fn page(theme: &Theme, view: &HtmlView, settings: &Settings) -> Value {
    let mut page = Value::from_serializable(&view.head).into_map().unwrap_or_else(Map::new);
    let json_ld = if theme.uses("json_ld") { json_ld(view) } else { None };
    if theme.uses("csp") {
        page.insert("csp".into(), Value::from(policy(json_ld.as_deref(), theme.scripts, settings)));
    }
    page.insert("json_ld".into(), json_ld.map_or_else(Value::none, |text| Value::safe_string(&text)));
    Value::from(page)
}

/// The policy of a page: nothing from anywhere but what the site itself and `allow_hosts` serve.
fn policy(json_ld: Option<&str>, scripts: bool, settings: &Settings) -> String {
    let hosts: String = settings.allow_hosts.iter().map(|host| format!(" {host}")).collect();
    let mut script = String::new();
    if scripts {
        script.push_str(" 'self'");
        script.push_str(&hosts);
    }
    if let Some(text) = json_ld {
        script.push_str(" 'sha256-");
        script.push_str(&STANDARD.encode(Sha256::digest(text.as_bytes())));
        script.push('\'');
    }
    if script.is_empty() {
        script.push_str(" 'none'");
    }
    let connect = if scripts { " connect-src 'self';" } else { "" };
    format!(
        "default-src 'none'; script-src{script}; style-src 'self'{hosts}; img-src 'self'{hosts}; media-src 'self'{hosts}; \
         font-src 'self'{hosts};{connect} manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )
}

/// Structured data, with `<` escaped so that nothing in it can end the script element.
fn json_ld(view: &HtmlView) -> Option<String> {
    let data = match &view.main {
        Main::Story(story) => posting(view, story),
        Main::Home(home) if home.list.pager.number == 1 => json!({
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": view.site.title,
            "description": view.site.description,
            "url": view.site.permalink,
            "inLanguage": view.site.language,
        }),
        _ => return None,
    };
    let text = serde_json::to_string(&data).ok()?;
    Some(text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

fn posting(view: &HtmlView, story: &StoryView) -> Json {
    let Head { permalink, lang, description, image, published, modified, .. } = &view.head;
    let card = &story.story;
    let person = |name: &str| json!({"@type": "Person", "name": name});
    let authors: Vec<Json> = if card.authors.is_empty() {
        vec![organization(view)]
    } else {
        card.authors.iter().map(|author| person(&author.name)).collect()
    };
    let mut posting = json!({
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": card.title,
        "description": description,
        "author": authors,
        "publisher": organization(view),
        "inLanguage": lang,
        "url": permalink,
        "mainEntityOfPage": permalink,
        "wordCount": card.words,
        "commentCount": story.comments.kept,
    });
    let mut add = |name: &str, value: Option<Json>| {
        if let (Some(value), Some(map)) = (value, posting.as_object_mut()) {
            map.insert(name.to_owned(), value);
        }
    };
    add("datePublished", published.as_deref().map(Json::from));
    add("dateModified", modified.as_deref().map(Json::from));
    add("image", image.as_ref().map(|image| Json::from(&*image.url)));
    let keywords: Vec<&str> = card.tags.iter().map(|tag| &*tag.name).collect();
    add("keywords", (!keywords.is_empty()).then(|| json!(keywords)));
    let comments: Vec<Json> = story.comments.list.iter().filter(|comment| !comment.removed).map(|it| comment(it, permalink)).collect();
    add("comment", (!comments.is_empty()).then_some(Json::Array(comments)));
    posting
}

fn organization(view: &HtmlView) -> Json {
    match &view.site.author {
        Some(name) => json!({"@type": "Person", "name": name, "url": view.site.permalink}),
        None => json!({"@type": "Organization", "name": view.site.title, "url": view.site.permalink}),
    }
}

fn comment(comment: &crate::story::comments::Comment, page: &str) -> Json {
    #[derive(Serialize)]
    struct Comment<'a> {
        #[serde(rename = "@type")]
        kind: &'static str,
        url: String,
        author: Json,
        #[serde(skip_serializing_if = "Option::is_none", rename = "dateCreated")]
        date: Option<String>,
        text: &'a str,
    }
    let html = crate::story::markdown::comment_html(comment.format, &comment.body);
    let text = words_of(&html);
    serde_json::to_value(Comment {
        kind: "Comment",
        url: format!("{page}#{}", comment.anchor),
        author: json!({"@type": "Person", "name": comment.author.as_deref().unwrap_or("A reader")}),
        date: comment.date.map(|date| date.iso()),
        text: &text,
    })
    .unwrap_or_default()
}

/// The words of sanitised HTML, without its tags; its five entities are all that a sanitiser writes.
fn words_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ").replace("&#39;", "'");
    text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}
