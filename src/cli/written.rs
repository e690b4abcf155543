//! A settings file with other values in it, its comments and its order kept.

use toml::{Table, Value};

/// The file with the values that `values` gives in place of its own. Each value of the file must stand on one line.
pub fn written_with(file: &str, values: &Table) -> String {
    let mut section = None;
    let mut written = String::with_capacity(file.len());
    for line in file.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = Some(name);
        }
        written.push_str(&replaced(line, section, values).unwrap_or_else(|| line.to_owned()));
        written.push('\n');
    }
    written
}

/// The line with the value that its key has now; nothing for a line without a key.
fn replaced(line: &str, section: Option<&str>, values: &Table) -> Option<String> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let value = match section {
        Some(section) => values.get(section)?.as_table()?.get(key),
        None => values.get(key),
    };
    let value = value.filter(|value| !matches!(value, Value::Table(_)))?;
    Some(format!("{key} = {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_change_and_comments_stay() {
        let file = "# The first = sign.\na = 1\nb = 2\n\n[more]\n# Of more.\na = \"x\"\n";
        let values = toml::from_str("a = 3\n[more]\na = \"y\"\n").unwrap();
        assert_eq!(written_with(file, &values), "# The first = sign.\na = 3\nb = 2\n\n[more]\n# Of more.\na = \"y\"\n");
    }
}
