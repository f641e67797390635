//! ZIP files by hand, with names that no honest writer makes. Nothing is compressed.

/// A ZIP of these entries, in this order, with exactly these names.
pub fn raw_zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let offset = zip.len();
        put(&mut zip, name, content);
        list(&mut directory, name, content, offset);
    }
    close(zip, directory, entries.len())
}

/// A ZIP whose directory lists one content under many names: small to send, large to unpack.
pub fn raw_zip_of_one(names: &[String], content: &[u8]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    put(&mut zip, &names[0], content);
    names.iter().for_each(|name| list(&mut directory, name, content, 0));
    close(zip, directory, names.len())
}

/// A ZIP whose directory lists one content under many names, which takes long to unpack to nothing.
pub fn raw_zip_of_nothing(names: &[String], blocks: usize) -> Vec<u8> {
    let mut content = [0, 0, 0, 0xff, 0xff].repeat(blocks);
    content.extend([1, 0, 0, 0xff, 0xff]);
    let mut zip = raw_zip_of_one(names, &content);
    let start = zip.len() - 22 - names.iter().map(|name| 46 + name.len()).sum::<usize>();
    let mut headers = vec![4];
    let mut at = start + 6;
    for name in names {
        headers.push(at);
        at += 46 + name.len();
    }
    for at in headers {
        zip[at + 4] = 8; // deflated
        zip[at + 10..at + 14].fill(0); // of no bytes
        zip[at + 18..at + 22].fill(0);
    }
    zip
}

fn put(zip: &mut Vec<u8>, name: &str, content: &[u8]) {
    zip.extend(b"PK\x03\x04");
    zip.extend(common(name, content));
    zip.extend(name.as_bytes());
    zip.extend(content);
}

fn list(directory: &mut Vec<u8>, name: &str, content: &[u8], offset: usize) {
    directory.extend(b"PK\x01\x02\x14\x03");
    directory.extend(common(name, content));
    directory.extend([0; 10]); // comment, disk, attributes
    directory.extend(u32::try_from(offset).unwrap().to_le_bytes());
    directory.extend(name.as_bytes());
}

fn close(mut zip: Vec<u8>, directory: Vec<u8>, entries: usize) -> Vec<u8> {
    let count = u16::try_from(entries).unwrap().to_le_bytes();
    let start = u32::try_from(zip.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    zip.extend(directory);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    for part in [&count[..], &count, &size, &start, &[0, 0]] {
        zip.extend(part);
    }
    zip
}

// What the header before an entry and its line in the directory have in common.
fn common(name: &str, content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    let size = u32::try_from(content.len()).unwrap().to_le_bytes();
    let mut bytes = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
    for part in [&crc.sum().to_le_bytes(), &size, &size] {
        bytes.extend(part);
    }
    bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}
