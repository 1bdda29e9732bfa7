use super::*;

const LANGUAGES: [(&str, &str); 4] = [
    (
        "de",
        include_str!("../../../templates/languages/de/dashboard.yaml"),
    ),
    (
        "en",
        include_str!("../../../templates/languages/en/dashboard.yaml"),
    ),
    (
        "es",
        include_str!("../../../templates/languages/es/dashboard.yaml"),
    ),
    (
        "ru",
        include_str!("../../../templates/languages/ru/dashboard.yaml"),
    ),
];

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Said {
    Word(String),
    Forms(BTreeMap<String, String>),
}

fn entries(text: &str) -> BTreeMap<String, Said> {
    serde_yaml::from_str(text).unwrap()
}

fn words(text: &str) -> Words {
    let plain = |(key, entry)| match entry {
        Said::Word(word) => Some((key, word)),
        Said::Forms(_) => None,
    };
    Words(entries(text).into_iter().filter_map(plain).collect())
}
