//! What a value may be, beyond its kind. Each check gives the diagnostic, without its place.

use jiff::tz::TimeZone;

use crate::ground::messages::settings as messages;
use crate::ground::suggest::nearest;
use crate::ground::url::UrlFault;
use crate::ground::{Diagnostic, Url};

type Checked<T = ()> = Result<T, Diagnostic>;

/// What a story's address may be made of, each with a sample that shows whether the whole is an address.
const PLACEHOLDERS: [(&str, &str); 4] = [("year", "2011"), ("month", "09"), ("day", "25"), ("slug", "umbrella")];

/// Text on one line. An empty one is as good as none, except for the title.
pub(super) fn plain(key: &str, text: &str) -> Checked {
    if text.chars().any(char::is_control) {
        return Err(messages::control_characters(key));
    }
    if key == "title" && text.trim().is_empty() {
        return Err(messages::no_title());
    }
    Ok(())
}

/// A language tag as BCP 47 has it (RFC 5646, section 2.1), with a first part of two or three letters.
pub(super) fn language(text: &str) -> Checked {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let well_formed = (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if well_formed { Ok(()) } else { Err(messages::bad_language(text)) }
}

/// An address that a `mailto:` link can hold as it is, or nothing.
pub(super) fn email(text: &str) -> Checked {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '\'');
    let parts = text.split_once('@');
    let whole = parts.is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.')
    });
    if text.is_empty() || (whole && text.chars().all(good)) { Ok(()) } else { Err(messages::bad_email(text)) }
}

/// A name of the IANA time zone database.
pub(super) fn timezone(text: &str) -> Checked {
    if TimeZone::get(text).is_ok() {
        return Ok(());
    }
    let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let city = |name: &&String| name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(text.trim()));
    let meant = known.iter().find(city).map(String::as_str);
    Err(messages::bad_timezone(text, meant.or_else(|| nearest(text, known.iter().map(String::as_str)))))
}

/// The name of a folder below themes/: one part, so that it cannot lead anywhere else.
pub(super) fn theme(text: &str) -> Checked {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    if !text.is_empty() && !text.starts_with(['.', ' ']) && text.chars().all(good) {
        return Ok(());
    }
    Err(messages::bad_theme(text))
}

/// A folder. What it may not be on this machine is for `shell::publish` to say.
pub(super) fn output(text: &str) -> Checked {
    if text.trim().is_empty() || text.chars().any(char::is_control) {
        return Err(messages::bad_output());
    }
    Ok(())
}

/// A host for the Content-Security-Policy: `images.example.org`, `*.example.org`, `example.org:8080`.
pub(super) fn host(text: &str) -> Checked {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let label = |part: &str| {
        !part.is_empty() && !part.starts_with('-') && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let labels = name.strip_prefix("*.").unwrap_or(name).split('.').all(label);
    if labels && port.parse::<u16>().is_ok() { Ok(()) } else { Err(messages::bad_host(text)) }
}

/// The name of a host as the name service has it, without a port: `www.example.org`.
pub(super) fn own_name(text: &str) -> Checked {
    let is_number = text.rsplit('.').next().is_some_and(|end| end.bytes().all(|byte| byte.is_ascii_digit()));
    let fits = text.len() <= 253 && text.split('.').all(|label| label.len() <= 63 && !label.ends_with('-'));
    let good = fits && text.contains('.') && !is_number && !text.contains([':', '*']) && host(text).is_ok();
    if good { Ok(()) } else { Err(messages::bad_cname(text)) }
}

/// A path from the root of the site's host.
pub(super) fn path_here(text: &str) -> Checked {
    let is_path = text.len() > 1 && text.starts_with('/') && !text.starts_with("//");
    let is_plain = !text.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '?' | '#'));
    if is_path && is_plain { Ok(()) } else { Err(messages::bad_path_here(text)) }
}

/// What the author lets everybody see: an e-mail address, all addresses at a host (`@example.org`), or a number.
pub(super) fn own(text: &str) -> Checked {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || " +-/.()".contains(c)) && (6..=17).contains(&digits);
    let address = if text.starts_with('@') { format!("x{text}") } else { text.to_owned() };
    if is_number || (text.contains('@') && email(&address).is_ok()) {
        return Ok(());
    }
    Err(messages::bad_own(text))
}

/// Where a link of the menu leads: an address of the site, perhaps with a `#part`, or a whole URL.
pub(super) fn menu_url(text: &str) -> Checked {
    let has_scheme = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let clean = !text.chars().any(|c| c.is_control() || c.is_whitespace());
    let path = text.split_once('#').map_or(text, |(path, _)| path);
    let inside = text.starts_with('/') && Url::parse(path).is_ok();
    let outside =
        ["https://", "http://", "mailto:"].iter().any(|scheme| has_scheme(scheme) && text.len() > scheme.len());
    if clean && (inside || outside) { Ok(()) } else { Err(messages::bad_menu_url(text)) }
}

/// A pattern for the addresses of stories, with a slash at its start and, where it names no file, at its end.
pub(super) fn permalink(text: &str) -> Checked<String> {
    if text.trim().is_empty() {
        return Err(messages::empty_permalink());
    }
    if text.contains("://") {
        return Err(messages::bad_permalink("names a host, but only a path of this site can stand here"));
    }
    let mut sample = String::new();
    let mut rest = text;
    let mut has_slug = false;
    while let Some((before, after)) = rest.split_once(':') {
        sample.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        let Some((_, value)) = PLACEHOLDERS.iter().find(|(known, _)| *known == name) else {
            return Err(messages::unknown_placeholder(name, &PLACEHOLDERS.map(|(name, _)| name)));
        };
        has_slug |= name == "slug";
        sample.push_str(value);
        rest = tail;
    }
    sample.push_str(rest);
    if !has_slug {
        return Err(messages::permalink_without_slug());
    }
    let url = Url::parse(&sample).map_err(|UrlFault(why)| messages::bad_permalink(&why))?;
    let last_part = url.as_str().rsplit('/').next().unwrap_or_default();
    let start = if text.starts_with('/') { "" } else { "/" };
    let end = if last_part.is_empty() || last_part.contains('.') { "" } else { "/" };
    Ok(format!("{start}{text}{end}"))
}
