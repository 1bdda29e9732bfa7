//! How loud each rule speaks: `rules:` of `dunlin.yaml` over the rules' own levels, by id over by group.

use super::{
    rule::{Edition, Options, Rule, Takes},
    rules,
};
use crate::{
    finding::Level,
    model::settings::{RuleLevel, RuleSetting, RuleSettings},
    source::Span,
};

/// A line of `rules:` that can't be followed. The check is not run: silence would pass for a clean ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongSetting {
    #[error("`rules:` names `{name}`, and there is no such rule or group{}", rules::meant(*nearest))]
    UnknownRule {
        name: String,
        nearest: Option<&'static str>,
        place: Span,
    },
    #[error("`rules:` gives `{name}` a number of {option}, which it doesn't take")]
    OptionNotTaken {
        name: String,
        option: &'static str,
        place: Span,
    },
    #[error("`edition: {text}` is no edition; the first is 2026.1")]
    NotAnEdition { text: String, place: Span },
}

impl WrongSetting {
    /// Where it is written.
    pub fn place(&self) -> Span {
        match self {
            Self::UnknownRule { place, .. }
            | Self::OptionNotTaken { place, .. }
            | Self::NotAnEdition { place, .. } => *place,
        }
    }
}

/// `rules:`, every name in it known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Levels<'a> {
    settings: &'a [RuleSetting],
    edition: Option<Edition>,
}

impl<'a> Levels<'a> {
    pub fn of(written: &'a RuleSettings) -> Result<Self, WrongSetting> {
        for setting in &written.rules {
            check_setting(setting)?;
        }
        let edition = written.edition.as_ref().map(|text| {
            Edition::parse(&text.value).ok_or_else(|| WrongSetting::NotAnEdition {
                text: text.value.clone(),
                place: text.span,
            })
        });
        Ok(Self {
            settings: &written.rules,
            edition: edition.transpose()?,
        })
    }

    /// The level of a finding that states `own`, if any; `None`: the rule is off.
    pub fn level(&self, rule: &Rule, own: Option<Level>) -> Option<Level> {
        let by_id = self.setting(rule.id).and_then(|setting| setting.level);
        // What a group's line says is no answer to a rule that came after it was written.
        let newer = self.edition.is_some_and(|edition| rule.since > edition);
        let by_group = self.setting(rule.group()).and_then(|setting| setting.level);
        match by_id.or(by_group.filter(|level| !newer || *level == RuleLevel::Off)) {
            Some(RuleLevel::Off) => None,
            Some(RuleLevel::Info) => Some(Level::Info),
            Some(RuleLevel::Warning) => Some(Level::Warning),
            Some(RuleLevel::Error) => Some(Level::Error),
            None if newer => Some(Level::Info),
            None => Some(own.unwrap_or(rule.level)),
        }
    }

    /// The rule's numbers, the user's over its own.
    pub fn options(&self, rule: &Rule) -> Options {
        let own = rule.takes.defaults();
        self.setting(rule.id).map_or(own, |setting| Options {
            days: setting.days.unwrap_or(own.days),
            months: setting.months.unwrap_or(own.months),
            percent: setting.percent.unwrap_or(own.percent),
        })
    }

    fn setting(&self, name: &str) -> Option<&'a RuleSetting> {
        self.settings.iter().find(|setting| setting.name.value == name)
    }
}

