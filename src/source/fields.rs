//! The fields of a record under the names that web-text data sets give them.
//!
//! | data set | text | dates |
//! |---|---|---|
//! | C4, mC4, CulturaX | `text` | `timestamp`: the crawl |
//! | FineWeb | `text` | `date`: the crawl (known by `dump` beside it) |
//! | OSCAR | `content` | `warc_headers`/`warc-date`: the crawl |
//! | CC-News (news-please) | `maintext` | `date_publish`; `date_download`: the crawl |
//! | CC-News (Hugging Face), RealNews, All the News | `text`, `article` | `date`, `publish_date` |
//! | RedPajama | `raw_content` | `date_download`: the crawl |
//! | schema.org, NewsAPI, Webz | `articleBody`, `content`, `text` | `datePublished`, `publishedAt`, `published`; `crawled` |

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::article::{Document, Stated};

/// What a field says about the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
enum Field {
    Text,
    Title,
    Date,
    Crawled,
    Url,
    Id,
    Byline,
    Site,
    Section,
    Language,
}

const FIELDS: usize = Field::Language as usize + 1;

/// What a key stands for.
enum Key {
    /// A field, and how good this name for it is: the lowest number wins.
    Field(Field, u8),
    /// An object whose members count as if they were the record's.
    Nested,
    /// The record comes from a crawl, whose day its `date` is.
    CrawlMark,
    Other,
}

/// How good a name `date` is for the date.
const PLAIN_DATE_RANK: u8 = 1;

/// The names, in lower case and without `-` and `_`. The lower the number, the more a name is trusted.
fn key(name: &str) -> Key {
    use Field::*;
    let (field, rank) = match name {
        "maintext" | "articlebody" | "articletext" | "fulltext" => (Text, 0),
        "text" => (Text, 1),
        "content" | "body" | "rawcontent" | "plaintext" | "bodytext" | "contenttext" => (Text, 2),
        "article" | "document" | "story" | "markdown" => (Text, 3),
        "description" | "summary" | "abstract" | "excerpt" | "shortdescription" => (Text, 9),
        "title" | "headline" => (Title, 0),
        "titlepage" | "titlerss" | "name" => (Title, 5),
        "datepublish" | "datepublished" | "publishdate" | "publisheddate" | "publisheddateutc" | "publishedat"
        | "publicationdate" | "pubdate" | "published" | "publishtime" | "publishedtime" | "dateofpublication" => {
            (Date, 0)
        }
        "date" => (Date, PLAIN_DATE_RANK),
        "created" | "createdat" | "datecreated" => (Date, 5),
        "timestamp" | "warcdate" | "datedownload" | "downloaddate" | "crawled" | "crawldate" | "datecrawled"
        | "crawledat" | "crawltime" | "scrapedat" | "scrapedate" | "fetchedat" | "fetchtime" | "retrieved" => {
            (Crawled, 0)
        }
        "url" | "uri" | "warctargeturi" | "canonicalurl" => (Url, 0),
        "link" | "sourceurl" | "permalink" | "originalurl" | "weburl" => (Url, 1),
        "id" | "docid" | "documentid" | "articleid" | "recordid" | "uuid" => (Id, 0),
        "guid" | "warcrecordid" => (Id, 1),
        "author" | "authors" | "byline" | "creator" => (Byline, 0),
        "sitename" | "site" | "publisher" | "publication" | "outlet" | "newspaper" => (Site, 0),
        "domain" | "sourcedomain" | "sourcename" | "source" => (Site, 2),
        "section" | "articlesection" | "sectionname" => (Section, 0),
        "category" | "categories" => (Section, 2),
        "language" | "lang" | "inlanguage" | "languagecode" => (Language, 0),
        "warcidentifiedcontentlanguage" | "label" => (Language, 3),
        "meta" | "metadata" | "warcheaders" | "identification" | "record" | "data" | "thread" => return Key::Nested,
        "dump" | "languagescore" | "tokencount" => return Key::CrawlMark,
        _ => return Key::Other,
    };
    Key::Field(field, rank)
}

/// Members of objects in objects are taken down to here.
const DEEPEST: u8 = 4;

/// What a name of a member loses by standing in an object inside the record.
const NESTED_RANK: u8 = 16;

