//! Object stores behind a network that fails: a real S3 server, and a proxy that does to
//! answers what networks do.

mod common;

use std::io::Read;

use common::s3::{BUCKET, Fault, S3};
use oshirase::store::{Condition, Put, Puts, Replacing, Store, StoreError, Tag};

/// The store's place below the bucket, with the settings of the server and some others.
fn open(s3: &S3, others: &[(&str, &str)]) -> Store {
    let environment = s3.environment();
    let own = environment.iter().map(|(name, value)| (*name, value.as_str()));
    let is_own = |name: &str| others.iter().any(|(other, _)| *other == name);
    let mut settings: Vec<(&str, &str)> = own.filter(|(name, _)| !is_own(name)).collect();
    settings.extend(others);
    Store::open_with(&format!("s3://{BUCKET}/run"), &settings).expect("a store")
}

/// Every request meets this fault the first time, and is answered when it is made again.
fn once_each(fault: Fault) -> impl FnMut(usize, &common::s3::Request) -> Fault + Send {
    let mut met = std::collections::BTreeSet::new();
    move |_, request| match met.insert((request.method.clone(), request.path.clone())) {
        true => fault,
        false => Fault::None,
    }
}

const FAULTS: [Fault; 5] =
    [Fault::SlowDown, Fault::CutBeforeAnswer, Fault::CutInAnswer, Fault::Silence, Fault::Lost];

#[test]
fn puts_come_through_whatever_happens_to_answers() {
    let Some(s3) = S3::start() else { return };
    for (round, fault) in FAULTS.into_iter().enumerate() {
        // What is not answered is waited for, which is to be short here.
        let store = open(&s3, &[("AWS_TIMEOUT", "1 second")]);
        s3.plan(once_each(fault));
        let mut puts = Puts::to(&store);
        let mut told = 0;
        let mut settled = |_, put: Result<Tag, StoreError>| {
            put.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
            told += 1;
        };
        for number in 0..20 {
            let key = format!("{round}/C-{number}.pdf");
            let bytes = format!("letter {number} of {round}").into_bytes();
            let replacing = Replacing { is_there: false, unless: "issued".to_owned() };
            puts.begin(number, key, bytes, replacing, &mut settled);
        }
        puts.finish(&mut settled);
        assert_eq!(told, 20, "{fault:?}");
        let objects = s3.objects();
        for number in 0..20 {
            let found = objects.get(&format!("run/{round}/C-{number}.pdf"));
            let wanted = format!("letter {number} of {round}");
            assert_eq!(found.map(Vec::as_slice), Some(wanted.as_bytes()), "{fault:?}");
        }
    }
}

#[test]
fn ones_own_object_is_known_again() {
    let Some(s3) = S3::start() else { return };
    for fault in [Fault::CutBeforeAnswer, Fault::CutInAnswer, Fault::Silence] {
        let store = open(&s3, &[("AWS_TIMEOUT", "1 second")]);
        let key = format!("marker-{fault:?}");
        s3.plan(once_each(fault));
        let put = store.put_if(&Condition::Absent, &key, b"mine".to_vec()).expect("an answer");
        let Put::Done(tag) = put else { panic!("{fault:?}: taken for another's") };
        // It was asked again, and refused because of what stood there.
        let puts = s3.requests().iter().filter(|it| it.method == "PUT").count();
        assert!(puts >= 2, "{fault:?}: put {puts} times");
        assert!(s3.requests().iter().all(|it| it.method != "PUT" || it.has("if-none-match")));
        // The same where something is replaced.
        s3.plan(once_each(fault));
        let unchanged = Condition::Unchanged(tag);
        let put = store.put_if(&unchanged, &key, b"mine, too".to_vec()).expect("an answer");
        assert!(matches!(put, Put::Done(_)), "{fault:?}");
        assert!(s3.requests().iter().all(|it| it.method != "PUT" || it.has("if-match")));
        let put = store.put_if(&unchanged, &key, b"mine again".to_vec()).expect("an answer");
        assert!(matches!(put, Put::Other(Some(_))), "{fault:?}");
        assert_eq!(s3.objects()[&format!("run/{key}")], b"mine, too");
    }
}

#[test]
fn one_of_many_that_put_at_once_has_put() {
    let Some(s3) = S3::start() else { return };
    // Each is cut off before its first answer.
    let mut met = 0;
    s3.plan(move |_, request| {
        met += usize::from(request.method == "PUT");
        if request.method == "PUT" && met <= 8 { Fault::CutBeforeAnswer } else { Fault::None }
    });
    let stores: Vec<Store> = (0..8).map(|_| open(&s3, &[])).collect();
    let won = std::thread::scope(|scope| {
        let put = |(number, store): (usize, &Store)| {
            let bytes = format!("issued by {number}").into_bytes();
            match store.put_if(&Condition::Absent, "issued", bytes).expect("an answer") {
                Put::Done(_) => Some(number),
                Put::Other(_) => None,
            }
        };
        let threads: Vec<_> =
            stores.iter().enumerate().map(|it| scope.spawn(move || put(it))).collect();
        let won = threads.into_iter().filter_map(|it| it.join().expect("a thread"));
        won.collect::<Vec<usize>>()
    });
    let [winner] = won[..] else { panic!("{won:?} have won") };
    assert_eq!(s3.objects()["run/issued"], format!("issued by {winner}").as_bytes());
}

