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
pub const SAMPLES: &[Sample] = seeds![];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_article_of_the_folder_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name != "README.md" && !name.starts_with('.'))
            .collect();
        names.sort();
        let embedded: Vec<&str> = SAMPLES.iter().map(|sample| sample.name).collect();
        assert_eq!(embedded, names);
    }
}
