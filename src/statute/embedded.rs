//! The files of `data/` as text inside the program; apart because a new place or rate is one new line here and nothing else.

/// An id and the text of its file.
pub type Row = (&'static str, &'static str);

/// `data/jurisdictions/`, in order of their ids.
pub const JURISDICTIONS: &[Row] = &[
    ("ae", include_str!("../../data/jurisdictions/ae.yaml")),
    ("ar", include_str!("../../data/jurisdictions/ar.yaml")),
    ("at", include_str!("../../data/jurisdictions/at.yaml")),
    ("au-act", include_str!("../../data/jurisdictions/au-act.yaml")),
    ("au-nsw", include_str!("../../data/jurisdictions/au-nsw.yaml")),
    ("au-nt", include_str!("../../data/jurisdictions/au-nt.yaml")),
    ("au-qld", include_str!("../../data/jurisdictions/au-qld.yaml")),
    ("au-sa", include_str!("../../data/jurisdictions/au-sa.yaml")),
    ("au-tas", include_str!("../../data/jurisdictions/au-tas.yaml")),
    ("au-vic", include_str!("../../data/jurisdictions/au-vic.yaml")),
    ("au-wa", include_str!("../../data/jurisdictions/au-wa.yaml")),
    ("be", include_str!("../../data/jurisdictions/be.yaml")),
    ("br", include_str!("../../data/jurisdictions/br.yaml")),
    ("ca-ab", include_str!("../../data/jurisdictions/ca-ab.yaml")),
    ("ca-bc", include_str!("../../data/jurisdictions/ca-bc.yaml")),
    ("ca-mb", include_str!("../../data/jurisdictions/ca-mb.yaml")),
    ("ca-nb", include_str!("../../data/jurisdictions/ca-nb.yaml")),
    ("ca-nl", include_str!("../../data/jurisdictions/ca-nl.yaml")),
    ("ca-ns", include_str!("../../data/jurisdictions/ca-ns.yaml")),
    ("ca-nt", include_str!("../../data/jurisdictions/ca-nt.yaml")),
    ("ca-nu", include_str!("../../data/jurisdictions/ca-nu.yaml")),
    ("ca-on", include_str!("../../data/jurisdictions/ca-on.yaml")),
    ("ca-pe", include_str!("../../data/jurisdictions/ca-pe.yaml")),
    ("ca-qc", include_str!("../../data/jurisdictions/ca-qc.yaml")),
    ("ca-sk", include_str!("../../data/jurisdictions/ca-sk.yaml")),
    ("ca-yt", include_str!("../../data/jurisdictions/ca-yt.yaml")),
    ("ch", include_str!("../../data/jurisdictions/ch.yaml")),
    ("cl", include_str!("../../data/jurisdictions/cl.yaml")),
    ("co", include_str!("../../data/jurisdictions/co.yaml")),
    ("de", include_str!("../../data/jurisdictions/de.yaml")),
    ("dk", include_str!("../../data/jurisdictions/dk.yaml")),
    ("ec", include_str!("../../data/jurisdictions/ec.yaml")),
    ("es", include_str!("../../data/jurisdictions/es.yaml")),
    ("eu", include_str!("../../data/jurisdictions/eu.yaml")),
    ("fr", include_str!("../../data/jurisdictions/fr.yaml")),
    ("gb-eng", include_str!("../../data/jurisdictions/gb-eng.yaml")),
    ("gb-nir", include_str!("../../data/jurisdictions/gb-nir.yaml")),
    ("gb-sct", include_str!("../../data/jurisdictions/gb-sct.yaml")),
    ("hk", include_str!("../../data/jurisdictions/hk.yaml")),
    ("ie", include_str!("../../data/jurisdictions/ie.yaml")),
    ("il", include_str!("../../data/jurisdictions/il.yaml")),
    ("in", include_str!("../../data/jurisdictions/in.yaml")),
    ("it", include_str!("../../data/jurisdictions/it.yaml")),
    ("jp", include_str!("../../data/jurisdictions/jp.yaml")),
    ("ke", include_str!("../../data/jurisdictions/ke.yaml")),
    ("kr", include_str!("../../data/jurisdictions/kr.yaml")),
    ("kz", include_str!("../../data/jurisdictions/kz.yaml")),
    ("mx", include_str!("../../data/jurisdictions/mx.yaml")),
    ("ng", include_str!("../../data/jurisdictions/ng.yaml")),
    ("nl", include_str!("../../data/jurisdictions/nl.yaml")),
    ("nz", include_str!("../../data/jurisdictions/nz.yaml")),
    ("pe", include_str!("../../data/jurisdictions/pe.yaml")),
    ("ph", include_str!("../../data/jurisdictions/ph.yaml")),
    ("pl", include_str!("../../data/jurisdictions/pl.yaml")),
    ("pt", include_str!("../../data/jurisdictions/pt.yaml")),
    ("ru", include_str!("../../data/jurisdictions/ru.yaml")),
    ("se", include_str!("../../data/jurisdictions/se.yaml")),
    ("sg", include_str!("../../data/jurisdictions/sg.yaml")),
    ("ua", include_str!("../../data/jurisdictions/ua.yaml")),
    ("us-ak", include_str!("../../data/jurisdictions/us-ak.yaml")),
    ("us-al", include_str!("../../data/jurisdictions/us-al.yaml")),
    ("us-ar", include_str!("../../data/jurisdictions/us-ar.yaml")),
    ("us-az", include_str!("../../data/jurisdictions/us-az.yaml")),
    ("us-ca", include_str!("../../data/jurisdictions/us-ca.yaml")),
    ("us-co", include_str!("../../data/jurisdictions/us-co.yaml")),
    ("us-ct", include_str!("../../data/jurisdictions/us-ct.yaml")),
    ("us-dc", include_str!("../../data/jurisdictions/us-dc.yaml")),
    ("us-de", include_str!("../../data/jurisdictions/us-de.yaml")),
    ("us-fl", include_str!("../../data/jurisdictions/us-fl.yaml")),
    ("us-ga", include_str!("../../data/jurisdictions/us-ga.yaml")),
    ("us-hi", include_str!("../../data/jurisdictions/us-hi.yaml")),
    ("us-ia", include_str!("../../data/jurisdictions/us-ia.yaml")),
    ("us-id", include_str!("../../data/jurisdictions/us-id.yaml")),
    ("us-il", include_str!("../../data/jurisdictions/us-il.yaml")),
    ("us-in", include_str!("../../data/jurisdictions/us-in.yaml")),
    ("us-ks", include_str!("../../data/jurisdictions/us-ks.yaml")),
    ("us-ky", include_str!("../../data/jurisdictions/us-ky.yaml")),
    ("us-la", include_str!("../../data/jurisdictions/us-la.yaml")),
    ("us-ma", include_str!("../../data/jurisdictions/us-ma.yaml")),
    ("us-md", include_str!("../../data/jurisdictions/us-md.yaml")),
    ("us-me", include_str!("../../data/jurisdictions/us-me.yaml")),
    ("us-mi", include_str!("../../data/jurisdictions/us-mi.yaml")),
    ("us-mn", include_str!("../../data/jurisdictions/us-mn.yaml")),
    ("us-mo", include_str!("../../data/jurisdictions/us-mo.yaml")),
    ("us-ms", include_str!("../../data/jurisdictions/us-ms.yaml")),
    ("us-mt", include_str!("../../data/jurisdictions/us-mt.yaml")),
    ("us-nc", include_str!("../../data/jurisdictions/us-nc.yaml")),
    ("us-nd", include_str!("../../data/jurisdictions/us-nd.yaml")),
    ("us-ne", include_str!("../../data/jurisdictions/us-ne.yaml")),
    ("us-nh", include_str!("../../data/jurisdictions/us-nh.yaml")),
    ("us-nj", include_str!("../../data/jurisdictions/us-nj.yaml")),
    ("us-nm", include_str!("../../data/jurisdictions/us-nm.yaml")),
    ("us-nv", include_str!("../../data/jurisdictions/us-nv.yaml")),
    ("us-ny", include_str!("../../data/jurisdictions/us-ny.yaml")),
    (
        "us-ny-nyc",
        include_str!("../../data/jurisdictions/us-ny-nyc.yaml"),
    ),
    ("us-oh", include_str!("../../data/jurisdictions/us-oh.yaml")),
    ("us-ok", include_str!("../../data/jurisdictions/us-ok.yaml")),
    ("us-or", include_str!("../../data/jurisdictions/us-or.yaml")),
    ("us-pa", include_str!("../../data/jurisdictions/us-pa.yaml")),
    ("us-pr", include_str!("../../data/jurisdictions/us-pr.yaml")),
    ("us-ri", include_str!("../../data/jurisdictions/us-ri.yaml")),
    ("us-sc", include_str!("../../data/jurisdictions/us-sc.yaml")),
    ("us-sd", include_str!("../../data/jurisdictions/us-sd.yaml")),
    ("us-tn", include_str!("../../data/jurisdictions/us-tn.yaml")),
    ("us-tx", include_str!("../../data/jurisdictions/us-tx.yaml")),
    ("us-ut", include_str!("../../data/jurisdictions/us-ut.yaml")),
    ("us-va", include_str!("../../data/jurisdictions/us-va.yaml")),
    ("us-vt", include_str!("../../data/jurisdictions/us-vt.yaml")),
    ("us-wa", include_str!("../../data/jurisdictions/us-wa.yaml")),
    ("us-wi", include_str!("../../data/jurisdictions/us-wi.yaml")),
    ("us-wv", include_str!("../../data/jurisdictions/us-wv.yaml")),
    ("us-wy", include_str!("../../data/jurisdictions/us-wy.yaml")),
    ("uy", include_str!("../../data/jurisdictions/uy.yaml")),
    ("za", include_str!("../../data/jurisdictions/za.yaml")),
];

