//! What is sealed can be opened with its passphrase, and with nothing else.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

use bcd_seal::{
    NotOpened, WORDS_IN_PASSPHRASE, key::DriveKey, offer, open, seal, seal_as_text, work::answer,
};

use std::collections::BTreeSet;

const PASSPHRASE: &str = "hoa phượng đỏ nở tháng 5";

#[test]
fn what_is_sealed_opens_with_its_passphrase_alone() {
    for bytes in [&b""[..], "ghi chú riêng".as_bytes(), &vec![7; 200_000]] {
        let sealed = seal(bytes, PASSPHRASE).unwrap();
        assert!(sealed.starts_with(b"age-encryption.org/v1\n"));
        assert_eq!(open(&sealed, PASSPHRASE).unwrap(), bytes);
        for other in ["hoa phượng đỏ nở tháng 6", "", " hoa phượng đỏ nở tháng 5"]
        {
            assert_eq!(open(&sealed, other), Err(NotOpened::WrongPassphrase), "{other}");
        }
    }
}

#[test]
fn what_travels_as_text_is_letters_and_opens_like_any_other() {
    let text = seal_as_text(b"x", PASSPHRASE).unwrap();
    assert!(text.is_ascii() && text.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----"));
    assert_eq!(open(&text, PASSPHRASE).unwrap(), b"x");
    let mut wound = b"\r\n".to_vec();
    wound.extend(String::from_utf8(text).unwrap().replace('\n', "\r\n").bytes());
    assert_eq!(
        open(wound.trim_ascii_start(), PASSPHRASE).unwrap(),
        b"x",
        "as mail programs leave it"
    );
}

#[test]
fn the_same_twice_is_two_unlike_files_and_none_shows_the_text() {
    let text = "Nguyễn Văn A, hoàn cảnh khó khăn";
    let [one, two] = [(); 2].map(|()| seal(text.as_bytes(), PASSPHRASE).unwrap());
    assert_ne!(one, two);
    assert!(!one.windows(8).any(|window| text.as_bytes().windows(8).any(|part| part == window)));
}

#[test]
fn a_cut_or_changed_file_is_broken_and_never_half_opened() {
    let sealed = seal(&vec![b'x'; 100_000], PASSPHRASE).unwrap();
    for at in [0, 20, sealed.len() / 2, sealed.len() - 1] {
        assert!(open(&sealed[..at], PASSPHRASE).is_err(), "cut at {at}");
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(open(&changed, PASSPHRASE).is_err(), "changed at {at}");
    }
    assert_eq!(open(b"{\"format\":\"ba-chu-dong\"}", PASSPHRASE), Err(NotOpened::Broken));
}

#[test]
fn a_file_that_asks_for_a_day_of_work_is_not_tried() {
    let sealed = seal(b"x", PASSPHRASE).unwrap();
    let text = String::from_utf8_lossy(&sealed).into_owned();
    let at = text.find(" 17\n").unwrap() + 1;
    for work in [b"19", b"30", b"63"] {
        let mut greedy = sealed.clone();
        greedy.splice(at..at + 2, *work);
        assert_eq!(open(&greedy, PASSPHRASE), Err(NotOpened::TooMuch));
        assert!(DriveKey::of_word(&greedy, PASSPHRASE).is_err());
    }
}

#[test]
fn a_file_for_a_huge_number_of_people_is_not_read_to_its_end() {
    // Its head alone: read again from its beginning with each line, that is days of work.
    let stanza = b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n";
    let mut greedy = b"age-encryption.org/v1\n".to_vec();
    greedy.extend(stanza.repeat(400_000));
    greedy.extend(format!("--- {}\n", "A".repeat(43)).bytes());
    let line = [&b"age-encryption.org/v1\n-> "[..], &vec![b'x'; 30_000_000]].concat();
    for file in [greedy, line] {
        assert_eq!(open(&file, PASSPHRASE), Err(NotOpened::TooMuch));
        assert_eq!(DriveKey::generate().open(&file), Err(NotOpened::TooMuch));
    }
}

#[test]
fn a_file_of_a_drive_opens_with_its_key_alone_and_says_where_it_belongs() {
    let (key, other) = (DriveKey::generate(), DriveKey::generate());
    let path = "units/7d1f6a52/doan-an-cu_2026_9a6a2d1e_c0a8e6a4.json.age";
    for bytes in [&b""[..], "ghi chú riêng".as_bytes(), b"\n\nba-chu-dong \n", &vec![7; 200_000]]
    {
        let sealed = key.seal(path, bytes).unwrap();
        assert_eq!(key.open(&sealed).unwrap(), (path.to_owned(), bytes.to_vec()));
        assert_eq!(other.open(&sealed), Err(NotOpened::AnotherKey));
        assert_eq!(open(&sealed, PASSPHRASE), Err(NotOpened::Broken));
    }
}

#[test]
fn a_file_of_a_drive_has_the_same_size_each_time_so_that_one_that_was_cut_is_known() {
    let key = DriveKey::generate();
    let all: Vec<Vec<u8>> =
        (0..200).map(|_| key.seal("files/3f/3f8c.age", b"anh").unwrap()).collect();
    assert!(all.iter().all(|sealed| sealed.len() == all[0].len()));
    assert!(all.windows(2).all(|two| two[0] != two[1]));
    for sealed in &all {
        for at in [0, 20, 100, sealed.len() - 1] {
            assert!(key.open(&sealed[..at]).is_err(), "cut at {at}");
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(&changed).is_err(), "changed at {at}");
        }
    }
}

