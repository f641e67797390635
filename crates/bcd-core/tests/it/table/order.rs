//! Vietnamese order, and search without accents.

use bcd_core::text::order::Alphabet;
use proptest::prelude::*;

#[track_caller]
fn check_order(names: &[&str]) {
    let alphabet = Alphabet::default();
    let mut sorted = names.to_vec();
    sorted.reverse();
    sorted.sort_by_cached_key(|name| alphabet.place(name));
    assert_eq!(sorted, names);
}

#[test]
fn letters_stand_as_in_the_vietnamese_alphabet() {
    check_order(&["an", "ăn", "ân", "ba", "ca", "da", "đa", "en", "ên", "gà"]);
    check_order(&["on", "ôn", "ơn", "phà", "ta", "un", "ưng", "va", "xa", "ya"]);
    // A letter is a letter, whatever its tone.
    check_order(&["Đoàn xã Ân", "Đoàn xã Bà", "Đoàn xã Đá", "Đoàn xã Ý Yên"]);
}

#[test]
fn tones_decide_where_letters_do_not() {
    check_order(&["ma", "mà", "mả", "mã", "má", "mạ", "man"]);
    // Over the whole name, as browsers order: letters first.
    check_order(&["Hoà Bình", "Hoá Bình", "Hoà Lạc"]);
}

#[test]
fn words_end_before_letters_go_on_and_numbers_count_by_value() {
    check_order(&["Chi đoàn", "Chi đoàn 2", "Chi đoàn 09", "Chi đoàn 10", "Chi đoàn A"]);
    check_order(&["An", "An Cư", "Anh"]);
}

#[test]
fn capitals_signs_and_decomposed_letters_make_no_difference() {
    let alphabet = Alphabet::default();
    let between = |name: &str| {
        let [low, at, high] =
            ["Đoàn xã Quảng Phú", name, "Đoàn xã Quảng Yên"].map(|it| alphabet.place(it));
        low < at && at < high
    };
    // The last as some systems write it: letters and marks apart.
    let apart = "Đoàn xã Qua\u{309}ng Xu\u{31B}ơng";
    for name in ["Đoàn xã Quảng Xương", "ĐOÀN XÃ QUẢNG XƯƠNG", "Đoàn – xã “Quảng Xương”", apart]
    {
        assert!(between(name), "{name}");
        let folded = alphabet.fold(name);
        assert!(folded.contains("quang xuong"), "{folded}");
    }
    assert_eq!(alphabet.fold("Ậ ậ Đ đ Ữ ỷ a\u{323}\u{302}"), "a a d d u y a");
}

proptest! {
    #[test]
    fn any_two_names_stand_in_one_order(a in any::<String>(), b in any::<String>(), c in any::<String>()) {
        let alphabet = Alphabet::default();
        let [a, b, c] = [a, b, c].map(|name| (alphabet.place(&name), name));
        prop_assert_eq!(a.0 == b.0, a.1 == b.1);
        prop_assert!(!(a.0 <= b.0 && b.0 <= c.0) || a.0 <= c.0);
    }
}
