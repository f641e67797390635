//! One HTTP request: limited in time and size, cancelled by the switch, limited in number, and
//! repeated where that is safe. A fault never contains text of the server, a header or a password.

use super::text::{fault_of, wait_of};
use crate::{
    browser::{self, Timer},
    drive::DriveFault,
    gate::Gate,
    stop::StopSwitch,
};
use gloo_net::http::{Headers, Method, RequestBuilder, Response};
use js_sys::Uint8Array;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestRedirect,
};

/// Concurrent requests on one drive: fewer than the six connections that a browser opens to a host,
/// so that the page itself can still load things.
const AT_ONCE: usize = 4;
/// How many bytes of an unwanted body are read and dropped, so that its connection can be used
/// again.
const READ_OFF: usize = 16 << 10;

/// How patient a drive is.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The time in milliseconds that every request gets, whatever its size.
    pub patience: u32,
    /// Bytes a second on the slowest usable network; the time limit grows with the size
    /// accordingly.
    pub bytes_per_second: u32,
    /// Times that a request is sent at most.
    pub tries: u32,
    /// Milliseconds before the second attempt; doubled each time, and randomised between half and
    /// all of it.
    pub pause: u32,
    /// The most seconds of `Retry-After` that we wait; if it is more, the person is told.
    pub longest_wait: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self { patience: 30_000, bytes_per_second: 16_384, tries: 4, pause: 600, longest_wait: 20 }
    }
}

impl Pace {
    fn budget(&self, bytes: usize) -> u32 {
        let seconds = bytes as u64 * 1000 / u64::from(self.bytes_per_second.max(1));
        self.patience.saturating_add(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    /// How long to wait before a request is sent again, if that makes sense after this fault.
    pub(super) fn pause_after(&self, fault: &DriveFault, tried: u32) -> Option<u32> {
        let most = match fault {
            // The server may have closed an idle connection. If the reason is CORS, the second
            // attempt fails too.
            DriveFault::Offline | DriveFault::OfflineOrCors if !browser::is_offline() => 2,
            DriveFault::Busy(_) | DriveFault::Server(500 | 502) => self.tries,
            _ => 0,
        };
        let most = most.min(self.tries);
        if tried >= most {
            return None;
        }
        let whole = self.pause.saturating_mul(1 << tried.saturating_sub(1).min(10));
        let drawn = f64::from(whole) * (0.5 + js_sys::Math::random() / 2.0);
        match fault {
            DriveFault::Busy(Some(seconds)) if *seconds > self.longest_wait => None,
            DriveFault::Busy(Some(seconds)) => Some((drawn as u32).max(seconds * 1000)),
            _ => Some(drawn as u32),
        }
    }
}

/// What is asked.
pub(super) struct Ask<'a> {
    pub method: &'static str,
    pub url: &'a str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<&'a [u8]>,
    /// The most bytes of the response that are read; a longer one is a fault. Only 200 and 207 have
    /// a body that is read.
    pub limit: usize,
}

impl<'a> Ask<'a> {
    pub fn new(method: &'static str, url: &'a str) -> Self {
        Self { method, url, headers: Vec::new(), body: None, limit: READ_OFF }
    }

    pub fn with(mut self, header: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((header, value.into()));
        self
    }
}

/// What was answered.
pub(super) struct HttpResponse {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
}

impl HttpResponse {
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name)
    }

    pub fn is_html(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        kind.starts_with("text/html") || kind.starts_with("application/xhtml")
    }

    pub fn fault(&self) -> DriveFault {
        let wait = self.header("retry-after");
        let wait = wait.and_then(|text| wait_of(&text, self.header("date").as_deref()));
        fault_of(self.status, wait)
    }
}

/// Sends requests of one drive.
pub(super) struct Http {
    pub authorization: Option<String>,
    pub pace: Pace,
    pub stop: StopSwitch,
    gate: Gate,
}

impl Http {
    pub fn new(authorization: Option<String>, pace: Pace, stop: StopSwitch) -> Self {
        Self { authorization, pace, stop, gate: Gate::new(AT_ONCE) }
    }

    /// Repeats the request after temporary faults; only for requests that may safely be sent twice.
    pub async fn patiently(&self, ask: &Ask<'_>) -> Result<HttpResponse, DriveFault> {
        let mut tried = 0;
        loop {
            tried += 1;
            let answer = self.once(ask).await;
            let fault = match &answer {
                Ok(answer) if answer.status >= 400 => answer.fault(),
                Ok(_) => return answer,
                Err(fault) => fault.clone(),
            };
            match self.pace.pause_after(&fault, tried) {
                Some(pause) => browser::sleep(pause, &self.stop).await?,
                None => return answer,
            }
        }
    }

