//! placeholder until the draft digest lands
pub fn seal(front: &str, body: &str) -> String {
    format!("---\n{front}---\n\n{body}")
}
