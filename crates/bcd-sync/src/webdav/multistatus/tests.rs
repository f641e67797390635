//! Shapes of real servers, broken ones, and noise.

#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn asked(path: &str) -> Vec<String> {
    path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn names(xml: &str, path: &str) -> Result<Vec<String>, DriveFault> {
    let listing = read(xml.as_bytes(), &asked(path))?;
    Ok(listing.children.into_iter().map(|entry| entry.name).collect())
}

// A listing of /dav/ with these hrefs, all of them files.
fn of(hrefs: &[&str]) -> String {
    let response = |href: &&str| {
        format!(
            "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype/></D:prop>\
             <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        )
    };
    let all: String = hrefs.iter().map(response).collect();
    format!("<D:multistatus xmlns:D=\"DAV:\">{all}</D:multistatus>")
}

const APACHE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<D:multistatus xmlns:D="DAV:" xmlns:ns0="DAV:">
<D:response xmlns:lp1="DAV:" xmlns:lp2="http://apache.org/dav/props/">
<D:href>/dav/don%20vi/</D:href>
<D:propstat>
<D:prop>
<lp1:resourcetype><D:collection/></lp1:resourcetype>
<lp1:getetag>W/"1000-6611f103c0707"</lp1:getetag>
<lp1:getlastmodified>Wed, 25 Nov 2026 19:45:04 GMT</lp1:getlastmodified>
</D:prop>
<D:status>HTTP/1.1 200 OK</D:status>
</D:propstat>
<D:propstat>
<D:prop>
<ns0:getcontentlength/>
</D:prop>
<D:status>HTTP/1.1 404 Not Found</D:status>
</D:propstat>
</D:response>
<D:response xmlns:lp1="DAV:" xmlns:lp2="http://apache.org/dav/props/">
<D:href>/dav/don%20vi/t%e1%bb%87p+1%20(2).json</D:href>
<D:propstat>
<D:prop>
<lp1:resourcetype/>
<lp1:getetag>"4-6611f103b2c47"</lp1:getetag>
<lp1:getlastmodified>Wed, 25 Nov 2026 19:45:04 GMT</lp1:getlastmodified>
<lp1:getcontentlength>4</lp1:getcontentlength>
<lp2:executable>F</lp2:executable>
</D:prop>
<D:status>HTTP/1.1 200 OK</D:status>
</D:propstat>
</D:response>
</D:multistatus>"#;

const NEXTCLOUD: &str = r#"<?xml version="1.0"?>
<d:multistatus xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"><d:response><d:href>/remote.php/dav/files/b%c3%ad%20th%c6%b0/</d:href><d:propstat><d:prop><d:getlastmodified>Wed, 25 Nov 2026 19:45:04 GMT</d:getlastmodified><d:resourcetype><d:collection/></d:resourcetype><d:getetag>&quot;6565f0a1b2c3d&quot;</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat><d:propstat><d:prop><d:getcontentlength/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response><d:response><d:href>/remote.php/dav/files/b%c3%ad%20th%c6%b0/packs/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype><d:getetag>&quot;6565f0a1b2c3e&quot;</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response><d:response><d:href>/remote.php/dav/files/b%c3%ad%20th%c6%b0/a%26b.json</d:href><d:propstat><d:prop><d:getlastmodified>Wed, 25 Nov 2026 19:45:04 GMT</d:getlastmodified><d:getcontentlength>12</d:getcontentlength><d:resourcetype/><d:getetag>&quot;0f&#x61;&quot;</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"#;

const RCLONE: &str = r#"<?xml version="1.0" encoding="UTF-8"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>/</D:href><D:propstat><D:prop><D:resourcetype><D:collection xmlns:D="DAV:"/></D:resourcetype><D:getlastmodified>Wed, 25 Nov 2026 19:45:08 GMT</D:getlastmodified></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response><D:response><D:href>/t1</D:href><D:propstat><D:prop><D:getcontentlength>4</D:getcontentlength><D:getetag>"18eb615841afd3774"</D:getetag><D:resourcetype></D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"#;

const WSGIDAV: &str = "<?xml version='1.0' encoding='UTF-8'?>\n<ns0:multistatus xmlns:ns0=\"DAV:\"><ns0:response><ns0:href>/x/</ns0:href><ns0:propstat><ns0:prop><ns0:resourcetype><ns0:collection /></ns0:resourcetype></ns0:prop><ns0:status>HTTP/1.1 200 OK</ns0:status></ns0:propstat><ns0:propstat><ns0:prop><ns0:getetag /><ns0:getcontentlength /></ns0:prop><ns0:status>HTTP/1.1 404 Not Found</ns0:status></ns0:propstat></ns0:response><ns0:response><ns0:href>/x/a.json</ns0:href><ns0:propstat><ns0:prop><ns0:resourcetype /><ns0:getetag>797a5-1764099904-4</ns0:getetag><ns0:getcontentlength>4</ns0:getcontentlength></ns0:prop><ns0:status>HTTP/1.1 200 OK</ns0:status></ns0:propstat></ns0:response></ns0:multistatus>";

const IIS: &str = r#"<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>http://may-chu:8080/o%20chung/</D:href><D:propstat><D:status>HTTP/1.1 200 OK</D:status><D:prop><D:getcontentlength>0</D:getcontentlength><D:getetag></D:getetag><D:resourcetype><D:collection/></D:resourcetype></D:prop></D:propstat></D:response><D:response><D:href>http://may-chu:8080/o%20chung/A.JSON</D:href><D:propstat><D:status>HTTP/1.1 200 OK</D:status><D:prop><D:getcontentlength>7</D:getcontentlength><D:getetag>"d0b0c1a2f3:0"</D:getetag><D:resourcetype/></D:prop></D:propstat></D:response></D:multistatus>"#;

#[test]
fn real_servers_are_read() {
    let file = |name: &str, etag: &str, size| DavResource {
        name: name.into(),
        folder: false,
        etag: Some(etag.into()),
        modified: None,
        size: Some(size),
    };
    let apache = read(APACHE.as_bytes(), &asked("dav/don vi")).unwrap();
    assert!(apache.itself.folder);
    assert_eq!(apache.itself.name, "don vi");
    let date = Some("Wed, 25 Nov 2026 19:45:04 GMT".to_owned());
    let expected = file("tệp+1 (2).json", "\"4-6611f103b2c47\"", 4);
    assert_eq!(apache.children, [DavResource { modified: date.clone(), ..expected }]);

    let cloud = read(NEXTCLOUD.as_bytes(), &asked("remote.php/dav/files/bí thư")).unwrap();
    assert!(cloud.children[0].folder && cloud.children[0].name == "packs");
    assert_eq!(
        cloud.children[1],
        DavResource { modified: date, ..file("a&b.json", "\"0fa\"", 12) }
    );

    let rclone = read(RCLONE.as_bytes(), &[]).unwrap();
    assert_eq!(rclone.children, [file("t1", "\"18eb615841afd3774\"", 4)]);
    let wsgi = read(WSGIDAV.as_bytes(), &asked("x")).unwrap();
    assert_eq!(wsgi.children, [file("a.json", "797a5-1764099904-4", 4)]);
    assert_eq!(wsgi.itself.etag, None);
    let iis = read(IIS.as_bytes(), &asked("o chung")).unwrap();
    assert_eq!(iis.children, [file("A.JSON", "\"d0b0c1a2f3:0\"", 7)]);
}

#[test]
fn hrefs_of_every_kind_lead_to_their_names() {
    for (href, name) in [
        ("/dav/a.json", "a.json"),
        ("http://khac.example:81/dav/a.json", "a.json"),
        ("https://khac.example/dav/a%20b.json", "a b.json"),
        ("//khac.example/dav/a.json", "a.json"),
        ("/dav//a.json", "a.json"),
        ("/%64av/a.json", "a.json"),
        ("a.json", "a.json"),
        ("./a.json", "a.json"),
        ("/dav/a+b.json", "a+b.json"),
        ("/dav/a%2Bb.json", "a+b.json"),
        ("/dav/100%.json", "100%.json"),
        ("/dav/%2541.json", "%41.json"),
        ("/dav/đơn vị.json", "đơn vị.json"),
        ("/dav/ba%CC%89n", "ba\u{309}n"),
        ("/dav/a&amp;b.json", "a&b.json"),
        ("/dav/a.json?x=/y", "a.json"),
        ("<![CDATA[/dav/a&b.json]]>", "a&b.json"),
        ("/dav/a%26%23.json", "a&#.json"),
        ("/dav/x/", "x"),
        ("\n /dav/a.json \n", "a.json"),
    ] {
        assert_eq!(names(&of(&["/dav/", href]), "dav"), Ok(vec![name.into()]), "{href}");
    }
}

#[test]
fn what_lies_elsewhere_makes_it_no_drive() {
    for href in [
        "/",
        "/other/a.json",
        "/dav/a/b.json",
        "/dav/../etc",
        "/dav/..",
        "/dav/.",
        "..",
        "../x",
        "/dav/%2e%2e",
        "/dav/a%2fb",
        "/dav%2fa",
        "http://h",
        "/davx/a.json",
        "x/y.json",
        "/dav/",
        "",
        "/dav/%2e%2e/x",
    ] {
        assert_eq!(names(&of(&["/dav/", href]), "dav"), Err(DriveFault::NotADrive), "{href}");
    }
}

#[test]
fn names_that_no_path_can_say_are_left_out() {
    for href in ["/dav/%ff%fe", "/dav/a%5Cb", "/dav/a%0Ab"] {
        assert_eq!(names(&of(&["/dav/", href]), "dav"), Ok(vec![]), "{href}");
    }
}

#[test]
fn half_a_listing_is_none() {
    for whole in [APACHE, NEXTCLOUD, IIS] {
        let path = ["dav/don vi", "remote.php/dav/files/bí thư", "o chung"];
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            for path in path {
                assert_eq!(names(&whole[..end], path), Err(DriveFault::NotADrive), "up to {end}");
            }
        }
    }
}

