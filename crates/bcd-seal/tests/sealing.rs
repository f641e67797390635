//! What is sealed can be opened with its passphrase, and with nothing else.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

use bcd_seal::{NotOpened, open, seal, seal_as_text, work::answer};

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
    let at = text.find(" 15\n").unwrap() + 1;
    let mut greedy = sealed.clone();
    greedy.splice(at..at + 2, *b"30");
    assert_eq!(open(&greedy, PASSPHRASE), Err(NotOpened::TooMuch));
}

#[test]
fn no_answer_repeats_the_passphrase() {
    let (sealed, blobs) =
        answer(&format!("{{\"Seal\":\"{PASSPHRASE}\"}}"), vec![b"x".to_vec()]).unwrap();
    let (opened, _) = answer("{\"Open\":\"khác\"}", blobs).unwrap();
    let broken = answer(&format!("{{\"Say\":\"{PASSPHRASE}\"}}"), vec![]).unwrap_err();
    assert_eq!((sealed.as_str(), opened.as_str()), ("\"Done\"", "{\"Not\":\"WrongPassphrase\"}"));
    assert!(!broken.contains("phượng"));
}