/// The fields of one record, borrowed from its line where no escape stands in the way.
#[derive(Default)]
pub(super) struct Fields<'a> {
    found: [Option<(u8, Cow<'a, str>)>; FIELDS],
    is_crawl: bool,
}

/// Reads the fields of one line.
pub(super) fn parse(line: &str) -> Result<Fields<'_>, serde_json::Error> {
    let mut fields = Fields::default();
    let mut deserializer = serde_json::Deserializer::from_str(line);
    deserializer.deserialize_map(Record { fields: &mut fields, depth: 0 })?;
    deserializer.end()?;
    Ok(fields)
}

impl<'a> Fields<'a> {
    fn offer(&mut self, field: Field, rank: u8, value: Cow<'a, str>) {
        let slot = &mut self.found[field as usize];
        let is_better = slot.as_ref().is_none_or(|(present, _)| rank < *present);
        if is_better && !value.trim().is_empty() && !(field == Field::Site && is_data_set(&value)) {
            *slot = Some((rank, value));
        }
    }

    fn take(&mut self, field: Field) -> Option<String> {
        self.found[field as usize].take().map(|(_, value)| value.into_owned())
    }

    /// Takes a value under whatever name it has.
    pub(super) fn offer_named(&mut self, name: &str, value: String) {
        if let Key::Field(field, rank) = key_of(name) {
            self.offer(field, rank, Cow::Owned(value));
        }
    }

    /// The document; none when no field holds text.
    pub(super) fn into_document(mut self) -> Option<Document> {
        let text = self.take(Field::Text)?;
        Some(Document { text, stated: self.into_stated(), ..Document::default() })
    }

    /// What the fields but the text state.
    pub(super) fn into_stated(mut self) -> Stated {
        let [date, crawled] = [Field::Date as usize, Field::Crawled as usize];
        if self.is_crawl && self.found[date].as_ref().is_some_and(|(rank, _)| rank % NESTED_RANK == PLAIN_DATE_RANK) {
            self.found[crawled] = self.found[date].take();
        }
        Stated {
            id: self.take(Field::Id),
            title: self.take(Field::Title),
            date: self.take(Field::Date),
            crawled: self.take(Field::Crawled),
            byline: self.take(Field::Byline),
            site: self.take(Field::Site),
            section: self.take(Field::Section),
            url: self.take(Field::Url),
            language: self.take(Field::Language),
        }
    }
}

/// Shorter strings under unknown names are no article.
const SHORTEST_TEXT: usize = 60;

/// The document of a record that has no text under a known name, and the name of the longest string in it, which is taken
/// for the text. None where that is short or an address.
pub(super) fn longest(line: &str) -> Option<(String, Document)> {
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).ok()?;
    let strings = members.into_iter().filter_map(|(name, value)| match value {
        serde_json::Value::String(text) => Some((name, text)),
        _ => None,
    });
    let is_prose = |text: &str| text.len() >= SHORTEST_TEXT && text.trim().contains(char::is_whitespace);
    let (name, text) = strings
        .filter(|(name, text)| matches!(key_of(name), Key::Other) && is_prose(text))
        .max_by_key(|(_, text)| text.len())?;
    Some((name, Document { text, stated: parse(line).ok()?.into_stated(), ..Document::default() }))
}

/// What a name stands for, whatever its case and separators.
fn key_of(name: &str) -> Key {
    let mut plain = [0; 32];
    let mut length = 0;
    for byte in name.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' ' | b'.')) {
        let Some(slot) = plain.get_mut(length) else { return Key::Other };
        *slot = byte.to_ascii_lowercase();
        length += 1;
    }
    std::str::from_utf8(&plain[..length]).map_or(Key::Other, key)
}

/// Whether a "source" names the data set that a record came by, which is no outlet.
fn is_data_set(name: &str) -> bool {
    const DATA_SETS: [&str; 9] =
        ["mc4", "c4", "oscar", "common-crawl", "commoncrawl", "cc-main", "fineweb", "redpajama", "culturax"];
    DATA_SETS.iter().any(|known| name.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known)))
}

/// Reads an object's members into the fields.
struct Record<'f, 'a> {
    fields: &'f mut Fields<'a>,
    depth: u8,
}

