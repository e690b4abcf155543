//! Documents kept in the index, for sources that cannot be read again quickly: packed with zstd.

use jiff::civil::Date;

use crate::article::{Document, Markup, Stated};

/// Packs a document, but for the character set that it came in. None where that fails, which only a lack of memory can bring about.
pub fn pack(document: &Document) -> Option<Vec<u8>> {
    let stated = &document.stated;
    let mut bytes = vec![match document.markup {
        Markup::Plain => 0,
        Markup::Markdown => 1,
    }];
    let modified = document.modified.map(|day| day.to_string());
    let pieces = [
        &document.file_name,
        &modified,
        &stated.id,
        &stated.title,
        &stated.date,
        &stated.byline,
        &stated.site,
        &stated.section,
        &stated.url,
        &stated.language,
        &stated.crawled,
    ];
    for piece in pieces {
        // 0 is nothing, and a length is one more than it is.
        let length = piece.as_ref().map_or(0, |piece| piece.len() as u32 + 1);
        bytes.extend(length.to_le_bytes());
        bytes.extend(piece.as_deref().unwrap_or_default().as_bytes());
    }
    bytes.extend(document.text.as_bytes());
    zstd::stream::encode_all(&bytes[..], 1).ok()
}

/// Unpacks a document; none when the bytes are something else.
pub fn unpack(bytes: &[u8]) -> Option<Document> {
    let bytes = zstd::stream::decode_all(bytes).ok()?;
    let (&markup, rest) = bytes.split_first()?;
    let mut rest = rest;
    let mut piece = || {
        let (length, after) = rest.split_first_chunk()?;
        rest = after;
        let Some(length) = u32::from_le_bytes(*length).checked_sub(1) else { return Some(None) };
        let (piece, after) = rest.split_at_checked(length as usize)?;
        rest = after;
        Some(Some(std::str::from_utf8(piece).ok()?.to_owned()))
    };
    let file_name = piece()?;
    let modified = piece()?.and_then(|day| day.parse::<Date>().ok());
    let stated = Stated {
        id: piece()?,
        title: piece()?,
        date: piece()?,
        byline: piece()?,
        site: piece()?,
        section: piece()?,
        url: piece()?,
        language: piece()?,
        crawled: piece()?,
    };
    let markup = if markup == 1 { Markup::Markdown } else { Markup::Plain };
    let text = String::from_utf8(rest.to_vec()).ok()?;
    Some(Document { text, markup, stated, file_name, modified, encoding: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_document_comes_back_as_it_was() {
        let stated = Stated { id: Some(String::new()), title: Some("Tïtle".into()), ..Stated::default() };
        let modified = Some(jiff::civil::date(2021, 12, 30));
        let document =
            Document { text: "text\n\u{1}".into(), markup: Markup::Markdown, stated, modified, ..Document::default() };
        assert_eq!(pack(&document).as_deref().and_then(unpack), Some(document));
        assert_eq!(unpack(b"something else"), None);
    }
}
