//! What holds of every debt: parts add up, days add, payments lower it.

use super::*;
use crate::{
    calendar::days_between,
    statute::{Fixing, Overrides},
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// An account with these payments, each so many days after 1 January 2024.
fn account(total: i64, payments: &[(i64, i64)]) -> Account<'static> {
    let mut movements = assess::movements::Movements::default();
    for (day, sum) in payments {
        let on = add_days(date("2024-01-01"), *day);
        movements.credit(on, Amount::from(*sum), assess::CreditKind::Given);
    }
    Account {
        currency: Currency::from_code("EUR").unwrap(),
        total: Amount::from(total),
        movements,
    }
}

static RUSSIA: LazyLock<Statutes> =
    LazyLock::new(|| Statutes::for_jurisdictions(["ru"], &Overrides::default()).unwrap());

/// Interest before rounding, from and to so many days after 1 January 2024, both inclusive.
fn unrounded(account: &Account, agreed: &Agreed, (from, to): (i64, i64)) -> Amount {
    let (from, to) = (
        add_days(date("2024-01-01"), from),
        add_days(date("2024-01-01"), to),
    );
    let tariff = Tariff::of(&RUSSIA, agreed, from).unwrap();
    let terms = Terms {
        principal: Principal::of(account),
        tariff: &tariff,
        year: agreed.year,
        compounding: agreed.compounding,
    };
    let ran = stretches::run(&terms, Days { from, to });
    let counted: i64 = ran.stretches.iter().map(|s| s.days).sum();
    assert_eq!(counted, days_between(from, to) + 1);
    for pair in ran.stretches.windows(2) {
        assert_eq!(add_days(pair[0].to, 1), pair[1].from);
    }
    ran.unrounded
}

fn agreed(year: YearBasis, compounding: Option<Compounding>) -> Agreed<'static> {
    Agreed {
        rule: Rule::Law("xx"),
        rate: Rate::Reference {
            reference: "cbr-key-rate",
            margin_points: amount("1.25"),
            fixing: Fixing::Floating,
        },
        year,
        compounding,
        runs_from: RunsFrom::Due,
    }
}

fn years() -> impl Strategy<Value = YearBasis> {
    prop_oneof![Just(YearBasis::Actual365), Just(YearBasis::ActualActual)]
}

fn payments() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0i64..900, 1i64..400), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn additive_over_a_cut_at_any_day(
        year in years(), paid in payments(), from in 0i64..400, first in 0i64..300, second in 1i64..300,
    ) {
        let account = account(1000, &paid);
        let agreed = agreed(year, None);
        let (cut, to) = (from + first, from + first + second);
        let whole = unrounded(&account, &agreed, (from, to));
        let parts = unrounded(&account, &agreed, (from, cut)) + unrounded(&account, &agreed, (cut + 1, to));
        let off = (whole - parts).decimal().abs();
        // What two divisions lose beside one, in the 20th digit and beyond.
        prop_assert!(off < rust_decimal::Decimal::new(1, 18), "{whole:?} {parts:?}");
    }

    #[test]
    fn grows_with_days_and_is_never_negative(
        year in years(), yearly in any::<bool>(), paid in payments(), from in 0i64..400, days in 0i64..600,
    ) {
        let account = account(1000, &paid);
        let agreed = agreed(year, yearly.then_some(Compounding::Yearly));
        let shorter = unrounded(&account, &agreed, (from, from + days));
        let longer = unrounded(&account, &agreed, (from, from + days + 1));
        prop_assert!(shorter >= Amount::ZERO);
        prop_assert!(longer >= shorter);
    }

    #[test]
    fn a_payment_lowers_it(
        year in years(), yearly in any::<bool>(), paid in payments(), day in 0i64..300, more in 1i64..300,
    ) {
        let agreed = agreed(year, yearly.then_some(Compounding::Yearly));
        let fewer = unrounded(&account(3000, &paid), &agreed, (0, 400));
        let mut with = paid.clone();
        with.push((day, more));
        let lower = unrounded(&account(3000, &with), &agreed, (0, 400));
        prop_assert!(lower < fewer);
    }

    #[test]
    fn compounding_never_costs_less(year in years(), paid in payments(), days in 0i64..900) {
        let account = account(1000, &paid);
        let simple = unrounded(&account, &agreed(year, None), (0, days));
        let compound = unrounded(&account, &agreed(year, Some(Compounding::Yearly)), (0, days));
        prop_assert!(compound >= simple);
        // Nothing joins before the first anniversary: 366 days after 31 December 2023.
        prop_assert!(days >= 366 || compound == simple);
    }
}
