//! What holds of every store, tried on a folder that is used as one. What a network does
//! is tried in `tests/store.rs`.

use std::io::Read;

use super::*;

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}/letters", folder.path().display());
    let store = Store::open_with(&url, &[("OSHIRASE_STORE_PATIENCE", "20")]).expect("a store");
    (folder, store)
}

fn names(store: &Store, folder: &str) -> Vec<String> {
    let mut names = Vec::new();
    store.list(folder, |object| names.push(object.key)).expect("a list");
    names.sort();
    names
}

#[test]
fn what_was_put_is_there() {
    let (_folder, store) = store();
    assert!(names(&store, "").is_empty());
    assert_eq!(store.get("report-1/C-1.pdf").expect("an answer"), None);
    let tag = store.put("report-1/C-1.pdf", b"letter".to_vec()).expect("a put");
    let (bytes, found) = store.get("report-1/C-1.pdf").expect("an answer").expect("a letter");
    assert_eq!((bytes.as_slice(), &found), (b"letter".as_slice(), &tag));
    let object = store.look("report-1/C-1.pdf").expect("an answer").expect("a letter");
    assert_eq!((object.key.as_str(), object.bytes), ("report-1/C-1.pdf", 6));
    assert_eq!(object.tag.stamp(), tag.stamp());
    store.put("report-10/C-1.pdf", b"other".to_vec()).expect("a put");
    // A folder is no beginning of a name.
    assert_eq!(names(&store, "report-1"), ["report-1/C-1.pdf"]);
    assert_eq!(names(&store, ""), ["report-1/C-1.pdf", "report-10/C-1.pdf"]);
    store.rename("report-10/C-1.pdf", "pruned/C-1.pdf").expect("another name");
    assert_eq!(store.get("pruned/C-1.pdf").expect("an answer").expect("it").0, b"other");
    store.delete("report-1/C-1.pdf").expect("an answer");
    store.delete("report-1/C-1.pdf").expect("nothing to do");
    assert_eq!(names(&store, ""), ["pruned/C-1.pdf"]);
}

#[test]
fn the_first_of_two_has_put() {
    let (_folder, store) = store();
    let put = |bytes: &[u8]| store.put_if(&Condition::Absent, "issued", bytes.to_vec());
    let Put::Done(tag) = put(b"first").expect("an answer") else { panic!("nothing was there") };
    let Put::Other(Some(found)) = put(b"second").expect("an answer") else {
        panic!("the second has put")
    };
    assert_eq!(found, tag);
    // Whoever has put the same, it stands there.
    assert!(matches!(put(b"first").expect("an answer"), Put::Done(_)));
    assert_eq!(store.get("issued").expect("an answer").expect("it").0, b"first");
}

#[test]
fn what_was_not_seen_is_not_replaced() {
    let (_folder, store) = store();
    let first = store.put("ledger", b"first".to_vec()).expect("a put");
    let replace = |tag: &Tag, bytes: &[u8]| {
        store.put_if(&Condition::Unchanged(tag.clone()), "ledger", bytes.to_vec())
    };
    let Put::Done(second) = replace(&first, b"second one").expect("an answer") else {
        panic!("it was as seen")
    };
    assert!(matches!(replace(&first, b"third").expect("an answer"), Put::Other(Some(_))));
    assert_eq!(store.get("ledger").expect("an answer").expect("it").0, b"second one");
    store.delete("ledger").expect("an answer");
    assert!(matches!(replace(&second, b"third").expect("an answer"), Put::Other(None)));
    assert_eq!(store.get("ledger").expect("an answer"), None);
}

#[test]
fn many_puts_are_told_of_once_each() {
    let (_folder, store) = store();
    for number in [7, 8] {
        store.put(&format!("report-1/C-{number}.pdf"), b"an older one".to_vec()).expect("a put");
    }
    let mut puts = Puts::to(&store);
    let mut told = Vec::new();
    let mut settled = |number, put: Result<Tag, StoreError>| {
        put.expect("a put");
        told.push(number);
    };
    for number in 0..200 {
        // Of one the list says that it is there, of another it does not know.
        let replacing = Replacing { is_there: number == 7, unless: "report-1.issued".to_owned() };
        let (key, bytes) = (format!("report-1/C-{number}.pdf"), number.to_string().into_bytes());
        puts.begin(number, key, bytes, replacing, &mut settled);
    }
    puts.settle(&mut settled);
    puts.finish(&mut settled);
    told.sort_unstable();
    assert_eq!(told, (0..200).collect::<Vec<_>>());
    for number in 0..200 {
        let found = store.get(&format!("report-1/C-{number}.pdf")).expect("an answer");
        assert_eq!(found.expect("a letter").0, number.to_string().into_bytes());
    }
}

#[test]
fn nothing_is_replaced_that_was_issued() {
    let (_folder, store) = store();
    store.put("report-1/C-1.pdf", b"as sent".to_vec()).expect("a put");
    store.put("report-1.issued", b"by somebody".to_vec()).expect("a put");
    let mut puts = Puts::to(&store);
    let replacing = Replacing { is_there: false, unless: "report-1.issued".to_owned() };
    let mut refused = 0;
    let mut settled = |_, put: Result<Tag, StoreError>| {
        refused += usize::from(matches!(put, Err(StoreError::Changed { .. })));
    };
    let key = "report-1/C-1.pdf".to_owned();
    puts.begin(1, key, b"another".to_vec(), replacing, &mut settled);
    puts.finish(&mut settled);
    assert_eq!(refused, 1);
    assert_eq!(store.get("report-1/C-1.pdf").expect("an answer").expect("it").0, b"as sent");
}

#[test]
fn a_large_file_goes_there_and_back() {
    let (folder, store) = store();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    let bytes: Vec<u8> = (0..17 << 20).map(|at: u32| (at / 251) as u8).collect();
    std::fs::write(&from, &bytes).expect("a file");
    assert!(store.fetch_file("ledger", &to).expect("an answer").is_none());
    let put = |condition: &Condition| store.put_file(condition, "ledger", &from);
    let Put::Done(tag) = put(&Condition::Absent).expect("a put") else { panic!("it was free") };
    assert!(matches!(put(&Condition::Absent).expect("an answer"), Put::Other(Some(_))));
    let fetched = store.fetch_file("ledger", &to).expect("an answer").expect("a ledger");
    assert_eq!(fetched, tag);
    assert!(std::fs::read(&to).expect("a file") == bytes);
    assert!(matches!(put(&Condition::Unchanged(tag)).expect("a put"), Put::Done(_)));
}

#[test]
fn what_changes_while_it_is_read_is_an_error() {
    let (_folder, store) = store();
    store.put("clients.csv", vec![b'a'; 20 << 20]).expect("a put");
    let mut reader = store.read("clients.csv").expect("a reader");
    assert_eq!(reader.size(), 20 << 20);
    let mut some = [0; 100];
    reader.read_exact(&mut some).expect("its beginning");
    store.put("clients.csv", vec![b'b'; 20 << 20]).expect("a put");
    assert!(reader.read_to_end(&mut Vec::new()).is_err());
    assert!(matches!(store.read("others.csv"), Err(StoreError::NoObject { .. })));
    store.put("empty.csv", Vec::new()).expect("a put");
    let mut reader = store.read("empty.csv").expect("a reader");
    assert_eq!(reader.read_to_end(&mut Vec::new()).expect("nothing"), 0);
}