    /// Asks once.
    pub async fn once(&self, ask: &Ask<'_>) -> Result<HttpResponse, DriveFault> {
        let _pass = self.gate.enter().await;
        if self.stop.is_stopped() {
            return Err(DriveFault::Cancelled);
        }
        let controller =
            AbortController::new().map_err(|_| DriveFault::Other("no abort".into()))?;
        let late = Rc::new(Cell::new(false));
        let timer = |bytes: usize| {
            let (controller, late) = (controller.clone(), late.clone());
            Timer::after(self.pace.budget(bytes), move || {
                late.set(true);
                controller.abort();
            })
        };
        let hook = {
            let controller = controller.clone();
            self.stop.on_stop(Box::new(move || controller.abort()))
        };
        let why = |otherwise: DriveFault| match (self.stop.is_stopped(), late.get()) {
            (true, _) => DriveFault::Cancelled,
            (false, true) => DriveFault::Timeout,
            (false, false) if browser::is_offline() => DriveFault::Offline,
            (false, false) => otherwise,
        };
        let first = timer(ask.body.map_or(0, <[u8]>::len))?;
        let request = self.request(ask, &controller)?;
        let response = request.send().await.map_err(|_| why(DriveFault::OfflineOrCors))?;
        drop(first);
        // Status 0 is a redirect, which is not followed because it could lead to another server.
        let status = response.status();
        if status == 0 {
            return Err(DriveFault::NotADrive);
        }
        let wanted = matches!(status, 200 | 207);
        let said = response.headers().get("content-length").and_then(|n| n.parse::<usize>().ok());
        // The stated length is the length in transit; compression may have made it slightly longer
        // than the body.
        let most = ask.limit.saturating_add(ask.limit / 100 + 1024);
        if wanted && said.is_some_and(|said| said > most) {
            controller.abort();
            return Err(DriveFault::TooLarge);
        }
        let limit = if wanted { ask.limit } else { READ_OFF };
        let second = timer(said.unwrap_or(limit).min(limit))?;
        let body = body(&response, limit, || timer(0)).await;
        drop((second, hook));
        let body = match body {
            // The headers arrived, so CORS is not the reason: the connection broke.
            Err(DriveFault::Offline) if wanted => return Err(why(DriveFault::Offline)),
            Err(fault) if wanted => {
                controller.abort();
                return Err(fault);
            }
            // Nobody asked for the body of a refusal.
            Err(_) => {
                controller.abort();
                Vec::new()
            }
            Ok(body) => body,
        };
        Ok(HttpResponse { status, headers: response.headers(), body })
    }

    fn request(
        &self,
        ask: &Ask<'_>,
        controller: &AbortController,
    ) -> Result<gloo_net::http::Request, DriveFault> {
        let method = Method::from_bytes(ask.method.as_bytes());
        let method = method.map_err(|_| DriveFault::Other("method".into()))?;
        let mut builder = RequestBuilder::new(ask.url)
            .method(method)
            .credentials(RequestCredentials::Omit)
            .redirect(RequestRedirect::Manual)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .cache(RequestCache::NoStore)
            .abort_signal(Some(&controller.signal()));
        if let Some(authorization) = &self.authorization {
            builder = builder.header("Authorization", authorization);
        }
        for (name, value) in &ask.headers {
            builder = builder.header(name, value);
        }
        match ask.body {
            Some(body) => builder.body(Uint8Array::from(body)),
            None => builder.build(),
        }
        .map_err(|_| DriveFault::BadAddress)
    }
}

// `Offline` is a connection that broke. Each piece must come in its own time too: what is left of
// a large budget is no reason to wait on a dead line.
async fn body(
    response: &Response,
    limit: usize,
    patience: impl Fn() -> Result<Timer, DriveFault>,
) -> Result<Vec<u8>, DriveFault> {
    let Some(stream) = response.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let idle = patience()?;
        let chunk = JsFuture::from(reader.read()).await.map_err(|_| DriveFault::Offline)?;
        drop(idle);
        if browser::get(&chunk, "done").as_bool() == Some(true) {
            return Ok(bytes);
        }
        let value: JsValue = browser::get(&chunk, "value");
        let chunk = Uint8Array::new(&value);
        if bytes.len() + chunk.length() as usize > limit {
            return Err(DriveFault::TooLarge);
        }
        let start = bytes.len();
        bytes.resize(start + chunk.length() as usize, 0);
        chunk.copy_to(&mut bytes[start..]);
    }
}
