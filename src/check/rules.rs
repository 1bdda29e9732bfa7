//! Every rule, by group; one file a rule, its page beside it.

pub mod client;
pub mod contract;
pub mod file;
pub mod follow_up;
pub mod invoice;
pub mod law;

use super::Rule;

/// The rules of one group.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    pub name: &'static str,
    /// In alphabetical order.
    pub rules: &'static [&'static Rule],
}

/// In alphabetical order.
pub const GROUPS: &[Group] = &[
    Group {
        name: "client",
        rules: client::RULES,
    },
    Group {
        name: "contract",
        rules: contract::RULES,
    },
    Group {
        name: "file",
        rules: file::RULES,
    },
    Group {
        name: "follow-up",
        rules: follow_up::RULES,
    },
    Group {
        name: "invoice",
        rules: invoice::RULES,
    },
    Group {
        name: "law",
        rules: law::RULES,
    },
];

/// Every rule, in order of id.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.rules.iter().copied())
}

pub fn find(id: &str) -> Option<&'static Rule> {
    let (name, _) = id.split_once('/')?;
    let group = GROUPS.iter().find(|group| group.name == name)?;
    group.rules.iter().copied().find(|rule| rule.id == id)
}

pub fn is_group(name: &str) -> bool {
    GROUPS.iter().any(|group| group.name == name)
}

/// The rule or group that a misspelt name was most likely meant to be.
pub fn nearest(name: &str) -> Option<&'static str> {
    let groups = GROUPS.iter().map(|group| group.name);
    let known = groups.chain(all().map(|rule| rule.id));
    let near = known.map(|known| (strsim::osa_distance(name, known), known));
    let most = (name.chars().count() / 3).clamp(1, 6);
    let (distance, nearest) = near.min_by_key(|(distance, _)| *distance)?;
    if distance <= most {
        return Some(nearest);
    }
    // A rule's name without its group, or under another.
    let own_name = name.rsplit_once('/').map_or(name, |(_, own)| own);
    all()
        .map(|rule| rule.id)
        .find(|id| id.split_once('/').is_some_and(|(_, known)| known == own_name))
}

/// The end of a sentence about an unknown name.
pub(super) fn meant(nearest: Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    fn names_in(folder: &Path, extension: &str) -> BTreeSet<String> {
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let wanted = files.filter(|path| path.extension().is_some_and(|ext| ext == extension));
        wanted
            .map(|path| path.file_stem().unwrap().to_string_lossy().replace('_', "-"))
            .collect()
    }

    #[test]
    fn lists_and_folders_agree() {
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules");
        assert!(GROUPS.is_sorted_by_key(|group| group.name));
        assert_eq!(
            names_in(&rules, "rs"),
            GROUPS.iter().map(|group| group.name.to_owned()).collect()
        );
        for group in GROUPS {
            let folder = rules.join(group.name.replace('-', "_"));
            let ids: Vec<_> = group.rules.iter().map(|rule| rule.id).collect();
            assert!(ids.is_sorted(), "{ids:?}");
            let listed: BTreeSet<_> = ids
                .iter()
                .map(|id| id.split_once('/').unwrap())
                .inspect(|(of, _)| assert_eq!(*of, group.name))
                .map(|(_, name)| name.to_owned())
                .collect();
            assert_eq!(names_in(&folder, "rs"), listed, "{}", group.name);
            assert_eq!(names_in(&folder, "md"), listed, "{}", group.name);
        }
    }

    #[test]
    fn a_page_opens_with_its_rule_s_id() {
        for rule in all() {
            assert!(rule.page.starts_with(&format!("# {}\n", rule.id)), "{}", rule.id);
            assert!(!rule.summary.ends_with('.'), "{}", rule.id);
        }
    }

    #[test]
    fn a_page_names_the_number_its_rule_takes() {
        for rule in all() {
            if let Some(key) = rule.takes.key() {
                assert!(rule.page.contains(&format!("{key}:")), "{}: {key}", rule.id);
            }
        }
    }

    #[test]
    fn misspelt_names_find_what_was_meant() {
        for (written, meant) in [
            ("contract/unsinged", Some("contract/unsigned")),
            ("unsigned", Some("contract/unsigned")),
            ("follow-up/unsigned", Some("contract/unsigned")),
            ("followup", Some("follow-up")),
            ("all", None),
            ("", None),
        ] {
            assert_eq!(nearest(written), meant, "{written}");
        }
    }
}
