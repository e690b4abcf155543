//! Everything that the library holds as JSON Lines: one object a row, in an order that does not change.

use std::io::Write;

use rusqlite::{Row, types::ValueRef};
use serde_json::{Map, Value};

use super::{Library, LibraryError};

/// The tables, the order of their rows, and what an object of each is called.
const TABLES: &[(&str, &str)] = &[
    ("position", "SELECT * FROM position ORDER BY article"),
    ("read", "SELECT * FROM read ORDER BY article"),
    ("mark", "SELECT * FROM mark ORDER BY name"),
    ("query", "SELECT corpus, text, asked FROM query ORDER BY number"),
    ("place", "SELECT * FROM place ORDER BY corpus"),
    ("line", "SELECT * FROM line ORDER BY place, form"),
];

impl Library {
    /// Writes everything out, one object a line: `{"what": "mark", "name": "x", …}`. Hashes are in hexadecimal digits.
    pub fn export(&self, out: &mut impl Write) -> Result<(), LibraryError> {
        // In one transaction, so that it is the state of one moment.
        let transaction = self.connection.unchecked_transaction().map_err(self.failed("begin an export"))?;
        for (what, sql) in TABLES {
            let mut statement = transaction.prepare(sql).map_err(self.failed("export"))?;
            let mut rows = statement.query([]).map_err(self.failed("export"))?;
            while let Some(row) = rows.next().map_err(self.failed("export"))? {
                let object = object(what, row).map_err(self.failed("export"))?;
                writeln!(out, "{object}").map_err(LibraryError::Export)?;
            }
        }
        Ok(())
    }
}

fn object(what: &str, row: &Row<'_>) -> rusqlite::Result<Value> {
    let mut object = Map::from_iter([("what".to_owned(), Value::from(what))]);
    for (number, name) in row.as_ref().column_names().iter().enumerate() {
        object.insert((*name).to_owned(), value(row.get_ref(number)?));
    }
    Ok(Value::Object(object))
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::from(number),
        ValueRef::Real(number) => Value::from(number),
        ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => Value::from(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        home::CorpusKey,
        library::{
            Anchor, Place,
            tests::{library, tie},
        },
    };

    use super::*;

    #[test]
    fn everything_is_written_one_object_a_line() {
        let (_folder, library) = library();
        let corpus = CorpusKey::named("sample");
        library.keep_position(tie(255, "/a"), &Anchor::default()).unwrap();
        library.set_read(tie(1, "/a"), true).unwrap();
        library.set_mark('x', tie(1, "/a"), &Anchor::default()).unwrap();
        library.remember_query(&corpus, "line\nbreak").unwrap();
        library.keep_place(&corpus, &Place::default()).unwrap();
        let mut out = Vec::new();
        library.export(&mut out).unwrap();
        let lines: Vec<Value> =
            out.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        let what: Vec<_> = lines.iter().map(|line| line["what"].as_str().unwrap()).collect();
        assert_eq!(what, ["position", "read", "mark", "query", "place"]);
        assert_eq!(lines[0]["article"], "000000000000000000000000000000ff");
        assert_eq!(lines[3]["text"], "line\nbreak");
    }
}
