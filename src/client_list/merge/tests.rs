use proptest::prelude::*;

use super::super::Said;
use super::*;

fn one(text: &str) -> Value {
    Value::One(text.to_owned())
}

fn fields(texts: &[(Field, &str)]) -> Fields {
    texts.iter().map(|(field, text)| (field.clone(), one(text))).collect()
}

fn row(id: &str, texts: &[(Field, &str)]) -> Row {
    Row {
        id: id.to_owned(),
        list: LIST.to_owned(),
        fields: fields(texts),
        guessed: BTreeSet::new(),
    }
}

/// What the list said of a client.
fn said(fields: &[(Field, Option<&str>)]) -> Said {
    fields.iter().map(|(field, text)| (field.clone(), text.map(one))).collect()
}

/// What the list said of its clients.
fn base<const N: usize>(clients: [(&str, Said); N]) -> Base {
    let mut base = Base::default();
    base.note(LIST).extend(clients.map(|(id, said)| (id.to_owned(), said)));
    base
}

const LIST: &str = "一覧";

/// The sides of a list without rows that cannot be read.
fn merged(
    project: &BTreeMap<&str, &Fields>,
    base: &Base,
    rows: &[Row],
    prefer: Option<Side>,
) -> Merge {
    with_sides(project, base, rows, |sides| merge(sides, prefer))
}

