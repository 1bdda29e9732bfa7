//! The house as `docs/ARCHITECTURE.md` describes it: layers, headers and lengths.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const MOST_LINES: usize = 400;

#[test]
fn modules_use_only_earlier_layers() {
    let layers = layers();
    let mut wrong = Vec::new();
    for file in sources() {
        let Some(own) = module_of(&file) else { continue };
        for used in modules_used(&without_tests(&file)) {
            let (Some(mine), Some(theirs)) = (layers.get(&own), layers.get(&used)) else {
                panic!("{}: `{used}` is in no block of src/lib.rs", file.display());
            };
            if used != own && theirs >= mine {
                wrong.push(format!("{}: {own} uses {used}", file.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "peers and later layers are out of reach:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn files_say_what_they_are_for() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|file| !read(file).starts_with("//! "))
        .collect();
    assert!(silent.is_empty(), "no `//!` at the top of {silent:?}");
}

#[test]
fn files_are_short() {
    let lines = |file: &PathBuf| without_tests(file).lines().count();
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|file| lines(file) > MOST_LINES)
        .collect();
    assert!(long.is_empty(), "over {MOST_LINES} lines without tests: {long:?}");
}

#[test]
fn there_is_no_mod_rs() {
    let found: Vec<_> = sources()
        .into_iter()
        .filter(|file| file.ends_with("mod.rs"))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_layer_reader_reads_groups() {
    let text = "use crate::{\n    money::{Amount, Currency},\n    model::Client,\n};\nfn f() { crate::source::x(); }";
    assert_eq!(modules_used(text), ["model", "money", "source"]);
}

/// Each module's layer, from the blocks of src/lib.rs.
fn layers() -> BTreeMap<String, usize> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let mut layers = BTreeMap::new();
    for (layer, block) in lib.split("\n\n").enumerate() {
        for line in block.lines() {
            if let Some(module) = line
                .strip_prefix("pub mod ")
                .and_then(|rest| rest.strip_suffix(';'))
            {
                layers.insert(module.to_owned(), layer);
            }
        }
    }
    assert!(layers.len() > 10, "src/lib.rs declares the modules in blocks");
    layers
}

/// The top-level module that a file belongs to; `None` for the crate's roots.
fn module_of(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next()?.as_os_str().to_str()?;
    let module = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main"].contains(&module)).then(|| module.to_owned())
}

/// Every `crate::x`, those in a group included.
fn modules_used(text: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(heads_of_group(group)),
            None => used.push(identifier(rest)),
        }
    }
    used.retain(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    used.sort();
    used.dedup();
    used
}

/// `a, b` of `a::{x, y}, b::z}`.
fn heads_of_group(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut at_head = true;
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_head = true,
            c if at_head && c.is_alphabetic() => {
                heads.push(identifier(&group[i..]));
                at_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn without_tests(file: &Path) -> String {
    let text = read(file);
    match text.find("#[cfg(test)]\nmod tests {") {
        Some(tests) => text[..tests].to_owned(),
        None => text,
    }
}

/// Every source file, but those of modules that exist for tests only.
fn sources() -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(root().join("src")).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.unwrap().into_path());
    let code: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|ext| ext == "rs"))
        .collect();
    let tests: Vec<PathBuf> = code.iter().flat_map(|file| test_modules(file)).collect();
    let is_test = |file: &PathBuf| {
        tests
            .iter()
            .any(|test| file == test || file.starts_with(test.with_extension("")))
    };
    code.into_iter().filter(|file| !is_test(file)).collect()
}

/// The files of the modules that `file` declares for tests only.
fn test_modules(file: &Path) -> Vec<PathBuf> {
    let text = read(file);
    let declared = text
        .split("#[cfg(test)]\nmod ")
        .skip(1)
        .filter_map(|rest| rest.split_once(';'));
    let names = declared.map(|(name, _)| name).filter(|name| !name.contains('{'));
    names
        .map(|name| file.with_extension("").join(format!("{name}.rs")))
        .collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