fn check_setting(setting: &RuleSetting) -> Result<(), WrongSetting> {
    let name = &setting.name.value;
    let rule = rules::find(name);
    if rule.is_none() && !rules::is_group(name) {
        return Err(WrongSetting::UnknownRule {
            name: name.clone(),
            nearest: rules::nearest(name),
            place: setting.name.span,
        });
    }
    let takes = rule.map_or(Takes::Nothing, |rule| rule.takes).key();
    let given = [
        ("days", setting.days.is_some()),
        ("months", setting.months.is_some()),
        ("percent", setting.percent.is_some()),
    ];
    match given.iter().find(|(key, given)| *given && takes != Some(key)) {
        Some((option, _)) => Err(WrongSetting::OptionNotTaken {
            name: name.clone(),
            option,
            place: setting.name.span,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::rule::Dated,
        source::{At, FileId},
    };

    const PLACE: Span = Span {
        file: FileId(0),
        start: 3,
        end: 9,
    };

    fn setting(name: &str, level: Option<RuleLevel>) -> RuleSetting {
        RuleSetting {
            name: At::new(name.to_owned(), PLACE),
            level,
            days: None,
            percent: None,
            months: None,
        }
    }

    fn written(rules: Vec<RuleSetting>) -> RuleSettings {
        RuleSettings {
            rules,
            ..RuleSettings::default()
        }
    }

    #[test]
    fn a_rule_s_line_goes_over_its_group_s() {
        let rule = rules::find("contract/unsigned").unwrap();
        let off = || setting("contract", Some(RuleLevel::Off));
        for (rules, level) in [
            (vec![], Some(Level::Error)),
            (vec![off()], None),
            (
                vec![off(), setting(rule.id, Some(RuleLevel::Info))],
                Some(Level::Info),
            ),
            (vec![setting(rule.id, None), off()], None),
        ] {
            let written = written(rules);
            let levels = Levels::of(&written).unwrap();
            assert_eq!(levels.level(rule, Some(Level::Error)), level, "{written:?}");
        }
    }

    #[test]
    fn a_rule_newer_than_the_ledger_s_edition_starts_as_info() {
        let new = Rule {
            since: Edition {
                year: 2027,
                number: 1,
            },
            ..*rules::find("contract/unsigned").unwrap()
        };
        let edition = Some(At::new("2026.1".to_owned(), PLACE));
        for (rules, level) in [
            (vec![], Some(Level::Info)),
            (
                vec![setting("contract", Some(RuleLevel::Error))],
                Some(Level::Info),
            ),
            (vec![setting("contract", Some(RuleLevel::Off))], None),
            (vec![setting(new.id, Some(RuleLevel::Error))], Some(Level::Error)),
        ] {
            let written = RuleSettings {
                edition: edition.clone(),
                ..written(rules)
            };
            let levels = Levels::of(&written).unwrap();
            assert_eq!(levels.level(&new, None), level, "{written:?}");
        }
        assert_eq!(
            Levels::default().level(&new, None),
            Some(new.level),
            "no edition: the newest"
        );
        assert_eq!(new.dated, Dated::Sometimes);
    }

    #[test]
    fn numbers_come_from_the_rule_s_own_line() {
        let rule = rules::find("follow-up/follow-up-late").unwrap();
        assert_eq!(Levels::default().options(rule).days, 3);
        let own = written(vec![RuleSetting {
            days: Some(5),
            ..setting(rule.id, None)
        }]);
        assert_eq!(Levels::of(&own).unwrap().options(rule).days, 5);
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        for (setting, message) in [
            (
                setting("contract/unsinged", None),
                "`rules:` names `contract/unsinged`, and there is no such rule or group; did you mean `contract/unsigned`?",
            ),
            (
                setting("contracts", None),
                "`rules:` names `contracts`, and there is no such rule or group; did you mean `contract`?",
            ),
            (
                setting("zzzzzzzzzzz", None),
                "`rules:` names `zzzzzzzzzzz`, and there is no such rule or group",
            ),
            (
                RuleSetting {
                    days: Some(1),
                    ..setting("contract/unsigned", None)
                },
                "`rules:` gives `contract/unsigned` a number of days, which it doesn't take",
            ),
        ] {
            let written = written(vec![setting]);
            let error = Levels::of(&written).unwrap_err();
            assert_eq!((error.to_string().as_str(), error.place()), (message, PLACE));
        }
    }
}
