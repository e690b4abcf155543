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
        "date" => (Date, 1),
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

    /// The document; none when no field holds text.
    pub(super) fn into_document(mut self) -> Option<Document> {
        let text = self.take(Field::Text)?;
        if self.is_crawl && self.found[Field::Date as usize].as_ref().is_some_and(|(rank, _)| rank % NESTED_RANK == 1) {
            self.found.swap(Field::Date as usize, Field::Crawled as usize);
            self.found[Field::Date as usize] = None;
        }
        let stated = Stated {
            id: self.take(Field::Id),
            title: self.take(Field::Title),
            date: self.take(Field::Date),
            crawled: self.take(Field::Crawled),
            byline: self.take(Field::Byline),
            site: self.take(Field::Site),
            section: self.take(Field::Section),
            url: self.take(Field::Url),
            language: self.take(Field::Language),
        };
        Some(Document { text, stated, ..Document::default() })
    }
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
        let mut plain = [0; 32];
        let mut length = 0;
        for byte in name.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b' ' | b'.')) {
            let Some(slot) = plain.get_mut(length) else { return Ok(Key::Other) };
            *slot = byte.to_ascii_lowercase();
            length += 1;
        }
        Ok(std::str::from_utf8(&plain[..length]).map_or(Key::Other, key))
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