#[test]
fn other_documents_are_no_listing() {
    let self_less = of(&["/dav/a.json"]);
    let twice = of(&["/dav/", "/dav/"]);
    let two = format!("{}{}", of(&["/dav/"]), of(&["/dav/"]));
    let after = format!("{}<x/>", of(&["/dav/"]));
    let text = format!("{}x", of(&["/dav/"]));
    for xml in [
        "",
        "   ",
        "<!DOCTYPE html><html><body>Đăng nhập</body></html>",
        "<html><head><title>Login</title></head><body><form></form></body></html>",
        "<html><br></html>",
        "{\"error\":1}",
        "<D:multistatus xmlns:D=\"DAV:\"/>",
        "<D:multistatus xmlns:D=\"DAV:\"></D:multistatus>",
        "<multistatus><response><href>/dav/</href></response></multistatus>",
        "<D:multistatus xmlns:D=\"http://other/\"><D:response/></D:multistatus>",
        "<D:multistatus><D:response/></D:multistatus>",
        "<!DOCTYPE x [<!ENTITY e \"/dav/\">]><D:multistatus xmlns:D=\"DAV:\"><D:response>\
         <D:href>&e;</D:href></D:response></D:multistatus>",
        "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/dav/&x;</D:href></D:response>\
         </D:multistatus>",
        "<D:multistatus xmlns:D=\"DAV:\"><D:response></D:response></D:multistatus>",
        "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/dav/</D:href><D:propstat><D:prop/>\
         </D:propstat></D:response></D:multistatus>",
        "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/dav/</D:href><D:status>fine\
         </D:status></D:response></D:multistatus>",
        &self_less,
        &twice,
        &two,
        &after,
        &text,
    ] {
        assert_eq!(names(xml, "dav"), Err(DriveFault::NotADrive), "{xml}");
    }
    assert_eq!(read(&[0xff, 0xfe, 0x3c, 0], &[]), Err(DriveFault::NotADrive));
}