#[test]
fn lists_and_contents_come_whole() {
    let Some(s3) = S3::start() else { return };
    let large: Vec<u8> = (0..9_u32 << 20).map(|at| (at / 253) as u8).collect();
    s3.put("run/clients.csv", &large);
    for number in 0..1_050 {
        s3.put(&format!("run/report-1/C-{number:04}.pdf"), b"x");
    }
    s3.put("run/report-10/C-0001.pdf", b"x");
    for fault in [Fault::None, Fault::SlowDown, Fault::CutInAnswer, Fault::Lost] {
        let store = open(&s3, &[]);
        s3.plan(once_each(fault));
        let mut keys = Vec::new();
        store.list("report-1", |object| keys.push(object.key)).expect("a list");
        let wanted: Vec<_> = (0..1_050).map(|it| format!("report-1/C-{it:04}.pdf")).collect();
        assert!(keys == wanted, "{fault:?}: {} names", keys.len());
        s3.plan(once_each(fault));
        let mut read = Vec::new();
        store.read("clients.csv").expect("a reader").read_to_end(&mut read).expect("its bytes");
        assert!(read == large, "{fault:?}");
        s3.plan(once_each(fault));
        let (got, _) = store.get("clients.csv").expect("an answer").expect("a list");
        assert!(got == large, "{fault:?}");
    }
}

#[test]
fn a_list_is_read_for_longer_than_an_answer_may_take() {
    let Some(s3) = S3::start() else { return };
    let large: Vec<u8> = (0..13_u32 << 20).map(|at| (at / 249) as u8).collect();
    s3.put("run/clients.csv", &large);
    let store = open(&s3, &[]);
    s3.plan(|_, _| Fault::None);
    let mut reader = store.read("clients.csv").expect("a reader");
    let mut read = vec![0; 1 << 20];
    reader.read_exact(&mut read).expect("its beginning");
    // No more than one piece beside that which is read is asked for ahead.
    let pieces = || s3.requests().iter().filter(|it| it.has("range")).count();
    assert!(pieces() <= 2, "{} pieces", pieces());
    reader.read_to_end(&mut read).expect("the rest");
    assert!(read == large);
    assert_eq!(pieces(), 4);
}

#[test]
fn what_is_large_goes_there_in_parts() {
    let Some(s3) = S3::start() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let bytes: Vec<u8> = (0..34_u32 << 20).map(|at| (at / 251) as u8).collect();
    std::fs::write(&from, &bytes).expect("a file");
    let store = open(&s3, &[("AWS_TIMEOUT", "20 seconds")]);
    // The second part is refused until the library gives it up, and once more.
    let mut refused = 0;
    s3.plan(move |_, request| {
        if request.method == "PUT" && request.path.contains("partNumber=2") && refused < 5 {
            refused += 1;
            return Fault::SlowDown;
        }
        Fault::None
    });
    let put = store.put_file(&Condition::Absent, "ledger.sqlite3", &from).expect("a put");
    assert!(matches!(put, Put::Done(_)));
    assert!(s3.objects()["run/ledger.sqlite3"] == bytes);
    let put = store.put_file(&Condition::Absent, "ledger.sqlite3", &from).expect("an answer");
    assert!(matches!(put, Put::Other(Some(_))));
    s3.plan(once_each(Fault::CutInAnswer));
    store.fetch_file("ledger.sqlite3", &to).expect("an answer").expect("a ledger");
    assert!(std::fs::read(&to).expect("a file") == bytes);
}

#[test]
fn what_fails_is_told_with_what_to_do() {
    let Some(s3) = S3::start() else { return };
    let environment = s3.environment();
    let settings: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let nowhere = Store::open_with("s3://no-such-bucket/run", &settings).expect("a store");
    let put = nowhere.put_if(&Condition::Absent, "x", b"x".to_vec());
    assert!(matches!(put, Err(StoreError::NoBucket { .. })), "{put:?}");
    let found = nowhere.get("x");
    assert!(matches!(found, Err(StoreError::NoBucket { .. })), "{found:?}");
    let listed = nowhere.list("", |_| ());
    assert!(matches!(listed, Err(StoreError::NoBucket { .. })), "{listed:?}");
    // A port on which nobody listens.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    let short = ("OSHIRASE_STORE_PATIENCE", "1");
    let found = open(&s3, &[("AWS_ENDPOINT", &address), short]).get("x");
    assert!(matches!(found, Err(StoreError::NoAnswer { .. })), "{found:?}");
    let found = open(&s3, &[("AWS_ALLOW_HTTP", "false"), short]).get("x");
    assert!(matches!(found, Err(StoreError::PlainHttp { .. })), "{found:?}");
    s3.plan(|_, _| Fault::SlowDown);
    let put = open(&s3, &[short]).put("x", b"x".to_vec());
    assert!(matches!(put, Err(StoreError::NoAnswer { .. })), "{put:?}");
}