fn with_sides<T>(
    project: &BTreeMap<&str, &Fields>,
    base: &Base,
    rows: &[Row],
    give: impl Fn(&Sides<'_>) -> T,
) -> T {
    let (columns, unsure, lists) = (columns(), BTreeSet::new(), [LIST.to_owned()].into());
    let lists = Some(&lists);
    give(&Sides { project, base, rows, columns: &columns, unsure: &unsure, lists })
}

fn columns() -> BTreeSet<Field> {
    [Field::Id, Field::Name, Field::Phone].into()
}

/// One client with this telephone number on each of the three sides.
fn phones(own: Option<&str>, said: Option<&str>, new: Option<&str>) -> Merge {
    let of = |phone: Option<&str>| -> Fields {
        phone.into_iter().map(|it| (Field::Phone, one(it))).collect()
    };
    let own = of(own);
    let base = base([("C-1", self::said(&[(Field::Phone, said)]))]);
    let row = Row { fields: of(new), ..row("C-1", &[]) };
    merged(&BTreeMap::from([("C-1", &own)]), &base, &[row], None)
}

#[test]
fn the_side_that_changed_wins() {
    let merged = phones(Some("1"), Some("1"), Some("2"));
    let change = FieldChange { field: Field::Phone, before: Some(one("1")), after: Some(one("2")) };
    assert_eq!(merged.changed, [ClientChange { row: 0, fields: vec![change] }]);
    assert_eq!(phones(Some("1"), Some("1"), None).changed.len(), 1);
    assert_eq!(phones(None, None, Some("2")).changed.len(), 1);
    for (own, said, new) in [(Some("2"), Some("1"), Some("1")), (None, Some("1"), Some("1"))] {
        let merged = phones(own, said, new);
        assert_eq!((merged.changed.len(), merged.edited_here), (0, 1));
    }
    assert_eq!(phones(Some("2"), Some("1"), Some("2")), Merge { same: 1, ..Merge::default() });
}

#[test]
fn what_changed_on_both_sides_is_a_conflict() {
    for (own, new) in [(Some("2"), Some("3")), (None, Some("3")), (Some("2"), None)] {
        let merged = phones(own, Some("1"), new);
        assert_eq!((merged.changed.len(), merged.conflicts.len()), (0, 1));
        assert_eq!(merged.conflicts[0].base, Some(Some(one("1"))));
    }
}

#[test]
fn the_first_time_only_what_both_know_is_a_conflict() {
    let own = fields(&[(Field::Name, "甲"), (Field::Phone, "1")]);
    let standing = BTreeMap::from([("C-1", &own)]);
    let merged = |row: Row, prefer| merged(&standing, &Base::default(), &[row], prefer);
    assert_eq!(merged(row("C-1", &[(Field::Name, "甲")]), None).edited_here, 1);
    let differs = row("C-1", &[(Field::Name, "甲"), (Field::Phone, "2")]);
    assert_eq!(merged(differs.clone(), None).conflicts.len(), 1);
    assert_eq!(merged(differs.clone(), Some(Side::List)).changed.len(), 1);
    assert_eq!(merged(differs.clone(), Some(Side::Project)).edited_here, 1);
    let guess = Row { guessed: [Field::Phone].into(), ..differs };
    assert_eq!(merged(guess, None).same, 1);
}

#[test]
fn clients_come_and_go() {
    let own = fields(&[(Field::Name, "甲")]);
    let standing = BTreeMap::from([("C-1", &own), ("C-9", &own)]);
    let base = base(["C-1", "C-2"].map(|id| (id, said(&[]))));
    let rows = [row("C-2", &[(Field::Name, "乙")]), row("C-3", &[(Field::Name, "丙")])];
    let found = merged(&standing, &base, &rows, None);
    // C-9 was never in the list.
    assert_eq!(found.gone, ["C-1"]);
    assert_eq!((found.dropped, found.added), (vec![0], vec![1]));
    assert_eq!(merged(&standing, &base, &rows, Some(Side::List)).added, [0, 1]);
}

#[test]
fn nobody_is_missed_of_whom_nothing_can_be_said() {
    let own = fields(&[(Field::Name, "甲"), (Field::Phone, "1")]);
    let project = BTreeMap::from([("C-1", &own), ("C-2", &own)]);
    let mut base = base(["C-1", "C-2"].map(|id| (id, said(&[]))));
    let (columns, rows) = (columns(), [row("C-1", &[(Field::Phone, "2")])]);
    let all: BTreeSet<String> = [LIST.to_owned()].into();
    let found = |base: &Base, unsure: &[&str], lists: Option<&BTreeSet<String>>| {
        let unsure = unsure.iter().map(|it| (*it).to_owned()).collect();
        merge(
            &Sides {
                project: &project,
                base,
                rows: &rows,
                columns: &columns,
                unsure: &unsure,
                lists,
            },
            Some(Side::List),
        )
    };
    assert_eq!(found(&base, &[], Some(&all)).gone, ["C-2"]);
    // Another row of C-1 cannot be read, and the only one of C-2.
    let unsure = found(&base, &["C-1", "C-2"], Some(&all));
    assert_eq!((unsure.gone.len(), unsure.changed.len()), (0, 0));
    assert!(found(&base, &[], None).gone.is_empty());
    // Another list has C-2, too.
    let mut both = base.clone();
    both.note("取引先").insert("C-2".to_owned(), said(&[]));
    assert!(found(&both, &[], Some(&all)).gone.is_empty());
    // C-2 is of another branch, whose sheet is not read now.
    base.note(LIST).remove("C-2");
    base.note("那覇").insert("C-2".to_owned(), said(&[]));
    assert!(found(&base, &[], Some(&all)).gone.is_empty());
}

#[test]
fn what_was_taken_out_of_another_cell_changes_too() {
    let own = fields(&[(Field::PostalCode, "101-0041")]);
    let base = base([("C-1", said(&[(Field::PostalCode, Some("101-0041"))]))]);
    let row = row("C-1", &[(Field::PostalCode, "150-0001")]);
    assert_eq!(merged(&BTreeMap::from([("C-1", &own)]), &base, &[row], None).changed.len(), 1);
}

proptest! {
    /// After a merge has been carried out and noted, the same list changes nothing.
    #[test]
    fn the_same_list_again_changes_nothing(
        sides in proptest::collection::vec(
            proptest::collection::vec(proptest::option::of("[12]"), 6), 1..5),
        prefer in proptest::option::of(proptest::sample::select(vec![Side::List, Side::Project])),
    ) {
        let of = |name: &Option<String>, phone: &Option<String>| -> Fields {
            let name = name.as_deref().unwrap_or("甲");
            let phone = phone.as_deref().map(|it| (Field::Phone, one(it)));
            [(Field::Name, one(name))].into_iter().chain(phone).collect()
        };
        let ids: Vec<String> = (0..sides.len()).map(|number| format!("C-{number}")).collect();
        let mut own: Vec<Fields> = sides.iter().map(|it| of(&it[0], &it[1])).collect();
        let mut base = Base::default();
        base.note(LIST).extend(ids.iter().zip(&sides).map(|(id, it)| {
            let said = of(&it[2], &it[3]).into_iter().map(|(field, value)| (field, Some(value)));
            (id.clone(), said.collect())
        }));
        let rows: Vec<Row> = ids.iter().zip(&sides).map(|(id, it)| Row {
            fields: of(&it[4], &it[5]), ..row(id, &[])
        }).collect();
        let with = |own: &[Fields], base: &Base| {
            let project: BTreeMap<&str, &Fields> = ids.iter().map(String::as_str).zip(own).collect();
            with_sides(&project, base, &rows, |sides| {
                let merge = merge(sides, prefer);
                let next = said_after(sides, &merge, &BTreeSet::new());
                (merge, next)
            })
        };
        let (first, next) = with(&own, &base);
        for change in &first.changed {
            for FieldChange { field, after, .. } in &change.fields {
                match after {
                    Some(value) => own[change.row].insert(field.clone(), value.clone()),
                    None => own[change.row].remove(field),
                };
            }
        }
        let (again, after) = with(&own, &next);
        prop_assert!(again.changed.is_empty() && again.added.is_empty());
        prop_assert_eq!(&again.conflicts, &first.conflicts);
        prop_assert_eq!(after, next);
    }
}
