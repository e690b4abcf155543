//! Pages of a site in a language that nobody speaks: syllables in a row, the same ones for the same seed.

/// Numbers in a row that look like chance.
pub struct Chance(u64);

impl Chance {
    /// The row that belongs to a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % limit
    }

    fn word(&mut self) -> String {
        const HEADS: [&str; 12] = ["m", "k", "s", "t", "r", "v", "p", "l", "d", "n", "gr", "zh"];
        const TAILS: [&str; 8] = ["a", "e", "i", "o", "u", "uk", "en", "or"];
        let syllables = 2 + self.below(2);
        (0..syllables).map(|_| format!("{}{}", HEADS[self.below(12)], TAILS[self.below(8)])).collect()
    }

    /// A run of words, the first with a capital letter.
    pub fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        let text = words.join(" ");
        format!("{}{}", text[..1].to_uppercase(), &text[1..])
    }

    fn paragraph(&mut self) -> String {
        let sentences = 2 + self.below(3);
        let mut sentence = || {
            let words = 6 + self.below(9);
            format!("{}.", self.words(words))
        };
        (0..sentences).map(|_| sentence()).collect::<Vec<_>>().join(" ")
    }
}

/// A page with what each of its lines is.
pub struct Page {
    /// Its text.
    pub text: String,
    /// The lines that the site puts around each story.
    pub around: Vec<String>,
    /// Its headline.
    pub headline: String,
    /// The lines of the story itself.
    pub body: Vec<String>,
}

/// The name of the site.
pub const SITE: &str = "Ramotu Sive";

/// What a few of the stories end one of their paragraphs with.
pub const DISCLAIMER: &str = "Kelumo ravi sutape nodiru, mesalo tigre vuna pelimo dasu keno.";

/// What stands below all stories, as long as a paragraph.
pub const NOTICE: &str = "Mosetu kalo nerivade suno, tigre pamelo sika vundo ka nelimo. Sapure dokati nole \
    vutamo reki sadune, polimo gretu ka masore nidu.";

/// What one of the stories says again and again.
pub const REFRAIN: &str = "Talumi neko savu";

/// What stands in the midst of all stories.
pub const ADVERT: &str = "Tavoru reklo simune";

/// The page with this number. Three of each hundred have the disclaimer, and one a refrain.
pub fn page(number: u64) -> Page {
    let mut own = Chance::new(number + 1);
    let mut above: Vec<String> = [SITE, "Kelu motasi", "Vunde", "Pirose", "Lanu dekoru"].map(str::to_owned).into();
    above.push("Tamupe · Nofesi · Ruvola".to_owned());
    let headline = own.words(7);
    let mut body: Vec<String> = (0..4 + own.below(4)).map(|_| own.paragraph()).collect();
    if number % 100 % 40 == 7 {
        body.insert(2, DISCLAIMER.to_owned());
    }
    if number % 100 == 50 {
        (1..4).for_each(|at| body.insert(2 * at - 1, REFRAIN.to_owned()));
    }
    let below = vec![
        NOTICE.to_owned(),
        "Lemo ka tivu sadore".to_owned(),
        "Sunako refi · Munda · Ovelu *".to_owned(),
        format!("Dalu tane {} moreti ka silume", 1_000 + own.below(90_000)),
        format!("{} norasi", 1 + own.below(300)),
        format!("© 20{} {SITE}", 10 + own.below(12)),
    ];
    let mut lines = above.clone();
    lines.push(headline.clone());
    lines.extend(body[..2].iter().cloned());
    lines.push(ADVERT.to_owned());
    lines.extend(body[2..].iter().cloned());
    lines.extend(below.iter().cloned());
    above.extend(below);
    above.push(ADVERT.to_owned());
    Page { text: lines.join("\n\n"), around: above, headline, body }
}