impl<'a> Visitor<'a> for Record<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key_seed(Name)? {
            match name {
                Key::Field(field, rank) => {
                    let rank = rank + if self.depth > 0 { NESTED_RANK } else { 0 };
                    members.next_value_seed(Member {
                        fields: self.fields,
                        field: Some(field),
                        rank,
                        depth: self.depth,
                    })?;
                }
                Key::Nested => {
                    members.next_value_seed(Member { fields: self.fields, field: None, rank: 0, depth: self.depth })?;
                }
                Key::CrawlMark => {
                    self.fields.is_crawl = true;
                    members.next_value::<IgnoredAny>()?;
                }
                Key::Other => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Reads a member's name.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        Ok(key_of(name))
    }
}

/// Reads a member's value, whatever it is: a string or a number is the value, a list is joined, an object gives its own
/// members or its name.
struct Member<'f, 'a> {
    fields: &'f mut Fields<'a>,
    field: Option<Field>,
    rank: u8,
    depth: u8,
}

impl<'a> Member<'_, 'a> {
    fn offer(self, value: Cow<'a, str>) {
        if let Some(field) = self.field {
            self.fields.offer(field, self.rank, value);
        }
    }
}

impl<'a> DeserializeSeed<'a> for Member<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Member<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, value: &'a str) -> Result<(), E> {
        self.offer(Cow::Borrowed(value));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.offer(Cow::Owned(value.to_owned()));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.offer(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.offer(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.offer(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<(), A::Error> {
        let separator = match self.field {
            Some(Field::Text) => "\n\n",
            _ => ", ",
        };
        let mut joined = String::new();
        while let Some(Item(item)) = items.next_element()? {
            if let Some(item) = item.filter(|item| !item.trim().is_empty()) {
                if !joined.is_empty() {
                    joined.push_str(separator);
                }
                joined.push_str(&item);
            }
        }
        self.offer(Cow::Owned(joined));
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<(), A::Error> {
        match self.field {
            Some(Field::Byline | Field::Site | Field::Section) => {
                if let Some(name) = ItemVisitor.visit_map(members)? {
                    self.offer(Cow::Owned(name));
                }
                Ok(())
            }
            None | Some(Field::Text) if self.depth < DEEPEST => {
                Record { fields: self.fields, depth: self.depth + 1 }.visit_map(members)
            }
            _ => {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(())
            }
        }
    }
}

/// One thing in a list: a string, or an object with a name.
struct Item(Option<String>);

impl<'de> serde::Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor).map(Self)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Some(value.to_owned()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(member) = members.next_key::<String>()? {
            if matches!(member.as_str(), "name" | "text") && found.is_none() {
                found = members.next_value::<serde_json::Value>()?.as_str().map(str::to_owned);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(line: &str) -> Document {
        parse(line).expect("JSON").into_document().expect("a text")
    }

    /// The fields in the order in which they are declared: title, date, crawled, url, id, byline, site, section, language.
    fn stated(line: &str) -> [Option<String>; 9] {
        let Stated { id, title, date, crawled, byline, site, section, url, language } = document(line).stated;
        [title, date, crawled, url, id, byline, site, section, language]
    }

    fn some<const N: usize>(values: [&str; N]) -> [Option<String>; N] {
        values.map(|value| (!value.is_empty()).then(|| value.to_owned()))
    }

    #[test]
    fn c4() {
        let line = r#"{"text":"Body","timestamp":"2019-04-25T12:57:54Z","url":"https://x.test/a"}"#;
        assert_eq!(document(line).text, "Body");
        assert_eq!(stated(line), some(["", "", "2019-04-25T12:57:54Z", "https://x.test/a", "", "", "", "", ""]));
    }

    #[test]
    fn fineweb_dates_are_of_the_crawl() {
        let line = r#"{"text":"Body","id":"<urn:uuid:1>","dump":"CC-MAIN-2013-20","url":"u","date":"2013-05-18T05:48:54Z","file_path":"s3://x","language":"en","language_score":0.96,"token_count":717}"#;
        assert_eq!(stated(line), some(["", "", "2013-05-18T05:48:54Z", "u", "<urn:uuid:1>", "", "", "", "en"]));
    }

    #[test]
    fn oscar_keeps_its_headers_apart() {
        let line = r#"{"content":"Body","warc_headers":{"warc-record-id":"<urn:1>","warc-date":"2021-09-16T11:08:56Z","warc-target-uri":"u","content-length":7},"metadata":{"identification":{"label":"fr","prob":0.8},"annotation":["short"],"sentence_identifications":[{"label":"de","prob":1},null]}}"#;
        assert_eq!(document(line).text, "Body");
        assert_eq!(stated(line), some(["", "", "2021-09-16T11:08:56Z", "u", "<urn:1>", "", "", "", "fr"]));
    }

    #[test]
    fn cc_news_by_news_please() {
        let line = r#"{"authors":["Ann Writer","Bob Reader"],"date_download":"2018-02-19 12:00:00","date_modify":null,"date_publish":"2018-02-19 06:38:09","description":"Lead","filename":"f","language":"en","localpath":null,"source_domain":"x.test","maintext":"Body","title":"Title","title_page":null,"url":"u"}"#;
        assert_eq!(document(line).text, "Body");
        let wanted = [
            "Title",
            "2018-02-19 06:38:09",
            "2018-02-19 12:00:00",
            "u",
            "",
            "Ann Writer, Bob Reader",
            "x.test",
            "",
            "en",
        ];
        assert_eq!(stated(line), some(wanted));
    }

    #[test]
    fn cc_news_by_hugging_face() {
        let line = r#"{"title":"Title","text":"Body","domain":"x.test","date":"2017-08-14 00:00:00","description":"Lead","url":"u","image_url":"i"}"#;
        assert_eq!(stated(line), some(["Title", "2017-08-14 00:00:00", "", "u", "", "", "x.test", "", ""]));
    }

    #[test]
    fn schema_org_and_news_apis() {
        let line = r#"{"@type":"NewsArticle","headline":"Title","articleBody":"Body","datePublished":"2021-12-30","author":[{"@type":"Person","name":"Ann"}],"publisher":{"name":"Herald"},"articleSection":"World","inLanguage":"en"}"#;
        assert_eq!(stated(line), some(["Title", "2021-12-30", "", "", "", "Ann", "Herald", "World", "en"]));
        let line = r#"{"source":{"id":null,"name":"Herald"},"author":"Ann","title":"Title","url":"u","publishedAt":"2021-12-30T00:00:00Z","content":"Body"}"#;
        assert_eq!(stated(line), some(["Title", "2021-12-30T00:00:00Z", "", "u", "", "Ann", "Herald", "", ""]));
    }

    #[test]
    fn the_better_name_wins_wherever_it_stands() {
        assert_eq!(document(r#"{"description":"Lead","text":"Body"}"#).text, "Body");
        assert_eq!(document(r#"{"text":"Body","description":"Lead"}"#).text, "Body");
        assert_eq!(document(r#"{"text":"  ","description":"Lead"}"#).text, "Lead");
        assert_eq!(document(r#"{"meta":{"text":"Inner"},"text":"Body"}"#).text, "Body");
        assert_eq!(document(r#"{"article":{"text":"Inner"}}"#).text, "Inner");
    }

    #[test]
    fn paragraphs_are_joined_and_numbers_are_read() {
        let document = document(r#"{"text":["One","Two",3,null],"id":7,"date":1640822400}"#);
        assert_eq!(document.text, "One\n\nTwo\n\n3");
        assert_eq!((document.stated.id.as_deref(), document.stated.date.as_deref()), (Some("7"), Some("1640822400")));
    }

    #[test]
    fn a_data_set_is_no_outlet() {
        assert_eq!(document(r#"{"text":"Body","source":"OSCAR-2301"}"#).stated.site, None);
        assert_eq!(document(r#"{"text":"Body","source":"Reuters"}"#).stated.site.as_deref(), Some("Reuters"));
    }

    #[test]
    fn text_without_escapes_is_borrowed() {
        let line = r#"{"text":"Body"}"#;
        let fields = parse(line).expect("JSON");
        assert!(matches!(&fields.found[Field::Text as usize], Some((_, Cow::Borrowed(_)))));
    }
}
