//! Bytes in a row: pieces with their length before them, and numbers of a fixed width.

/// Appends a piece.
pub fn push(bytes: &mut Vec<u8>, piece: &[u8]) {
    bytes.extend((piece.len() as u32).to_le_bytes());
    bytes.extend(piece);
}

/// Takes the next piece; none when it is not whole.
pub fn pull<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = u32::from_le_bytes(take(bytes)?) as usize;
    let (piece, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(piece)
}

/// Takes the next `N` bytes.
pub fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (piece, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*piece)
}
