//! The desk as a running program, and what its page asks of it.

use serde_json::Value;

use super::TestProject;
use super::live::{Answer, Live};

/// A desk. Ends when it is dropped.
pub struct Desk {
    /// Its page.
    pub live: Live,
}

impl Desk {
    /// Starts it on a project.
    pub fn start(project: &TestProject) -> Self {
        Self { live: Live::start_desk(project, "en") }
    }

    /// The page's origin.
    pub fn origin(&self) -> String {
        format!("http://{}", self.live.host())
    }

    /// A POST as the page sends it, with these headers more.
    pub fn post(&self, path: &str, more: &[(&str, &str)], body: &str) -> Option<Answer> {
        let origin = self.origin();
        let own = [
            ("Host", self.live.host()),
            ("Origin", &origin),
            ("Content-Type", "application/json"),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        let headers = [&own[..], more].concat();
        self.live.send("POST", &format!("{}{path}", self.live.base()), &headers, body)
    }

    /// A ticket for one change.
    pub fn ticket(&self) -> String {
        let answer = self.post("ticket", &[], "{}").expect("an answer");
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        answer["ticket"].as_str().expect("a ticket").to_owned()
    }

    /// Asks for something; the status and the answer.
    pub fn ask(&self, name: &str, body: &Value) -> (u16, Value) {
        read(&self.post(&format!("ask/{name}"), &[], &body.to_string()).expect("an answer"))
    }

    /// Changes something; the status and the answer.
    pub fn change(&self, name: &str, body: &Value) -> (u16, Value) {
        let ticket = self.ticket();
        let path = format!("do/{name}");
        let answer = self.post(&path, &[("X-Ticket", &ticket)], &body.to_string());
        read(&answer.expect("an answer"))
    }

    /// Changes something that can be changed; the answer.
    pub fn succeed(&self, name: &str, body: &Value) -> Value {
        let (status, answer) = self.change(name, body);
        assert_eq!(status, 200, "{name} {body}: {answer}");
        answer
    }
}

fn read(answer: &Answer) -> (u16, Value) {
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}
