//! One question to one host: who is there under this address? Knows sockets, TLS and HTTP/1.1 (RFC 9112); knows nothing of
//! what was asked before, or of what is made of the answer.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONNECTION, HOST, HeaderMap, HeaderName, LOCATION, RETRY_AFTER, USER_AGENT};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::reach;
use crate::check::elsewhere::Silence;
use crate::ground::Elsewhere;

/// What we are called there.
const NAME: &str = concat!("goodturn/", env!("CARGO_PKG_VERSION"));
/// The longest head of an answer in bytes. What comes behind it is never read.
const LONGEST: usize = 64 << 10;
/// Of a host with many numbers so many are tried.
const NUMBERS: usize = 4;

/// The way to other hosts.
pub(super) struct Net {
    tls: TlsConnector,
    /// Host and port of the site itself, which may be this very machine.
    own: (String, u16),
    /// How long an answer may take.
    patience: Duration,
}

/// The head of an answer, as far as it matters.
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) location: Option<String>,
    pub(super) retry_after: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    NoHost,
    AtHome,
    Silent(Silence),
    Unproven(String),
}

impl Net {
    /// Trusts whom browsers trust.
    pub(super) fn new(own: (String, u16), patience: Duration) -> io::Result<Self> {
        Self::trusting(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }, own, patience)
    }

    fn trusting(roots: RootCertStore, own: (String, u16), patience: Duration) -> io::Result<Self> {
        let tls = TlsConnector::from(Arc::new(config(roots).map_err(io::Error::other)?));
        Ok(Self { tls, own, patience })
    }

    /// Asks once.
    pub(super) async fn ask(&self, method: &Method, at: &Elsewhere) -> Result<Head, Failure> {
        let asked = timeout(self.patience, self.asked(method, at));
        asked.await.unwrap_or(Err(Failure::Silent(Silence::Slow)))
    }

    async fn asked(&self, method: &Method, at: &Elsewhere) -> Result<Head, Failure> {
        let stream = self.connected(at).await?;
        if !at.is_secret() {
            return talk(stream, method, at).await;
        }
        let name = ServerName::try_from(at.host()).map_err(|_| Failure::NoHost)?;
        let stream = self.tls.connect(name, stream).await.map_err(|why| not_proven(&why))?;
        talk(stream, method, at).await
    }

    /// A connection to the host; to the very number that was found to be on the open web, so that no later answer about
    /// its name can lead elsewhere.
    async fn connected(&self, at: &Elsewhere) -> Result<TcpStream, Failure> {
        let host = (at.host(), at.port());
        let found: Vec<SocketAddr> = lookup_host(host.clone()).await.map_err(|_| Failure::NoHost)?.collect();
        if found.is_empty() {
            return Err(Failure::NoHost);
        }
        let open = found.into_iter().filter(|number| host == self.own || reach::is_open(number.ip()));
        let mut last = Failure::AtHome;
        for number in open.take(NUMBERS) {
            match timeout(self.patience / 3, TcpStream::connect(number)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(why)) if why.kind() == io::ErrorKind::ConnectionRefused => {
                    last = Failure::Silent(Silence::Refused);
                }
                Ok(Err(_)) => last = Failure::Silent(Silence::HungUp),
                Err(_) => last = Failure::Silent(Silence::Slow),
            }
        }
        Err(last)
    }
}

fn config(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}

/// Asks over an open connection, and hangs up once the head of the answer is there.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(stream: S, method: &Method, at: &Elsewhere) -> Result<Head, Failure> {
    let request = Request::builder()
        .method(method)
        .uri(at.target())
        .header(HOST, at.authority())
        .header(USER_AGENT, NAME)
        .header(ACCEPT, "*/*")
        .header(CONNECTION, "close")
        .body(String::new())
        .map_err(|_| Failure::Silent(Silence::Babble))?;
    let mut talk = http1::Builder::new();
    let (mut sender, connection) =
        talk.max_buf_size(LONGEST).handshake(TokioIo::new(stream)).await.map_err(|why| silence(&why))?;
    let (mut answer, mut connection) = (pin!(sender.send_request(request)), pin!(connection));
    let mut is_over = false;
    let answer = loop {
        tokio::select! {
            biased;
            answer = &mut answer => break answer,
            // The answer may have come with the end.
            _ = &mut connection, if !is_over => is_over = true,
        }
    };
    let answer = answer.map_err(|why| silence(&why))?;
    Ok(Head {
        status: answer.status().as_u16(),
        location: header(answer.headers(), &LOCATION),
        retry_after: header(answer.headers(), &RETRY_AFTER),
    })
}

/// A header as text; some hosts write addresses as they are.
fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
}

fn silence(why: &hyper::Error) -> Failure {
    Failure::Silent(if why.is_parse() { Silence::Babble } else { Silence::HungUp })
}

/// Why a host could not prove who it is, as a browser would say it.
fn not_proven(why: &io::Error) -> Failure {
    let inner = why.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let Some(why) = inner else { return Failure::Silent(Silence::HungUp) };
    let rustls::Error::InvalidCertificate(why) = why else { return Failure::Silent(Silence::Babble) };
    let words = match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has run out",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate was made for another name"
        }
        CertificateError::Revoked => "its certificate was taken back",
        CertificateError::UnknownIssuer => "nobody whom browsers trust vouches for it",
        _ => "its certificate is not in order",
    };
    Failure::Unproven(words.to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use rustls::pki_types::PrivatePkcs8KeyDer;
    use rustls::{ServerConfig, ServerConnection, StreamOwned};

    use super::*;

    /// Made for `localhost` by ourselves, until the year 2126; its key is no secret.
    const CERTIFICATE: &[u8] = include_bytes!("../../../tests/elsewhere/localhost.crt.der");
    const KEY: &[u8] = include_bytes!("../../../tests/elsewhere/localhost.key.der");

    /// A host that answers one question in secret.
    fn host() -> u16 {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let key = PrivatePkcs8KeyDer::from(KEY).into();
        let config = versions.with_no_client_auth().with_single_cert(vec![CERTIFICATE.into()], key).unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (socket, _) = listener.accept().unwrap();
            let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), socket);
            let mut asked = [0; 4096];
            if stream.read(&mut asked).is_ok_and(|read| asked[..read].starts_with(b"HEAD /a?b HTTP/1.1\r\n")) {
                let _ = stream.write_all(b"HTTP/1.1 204 Nothing\r\nLocation: \xe9\r\n\r\n");
            }
        });
        port
    }

    fn asked(roots: &[&[u8]], name: &str) -> Result<Head, Failure> {
        let mut known = RootCertStore::empty();
        known.add_parsable_certificates(roots.iter().map(|root| (*root).into()));
        let port = host();
        let net = Net::trusting(known, (name.to_owned(), port), Duration::from_secs(20)).unwrap();
        let at = Elsewhere::parse(&format!("https://{name}:{port}/a?b#c")).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(net.ask(&Method::HEAD, &at))
    }

    #[test]
    fn a_host_is_believed_if_it_proves_its_name() {
        assert!(asked(&[CERTIFICATE], "localhost").is_ok_and(|head| head.status == 204));
        let why = |asked: Result<Head, Failure>| match asked.err() {
            Some(Failure::Unproven(why)) => why,
            other => format!("{other:?}"),
        };
        assert_eq!(why(asked(&[], "localhost")), "nobody whom browsers trust vouches for it");
        assert_eq!(why(asked(&[CERTIFICATE], "127.0.0.1")), "its certificate was made for another name");
    }
}