/// `data/rates/`, in order of their ids.
pub const RATES: &[Row] = &[
    (
        "at-basiszinssatz",
        include_str!("../../data/rates/at-basiszinssatz.yaml"),
    ),
    (
        "be-interet-legal",
        include_str!("../../data/rates/be-interet-legal.yaml"),
    ),
    (
        "be-retard-transactions",
        include_str!("../../data/rates/be-retard-transactions.yaml"),
    ),
    (
        "boe-bank-rate",
        include_str!("../../data/rates/boe-bank-rate.yaml"),
    ),
    ("cbr-key-rate", include_str!("../../data/rates/cbr-key-rate.yaml")),
    (
        "de-basiszinssatz",
        include_str!("../../data/rates/de-basiszinssatz.yaml"),
    ),
    (
        "dk-udlaansrente",
        include_str!("../../data/rates/dk-udlaansrente.yaml"),
    ),
    (
        "ecb-main-refi",
        include_str!("../../data/rates/ecb-main-refi.yaml"),
    ),
    (
        "es-interes-legal",
        include_str!("../../data/rates/es-interes-legal.yaml"),
    ),
    (
        "fr-interet-legal-autres",
        include_str!("../../data/rates/fr-interet-legal-autres.yaml"),
    ),
    (
        "it-interesse-legale",
        include_str!("../../data/rates/it-interesse-legale.yaml"),
    ),
    (
        "nl-wettelijke-rente",
        include_str!("../../data/rates/nl-wettelijke-rente.yaml"),
    ),
    (
        "pl-odsetki-transakcje-handlowe",
        include_str!("../../data/rates/pl-odsetki-transakcje-handlowe.yaml"),
    ),
    (
        "pl-odsetki-za-opoznienie",
        include_str!("../../data/rates/pl-odsetki-za-opoznienie.yaml"),
    ),
    (
        "se-referensranta",
        include_str!("../../data/rates/se-referensranta.yaml"),
    ),
];

