//! How much one file may ask of the machine. Checked while data are read, not when they are shown.

const MIB: u64 = 1 << 20;

/// What is read at most. Whatever goes beyond is reported by name, never dropped without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file that is one text; of a longer one the beginning is read, and a problem says so.
    pub largest_text: u64,
    /// Bytes of one record (one line of JSON Lines); a longer one is skipped.
    pub largest_record: usize,
    /// Bytes that a packed file may unpack to.
    pub largest_unpacked: u64,
    /// How many times its packed size a file may unpack to. News text packs 3 to 10 times, boilerplate 50 times,
    /// a bomb 1,000 times.
    pub largest_ratio: u64,
    /// Unpacked bytes from which on the ratio counts: a small file cannot hurt.
    pub ratio_counts_from: u64,
    /// Folders in folders.
    pub deepest_folder: usize,
    /// Problems of one file that are named one by one; the others are counted.
    pub problems_per_file: usize,
    /// Bytes of standard input that are kept in memory; longer input goes to an unlinked file.
    pub input_in_memory: u64,
    /// Bytes of standard input altogether.
    pub largest_input: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            largest_text: 128 * MIB,
            largest_record: 64 << 20,
            largest_unpacked: MIB * MIB,
            largest_ratio: 250,
            ratio_counts_from: 16 * MIB,
            deepest_folder: 128,
            problems_per_file: 50,
            input_in_memory: 32 * MIB,
            largest_input: 64 * 1024 * MIB,
        }
    }
}
