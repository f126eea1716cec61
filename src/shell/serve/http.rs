//! HTTP/1.1 (RFC 9110, 9112): listens, keeps limits, and turns requests into answers. Knows the protocol; asks the house
//! for everything else.
//!
//! GET and HEAD only, exact addresses only, no CORS, `nosniff`, entity tags of the content with `no-cache`, one range.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;

use super::conditions::{Conditions, Part};
use super::connections::{Connections, Seat};
use super::files::{FileContent, Opened};
use super::guard;
use super::house::{House, Thing};
use super::inject::SCRIPT;
use super::live::LINE;
use super::payload::Payload;
use super::shelf::Finished;
use crate::ground::url::decode;

/// The script that keeps pages new.
const LIVE_JS: &str = include_str!("live.js");
/// How long a client may take to say what it wants.
const HEADERS: Duration = Duration::from_secs(10);
/// The longest request in bytes.
const LONGEST: usize = 32 << 10;
/// Threads that render and read at once.
const HANDS: usize = 4;
/// Deeply nested Markdown goes deep into the stack.
const STACK: usize = 16 << 20;

/// Serves on a thread of its own, as long as the program runs.
///
/// # Errors
/// If the machine has no threads or sockets left.
pub(super) fn serve(listener: TcpListener, house: Arc<House>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(HANDS)
        .thread_stack_size(STACK)
        .build()?;
    let thread = std::thread::Builder::new().name("http".to_owned());
    thread.spawn(move || runtime.block_on(accept(listener, house)))?;
    Ok(())
}

async fn accept(listener: TcpListener, house: Arc<House>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let connections = Arc::new(Connections::default());
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (number, seat) = connections.begin();
                let task =
                    connection(stream, Arc::clone(&house), Arc::clone(&connections), (number, Arc::clone(&seat)));
                let handle = tokio::spawn(task).abort_handle();
                connections.seat(number, seat, handle);
            }
            // Too many open files, or a client that left at the door: the next one may have more luck.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection(
    stream: TcpStream,
    house: Arc<House>,
    connections: Arc<Connections>,
    (number, seat): (u64, Arc<Seat>),
) {
    let _ = stream.set_nodelay(true);
    if let Ok(local) = stream.local_addr() {
        let service = service_fn(|request: Request<Incoming>| {
            connections.asks(&seat);
            let (house, seat) = (Arc::clone(&house), Arc::clone(&seat));
            async move { Ok::<_, Infallible>(answer(request, local.ip(), house, &seat).await) }
        });
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS)
            .max_buf_size(LONGEST)
            .serve_connection(TokioIo::new(stream), service);
        // A client that breaks off breaks nothing.
        let _ = served.await;
    }
    connections.end(number);
}

async fn answer(request: Request<Incoming>, local: IpAddr, house: Arc<House>, seat: &Seat) -> Response<Payload> {
    let has_body = !request.body().is_end_stream();
    let (parts, _) = request.into_parts();
    let host = match host(&parts) {
        Some(host) if guard::is_our_host(host, local) => host,
        Some(_) => return plain(StatusCode::MISDIRECTED_REQUEST, "this server does not go by that name"),
        None => return plain(StatusCode::BAD_REQUEST, "the request does not say which host it means"),
    };
    if parts.method != Method::GET && parts.method != Method::HEAD {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "this server can only be asked for pages");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        refused.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return refused;
    }
    if has_body {
        let mut refused = plain(StatusCode::PAYLOAD_TOO_LARGE, "this server takes no content");
        refused.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return refused;
    }
    let Some(path) = decode(parts.uri.path()) else {
        return plain(StatusCode::BAD_REQUEST, "the address has a percent sign that does not begin an escape");
    };
    match path.as_str() {
        SCRIPT => script(&parts),
        LINE => line(&parts, host, house, seat).await,
        _ => {
            let query = parts.uri.query().map(str::to_owned);
            let fetched = tokio::task::spawn_blocking(move || house.fetch(&path)).await;
            match fetched {
                Ok(thing) => whole(thing, &parts.headers, query.as_deref()),
                Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "goodturn stumbled over this page"),
            }
        }
    }
}

/// The host that is meant: the one of an absolute address, else the only `Host`.
fn host(parts: &Parts) -> Option<&str> {
    let mut all = parts.headers.get_all(header::HOST).iter();
    let host = all.next().filter(|_| all.next().is_none())?.to_str().ok()?;
    match parts.uri.authority() {
        // Both must be ours, so that it does not matter which of them whoever asks goes by.
        Some(authority) if authority.as_str() != host => None,
        _ => Some(host),
    }
}

fn whole(thing: Thing, asked: &HeaderMap, query: Option<&str>) -> Response<Payload> {
    match thing {
        Thing::Page(page) => found(StatusCode::OK, &page, asked),
        Thing::File(opened, kind) => file(opened, kind, asked),
        Thing::Moved(path) => moved(&path, query),
        Thing::Nothing(Some(page)) => found(StatusCode::NOT_FOUND, &page, &HeaderMap::new()),
        Thing::Nothing(None) => plain(StatusCode::NOT_FOUND, "there is nothing here"),
        Thing::Fault(page) => found(StatusCode::SERVICE_UNAVAILABLE, &page, &HeaderMap::new()),
    }
}

