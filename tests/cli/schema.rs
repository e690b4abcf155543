//! What is printed is what the schemas in `assets/` say.

use serde_json::Value;

use crate::desk::Desk;

const PARSE: &str = include_str!("../../assets/parse.schema.json");
const DOCTOR: &str = include_str!("../../assets/doctor.schema.json");
const EXPLAIN: &str = include_str!("../../assets/explain.schema.json");
const FACETS: &str = include_str!("../../assets/facets.schema.json");
const SEARCH: &str = include_str!("../../assets/search.schema.json");

#[test]
fn parsed_articles_and_unread_files_conform() {
    let desk = Desk::new();
    desk.write("corpus/picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    for run in [desk.run(["parse", "--json", "corpus"]), desk.run(["parse", "--json"])] {
        check_all(PARSE, &run.objects());
    }
    check_all(PARSE, &desk.run(["show", "--json", "r1", "corpus"]).objects());
}

#[test]
fn hits_conform() {
    let desk = Desk::new();
    let objects = desk.run(["search", "--json", "the", "corpus"]).objects();
    assert_eq!(objects.len(), 4);
    check_all(SEARCH, &objects);
    check_all(SEARCH, &desk.run(["search", "--json", "--sort", "date", "the"]).objects());
}

#[test]
fn what_is_wrong_conforms() {
    let desk = Desk::new();
    desk.write("corpus/picture.txt", b"\x89PNG\r\n\x1a\n\0\0");
    check_all(DOCTOR, &desk.run(["doctor", "--json", "corpus"]).objects());
    check_all(DOCTOR, &crate::doctor::site().run(["doctor", "--json", "site"]).objects());
}

#[test]
fn findings_conform() {
    let desk = Desk::new();
    let objects = desk.run(["search", "--explain", "--json", "\"the strike\" harbours -date:2021", "corpus"]).objects();
    check_all(EXPLAIN, &objects);
    check_all(FACETS, &desk.run(["search", "--facets", "--json", "*", "corpus"]).objects());
}

#[test]
fn the_check_itself_objects() {
    let schema = serde_json::from_str(SEARCH).expect("a schema");
    assert!(check(&schema, &serde_json::json!({"id": 7}), "").is_err());
}

fn check_all(schema: &str, objects: &[Value]) {
    let schema = serde_json::from_str(schema).expect("a schema");
    for object in objects {
        check(&schema, object, "").unwrap_or_else(|fault| panic!("{fault} in {object}"));
    }
}

/// The part of JSON Schema that the schemas use.
fn check(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        return Err(format!("{at}: {value} is not one of {allowed:?}"));
    }
    if !schema["type"].is_null() && !is_of_type(&schema["type"], value) {
        return Err(format!("{at}: {value} is not of type {}", schema["type"]));
    }
    if let Value::Object(object) = value {
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().expect("a name");
            object.get(name).ok_or_else(|| format!("{at}: `{name}` is missing"))?;
        }
        for (name, value) in object {
            match schema["properties"].get(name) {
                Some(schema) => check(schema, value, &format!("{at}/{name}"))?,
                None => return Err(format!("{at}: `{name}` is not in the schema")),
            }
        }
    }
    let items = value.as_array().into_iter().flatten();
    items.enumerate().try_for_each(|(number, item)| check(&schema["items"], item, &format!("{at}/{number}")))
}

fn is_of_type(types: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    };
    types.as_array().map_or_else(|| is(types), |types| types.iter().any(is))
}
