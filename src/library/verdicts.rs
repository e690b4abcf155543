//! What the reader decided about lines that many pages of a site or folder have.

use rusqlite::params;

use crate::{
    article::heap::{Verdict, Verdicts},
    home::Home,
};

use super::{Library, LibraryError, now};

const ACCEPT: &str = "accept";
const REJECT: &str = "reject";

impl Library {
    /// Keeps a verdict on the line of this form of a site or folder, in place of an earlier one.
    pub fn set_verdict(&self, place: &str, form: &str, verdict: Verdict) -> Result<(), LibraryError> {
        const KEEP: &str = "INSERT OR REPLACE INTO line (place, form, verdict, updated) VALUES (?1, ?2, ?3, ?4)";
        let verdict = match verdict {
            Verdict::Accept => ACCEPT,
            Verdict::Reject => REJECT,
        };
        let row = params![place, form, verdict, now()];
        let kept = self.connection.prepare_cached(KEEP).and_then(|mut statement| statement.execute(row));
        kept.map(drop).map_err(self.failed("keep what you decided about a line"))
    }

    /// All verdicts.
    pub fn verdicts(&self) -> Result<Verdicts, LibraryError> {
        let all = || -> rusqlite::Result<Verdicts> {
            let mut verdicts = Verdicts::default();
            let mut statement = self.connection.prepare_cached("SELECT place, form, verdict FROM line")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let verdict: String = row.get("verdict")?;
                let verdict = if verdict == ACCEPT { Verdict::Accept } else { Verdict::Reject };
                verdicts.insert(row.get("place")?, row.get("form")?, verdict);
            }
            Ok(verdicts)
        };
        all().map_err(self.failed("look up what you decided about lines"))
    }

    /// All verdicts of a home; none, and nothing is created, where it has no library yet.
    pub fn verdicts_of(home: &Home) -> Result<Verdicts, LibraryError> {
        if !home.data().join("library.sqlite").exists() {
            return Ok(Verdicts::default());
        }
        Self::open(home)?.library.verdicts()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::{again, library};

    #[test]
    fn a_verdict_is_kept_and_replaced() {
        let (folder, library) = library();
        library.set_verdict("hill.example", "share this", Verdict::Accept).unwrap();
        library.set_verdict("hill.example", "share this", Verdict::Reject).unwrap();
        library.set_verdict("mill.example", "share this", Verdict::Accept).unwrap();
        let mut wanted = Verdicts::default();
        wanted.insert("hill.example".to_owned(), "share this".to_owned(), Verdict::Reject);
        wanted.insert("mill.example".to_owned(), "share this".to_owned(), Verdict::Accept);
        assert_eq!(again(&folder).verdicts().unwrap(), wanted);
        let elsewhere = tempfile::tempdir().unwrap();
        let home = Home::under(elsewhere.path()).unwrap();
        assert_eq!(Library::verdicts_of(&home).unwrap(), Verdicts::default());
        assert!(!home.data().exists());
    }
}