fn found(status: StatusCode, page: &Finished, asked: &HeaderMap) -> Response<Payload> {
    let length = page.bytes.len() as u64;
    let mut answer = match conditions(asked).part(&page.tag, length) {
        Part::Whole => with(status, Payload::whole(page.bytes.clone())),
        Part::Bytes(range) => {
            let cut = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(page.bytes.len());
            let payload = Payload::whole(page.bytes.slice(cut(range.start)..cut(range.end)));
            partial(payload, &range, length)
        }
        Part::Nothing => with(StatusCode::NOT_MODIFIED, Payload::empty()),
        Part::PastEnd => past_end(length),
    };
    describe(&mut answer, page.kind, Some(&page.tag));
    answer
}

fn file(opened: Opened, kind: &'static str, asked: &HeaderMap) -> Response<Payload> {
    let (tag, length) = (format!("\"{}\"", opened.digest), opened.length);
    let file = match opened.content {
        FileContent::Whole(bytes) => {
            let print = String::new();
            return found(StatusCode::OK, &Finished { bytes, kind, print, tag }, asked);
        }
        FileContent::Pieces(file) => file,
    };
    let mut answer = match conditions(asked).part(&tag, length) {
        Part::Whole => with(StatusCode::OK, Payload::pieces(file, 0..length)),
        Part::Bytes(range) => partial(Payload::pieces(file, range.clone()), &range, length),
        Part::Nothing => with(StatusCode::NOT_MODIFIED, Payload::empty()),
        Part::PastEnd => past_end(length),
    };
    describe(&mut answer, kind, Some(&tag));
    answer
}

fn conditions(asked: &HeaderMap) -> Conditions<'_> {
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    Conditions {
        if_none_match: text(header::IF_NONE_MATCH),
        if_range: text(header::IF_RANGE),
        range: text(header::RANGE),
    }
}

fn partial(payload: Payload, range: &std::ops::Range<u64>, length: u64) -> Response<Payload> {
    let mut answer = with(StatusCode::PARTIAL_CONTENT, payload);
    set(&mut answer, header::CONTENT_RANGE, &format!("bytes {}-{}/{length}", range.start, range.end - 1));
    answer
}

fn past_end(length: u64) -> Response<Payload> {
    let mut answer = with(StatusCode::RANGE_NOT_SATISFIABLE, Payload::empty());
    set(&mut answer, header::CONTENT_RANGE, &format!("bytes */{length}"));
    answer
}

/// To a path of our own. What was asked for after the question mark goes along; it cannot lead anywhere else.
fn moved(path: &str, query: Option<&str>) -> Response<Payload> {
    let mut answer = plain(StatusCode::TEMPORARY_REDIRECT, "this page has a slash at the end of its address");
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    set(&mut answer, header::LOCATION, &format!("{path}{query}"));
    answer
}

fn script(parts: &Parts) -> Response<Payload> {
    let tag = format!("\"{}\"", crate::ground::Fingerprint::of(LIVE_JS.as_bytes()));
    let bytes = Bytes::from_static(LIVE_JS.as_bytes());
    let script = Finished { bytes, kind: "text/javascript; charset=utf-8", print: String::new(), tag };
    found(StatusCode::OK, &script, &parts.headers)
}

/// Opens a line to a page of our own, and to nobody else's.
async fn line(parts: &Parts, host: &str, house: Arc<House>, seat: &Seat) -> Response<Payload> {
    let text = |name: HeaderName| parts.headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if !guard::is_our_page(host, text(header::ORIGIN), text(HeaderName::from_static("sec-fetch-site"))) {
        return plain(StatusCode::FORBIDDEN, "only pages of this server may listen here");
    }
    let of = |name: &str| {
        let query = parts.uri.query().unwrap_or_default();
        let value = query.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name));
        value.and_then(|(_, value)| decode(value))
    };
    let path = of("page").and_then(|path| decode(&path)).unwrap_or_else(|| "/".to_owned());
    let print = of("is").unwrap_or_default();
    let payload = if parts.method == Method::HEAD {
        Payload::empty()
    } else {
        seat.listens();
        // It may have to wait for a page, and nobody else shall wait with it.
        match tokio::task::spawn_blocking(move || house.open_line(&path, &print)).await {
            Ok(news) => Payload::line(news),
            Err(_) => return plain(StatusCode::INTERNAL_SERVER_ERROR, "goodturn stumbled over this page"),
        }
    };
    let mut answer = with(StatusCode::OK, payload);
    describe(&mut answer, "text/event-stream", None);
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A short text of our own. Nothing of the request is in it.
fn plain(status: StatusCode, text: &'static str) -> Response<Payload> {
    let mut answer = with(status, Payload::whole(Bytes::from(format!("{text}\n"))));
    describe(&mut answer, "text/plain; charset=utf-8", None);
    answer
}

fn with(status: StatusCode, payload: Payload) -> Response<Payload> {
    let mut answer = Response::new(payload);
    *answer.status_mut() = status;
    answer
}

fn describe(answer: &mut Response<Payload>, kind: &'static str, tag: Option<&str>) {
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Pages from elsewhere may not take ours in.
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if let Some(tag) = tag {
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        set(answer, header::ETAG, tag);
    }
}

fn set(answer: &mut Response<Payload>, name: HeaderName, value: &str) {
    // Values are made of our own letters and percent-encoded paths; one that could not be a header is left out.
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}
