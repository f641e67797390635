//! The signing key belongs to a device, and the words to a key.

use crate::support::Device;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::VerifyingKey;

#[test]
fn a_device_has_one_key_whatever_tab_is_opened_and_a_copied_profile_has_it_too() {
    let (device, other) = (Device::opened("an"), Device::opened("binh"));
    let key = key(&device);
    device.restart();
    assert_eq!(self::key(&device), key);
    let copy = device.copied("an-2");
    assert_eq!((self::key(&copy), copy.state()), (key.clone(), device.state()));
    assert_ne!(self::key(&other), key);
}

#[test]
fn what_a_device_signs_is_checked_by_its_key_alone() {
    let (device, other) = (Device::new("an"), Device::new("binh"));
    let signed = device.tab().run(device.tab().tools().signer.sign(b"nop")).unwrap();
    let signature = signed.as_slice().try_into().unwrap();
    let checks = |device, message| checker(&key(device)).verify_strict(message, &signature).is_ok();
    assert!(checks(&device, b"nop"));
    assert!(!checks(&device, b"nap"));
    assert!(!checks(&other, b"nop"));
}

#[test]
fn two_people_hear_the_same_words_for_the_same_key() {
    let (device, other) = (Device::new("an"), Device::new("binh"));
    let words = |on: &Device, of| on.tab().run(on.tab().tools().codes.words(of)).unwrap();
    let key = key(&device);
    assert_eq!(words(&device, &key), words(&other, &key));
    assert_ne!(words(&device, &key), words(&device, &self::key(&other)));
    assert!(device.tab().run(device.tab().tools().codes.words("key")).is_err());
    assert!(device.tab().run(device.tab().tools().codes.qr(&key)).is_ok());
}

fn key(device: &Device) -> String {
    let tab = device.tab();
    tab.run(tab.tools().signer.key()).unwrap().unwrap()
}

fn checker(key: &str) -> VerifyingKey {
    let bytes = URL_SAFE_NO_PAD.decode(key.strip_prefix("ed25519:").unwrap()).unwrap();
    VerifyingKey::from_bytes(bytes.as_slice().try_into().unwrap()).unwrap()
}
