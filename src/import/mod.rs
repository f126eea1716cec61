//! Moving in: the export of an old blog becomes stories, pages, kept comments and a receipt.
//! Bytes in, values out; knows nothing of the disk that they go to.

pub mod body;
