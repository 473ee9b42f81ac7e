use super::*;

fn ok(value: &str) -> Result<Taken, Fault> {
    as_is(value.to_owned())
}

fn told(value: &str, kind: ChangeKind) -> Result<Taken, Fault> {
    changed(value.to_owned(), kind)
}

#[test]
fn signs_for_nothing_are_nothing() {
    for text in ["-", "－", "ー", "―", "---", "なし", "無し", "N/A", "#N/A", "〒", "＊".trim()]
    {
        let text = half_width(text);
        assert!(means_nothing(&text) || text == "〒", "{text}");
    }
    for text in ["なしやま", "A-1", "0", "無線"] {
        assert!(!means_nothing(text), "{text}");
    }
}

#[test]
fn ids_become_such_as_a_file_may_have() {
    use ChangeKind::IdChanged;
    for (text, right) in [
        ("0042", ok("0042")),
        ("Ｃ－００４２", ok("C-0042")),
        ("00１２", ok("0012")),
        (" 12 ", ok("12")),
        ("12.0", told("12", IdChanged)),
        ("'0012", told("0012", IdChanged)),
        ("A 001", told("A-001", IdChanged)),
        ("A/001", told("A-001", IdChanged)),
        ("#12", told("12", IdChanged)),
        ("(12)", told("12", IdChanged)),
        ("CON", told("CON_", IdChanged)),
        ("No.12", ok("No.12")),
    ] {
        assert_eq!(id(text), right, "{text}");
        assert!(ClientId::new(&right.expect("an id").value).is_ok());
    }
    assert!(id("1.23E+11").is_err_and(|it| it.1 == Message::ListWriteAsText));
    assert!(id("///").is_err());
    for text in ["日本", "(株)12", "東-1", "ア01"] {
        assert!(id(text).is_err_and(|it| it.1 == Message::ListWriteIdPlain), "{text}");
    }
    assert!(id(&"x".repeat(65)).is_err());
}

#[test]
fn parts_of_numbers_get_their_zeros_back() {
    for (parts, right) in [
        (["03", "1111", "0001"], Some("03-1111-0001")),
        (["3", "1111", "1"], Some("03-1111-0001")),
        (["03", "679", "0005"], Some("03-679-0005")),
        (["45", "22", "2"], Some("045-022-0002")),
        (["90", "12", "34"], Some("090-0012-0034")),
        (["0120", "163", "2"], Some("0120-163-0002")),
        (["03", "x", "1"], None),
    ] {
        assert_eq!(phone_of_parts(&parts).as_deref(), right, "{parts:?}");
    }
}

#[test]
fn postal_codes_get_one_form() {
    use ChangeKind::ZeroPutBack;
    for (text, right) in [
        ("1010041", ok("101-0041")),
        ("〒101-0041", ok("101-0041")),
        ("101−0041", ok("101-0041")),
        ("１０１－００４１", ok("101-0041")),
        ("101 0041", ok("101-0041")),
        ("600001", told("060-0001", ZeroPutBack)),
        ("10001", told("001-0001", ZeroPutBack)),
        ("1010041.0", ok("101-0041")),
    ] {
        assert_eq!(postal_code(text, true), right, "{text}");
    }
    for text in ["101", "101-004", "東京", "12345678"] {
        assert!(postal_code(text, true).is_err(), "{text}");
    }
    assert!(postal_code("600001", false).is_err());
    assert_eq!(postal_half("101", 3), ok("101"));
    assert_eq!(postal_half("60", 3), told("060", ZeroPutBack));
    assert_eq!(postal_half("41", 4), told("0041", ZeroPutBack));
    assert!(postal_half("10100", 3).is_err());
}

#[test]
fn a_postal_code_is_found_before_an_address() {
    for (text, right) in [
        ("〒101-0041 東京都千代田区", Some(("101-0041", "東京都千代田区"))),
        ("〒1010041　東京都", Some(("101-0041", "東京都"))),
        ("１０１－００４１東京都１－２", Some(("101-0041", "東京都１－２"))),
        ("1-2-3 みなと町", None),
        ("東京都千代田区1-2-3", None),
    ] {
        let right = right.map(|(code, rest)| (code.to_owned(), rest.to_owned()));
        assert_eq!(postal_code_before(text), right, "{text}");
    }
}

#[test]
fn telephone_numbers_stay_as_they_are_written() {
    use ChangeKind::ZeroPutBack;
    for (text, right) in [
        ("03-1234-5678", ok("03-1234-5678")),
        ("０３－１２３４－５６７８", ok("03-1234-5678")),
        ("(03)1234-5678", ok("(03)1234-5678")),
        ("312345678", told("0312345678", ZeroPutBack)),
        ("9012345678", told("09012345678", ZeroPutBack)),
        ("0312345678", ok("0312345678")),
        ("+81-3-1234-5678", ok("+81-3-1234-5678")),
        ("03-1234-5678 内線12", ok("03-1234-5678 内線12")),
    ] {
        assert_eq!(phone(text), right, "{text}");
    }
}

#[test]
fn mail_addresses_have_a_sign() {
    assert_eq!(mail("ａ＠example.com"), ok("a@example.com"));
    assert_eq!(mail("mailto:a@example.com"), ok("a@example.com"));
    let first = told("a@example.com", ChangeKind::FirstMailTaken);
    assert_eq!(mail("a@example.com; b@example.com"), first);
    assert_eq!(mail("a@example.com\nb@example.com"), first);
    assert!(mail("03-1234-5678").is_err());
}
