//! The direction of imports: functions -> {http, runtime, store, channels} -> workflows -> domain.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// What each library may use of ours, besides itself.
const MAY_USE: [(&str, &[&str]); 7] = [
    ("carebell-domain", &[]),
    ("carebell-workflows", &["carebell-domain"]),
    ("carebell-store", &["carebell-domain", "carebell-workflows"]),
    ("carebell-channels", &["carebell-domain", "carebell-workflows"]),
    ("carebell-http", &["carebell-domain", "carebell-workflows"]),
    ("carebell-runtime", &["carebell-workflows"]),
    ("carebell-testkit", &["carebell-domain", "carebell-workflows", "carebell-store"]),
];
/// What a function may use: it wires, it does not decide.
const A_FUNCTION: [&str; 5] =
    ["carebell-http", "carebell-runtime", "carebell-store", "carebell-channels", "carebell-workflows"];
/// What must not appear in the rules: anything that acts, waits or asks the machine.
const NOT_IN_DOMAIN: [&str; 5] = ["tokio", "aws-types", "aws-sdk-dynamodb", "lambda_runtime", "tracing"];

fn metadata() -> Metadata {
    MetadataCommand::new().no_deps().exec().expect("cargo metadata")
}

fn uses(package: &Package) -> impl Iterator<Item = &str> {
    let normal = package.dependencies.iter().filter(|one| one.kind == DependencyKind::Normal);
    normal.map(|dependency| dependency.name.as_str())
}

fn is_function(package: &Package) -> bool {
    package
        .manifest_path
        .parent()
        .and_then(|folder| folder.parent())
        .is_some_and(|parent| parent.ends_with("functions"))
}

#[test]
fn imports_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into();
    let mut wrong = Vec::new();
    for package in &metadata().packages {
        let may: &[&str] = match allowed.get(package.name.as_str()) {
            Some(may) => may,
            None if is_function(package) => &A_FUNCTION,
            None => continue,
        };
        let ours = uses(package).filter(|name| name.starts_with("carebell-"));
        wrong.extend(ours.filter(|name| !may.contains(name)).map(|name| format!("{} -> {name}", package.name)));
    }
    assert!(wrong.is_empty(), "imports against the direction of the layers: {wrong:?}");
}

#[test]
fn the_rules_are_pure() {
    let metadata = metadata();
    let domain = metadata.packages.iter().find(|package| package.name.as_str() == "carebell-domain");
    let wrong: Vec<&str> = uses(domain.expect("the domain")).filter(|name| NOT_IN_DOMAIN.contains(name)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_function_wires_and_no_more() {
    let mut seen = 0;
    for package in metadata().packages.iter().filter(|package| is_function(package)) {
        let source = package.manifest_path.parent().expect("a folder").join("src");
        for (file, most) in [("main.rs", 60), ("handler.rs", 90)] {
            let path = source.join(file);
            if let Ok(text) = fs::read_to_string(Path::new(path.as_str())) {
                let lines = text.lines().count();
                assert!(lines <= most, "{path} has {lines} lines; what loops or decides belongs in the workflows");
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 11, "functions that the deployment has");
}