/// The text of `id` in one of the lists above, which are in order.
pub fn text(list: &[Row], id: &str) -> Option<&'static str> {
    let place = list.binary_search_by_key(&id, |row| row.0).ok()?;
    list.get(place).map(|row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        calendar::{Date, parse_date},
        money::Amount,
        statute::{Confidence, Jurisdiction, Overrides, Rate, RateTable, Source, Statutes},
    };
    use std::{collections::BTreeSet, fs, path::PathBuf};

    fn data() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data")
    }

    fn places() -> Vec<Jurisdiction> {
        let law = Statutes::all(&Overrides::default()).unwrap();
        let places: Vec<_> = law.jurisdictions().cloned().collect();
        assert_eq!(places.len(), JURISDICTIONS.len());
        places
    }

    fn tables() -> Vec<RateTable> {
        RATES
            .iter()
            .map(|(id, text)| serde_yaml::from_str(text).unwrap_or_else(|e| panic!("{id}: {e}")))
            .collect()
    }

    fn date(text: &str) -> Date {
        parse_date(text).unwrap()
    }

    #[test]
    fn the_lists_are_the_folders_in_order() {
        for (folder, list) in [("jurisdictions", JURISDICTIONS), ("rates", RATES)] {
            let on_disk: BTreeSet<String> = fs::read_dir(data().join(folder))
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
                .collect();
            let listed: Vec<_> = list.iter().map(|row| row.0.to_owned()).collect();
            assert_eq!(listed, on_disk.into_iter().collect::<Vec<_>>(), "{folder}");
            for (id, text) in list {
                let file = data().join(folder).join(format!("{id}.yaml"));
                assert_eq!(fs::read_to_string(file).unwrap(), *text, "{id}");
            }
        }
    }

    #[test]
    fn ids_are_file_names() {
        for (row, place) in JURISDICTIONS.iter().zip(places()) {
            assert_eq!(row.0, place.id);
            assert_eq!(place.id.split('-').next(), Some(place.country.as_str()));
            assert!(place.checked > date("2026-01-01"), "{}", place.id);
        }
        for (row, table) in RATES.iter().zip(tables()) {
            assert_eq!(row.0, table.id);
        }
    }

    #[test]
    fn limits_are_newest_first_and_never_twice() {
        for place in places() {
            let court = &place.small_claims;
            let rows = &court.limits;
            assert!(rows.is_sorted_by(|a, b| a.from >= b.from), "{}", place.id);
            for (n, row) in rows.iter().enumerate() {
                assert!(row.amount.is_positive(), "{} {}", place.id, row.from);
                assert!(
                    row.amount.decimals() <= place.currency.decimals(),
                    "{} {}",
                    place.id,
                    row.from
                );
                let twice = rows[n + 1..].iter().any(|other| row.replaces(other));
                assert!(!twice, "{} {}", place.id, row.from);
            }
            assert!(
                !rows.is_empty() || court.note.is_some(),
                "{}: without limits, a note says what there is",
                place.id
            );
            for sub in &court.sub_limits {
                assert!(sub.amount.is_positive(), "{} {}", place.id, sub.name);
            }
            if let Some((unit, newest)) = court.unit.as_ref().zip(rows.first()) {
                let product = unit.value.decimal() * Amount::from(i64::from(unit.count)).decimal();
                assert_eq!(newest.amount.decimal(), product, "{}", place.id);
            }
        }
    }

    #[test]
    fn what_is_not_low_has_a_source() {
        for place in places() {
            let mut blocks = vec![(
                "small_claims",
                &place.small_claims.sources,
                place.small_claims.confidence,
            )];
            blocks.extend(
                place
                    .late_interest
                    .rules()
                    .map(|rule| ("late_interest", &rule.sources, rule.confidence)),
            );
            blocks.extend(
                place
                    .limitation
                    .iter()
                    .map(|block| ("limitation", &block.sources, block.confidence)),
            );
            blocks.extend(
                place
                    .payment_terms
                    .iter()
                    .map(|block| ("payment_terms", &block.sources, block.confidence)),
            );
            for (block, sources, confidence) in blocks {
                let sure = confidence == Confidence::Low || !sources.is_empty();
                assert!(sure, "{} {block} names no source", place.id);
            }
        }
    }

    #[test]
    fn sources_have_a_title_and_an_address() {
        for place in places() {
            let court = &place.small_claims;
            let mut sources: Vec<&Source> = court.sources.iter().collect();
            sources.extend(court.sub_limits.iter().flat_map(|sub| &sub.sources));
            sources.extend(court.unit.iter().flat_map(|unit| &unit.sources));
            sources.extend(place.payment_orders.iter().flat_map(|way| &way.sources));
            sources.extend(place.late_interest.rules().flat_map(|rule| &rule.sources));
            sources.extend(place.limitation.iter().flat_map(|block| &block.sources));
            sources.extend(place.payment_terms.iter().flat_map(|block| &block.sources));
            sources.extend(place.pre_action.iter().flat_map(|rule| &rule.sources));
            for source in sources {
                well_formed(&place.id, source);
            }
        }
        for table in tables() {
            for source in &table.sources {
                well_formed(&table.id, source);
            }
        }
    }

    fn well_formed(id: &str, source: &Source) {
        let address = ["https://", "http://"]
            .iter()
            .any(|scheme| source.url.starts_with(scheme));
        assert!(address && !source.title.trim().is_empty(), "{id} {source:?}");
    }

    #[test]
    fn interest_can_be_computed_or_is_told() {
        let zero = Amount::ZERO;
        for place in places() {
            for rule in place.late_interest.rules() {
                match rule.rate() {
                    Some(Rate::Reference { reference, .. }) => {
                        assert!(Statutes::knows_rate(reference), "{} {reference}", place.id);
                    }
                    Some(Rate::Fixed { percent, .. }) => assert!(percent > zero, "{}", place.id),
                    None => assert!(rule.formula.is_some() || rule.note.is_some(), "{}", place.id),
                }
                let open = |n: usize| n + 1 == rule.compensation.len();
                for (n, tier) in rule.compensation.iter().enumerate() {
                    let bounded = tier.up_to.is_some() || tier.below.is_some();
                    assert_ne!(bounded, open(n), "{}: only the last tier is open", place.id);
                    assert!(tier.amount > zero, "{}", place.id);
                }
            }
            for rule in &place.pre_action {
                assert!(rule.reply_days > 0 && !rule.against.is_empty(), "{}", place.id);
            }
            for years in place.limitation.iter().map(|block| block.years) {
                assert!((1..=30).contains(&years), "{}", place.id);
            }
        }
    }

    #[test]
    fn rates_are_oldest_first_and_say_how_far_they_are_sure() {
        for table in tables() {
            let id = &table.id;
            assert!(table.rates.is_sorted_by(|a, b| a.from < b.from), "{id}");
            assert!(table.rates[0].from <= date("2020-01-01"), "{id}");
            // A row beyond the day the table is sure of was derived, or seen once: the note has to say so.
            let unsure = table.rates.iter().find(|row| row.from > table.known_until);
            if let Some(row) = unsure {
                let note = table.note.as_deref().unwrap_or_default();
                assert!(note.contains(&row.from.to_string()), "{id} {}", row.from);
            }
        }
    }

    #[test]
    fn every_rate_is_used_by_some_place() {
        let used: BTreeSet<String> = places()
            .iter()
            .flat_map(|place| place.late_interest.rules())
            .filter_map(|rule| match rule.rate() {
                Some(Rate::Reference { reference, .. }) => Some(reference.to_owned()),
                _ => None,
            })
            .collect();
        let listed: BTreeSet<String> = Statutes::rate_ids().map(str::to_owned).collect();
        assert_eq!(used, listed);
    }
}