#[test]
fn each_response_has_its_own_status() {
    let child = |status: &str| {
        of(&["/dav/", "/dav/a.json"]).replace(
            "</D:multistatus>",
            &format!(
                "<D:response><D:href>/dav/b.json</D:href><D:status>HTTP/1.1 {status}</D:status>\
                 </D:response></D:multistatus>"
            ),
        )
    };
    for gone in ["404 Not Found", "403 Forbidden", "410 Gone"] {
        assert_eq!(names(&child(gone), "dav"), Ok(vec!["a.json".into()]), "{gone}");
    }
    assert_eq!(names(&child("500 Oops"), "dav"), Err(DriveFault::Server(500)));
    assert_eq!(names(&child("503 Later"), "dav"), Err(DriveFault::Busy(None)));
    let cut = child("507 Insufficient Storage").replace("/dav/b.json", "/dav/");
    assert_eq!(names(&cut, "dav"), Err(DriveFault::NotADrive));
}

#[test]
fn bounds_hold() {
    let entry = "<D:response><D:href>/dav/x</D:href><D:propstat><D:prop/>\
                 <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>";
    let many = entry.replace("</D:multistatus>", "").repeat(MOST_NAMES + 1);
    let many = of(&["/dav/"]).replace("</D:multistatus>", &format!("{many}</D:multistatus>"));
    assert_eq!(names(&many, "dav"), Err(DriveFault::TooMany));
    assert_eq!(read(&vec![b' '; MOST_BYTES + 1], &[]), Err(DriveFault::TooLarge));
    let deep = format!("<D:multistatus xmlns:D=\"DAV:\">{}", "<a>".repeat(100_000));
    assert_eq!(names(&deep, "dav"), Err(DriveFault::NotADrive));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn noise_never_panics(xml in ".{0,300}", path in "[a-z/]{0,8}") {
        drop(names(&xml, &path));
    }

    // Bytes changed, taken out and doubled inside a real listing.
    #[test]
    fn damage_never_panics_and_never_leads_out(
        which in 0..4_usize,
        at in any::<prop::sample::Index>(),
        length in 0..40_usize,
        put in prop::collection::vec(any::<u8>(), 0..12),
    ) {
        let mut xml = [APACHE, NEXTCLOUD, RCLONE, IIS][which].as_bytes().to_vec();
        let at = at.index(xml.len());
        let end = (at + length).min(xml.len());
        xml.splice(at..end, put);
        if let Ok(listing) = read(&xml, &asked(["dav/don vi", "remote.php", "", "o chung"][which])) {
            for entry in listing.children {
                prop_assert!(!entry.name.contains('/') && crate::drive::is_safe(&entry.name));
            }
        }
    }

    #[test]
    fn every_name_comes_back(name in "[^/\\\\\\p{C}]{1,20}") {
        prop_assume!(name != "." && name != "..");
        let href = format!("/dav/{}", super::super::text::encode(&name));
        prop_assert_eq!(names(&of(&["/dav/", &href]), "dav"), Ok(vec![name]));
    }
}
