//! The sample corpus: articles that ship inside the binary, for `folio` without an argument.

/// One embedded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name in `seeds/`.
    pub name: &'static str,
    /// Its bytes.
    pub content: &'static [u8],
}

/// Names the files of `seeds/` once, in the order of their names.
macro_rules! seeds {
    ($($name:literal),* $(,)?) => {
        &[$(Sample { name: $name, content: include_bytes!(concat!("../../seeds/", $name)) }),*]
    };
}

/// The files of `seeds/`, in the order of their names. The test below fails when a file is missing here.
pub const SAMPLES: &[Sample] = seeds![
    "000_harbour-ferry.txt",
    "017_5be2c90d41aa7f36.txt",
    "021_c77e01b9a4d2f035.txt",
    "2021-12-26_la-palma-four-words.txt",
    "2021-12-31-call-before-midnight.txt",
    "2021_03_25_ever-given.txt",
    "2024-12-31_how-to-read-this-paper.txt",
    "3f70_notre-dame-night.txt",
    "advertiser_sea-wall-poem.txt",
    "advertiser_wet-books.txt",
    "almarfa/قناة-السويس.txt",
    "barra/abertura-paris.txt",
    "cuaderno/volcan-cumbre-vieja.txt",
    "cuaderno/webb-despega.txt",
    "ever-given-backlog-cleared.txt",
    "farvater/razgovor-30-12.txt",
    "forum-des-regions.txt",
    "haijiao/kaimushi.txt",
    "how-this-page-is-set.md",
    "korfez/deprem-7-subat.txt",
    "kuestenbote/2023-05-06_solveig-tern.txt",
    "kuestenbote/telefonat-silvester.txt",
    "kurier-przystani/forum-w-grodnie.txt",
    "mail/20210327-canal-list.txt",
    "meridian/052_first-light.txt",
    "meridian/2021-12-25-webb.txt",
    "meridian/2023_08_24_india-on-the-moon.txt",
    "meridian/the-last-lamp.txt",
    "meridian/webb-fuel.txt",
    "minato/webb-saisho-no-gazou.txt",
    "notices/ntm-41-2022.txt",
    "notre-dame-reopens.txt",
    "pell-street-library.txt",
    "quai/notre-dame-portes-ouvertes.txt",
    "quake-one-week-on.txt",
    "skerrow-one-year-on.md",
    "tatrekha/chandrayaan-utara.txt",
    "wire.jsonl",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_article_of_the_folder_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut names = names_below(&folder, "");
        names.sort();
        let embedded: Vec<&str> = SAMPLES.iter().map(|sample| sample.name).collect();
        assert_eq!(embedded, names);
    }
    fn names_below(folder: &Path, prefix: &str) -> Vec<String> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).expect("the folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.file_type().expect("a type").is_dir() {
                true => names.extend(names_below(&entry.path(), &format!("{name}/"))),
                false => names.push(name),
            }
        }
        names
    }
}
