//! Which rules a check is asked for: `--only` and `--ignore`, a rule's id over its group; apart from `rules:` because
//! these are of one call and not of the ledger.

use super::{
    rule::Rule,
    rules::{self, file::useless_allow},
};

/// The rules asked for: all, if nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    only: Vec<String>,
    ignore: Vec<String>,
}

/// A name that is no rule's and no group's. Nothing is checked: silence would pass for a clean ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{option} names `{name}`, and there is no such rule or group{}", rules::meant(*nearest))]
pub struct UnknownRule {
    option: &'static str,
    name: String,
    nearest: Option<&'static str>,
}

impl Asked {
    /// Those of `only`, all if it is empty, without those of `ignore`: ids and groups.
    pub fn of(only: &[String], ignore: &[String]) -> Result<Self, UnknownRule> {
        Ok(Self {
            only: known("--only", only)?,
            ignore: known("--ignore", ignore)?,
        })
    }

    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    pub fn wants(&self, rule: &Rule) -> bool {
        let (by_id, by_group) = (rule.id, rule.group());
        if names(&self.ignore, by_id) {
            false
        } else if names(&self.only, by_id) {
            true
        } else if names(&self.ignore, by_group) {
            false
        } else {
            self.only.is_empty() || names(&self.only, by_group)
        }
    }

    /// Whether an `allow` of this rule may be called useless. Who asks for useless allows and nothing else means every
    /// one.
    pub(super) fn judges_allows_of(&self, rule: &Rule) -> bool {
        self.only == [useless_allow::RULE.id] || self.wants(rule)
    }

    /// The rules that are asked for by their own id.
    pub(super) fn by_id(&self) -> impl Iterator<Item = &'static Rule> {
        self.only
            .iter()
            .filter_map(|name| rules::find(name))
            .filter(|rule| self.wants(rule))
    }
}

fn names(list: &[String], name: &str) -> bool {
    list.iter().any(|listed| listed == name)
}

fn known(option: &'static str, written: &[String]) -> Result<Vec<String>, UnknownRule> {
    let known = written.iter().map(|name| {
        let name = name.trim();
        if rules::find(name).is_some() || rules::is_group(name) {
            return Ok(name.to_owned());
        }
        Err(UnknownRule {
            option,
            name: name.to_owned(),
            nearest: rules::nearest(name),
        })
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(only: &[&str], ignore: &[&str]) -> Asked {
        let owned = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
        Asked::of(&owned(only), &owned(ignore)).unwrap()
    }

    #[test]
    fn an_id_goes_over_its_group_and_ignore_over_only() {
        let (unsigned, deposit, rate) = (
            rules::find("contract/unsigned").unwrap(),
            rules::find("contract/no-deposit").unwrap(),
            rules::find("law/rate-out-of-date").unwrap(),
        );
        for (only, ignore, wanted) in [
            (&[][..], &[][..], [true, true, true]),
            (&["contract"], &[], [true, true, false]),
            (&["contract", "law"], &["contract/unsigned"], [false, true, true]),
            (&["contract/unsigned"], &["contract"], [true, false, false]),
            (
                &["contract/unsigned"],
                &["contract/unsigned"],
                [false, false, false],
            ),
            (&[" law "], &[], [false, false, true]),
            (&[], &["contract"], [false, false, true]),
            (&["contract"], &["contract"], [false, false, false]),
        ] {
            let asked = asked(only, ignore);
            assert_eq!(
                [unsigned, deposit, rate].map(|rule| asked.wants(rule)),
                wanted,
                "{only:?} {ignore:?}"
            );
        }
    }

    #[test]
    fn a_name_that_nobody_has_is_refused_with_the_nearest() {
        for (name, message) in [
            (
                "contract/unsinged",
                "--only names `contract/unsinged`, and there is no such rule or group; did you mean `contract/unsigned`?",
            ),
            ("", "--only names ``, and there is no such rule or group"),
        ] {
            let error = Asked::of(&[name.to_owned()], &[]).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
        let error = Asked::of(&[], &["contracts".to_owned()]).unwrap_err();
        assert!(
            error.to_string().starts_with("--ignore names `contracts`"),
            "{error}"
        );
    }

    #[test]
    fn useless_allows_alone_are_those_of_every_rule() {
        let unsigned = rules::find("contract/unsigned").unwrap();
        for (only, judged) in [
            (&["file/useless-allow"][..], true),
            (&["file"], false),
            (&["file/useless-allow", "invoice"], false),
            (&["file", "contract"], true),
        ] {
            assert_eq!(asked(only, &[]).judges_allows_of(unsigned), judged, "{only:?}");
        }
        assert!(!asked(&[], &["contract"]).judges_allows_of(unsigned));
    }
}
