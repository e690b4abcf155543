//! The head of a mail or a memo: the lines "From:", "To:", "Subject:" that stand above its text.

use super::page::Page;

/// The fields that people read in a head, by the names of RFC 5322 and, for the day, as programs print it.
const FIELDS: [&str; 12] = [
    "from",
    "to",
    "subject",
    "date",
    "sent",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "message-id",
    "in-reply-to",
    "references",
];

/// Fewer fields than these may be the lines of a talk or a form.
const ENOUGH: usize = 2;

/// Where the fields of a head stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many rows it has; 0 where there is none.
    pub rows: usize,
    /// The row that says what it is about.
    pub subject: Option<usize>,
    from: Option<usize>,
}

impl Head {
    /// The head that a text opens with. It has a subject, or tells from whom and to whom.
    pub fn of(page: &Page) -> Self {
        let names: Vec<&str> =
            (0..page.rows.len()).map_while(|row| field(page.line(row))).map(|(name, _)| name).collect();
        let row_of = |wanted: &str| names.iter().position(|name| *name == wanted);
        let head = Self { rows: names.len(), subject: row_of("subject"), from: row_of("from") };
        let addressed = head.subject.or(head.from.and(row_of("to"))).is_some();
        if addressed && head.rows >= ENOUGH { head } else { Self::default() }
    }

    /// The row of the sender, and the name without the address; the address where there is no name.
    pub fn sender<'a>(&self, page: &Page<'a>) -> Option<(usize, &'a str)> {
        let row = self.from?;
        let (_, sender) = field(page.line(row))?;
        let name = sender.split('<').next().unwrap_or("").trim().trim_matches('"');
        let name = if name.is_empty() { sender.trim_matches(['<', '>']) } else { name };
        (!name.is_empty()).then_some((row, name))
    }
}

/// What a mail is about, without the field's name and the signs of an answer; other lines as they are.
pub(crate) fn without_field(line: &str) -> &str {
    let Some(("subject", mut about)) = field(line) else { return line };
    while let Some(rest) =
        about.get(..3).filter(|sign| sign.eq_ignore_ascii_case("re:")).map(|_| about[3..].trim_start())
    {
        about = rest;
    }
    if about.is_empty() { line } else { about }
}

/// The name of a field in small letters, and what it says.
fn field(line: &str) -> Option<(&'static str, &str)> {
    let (name, value) = line.split_once(':')?;
    let known = FIELDS.into_iter().find(|field| field.eq_ignore_ascii_case(name))?;
    Some((known, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_names_sender_and_subject() {
        let page = Page::new(
            "From: \"Ann Larkin\" <ann@hill.example>\nTo: list@hill.example\nSubject: Re: RE: The bridge\n\nDear members,\n",
        );
        let head = Head::of(&page);
        assert_eq!((head.rows, head.subject, head.sender(&page)), (3, Some(2), Some((0, "Ann Larkin"))));
        assert_eq!(without_field(page.line(2)), "The bridge");
    }

    #[test]
    fn an_address_stands_for_a_name() {
        let page = Page::new("From: <ann@hill.example>\nTo: list@hill.example\n\nDear members,\n");
        assert_eq!(Head::of(&page).sender(&page), Some((0, "ann@hill.example")));
    }

    #[test]
    fn one_field_is_no_head() {
        for text in ["Subject: bridges\nThe bridge is closed.\n", "To: be\nCc: or not\n", "From: here\nonwards\n", ""] {
            assert_eq!(Head::of(&Page::new(text)), Head::default(), "{text}");
        }
    }
}
