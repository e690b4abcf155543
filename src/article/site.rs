//! The outlet's name: in the copyright line, or in the address.

use memchr::memmem;

use super::{page::Page, phrases, title::is_name_of};

/// Words of the longest name of an outlet.
const LONGEST: usize = 7;

/// Bytes of the longest line of copyright.
const LONGEST_LINE: usize = 200;

/// A name and the row that it stands in.
pub(crate) struct Named<'a> {
    pub name: &'a str,
    pub row: usize,
}

/// The name in the copyright line, if there is one; the last such line, since picture credits stand above it.
pub(crate) fn find<'a>(page: &Page<'a>) -> Option<Named<'a>> {
    let copyright = phrases::bit("copyright");
    let marked = |row: &usize| (page.rows[*row].cues.start | page.rows[*row].cues.within) & copyright != 0;
    (0..page.rows.len())
        .rev()
        .take(400)
        .filter(marked)
        .find_map(|row| name(page.line(row)).map(|name| Named { name, row }))
}

/// The holder named in the last line of copyright of a text whose lines are not measured; cheaper than [`find`], and blind
/// to lines that have no sign of it.
pub(crate) fn holder(text: &str) -> Option<&str> {
    let last = |sign: &str| memmem::find_iter(text.as_bytes(), sign).last();
    let at = last("©").or_else(|| last("opyright"))?;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    Some(text[start..end].trim()).filter(|line| line.len() <= LONGEST_LINE).and_then(name)
}

/// The holder in a copyright line: what follows the sign and the years.
fn name(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    let after =
        ["©", "(c)", "copyright"].iter().filter_map(|mark| lower.rfind(mark).map(|at| at + mark.len())).max()?;
    let rest = line[after..].trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest.strip_prefix("by ").unwrap_or(rest);
    let lower = rest.to_lowercase();
    let stops = [
        ". ",
        " | ",
        ", ",
        " – ",
        " - ",
        " — ",
        " • ",
        " · ",
        " all rights",
        " alle rechte",
        " tous droits",
        " todos los",
        " todos os",
        " tutti i",
        " все права",
        " wszelkie",
        " усі права",
        " alle rechten",
        " derechos",
        " tüm haklar",
        " nachdruck",
        " reproduction",
        " riproduzione",
        " prohibida",
        " proibida",
        " جميع الحقوق",
        "未经",
        "未經",
        "版权所有",
        "版權所有",
        "保留所有",
        "保留一切",
        "無断",
        "禁無",
        "무단",
    ];
    let end = stops
        .iter()
        .filter_map(|stop| lower.find(stop))
        .filter(|end| rest.is_char_boundary(*end))
        .min()
        .unwrap_or(rest.len());
    let name = rest[..end].trim().trim_end_matches(|c: char| c == '.' || c.is_whitespace() || c.is_ascii_digit());
    let words = name.split_whitespace().count();
    let named = name.starts_with(|c: char| c.is_uppercase() || c > '\u{2e80}' || name.contains('.'));
    ((1..=LONGEST).contains(&words) && named && name.len() >= 3 && phrases::Cues::of(name).line == 0).then_some(name)
}

/// Whether a line is the outlet's name, alone or with its motto.
pub(crate) fn is_site_line(line: &str, site: &str) -> bool {
    let head = line.split([':', '|', '–', '—', '•', '·']).next().unwrap_or("").split(" - ").next().unwrap_or("").trim();
    let whole = head.len() == line.len();
    is_name_of(head, site) && (!whole || head.chars().count() <= 2 * site.chars().count() + 4)
}

/// The host in an address, without "www.".
pub(crate) fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |parts| parts.1);
    let host = rest.split(['/', '?', '#', ':']).next()?.trim_start_matches("www.");
    host.contains('.').then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_of_the_copyright_is_named() {
        assert_eq!(name("Copyright © 2020 The Hill Post"), Some("The Hill Post"));
        assert_eq!(name("© 2019 Hill Communications, Inc."), Some("Hill Communications"));
        assert_eq!(name("Copyright © 2020 Hillpost.example. All rights reserved."), Some("Hillpost.example"));
        assert_eq!(name("© 2021 all rights reserved"), None);
        assert_eq!(name("Copyright © 2021 山报网 未经许可不得转载"), Some("山报网"));
        assert_eq!(name("© 2021 山报网版权所有"), Some("山报网"));
        assert_eq!(name("© 2021 未经许可不得转载"), None);
    }

    #[test]
    fn the_last_line_of_copyright_counts() {
        assert_eq!(holder("A photo © Agency\nA story\n© 2020 The Hill Post\nTop"), Some("The Hill Post"));
        assert_eq!(holder("Copyright 2020 Hill Post"), Some("Hill Post"));
        assert_eq!(holder("A story"), None);
        assert_eq!(holder(&"© A story ".repeat(100)), None);
    }

    #[test]
    fn the_outlets_line_may_carry_its_motto() {
        assert!(is_site_line("The Hillpost.example – News, Breaking News", "The Hillpost.example"));
        assert!(is_site_line("Hill Post", "The Hill Post"));
        assert!(!is_site_line("Hill road closed for a year", "The Hill Post"));
    }

    #[test]
    fn an_address_has_a_host() {
        assert_eq!(host("https://www.hill.example/a?b"), Some("hill.example"));
        assert_eq!(host("nothing"), None);
    }
}
