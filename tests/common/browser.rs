//! One window of headless Chromium, driven through chromedriver by the `WebDriver` protocol (W3C) in plain JSON. Knows
//! nothing of our pages. `Browser::open` gives nothing, with a line that says so, where there is no browser.
#![allow(clippy::print_stderr, reason = "a test whose browser does not come says why")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::{tools, wire};

/// How long a page or a script may take before the test fails. Far more than any takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often a window is asked for before the test fails.
const TRIES: usize = 10;

/// The colours that a reader's machine asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

/// A window. It is closed, and its driver ended, when the value goes away.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _home: tempfile::TempDir,
}

impl Browser {
    /// A new window with an empty profile.
    pub fn open() -> Option<Self> {
        let Some(driver) = tools::program("chromedriver") else {
            tools::left_out("what a browser shows", "chromedriver");
            return None;
        };
        let Some(chromium) = tools::program("chromium") else {
            tools::left_out("what a browser shows", "chromium");
            return None;
        };
        let mut begun = Self::begin(&driver, &chromium);
        for _ in 1..TRIES {
            begun = begun.or_else(|_| Self::begin(&driver, &chromium));
        }
        Some(begun.unwrap_or_else(|fault| panic!("in {TRIES} tries no driver gave a window: {fault}")))
    }

    /// One try. A driver gives up when the port that it chose is taken on the other kind of address a moment later, and
    /// a browser that was killed for want of memory gives no window: neither says anything about our pages.
    fn begin(driver: &Path, chromium: &Path) -> Result<Self, String> {
        let home = tempfile::tempdir().unwrap();
        let (driver, port) = start(driver, home.path())?;
        let mut browser = Self { driver, port, session: String::new(), _home: home };
        let args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
        let quiet =
            ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
        let options = json!({ "binary": chromium, "args": args.iter().chain(&quiet).collect::<Vec<_>>() });
        let patience = json!({ "script": PATIENCE.as_millis(), "pageLoad": PATIENCE.as_millis() });
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options, "timeouts": patience });
        let body = json!({ "capabilities": { "alwaysMatch": wanted } }).to_string();
        let made = wire::ask(port, "POST", "/session", &body).map_err(|fault| fault.to_string())?;
        let made: Value = serde_json::from_slice(&made.body).map_err(|fault| fault.to_string())?;
        let session = made["value"]["sessionId"].as_str().ok_or_else(|| made["value"]["message"].to_string())?;
        browser.session = format!("/session/{session}");
        Ok(browser)
    }

    /// Goes to an address and waits until all of it is there.
    pub fn go(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    /// What a script's `return` gives. `arguments` holds the list.
    pub fn run(&self, script: &str, arguments: &Value) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// What a script gives to its last argument, a function, at some time.
    pub fn run_later(&self, script: &str, arguments: &Value) -> Value {
        self.post("/execute/async", &json!({ "script": script, "args": arguments }))
    }

    /// Looks at the page through a window of this size, in CSS pixels, on a machine that asks for these colours.
    pub fn look(&self, width: u32, height: u32, scheme: Scheme) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
        let value = if scheme == Scheme::Dark { "dark" } else { "light" };
        self.media(if scheme == Scheme::Dark { "screen" } else { "" }, &[("prefers-color-scheme", value)]);
    }

    /// The medium (`screen`, `print`; empty for the window's own) and its features.
    pub fn media(&self, medium: &str, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", &json!({ "media": medium, "features": features }));
    }

    /// Whether the scripts of pages run. Scripts of tests always do.
    pub fn scripts(&self, run: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": !run }));
    }

    /// Presses a key as a reader does; `"\u{E004}"` is the tabulator (`WebDriver`, 17.4.2).
    pub fn press(&self, key: &str) {
        let keys = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        self.post("/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": keys }] }));
    }

    /// Opens one more `tab` or `window`, with its own page, and looks at it. Gives its name and that of the one before.
    pub fn another(&self, kind: &str) -> (Value, Value) {
        let before = self.ask("GET", &format!("{}/window", self.session), &json!({}));
        let name = self.post("/window/new", &json!({ "type": kind }))["handle"].take();
        self.look_at(&name);
        (name, before)
    }

    /// Looks at the tab or window of that name.
    pub fn look_at(&self, name: &Value) {
        self.post("/window", &json!({ "handle": name }));
    }

    /// A command of Chromium's own protocol.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", &format!("{}{path}", self.session), body)
    }

    fn ask(&self, method: &str, target: &str, body: &Value) -> Value {
        let answer = wire::ask(self.port, method, target, &body.to_string()).unwrap();
        let mut value: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(answer.second(), "200", "{target}: {}", value["value"]["message"]);
        value["value"].take()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = wire::ask(self.port, "DELETE", &self.session, "");
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The driver, and the port that it says it listens on.
fn start(driver: &Path, home: &Path) -> Result<(Child, u16), String> {
    let mut command = Command::new(driver);
    command.arg("--port=0").env("HOME", home).env("TMPDIR", home);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // Only borrowed: were the pipe closed, the driver's next word would end it.
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines().map_while(Result::ok);
    let mut said = String::new();
    for line in lines {
        let port = line.split_once("started successfully on port ").map(|(_, port)| port.trim_end_matches('.'));
        if let Some(port) = port.and_then(|port| port.parse().ok()) {
            return Ok((child, port));
        }
        said = line;
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(said)
}