#[test]
fn a_file_of_a_drive_that_is_sealed_with_a_passphrase_is_not_worked_on() {
    let sealed = seal(b"x", PASSPHRASE).unwrap();
    let at = String::from_utf8_lossy(&sealed).find(" 17\n").unwrap() + 1;
    let mut greedy = sealed.clone();
    greedy.splice(at..at + 2, *b"63");
    for file in [sealed, greedy] {
        assert_eq!(DriveKey::generate().open(&file), Err(NotOpened::AnotherKey));
    }
}

#[test]
fn what_is_sealed_to_the_key_by_another_program_is_not_believed_to_lie_anywhere() {
    let key = DriveKey::generate();
    let recipient: age::x25519::Recipient = key.recipient().parse().unwrap();
    for bytes in [&b""[..], b"{}", b"ba-chu-dong x", &vec![b' '; 5_000]] {
        let sealed = age::encrypt(&recipient, bytes).unwrap();
        assert_eq!(key.open(&sealed), Err(NotOpened::Broken));
    }
}

#[test]
fn a_word_gives_the_key_to_who_knows_the_passphrase_and_the_passphrase_can_be_changed() {
    let key = DriveKey::generate();
    let word = key.word(PASSPHRASE).unwrap();
    assert_eq!(DriveKey::of_word(&word, PASSPHRASE).unwrap().secret(), key.secret());
    assert_eq!(DriveKey::of_word(&word, "khác").err(), Some(NotOpened::WrongPassphrase));
    let changed = key.word("năm từ không liên quan gì").unwrap();
    assert_eq!(DriveKey::of_word(&changed, PASSPHRASE).err(), Some(NotOpened::WrongPassphrase));
    let again = DriveKey::of_word(&changed, "năm từ không liên quan gì").unwrap();
    assert_eq!(again.recipient(), key.recipient());
    // What the passphrase opens is not a word for that alone.
    for text in ["", "ba-chu-dong\n", "# ba-chu-dong\nAGE-SECRET-KEY-1\n", &key.secret()] {
        let sealed = seal(text.as_bytes(), PASSPHRASE).unwrap();
        assert_eq!(DriveKey::of_word(&sealed, PASSPHRASE).err(), Some(NotOpened::Broken));
    }
}

#[test]
fn the_word_is_sealed_with_much_work() {
    let word = DriveKey::generate().word(PASSPHRASE).unwrap();
    let text = String::from_utf8_lossy(&word).into_owned();
    let stanza = text.lines().find(|line| line.starts_with("-> scrypt ")).unwrap();
    let rounds: u8 = stanza.rsplit(' ').next().unwrap().parse().unwrap();
    assert!(rounds >= 17, "2^{rounds}");
}

#[test]
fn offered_passphrases_are_words_and_none_is_offered_twice() {
    let all: BTreeSet<String> = (0..200).map(|_| offer().unwrap()).collect();
    assert_eq!(all.len(), 200);
    for one in all {
        assert_eq!(one.split(' ').count(), WORDS_IN_PASSPHRASE);
        assert!(one.bytes().all(|b| b == b' ' || b.is_ascii_lowercase()), "{one}");
        assert!(one.len() >= 12, "as long as a passphrase must be: {one}");
    }
}

#[test]
fn no_answer_repeats_the_passphrase() {
    let (sealed, blobs) =
        answer(&format!("{{\"SealAsText\":\"{PASSPHRASE}\"}}"), vec![b"x".to_vec()]).unwrap();
    let (opened, _) = answer("{\"Open\":\"khác\"}", blobs).unwrap();
    let broken = answer(&format!("{{\"Say\":\"{PASSPHRASE}\"}}"), vec![]).unwrap_err();
    assert_eq!((sealed.as_str(), opened.as_str()), ("\"Done\"", "{\"Not\":\"WrongPassphrase\"}"));
    assert!(!broken.contains("phượng"));
    let key = DriveKey::generate().secret();
    let no_key = answer("{\"OpenFile\":{\"secret\":\"AGE-SECRET-KEY-1\"}}", vec![]).unwrap_err();
    let not = answer(&format!("{{\"OpenFile\":{{\"secret\":\"{key}\"}}}}"), vec![]).unwrap();
    assert_eq!((no_key.as_str(), not.0.as_str()), ("no key", "{\"Not\":\"Broken\"}"));
}
